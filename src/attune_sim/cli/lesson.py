"""`attune-sim lesson`: check a lesson's file, or run it without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.commands import Command, Commands
from attune_sim.cli.terminal.console import print_json, show

lesson = typer.Typer(cls=Commands, add_completion=False, invoke_without_command=True)

File = Annotated[Path, typer.Argument(metavar="FILE.toml", help="A lesson's file.")]


@lesson.callback()
def lessons(context: typer.Context) -> None:
    """Check or run a lesson of your own: attune-sim lesson check FILE.toml.

    Lessons are TOML files; docs/teaching.md says how to write one.
    attune-sim dashboard --lessons FOLDER shows those of a folder.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


@lesson.command("check", cls=Command)
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.toml...", help="Lessons' files.")],
) -> None:
    """Check lesson files, and name line and fault of each that is not one (then exit code 2)."""
    from attune_sim.errors import InputError
    from attune_sim.lessons import read_lesson

    faults = []
    for path in files:
        try:
            found = read_lesson(path)
        except InputError as error:
            faults.append(str(error))
        else:
            print(f"{path}: fine. '{found.title}', {found.minutes} minutes.")
    if faults:
        raise InputError("\nError: ".join(faults))


@lesson.command("run", cls=Command)
def run(file: File, as_json: options.Json = False, quiet: options.Quiet = False) -> None:
    """Run a lesson; show what happened and which predictions came true."""
    from attune_sim.cli.terminal.startup import announce
    from attune_sim.lessons import read_lesson, run_lesson

    found_lesson = read_lesson(file)
    announce(quiet)
    found = run_lesson(found_lesson)
    came = [found.came(option) for option in found_lesson.options]
    if as_json:
        rows = found.table().astype(object)
        print_json(
            {
                "lesson": found_lesson.name,
                "results": rows.where(rows.notna(), None).to_dict("records"),
                "contrasts": [
                    {
                        "first": f.first.key,
                        "second": f.second.key,
                        "difference": f.difference,
                        "low": f.low,
                        "high": f.high,
                        "relation": f.relation,
                    }
                    for f in found.contrasts()
                ],
                "predictions": [
                    {"text": option.text, "came": answer}
                    for option, answer in zip(found_lesson.options, came, strict=True)
                ],
            }
        )
        return
    from rich.text import Text

    from attune_sim.cli.terminal.tables import Column, Grid

    answers = {True: "came true", False: "did not", None: "cannot be told"}
    table = Grid(Column(), Column(words=True))
    for option, answer in zip(found_lesson.options, came, strict=True):
        table.add(answers[answer], option.text)
    show(
        Text(found_lesson.title, style="bold"),
        *(Text(sentence) for sentence in found.words()),
        Text(""),
        Text(found_lesson.question),
        table,
    )

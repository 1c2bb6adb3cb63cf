"""`attune-sim observations`: what a coded file holds, and how far two coders agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from attune_sim import numbers
from attune_sim.cli import beside
from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.commands import Command, Commands
from attune_sim.cli.terminal.console import note, print_json, show
from attune_sim.errors import InputError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from attune_sim.observations.recording import Recording

MOST_SHOWN = 12  # codes of a track, or observations of a file

WRONG_USE = 2

observations = typer.Typer(cls=Commands, add_completion=False, invoke_without_command=True)


@observations.callback()
def look(context: typer.Context) -> None:
    """Look into a coded file of real people: attune-sim observations inspect FILE."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(WRONG_USE)


@observations.command(cls=Command)
def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A coded file.")],
    mapping: Annotated[
        Path | None,
        typer.Option("--map", metavar="MAP.toml", help="Write a first mapping here, to be edited."),
    ] = None,
    dyad: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="A column that tells one dyad from another; may be given several times.",
        ),
    ] = None,
    step: Annotated[
        str | None, typer.Option(metavar="SECONDS", help="Time from row to row, if rows have none.")
    ] = None,
    fps: Annotated[
        str | None, typer.Option(metavar="N", help="Frames a second, if times are frames.")
    ] = None,
    force: options.Force = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Show the people, codes and times of a coded file.

    Tracks are the columns, subjects or tiers in which somebody is coded.
    With --map it also writes a mapping to begin with, for measure.
    """
    from attune_sim.cli.terminal.files import new_file
    from attune_sim.observations.first_mapping import first_mapping, tracks_of
    from attune_sim.observations.formats.recognition import recording_of
    from attune_sim.observations.recording import Layout

    if force and mapping is None:
        raise InputError("--force allows a file to be replaced; give --map too")
    layout = Layout(tuple(dyad or ()), fps=_above_zero("fps", fps), step=_above_zero("step", step))
    recording = recording_of(file, layout)
    tracks = tracks_of(recording)
    if mapping is not None:
        with new_file(mapping, force) as part:
            part.write_text(first_mapping(recording, layout), encoding="utf-8", newline="\n")
    if as_json:
        print_json(_json(recording, tracks))
    else:
        show(_shown(recording, tracks))
    for sentence in recording.told:
        note(f"{file}: {sentence}", quiet)
    if mapping is not None:
        note(f"Written to {mapping}; say there what each code means", quiet)


@observations.command(cls=Command)
def agree(
    first: Annotated[Path, typer.Argument(metavar="FIRST", help="One coder's file.")],
    second: Annotated[
        Path, typer.Argument(metavar="SECOND", help="Another coder's file of the same films.")
    ],
    mapping: Annotated[
        Path, typer.Option("--map", metavar="MAP.toml", help="What the codes mean, for both files.")
    ],
    as_json: options.Json = False,
) -> None:
    """Tell how far two coders of the same films agree, unit by unit.

    Kappa takes values as labels; the intraclass correlation (ICC) takes
    them as measurements. With tolerance, a code counts as the same if the
    other coder has it within a unit of time.
    """
    from attune_sim.cli.terminal.tables import Column, Grid
    from attune_sim.cli.terminal.text import section
    from attune_sim.observations.agreement import agreement
    from attune_sim.observations.mapping import read_mapping

    rules = read_mapping(mapping)
    table = agreement(first, second, rules)
    if as_json:
        from attune_sim.cli.terminal.as_json import rows_json

        print_json({"unit_s": rules.unit, "agreement": rows_json(table)})
        return
    titles = ("units", "same", "kappa", "with tolerance", "ICC")
    grid = Grid("film", "person", *(Column(title, right=True) for title in titles), gap=3)
    for row in table.to_dict("records"):
        values = (numbers.decimals(row[name]) for name in ("kappa", "kappa_tolerance", "icc"))
        count, same = f"{row['units']:,}", numbers.percent(row["agreement"])
        grid.add(str(row["observation"]), row["person"], count, same, *values)
    show(section(f"Agreement of two coders, in units of {numbers.plain(rules.unit)} s", grid))


observations.command(cls=Command)(beside.beside)


def _above_zero(name: str, text: str | None) -> float | None:
    if text is None:
        return None
    value = options.number(text)
    if not isinstance(value, int | float) or not 0.001 <= value <= 1000:
        raise InputError(f"{name} = {text!r} is not a number from 0.001 to 1000")
    return float(value)


def _json(recording: Recording, tracks: Mapping[str, Counter[str]]) -> dict[str, Any]:
    return {
        "format": recording.format,
        "observations": [
            dict(zip(("start_s", "end_s"), o.film(), strict=True), stretches=len(o.stretches))
            for o in recording.observations
        ],
        "tracks": {track: dict(codes) for track, codes in tracks.items()},
    }


def _shown(recording: Recording, tracks: Mapping[str, Counter[str]]) -> RenderableType:
    from rich.console import Group

    from attune_sim.cli.terminal.tables import Column, Grid
    from attune_sim.cli.terminal.text import prose, section

    people = Grid(Column("track"), Column("coded", right=True), Column("codes", words=True), gap=3)
    for track, codes in tracks.items():
        shown = [f"{code} ({count})" for code, count in codes.most_common(MOST_SHOWN)]
        more = len(codes) - len(shown)
        text = ", ".join(shown) + (f", and {numbers.count(more, 'more code')}" if more else "")
        people.add(track or "(no person)", f"{codes.total():,}", text)
    times = Grid("observation", Column("from", right=True), Column("to", right=True),
                 Column("stretches", right=True), gap=3)  # fmt: skip
    for number, observation in enumerate(recording.observations[:MOST_SHOWN], 1):
        start, end = observation.film()
        film = (f"{numbers.decimals(moment)} s" for moment in (start, end))
        times.add(str(number), *film, f"{len(observation.stretches):,}")
    hidden = len(recording.observations) - MOST_SHOWN
    return Group(
        section("Format", prose(recording.format)),
        section("Tracks and codes (how often)", people),
        section(f"Times{f', the first {MOST_SHOWN}' if hidden > 0 else ''}", times),
    )

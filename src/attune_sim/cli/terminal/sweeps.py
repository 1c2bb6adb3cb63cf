"""What the commands that run sweeps share: options, progress, and messages about failures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from attune_sim import numbers
from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.commands import INTERRUPTED, was_interrupted
from attune_sim.cli.terminal.console import note
from attune_sim.cli.terminal.progress import progress
from attune_sim.cli.terminal.question import ask_before_long_work
from attune_sim.cli.terminal.startup import announce, cores
from attune_sim.cli.terminal.text import prose
from attune_sim.errors import InputError

if TYPE_CHECKING:
    from attune_sim.sweep import SweepResult, SweepSpec, Workers

Spec = Annotated[
    Path,
    typer.Argument(
        metavar="SPEC.toml", help="The sweep's TOML file: what is varied, fixed and measured."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help=r"The folder of results. \[default: results/SPEC]"),
]
Jobs = Annotated[
    str | None,
    typer.Option(
        metavar="N", help=r"Number of processes to use on this machine. \[default: all cores]"
    ),
]
Backend = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help=r"Where to compute: loky (this machine), dask or ray. Results do not depend on it."
        r" \[default: loky]",
        rich_help_panel="Clusters",
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Address of the Dask scheduler, such as tcp://host:8786.",
        rich_help_panel="Clusters",
    ),
]
Address = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Address of the Ray head node, such as ray://host:10001 or auto."
        r" \[default: a Ray of its own]",
        rich_help_panel="Clusters",
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Continue in this folder even if its manifest was lost. (To continue a stopped sweep,"
        " just repeat the command.)",
    ),
]
RetryFailed = Annotated[bool, typer.Option("--retry-failed", help="Repeat the runs that failed.")]


def workers(
    jobs: str | None, backend: str | None, scheduler: str | None, address: str | None
) -> Workers:
    """The backend, from the options."""
    from attune_sim.sweep import Workers

    if scheduler and address:
        raise InputError("--scheduler belongs to Dask and --address to Ray; give only one of them")
    if backend is None:
        backend = "dask" if scheduler else "ray" if address else "loky"
    if scheduler and backend != "dask":
        raise InputError(f"--scheduler belongs to Dask; it cannot be used with --backend {backend}")
    if address and backend != "ray":
        raise InputError(f"--address belongs to Ray; it cannot be used with --backend {backend}")
    number = cores() if jobs is None else options.number(jobs)
    return Workers(number, backend, scheduler or address)  # type: ignore[arg-type]


def run(
    spec: SweepSpec,
    folder: Path,
    who: Workers,
    *,
    resume: bool,
    retry_failed: bool,
    quiet: bool,
    yes: bool,
    extend: bool = False,
) -> SweepResult:
    """Run a sweep with progress, long ones after a question; after Ctrl-C, say how to continue."""
    from attune_sim.sweep import run_sweep

    ask_before_long_work(spec, folder, who, extend=extend, yes=yes)
    announce(quiet)
    try:
        with progress(f"Sweeping {spec.name}", quiet) as report:
            result = run_sweep(
                spec,
                folder,
                report=report,
                workers=who,
                resume=resume,
                retry_failed=retry_failed,
                extend=extend,
            )
    except BaseException as error:
        if not was_interrupted(error):
            raise
        note(f"Stopped. Finished rows are kept in {folder}; repeat the command to continue.")
        raise typer.Exit(INTERRUPTED) from None
    if extend:
        _tell_what_is_older(folder, quiet)
    if result.recomputed:
        parts = ", ".join(result.recomputed[:3]) + (", ..." if len(result.recomputed) > 3 else "")
        mended = numbers.count(len(result.recomputed), "damaged part")
        note(f"Computed anew: {mended} ({parts}).", quiet)
    if result.failed:
        note(
            f"{numbers.count(result.failed, 'run')} failed; the column 'error' of their rows says"
            " why. Use --retry-failed to try them again.",
            quiet,
        )
    return result


def _tell_what_is_older(folder: Path, quiet: bool) -> None:
    """Name the pages and tables in a folder that were made before its sweep grew."""
    from attune_sim.sweep.folder.manifest import LATER
    from attune_sim.sweep.folder.part_list import PARTS

    grown = (folder / PARTS).stat().st_mtime
    old = [
        path.name
        for path in map(folder.joinpath, sorted(LATER))
        if path.is_file() and path.name != "figure.html"
    ]
    old = [
        name for name in old if name != "figure.html" and (folder / name).stat().st_mtime < grown
    ]
    if old:
        note(f"Made before the sweep grew, so make them again: {', '.join(old)}", quiet)


def head(spec: SweepSpec, result: SweepResult) -> Padding:
    """What was asked, and how many points and runs there are now."""
    done = numbers.count(result.rows_total // spec.replications, "point")
    done += f", {numbers.count(result.rows_total, 'run')}"
    if result.already_there:
        done += f", {result.already_there:,} of them there already"
    if result.failed:
        done += f", {result.failed:,} failed"
    question = prose(spec.question or spec.name, style="bold")
    return Padding(Group(question, Text(done, style="dim")), (1, 0, 1, 0))

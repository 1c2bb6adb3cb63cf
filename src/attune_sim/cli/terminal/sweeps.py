"""What the commands that run sweeps share: options, progress, and words on failures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from attune_sim import numbers
from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.commands import INTERRUPTED
from attune_sim.cli.terminal.console import note
from attune_sim.cli.terminal.progress import progress
from attune_sim.cli.terminal.startup import announce, cores
from attune_sim.cli.terminal.text import prose
from attune_sim.errors import InputError

if TYPE_CHECKING:
    from attune_sim.sweep import SweepResult, SweepSpec, Workers

Spec = Annotated[
    Path, typer.Argument(metavar="SPEC.toml", help="What is varied, held, and measured.")
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help=r"The folder of results. \[default: results/SPEC]"),
]
Jobs = Annotated[
    str | None,
    typer.Option(metavar="N", help=r"How many compute at once here. \[default: all cores]"),
]
Backend = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help=r"Who computes: loky (this machine), dask or ray. It changes no number."
        r" \[default: loky]",
        rich_help_panel="Clusters",
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Dask's scheduler, as tcp://host:8786.",
        rich_help_panel="Clusters",
    ),
]
Address = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help=r"Ray's head, as ray://host:10001 or auto. \[default: a Ray of its own]",
        rich_help_panel="Clusters",
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Go on in this folder, even if its manifest was lost. (A stopped sweep goes on by"
        " itself with the same command.)",
    ),
]
RetryFailed = Annotated[
    bool, typer.Option("--retry-failed", help="Compute runs that failed again.")
]


def workers(
    jobs: str | None, backend: str | None, scheduler: str | None, address: str | None
) -> Workers:
    """Who computes, from the options."""
    from attune_sim.sweep import Workers

    if scheduler and address:
        raise InputError("--scheduler is of Dask and --address of Ray; give one of them")
    if backend is None:
        backend = "dask" if scheduler else "ray" if address else "loky"
    if scheduler and backend != "dask":
        raise InputError(f"--scheduler is of Dask; it does not go with --backend {backend}")
    if address and backend != "ray":
        raise InputError(f"--address is of Ray; it does not go with --backend {backend}")
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
) -> SweepResult:
    """Run a sweep with progress; Ctrl-C ends it with a word on how to go on."""
    from attune_sim.sweep import run_sweep

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
            )
    except KeyboardInterrupt:
        note(f"Stopped. Finished rows are kept in {folder}; the same command goes on from there.")
        raise typer.Exit(INTERRUPTED) from None
    if result.recomputed:
        parts = ", ".join(result.recomputed[:3]) + (", ..." if len(result.recomputed) > 3 else "")
        mended = numbers.count(len(result.recomputed), "damaged part")
        note(f"Computed anew: {mended} ({parts}).", quiet)
    if result.failed:
        note(
            f"{numbers.count(result.failed, 'run')} failed; the column 'error' of their rows says"
            " why. --retry-failed tries them again.",
            quiet,
        )
    return result


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

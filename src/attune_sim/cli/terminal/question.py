"""The question before long work: how long it takes, and whether to begin. Only on a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attune_sim import numbers
from attune_sim.cli.terminal.console import messages, note
from attune_sim.cli.terminal.progress import spoken

if TYPE_CHECKING:
    from attune_sim.sweep import SweepSpec, Workers

LONG_S = 300.0
"""Work that is expected to take longer is asked about."""
NO = 1

Yes = Annotated[
    bool,
    typer.Option("--yes", "-y", help="Start a long sweep without asking."),
]


def ask_before_long_work(
    spec: SweepSpec, folder: Path, who: Workers, *, extend: bool, yes: bool
) -> None:
    """Say what a long sweep takes, and end the command if the answer is no.

    A sweep that was begun before is not asked about again, and nobody is asked where standard
    input or standard error is not a terminal.
    """
    if yes or not _is_terminal():
        return
    from attune_sim.sweep.folder.earlier import left_to_run
    from attune_sim.sweep.workload import plan

    planned = plan(spec)
    runs = left_to_run(spec, folder, planned, extend)
    work = planned.seconds * runs / planned.runs
    here = who.backend == "loky"
    seconds = work / max(1, min(who.jobs, planned.batches)) if here else work
    if seconds <= LONG_S:
        return
    where = numbers.count(who.jobs, "process", "processes") if here else "a single processor"
    length = f"{numbers.count(runs, 'run')}: about {spoken(seconds)} with {where}"
    messages().print(f"{length}, right within a factor of two.", markup=False)
    if not _is_wanted("Start?"):
        note("Nothing was run.")
        raise typer.Exit(NO)


def _is_wanted(question: str) -> bool:
    from rich.prompt import Confirm

    try:
        return Confirm.ask(question, default=True, console=messages())
    except EOFError:  # Ctrl-D
        return False


def _is_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))

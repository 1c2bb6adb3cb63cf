"""Before the engine starts: choose its cores, and say so if it must be compiled first."""

from __future__ import annotations

import logging
import os

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import note


def cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processes(text: str | None) -> int:
    """How many processes work: as many as were typed, or as there are cores.

    Raises:
        InputError: no number of processes.
    """
    return cores() if text is None else options.whole("jobs", text, 1, options.MOST_JOBS)


def announce(quiet: bool) -> None:
    """Say that the first run compiles the engine, if it is not compiled yet.

    With quiet, nor is it said where the compiled engine cannot be kept, or is damaged.
    """
    from attune_sim.dyad.numba_cache import can_keep, is_warm

    if quiet:
        logging.getLogger("attune_sim.dyad").setLevel(logging.ERROR)
    if not is_warm():
        once = " once for each version," if can_keep() else ""
        note(f"Compiling the engine:{once} about 15 seconds.", quiet)

"""Before the engine starts: how many cores it gets, and a word when it must be compiled first."""

from __future__ import annotations

import os

from attune_sim.cli.terminal.console import note


def cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def announce(quiet: bool) -> None:
    """Say that the first run compiles the engine, if it is not compiled yet."""
    from attune_sim.dyad.numba_cache import is_warm

    if not is_warm():
        note("Compiling the engine: once for each version, about 20 seconds.", quiet)

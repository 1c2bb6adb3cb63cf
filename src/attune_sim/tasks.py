"""Independent tasks on several processes, with progress; how many processes changes no result."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import psutil

Result = TypeVar("Result")


def results_of(
    work: Callable[..., Result],
    tasks: Sequence[tuple[Any, ...]],
    *,
    jobs: int = 1,
    report: Callable[[float], None] | None = None,
    sizes: Sequence[float] | None = None,
) -> list[Result]:
    """The result of each task, in the order of the tasks.

    Args:
        work: a function of a module, which other processes can import.
        tasks: the arguments of each call; the largest first keep all processes busy to the end.
        jobs: processes; -1 for as many as there are processors.
        report: called with the share of work done since the last call; what it raises ends all.
        sizes: how much work each task is; all alike if None.
    """
    from joblib import Parallel, delayed, parallel_config

    sizes = [1.0] * len(tasks) if sizes is None else sizes
    with parallel_config(backend="loky", initializer=follow, initargs=(os.getpid(),)):
        made = Parallel(n_jobs=jobs, return_as="generator")(delayed(work)(*task) for task in tasks)
    found = []
    for size, result in zip(sizes, made, strict=True):
        found.append(result)
        if report is not None:
            report(size / sum(sizes))
    return found


def follow(parent: int) -> None:
    """End this process when its parent says so, or when the parent is gone.

    Ctrl-C in a terminal reaches both; here it would only print a second traceback.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Otherwise another process stands between, or the parent has ended; Windows names it still.
    direct = os.getppid() == parent and os.name != "nt"

    def watch() -> None:
        while os.getppid() == parent if direct else psutil.pid_exists(parent):
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()

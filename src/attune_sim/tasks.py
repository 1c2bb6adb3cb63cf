"""Independent tasks on several processes, with progress; how many processes changes no result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

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
    from joblib import Parallel, delayed

    sizes = [1.0] * len(tasks) if sizes is None else sizes
    made = Parallel(n_jobs=jobs, return_as="generator")(delayed(work)(*task) for task in tasks)
    found = []
    for size, result in zip(sizes, made, strict=True):
        found.append(result)
        if report is not None:
            report(size / sum(sizes))
    return found

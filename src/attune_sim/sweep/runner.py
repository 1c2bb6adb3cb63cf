"""Run a sweep: compute its batches here or on processes, write each as it finishes.

The parent holds one finished batch at a time, so a sweep of ten million runs needs no more memory
than one of ten.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import joblib
import pandas as pd

from attune_sim.errors import InputError
from attune_sim.sweep import store
from attune_sim.sweep.batches import Batch, batch, compute
from attune_sim.sweep.design import points
from attune_sim.sweep.planning import plan
from attune_sim.sweep.spec import SweepSpec

MOST_JOBS = 512


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What a call of run_sweep did.

    Attributes:
        out: the folder.
        rows_written: by this call.
        rows_total: of the sweep.
        already_there: rows that an earlier call had written.
        recomputed: names of parts that were there but damaged, and were written anew.
    """

    out: Path
    rows_written: int
    rows_total: int
    already_there: int
    recomputed: tuple[str, ...] = ()


def run_sweep(
    spec: SweepSpec,
    out: str | Path,
    jobs: int = 1,
    report: Callable[[float], None] | None = None,
) -> SweepResult:
    """Run a sweep, or what is left of it, into a folder.

    Rows are written as their batches finish, and are the same whatever `jobs` is. A folder that
    holds part of the same sweep is gone on with; damaged parts are computed anew. A stop (also
    Ctrl-C) keeps all finished batches.

    Args:
        spec: what is asked.
        out: folder of the results; made if needed.
        jobs: processes that compute at once; -1 for as many as there are processors.
        report: called with the share of the whole sweep that has been done since the last call;
            what an earlier call did is reported at once.

    Raises:
        InputError: the folder holds something else or cannot be written, or `jobs` is not allowed.
    """
    jobs = _jobs(jobs)
    planned = plan(spec)
    place = store.prepare(spec, Path(out), planned)
    missing, damaged = place.inventory()
    left = sum(len(place.runs(number)) for number in missing)
    there = planned.runs - left
    if report is not None and there:
        report(there / planned.runs)
    design = points(spec)
    tasks = (batch(spec, design, place.runs_per_batch, number) for number in missing)
    computed = _computed(spec, tasks, len(missing), jobs, planned.runs, report)
    with closing(computed):  # at a stop, end the processes now and not when memory is tidied
        for task, rows, series in computed:
            place.write(task.number, rows, series)
    return SweepResult(
        Path(out), left, planned.runs, there, tuple(store.part_name(n) for n in damaged)
    )


def _jobs(jobs: int) -> int:
    if (
        isinstance(jobs, bool)
        or not isinstance(jobs, int)
        or not (1 <= jobs <= MOST_JOBS or jobs == -1)
    ):
        raise InputError(
            f"jobs = {jobs!r} is not a whole number from 1 to {MOST_JOBS}, or -1 for all processors"
        )
    return joblib.cpu_count() if jobs == -1 else jobs


_Computed = tuple[Batch, pd.DataFrame, pd.DataFrame | None]


def _computed(
    spec: SweepSpec,
    tasks: Iterator[Batch],
    count: int,
    jobs: int,
    runs: int,
    report: Callable[[float], None] | None,
) -> Generator[_Computed]:
    """Batches as they finish, in any order."""
    if not count:
        return
    workers = min(jobs, count)
    threads = jobs // workers  # few large batches: the spare processors work within a run
    if workers == 1:
        for task in tasks:
            inner = _share(report, len(task.runs) / runs) if report else None
            yield task, *compute(spec, task, threads=threads, report=inner)
        return
    with closing(_on_processes(spec, tasks, workers, threads)) as finished:
        for task, rows, series in finished:
            yield task, rows, series
            if report is not None:
                report(len(task.runs) / runs)


def _share(report: Callable[[float], None], share: float) -> Callable[[float], None]:
    return lambda done: report(done * share)


def _on_processes(
    spec: SweepSpec, tasks: Iterator[Batch], workers: int, threads: int
) -> Generator[_Computed]:
    with joblib.parallel_config(backend="loky", inner_max_num_threads=1):
        parallel = joblib.Parallel(
            n_jobs=workers, return_as="generator_unordered", batch_size=1, pre_dispatch="2*n_jobs"
        )
        results = parallel(joblib.delayed(_task)(spec, task, threads) for task in tasks)
    try:
        # Not `yield from`, which at a stop would close joblib before its warning is silenced.
        for result in results:  # noqa: UP028
            yield result
    except BrokenProcessPool:
        raise InputError(
            "a process of the sweep was ended from outside, perhaps for want of memory; what is"
            " finished is kept: run the sweep again, with fewer jobs"
        ) from None
    finally:
        with warnings.catch_warnings():  # joblib says that it has cancelled what was asked to stop
            warnings.simplefilter("ignore", UserWarning)
            results.close()


def _task(spec: SweepSpec, task: Batch, threads: int) -> _Computed:
    return task, *compute(spec, task, threads=threads)

"""This machine: batches computed in this process, by its threads, or by processes."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import joblib

from attune_sim.sweep.batch import Batch, compute
from attune_sim.sweep.folder.manifest import model_digest
from attune_sim.sweep.pool.base import LOST, Computed, WorkerError, compute_task, in_turn
from attune_sim.sweep.spec import SweepSpec
from attune_sim.tasks import follow


def here(
    spec: SweepSpec,
    tasks: Iterator[Batch],
    threads: int,
    report: Callable[[Batch, float], None],
) -> Generator[Computed]:
    """Compute batches one after the other in this process; `report` gets the share done of each."""
    for task in tasks:

        def inner(share: float, task: Batch = task) -> None:
            report(task, share)

        yield task, compute(spec, task, threads=threads, report=inner)


def on_threads(
    spec: SweepSpec, tasks: Iterator[Batch], workers: int, threads: int
) -> Generator[Computed]:
    """Long runs are almost all engine, which leaves the interpreter free: no process must start."""
    stop = threading.Event()

    def work(task: Batch) -> Computed:
        return task, compute(spec, task, threads=threads, cancelled=stop.is_set)

    with ThreadPoolExecutor(workers) as pool:
        try:
            yield from in_turn(lambda task: pool.submit(work, task), tasks, workers + 1)
        finally:
            stop.set()


def on_processes(
    spec: SweepSpec, tasks: Iterator[Batch], workers: int, threads: int
) -> Generator[Computed]:
    """Batches computed by processes of joblib's loky on this machine."""
    # The watch begins with the process, not with its first task: it may never get one.
    led = {"initializer": follow, "initargs": (os.getpid(),)}
    with joblib.parallel_config(backend="loky", inner_max_num_threads=1, **led):
        parallel = joblib.Parallel(
            n_jobs=workers, return_as="generator_unordered", batch_size=1, pre_dispatch="2*n_jobs"
        )
        work, model = joblib.delayed(compute_task), model_digest()
        results = parallel(work(spec, task, threads, model) for task in tasks)
    try:
        # Not `yield from`, which at a stop would close joblib before its warning is silenced.
        for result in results:  # noqa: UP028
            yield result
    except BrokenProcessPool:
        raise WorkerError(
            "a process of the sweep was ended from outside, perhaps for want of memory (fewer"
            f" --jobs need less); {LOST}"
        ) from None
    finally:
        with warnings.catch_warnings():  # joblib says that it has cancelled what was asked to stop
            warnings.simplefilter("ignore", UserWarning)
            results.close()

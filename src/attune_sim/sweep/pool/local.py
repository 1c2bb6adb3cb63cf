"""A sweep's batches computed: by this process, its threads, processes here, or a cluster.

All of them call the same function with the same batches, so the choice changes no number (between
kinds of processors the last digit may differ). Results come as they are finished, with few batches
under way, so that memory is constant.
"""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing

import joblib
import psutil

from attune_sim.sweep.batch import Batch, compute
from attune_sim.sweep.folder.manifest import model_digest
from attune_sim.sweep.pool.workers import (
    LOST,
    Computed,
    WorkerError,
    Workers,
    compute_task,
    in_turn,
)
from attune_sim.sweep.spec import SweepSpec

HELD_UP = 0.2  # of the time, at most, that threads may want the interpreter at once


def compute_all(
    workers: Workers,
    spec: SweepSpec,
    tasks: Iterator[Batch],
    count: int,
    interpreted: float,
    report: Callable[[Batch, float], None],
) -> Generator[Computed]:
    """Batches as they finish, in any order.

    Args:
        workers: who computes.
        spec: of the sweep.
        tasks: the batches.
        count: how many these are.
        interpreted: share of the work that holds Python's interpreter.
        report: called with a batch and the share of it done since the last call.

    Raises:
        WorkerError: workers were lost, or cannot be reached.
        InputError: a worker has another version of the model.
    """
    if not count:
        return
    at_once = min(workers.jobs, count)
    threads = workers.jobs // at_once  # few large batches: the others work within a run
    if workers.backend == "dask":
        from attune_sim.sweep.pool.clusters import on_dask

        made = on_dask(spec, tasks, str(workers.address))
    elif workers.backend == "ray":
        from attune_sim.sweep.pool.clusters import on_ray

        made = on_ray(spec, tasks, workers)
    elif at_once == 1:
        yield from _here(spec, tasks, threads, report)
        return
    elif interpreted * at_once <= HELD_UP:
        made = _on_threads(spec, tasks, at_once, threads)
    else:
        made = _on_processes(spec, tasks, at_once, threads)
    with closing(made):
        for task, rows, series in made:
            yield task, rows, series
            report(task, 1.0)


def _here(
    spec: SweepSpec,
    tasks: Iterator[Batch],
    threads: int,
    report: Callable[[Batch, float], None],
) -> Generator[Computed]:
    for task in tasks:

        def inner(share: float, task: Batch = task) -> None:
            report(task, share)

        yield task, *compute(spec, task, threads=threads, report=inner)


def _on_threads(
    spec: SweepSpec, tasks: Iterator[Batch], workers: int, threads: int
) -> Generator[Computed]:
    """Long runs are almost all engine, which leaves the interpreter free: no process must start."""
    stop = threading.Event()

    def work(task: Batch) -> Computed:
        return task, *compute(spec, task, threads=threads, cancelled=stop.is_set)

    with ThreadPoolExecutor(workers) as pool:
        try:
            yield from in_turn(lambda task: pool.submit(work, task), tasks, workers + 1)
        finally:
            stop.set()


def _on_processes(
    spec: SweepSpec, tasks: Iterator[Batch], workers: int, threads: int
) -> Generator[Computed]:
    # The watch begins with the process, not with its first task: it may never get one.
    led = {"initializer": _follow, "initargs": (os.getpid(),)}
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


def _follow(parent: int) -> None:
    """Let this process end by its parent's word, or when that was killed.

    Ctrl-C in a terminal reaches both; here it would only be told again, as a traceback.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    direct = os.getppid() == parent  # else something stands between the two, or it is gone already

    def watch() -> None:
        while os.getppid() == parent if direct else psutil.pid_exists(parent):
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()

"""A sweep's batches computed: by this process, its threads, processes here, or a cluster.

All of them call the same function with the same batches, so the choice changes no number (between
kinds of processors the last digit may differ). Results come as they are finished, with few batches
under way, so that memory is constant.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing

from attune_sim.sweep.batch import Batch
from attune_sim.sweep.pool.base import Computed
from attune_sim.sweep.pool.dask import on_dask
from attune_sim.sweep.pool.local import here, on_processes, on_threads
from attune_sim.sweep.pool.ray import on_ray
from attune_sim.sweep.pool.workers import Workers
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
        made = on_dask(spec, tasks, str(workers.address))
    elif workers.backend == "ray":
        made = on_ray(spec, tasks, workers)
    elif at_once == 1:
        yield from here(spec, tasks, threads, report)
        return
    elif interpreted * at_once <= HELD_UP:
        made = on_threads(spec, tasks, at_once, threads)
    else:
        made = on_processes(spec, tasks, at_once, threads)
    with closing(made):
        for task, tables in made:
            yield task, tables
            report(task, 1.0)

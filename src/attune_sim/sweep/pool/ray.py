"""A Ray cluster. It is an extra, and lets the same function compute the same batches."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from concurrent.futures import CancelledError

from attune_sim.sweep.batch import Batch
from attune_sim.sweep.folder.manifest import model_digest
from attune_sim.sweep.pool.base import (
    LOST,
    Computed,
    WorkerError,
    compute_task,
    first_line,
    in_turn,
    knock,
    missing,
    watch,
)
from attune_sim.sweep.pool.workers import Workers
from attune_sim.sweep.spec import SweepSpec


def on_ray(spec: SweepSpec, tasks: Iterator[Batch], workers: Workers) -> Generator[Computed]:
    """Batches computed by Ray, as they finish; it is started here if no address is given."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would tell its makers of each use
    try:
        import ray
    except ImportError:
        raise missing("ray", "ray") from None
    own = {} if workers.address else {"num_cpus": workers.jobs, "include_dashboard": False}
    try:
        _knock(workers.address or "")
        ray.init(address=workers.address, log_to_driver=False, logging_level="error", **own)
    except (OSError, ValueError, RuntimeError, OverflowError, ImportError) as error:
        raise WorkerError(f"there is no Ray at {workers.address} ({first_line(error)})") from None
    try:
        shared, mine = ray.put(spec), model_digest()
        remote = ray.remote(max_retries=3)(compute_task)
        cores = int(ray.cluster_resources().get("CPU", 1))
        yield from in_turn(
            lambda task: remote.remote(shared, task, 1, mine).future(),
            tasks,
            2 * max(1, cores),
            watch(lambda: any(node["Alive"] for node in ray.nodes())),
        )
    except ray.exceptions.RayTaskError as error:
        raise (error.cause if isinstance(error.cause, Exception) else error) from None
    except (ray.exceptions.RayError, CancelledError, WorkerError, OSError) as error:
        raise WorkerError(f"Ray was lost ({first_line(error)}); {LOST}") from None
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Fail at once where nobody listens at an address with a port: Ray would try for minutes."""
    host, _, port = address.rpartition("//")[2].rpartition(":")
    if host and port.isdecimal():
        knock(host, int(port))

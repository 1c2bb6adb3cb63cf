"""Clusters: Dask and Ray. Both are extras; each lets the same function compute the same batches."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import CancelledError
from typing import Any

from attune_sim.errors import InputError
from attune_sim.sweep.batch import Batch
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

CONNECT_S = 10.0
PATIENCE_S = 60.0
"""How long a cluster may be without any worker before the sweep gives up."""


def _missing(package: str, extra: str) -> InputError:
    return InputError(f"{package} is not installed: pip install 'attune-sim[{extra}]'")


def on_dask(spec: SweepSpec, tasks: Iterator[Batch], address: str) -> Generator[Computed]:
    """Batches computed by the workers of a Dask scheduler, as they finish."""
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise _missing("dask[distributed]", "dask") from None
    try:
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, ImportError) as error:
        raise WorkerError(f"there is no Dask scheduler at {address} ({_first(error)})") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE_S)
            cores = sum(client.nthreads().values())
            pool = client.get_executor(pure=False)
            mine = model_digest()
            yield from in_turn(
                lambda task: pool.submit(compute_task, spec, task, 1, mine),
                tasks,
                2 * max(1, cores),
                _watch(lambda: bool(client.nthreads())),
            )
        except KilledWorker:
            raise WorkerError(
                f"a batch ended several Dask workers, perhaps for want of memory; {LOST}"
            ) from None
        except (CancelledError, WorkerError, TimeoutError, OSError) as error:
            raise WorkerError(
                f"the Dask cluster at {address} was lost ({_first(error)}); {LOST}"
            ) from None
        except ModuleNotFoundError as error:
            raise InputError(
                f"a Dask worker lacks a package ({error}); install attune-sim there"
            ) from None


def on_ray(spec: SweepSpec, tasks: Iterator[Batch], workers: Workers) -> Generator[Computed]:
    """Batches computed by Ray, as they finish; it is started here if no address is given."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would tell its makers of each use
    try:
        import ray
    except ImportError:
        raise _missing("ray", "ray") from None
    own = {} if workers.address else {"num_cpus": workers.jobs, "include_dashboard": False}
    try:
        _knock(workers.address or "")
        ray.init(address=workers.address, log_to_driver=False, logging_level="error", **own)
    except (OSError, ValueError, RuntimeError, OverflowError, ImportError) as error:
        raise WorkerError(f"there is no Ray at {workers.address} ({_first(error)})") from None
    try:
        shared, mine = ray.put(spec), model_digest()
        remote = ray.remote(max_retries=3)(compute_task)
        cores = int(ray.cluster_resources().get("CPU", 1))
        yield from in_turn(
            lambda task: remote.remote(shared, task, 1, mine).future(),
            tasks,
            2 * max(1, cores),
            _watch(lambda: any(node["Alive"] for node in ray.nodes())),
        )
    except ray.exceptions.RayTaskError as error:
        raise (error.cause if isinstance(error.cause, Exception) else error) from None
    except (ray.exceptions.RayError, CancelledError, WorkerError, OSError) as error:
        raise WorkerError(f"Ray was lost ({_first(error)}); {LOST}") from None
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Fail soon where nobody listens: Ray itself would try for minutes.

    Raises:
        OSError: nobody listens at an address with a port.
    """
    host, _, port = address.rpartition("//")[2].rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host, int(port)), timeout=CONNECT_S).close()


def _watch(anybody: Callable[[], bool]) -> Callable[[], None]:
    """A check that gives up when nobody has been there to compute for a while."""
    seen = time.monotonic()

    def check() -> None:
        nonlocal seen
        if anybody():
            seen = time.monotonic()
        elif time.monotonic() - seen > PATIENCE_S:
            raise WorkerError(f"no worker for {PATIENCE_S:.0f} s")

    return check


def _first(error: BaseException) -> Any:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__

"""A Dask cluster. It is an extra, and lets the same function compute the same batches."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import CancelledError

from attune_sim.errors import InputError
from attune_sim.sweep.batch import Batch
from attune_sim.sweep.folder.manifest import model_digest
from attune_sim.sweep.pool.base import (
    CONNECT_S,
    LOST,
    PATIENCE_S,
    Computed,
    WorkerError,
    compute_task,
    first_line,
    in_turn,
    knock,
    missing,
    watch,
)
from attune_sim.sweep.spec import SweepSpec

DEFAULT_PORT = 8786


def on_dask(spec: SweepSpec, tasks: Iterator[Batch], address: str) -> Generator[Computed]:
    """Batches computed by the workers of a Dask scheduler, as they finish."""
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise missing("dask[distributed]", "dask") from None
    try:
        _knock(address)
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, OverflowError, ValueError, ImportError) as error:
        raise WorkerError(
            f"there is no Dask scheduler at {address} ({first_line(error)})"
        ) from None
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
                watch(lambda: bool(client.nthreads())),
            )
        except KilledWorker:
            raise WorkerError(
                f"a batch ended several Dask workers, perhaps for want of memory; {LOST}"
            ) from None
        except (CancelledError, WorkerError, TimeoutError, OSError) as error:
            raise WorkerError(
                f"the Dask cluster at {address} was lost ({first_line(error)}); {LOST}"
            ) from None
        except ModuleNotFoundError as error:
            raise InputError(
                f"a Dask worker lacks a package ({error}); install attune-sim there"
            ) from None


def _knock(address: str) -> None:
    """Fail at once where no scheduler listens."""
    from distributed.comm.addressing import parse_address, parse_host_port

    scheme, place = parse_address(address)
    if scheme in ("tcp", "tls"):
        knock(*parse_host_port(place, default_port=DEFAULT_PORT))

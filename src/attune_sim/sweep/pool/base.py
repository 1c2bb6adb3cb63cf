"""What all pools share: who computes, the function that each worker calls, waiting for results."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import Literal, get_args

import joblib

from attune_sim.errors import InputError, near, shown
from attune_sim.installation import install_line
from attune_sim.sweep.batch import Batch, Tables, compute
from attune_sim.sweep.folder.manifest import model_digest
from attune_sim.sweep.spec import SweepSpec

MOST_JOBS = 512
CONNECT_S = 10.0
PATIENCE_S = 60.0
"""How long a cluster may be without any worker before the sweep gives up."""
LOST = "what is finished is kept, and the same command goes on from there"

Name = Literal["loky", "dask", "ray"]
Computed = tuple[Batch, Tables]


class WorkerError(ConnectionError):
    """Workers were lost, or cannot be reached. Its text is one sentence."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Who computes.

    Attributes:
        jobs: how many at once, on this machine.
        backend: loky for this machine; dask or ray for a cluster.
        address: of the cluster: Dask's scheduler, as tcp://host:8786; Ray's head, 'auto' or None
            for a Ray that is started here.
    """

    jobs: int = 1
    backend: Name = "loky"
    address: str | None = None

    def __post_init__(self) -> None:
        """Check and count processors."""
        jobs = self.jobs
        whole = isinstance(jobs, int) and not isinstance(jobs, bool)
        if not whole or not (1 <= jobs <= MOST_JOBS or jobs == -1):
            raise InputError(
                f"jobs = {shown(jobs)} is not a whole number from 1 to {MOST_JOBS}, or -1 for all"
                " processors"
            )
        if jobs == -1:
            object.__setattr__(self, "jobs", joblib.cpu_count())
        if self.backend not in get_args(Name):
            hint = near(str(self.backend), get_args(Name))
            raise InputError(f"there is no backend {shown(self.backend)}; {hint}")
        if self.backend == "dask" and not self.address:
            raise InputError("the backend dask needs its scheduler's address: --scheduler ADDRESS")
        if self.backend == "loky" and self.address:
            raise InputError("an address is of a backend: add --backend dask or --backend ray")


def compute_task(spec: SweepSpec, task: Batch, threads: int, wanted: str) -> Computed:
    """What a worker does, if it has the same model."""
    if model_digest() != wanted:
        raise InputError(
            f"a worker has another version of the model (sources {model_digest()}; here {wanted});"
            " install the same attune-sim on all of them"
        )
    return task, compute(spec, task, threads=threads)


def in_turn(
    submit: Callable[[Batch], Future[Computed]],
    tasks: Iterator[Batch],
    most: int,
    check: Callable[[], None] = lambda: None,
) -> Generator[Computed]:
    """Results as they finish, with `most` tasks under way; `check` is called now and then."""
    under_way: set[Future[Computed]] = set()
    try:
        more = True
        while more or under_way:
            while more and len(under_way) < most:
                task = next(tasks, None)
                more = task is not None
                if task is not None:
                    under_way.add(submit(task))
            done, under_way = wait(under_way, timeout=1.0, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
            if not done:
                check()
    finally:
        for future in under_way:
            future.cancel()


def watch(anybody: Callable[[], bool]) -> Callable[[], None]:
    """A check that gives up when nobody has been there to compute for a while."""
    seen = time.monotonic()

    def check() -> None:
        nonlocal seen
        if anybody():
            seen = time.monotonic()
        elif time.monotonic() - seen > PATIENCE_S:
            raise WorkerError(f"no worker for {PATIENCE_S:.0f} s")

    return check


def knock(host: str, port: int) -> None:
    """Fail at once where nobody listens; a cluster's own client begins threads first, or waits.

    Raises:
        OSError: nobody listens there.
        OverflowError: there is no such port.
    """
    socket.create_connection((host, port), timeout=CONNECT_S).close()


def missing(package: str, extra: str) -> InputError:
    """What is said where a cluster's package is not installed."""
    return InputError(f"{package} is not installed: {install_line(extra)}")


def first_line(error: BaseException) -> str:
    """The first line of an error's text, for a sentence."""
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__

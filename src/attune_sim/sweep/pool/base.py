"""What all pools share: the function that each worker calls, and waiting for results."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait

from attune_sim.errors import InputError
from attune_sim.installation import install_line
from attune_sim.sweep.batch import Batch, Tables, compute
from attune_sim.sweep.folder.manifest import model_digest
from attune_sim.sweep.spec import SweepSpec

CONNECT_S = 10.0
PATIENCE_S = 60.0
"""How long a cluster may be without any worker before the sweep gives up."""
LOST = "what is finished is kept, and the same command goes on from there"

Computed = tuple[Batch, Tables]


class WorkerError(ConnectionError):
    """Workers were lost, or cannot be reached. Its text is one sentence."""


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

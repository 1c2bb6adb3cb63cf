"""A dashboard in a process of its own, started and ended: for pictures, measurements and tests."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from attune_dashboard import addresses

TRIES = 5
PATIENCE_S = 300
GOODBYE_S = 20
TAKEN = ("cannot be used", "address already in use")
"""What a dashboard says when its port was taken between being found free and being used."""
PROGRAM = (sys.executable, "-m", "attune_sim")


@dataclass(frozen=True)
class Served:
    """A dashboard that answers: where, and its process."""

    address: str
    process: subprocess.Popen[bytes]


@contextmanager
def served(*options: str, program: Sequence[str] = PROGRAM) -> Iterator[Served]:
    """Start a dashboard at a free port, wait until it answers, and end it afterwards.

    Args:
        options: more of `attune-sim dashboard`.
        program: what stands for `attune-sim`.

    Raises:
        RuntimeError: it ended or does not answer; the text is what it said.
    """
    with tempfile.TemporaryFile() as said:  # a pipe that nobody reads would hold it up
        here = _started([*program, "dashboard", "--no-open", *options], said)
        try:
            yield here
        finally:
            _end(here.process)


def _started(command: Sequence[str], said: IO[bytes]) -> Served:
    for _ in range(TRIES):
        said.truncate(0)
        port = _free_port()
        process = subprocess.Popen([*command, "--port", str(port)], stdout=said, stderr=said)
        here = Served(f"http://localhost:{port}", process)
        try:
            if _answers(here):
                return here
        except BaseException:
            _end(process)
            raise
        text = _text(said)
        if process.poll() is None or not any(words in text for words in TAKEN):
            _end(process)
            raise RuntimeError(f"the dashboard does not answer; it said: {text}")
    raise RuntimeError(f"no port stayed free, {TRIES} times; the dashboard said: {text}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(here: Served) -> bool:
    """Wait until it does; False if it has ended, or never does."""
    deadline = time.monotonic() + PATIENCE_S
    while here.process.poll() is None and time.monotonic() < deadline:
        if addresses.answers(here.address):
            return True
        time.sleep(0.25)
    return False


def _text(said: IO[bytes]) -> str:
    said.seek(0)
    text = said.read().decode(errors="replace").strip()
    said.seek(0)
    return text


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GOODBYE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

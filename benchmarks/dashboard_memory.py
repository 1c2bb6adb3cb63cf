"""Does a server that visitors open and leave all day go on growing?

    python benchmarks/dashboard_memory.py [--sessions 30] [--seconds 300] [--rounds 5]

Starts the dashboard; in each round so many visitors open pages and leave them, over and over, for
so many seconds. Prints as JSON how much memory the server has after each round, with nobody there,
and how long pages took to open. Visitors have no browser but speak to the server as one does, so
that the machine's work is the server's. Every page asks for a seed of its own, so caches fill; the
first round is what fills them, and the later ones should be level.
"""

from __future__ import annotations

import argparse
import json
import statistics
import threading
import time
import uuid
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.request import Request, urlopen

import psutil
from websockets.sync.client import ClientConnection, connect

from attune_dashboard.testing import served

PATHS = ("/", "/first-year", "/strange-situation", "/still-face", "/lessons", "/compare", "/class")
STAY_S = 3.0
"""How long a visitor stays."""
REST_S = 6.0
"""After a round, until the memory is read."""


@dataclass
class Load:
    """Visitors who come and go.

    Attributes:
        address: of the dashboard.
        until: when the last one leaves, on the monotonic clock.
        opened: seconds that each page took.
        seeds: another one for each page.
    """

    address: str
    until: float
    opened: list[float] = field(default_factory=list)
    seeds: count[int] = field(default_factory=lambda: count(1))

    def visitor(self, number: int) -> None:
        """One after another on the same chair."""
        for path in (PATHS[(number + k) % len(PATHS)] for k in count()):
            if time.monotonic() > self.until:
                return
            self.opened.append(visit(self.address, f"{path}?seed={next(self.seeds)}"))


def visit(address: str, path: str, stay_s: float = STAY_S) -> float:
    """Open a page as a browser does, stay, and leave it; gives the seconds until it was there."""
    kernel, page = uuid.uuid4().hex, uuid.uuid4().hex
    query = f"session_id={page}"
    socket = f"{address.replace('http', 'ws')}/jupyter/api/kernels/{kernel}/channels?{query}"
    cookie = {"Cookie": f"solara-session-id={uuid.uuid4()}"}
    start = time.monotonic()
    # Whoever leaves reads no more; were only a few messages to wait, no goodbye would get through.
    unbounded = {"max_size": None, "max_queue": None}
    with connect(socket, additional_headers=cookie, origin=address, **unbounded) as wire:
        comm = uuid.uuid4().hex
        _send(wire, "comm_open", {"comm_id": comm, "target_name": "solara.control", "data": {}})
        run = {"method": "run", "args": {"path": path, "appName": None}}
        _send(wire, "comm_msg", {"comm_id": comm, "data": run})
        while not _finished(wire.recv(timeout=120), comm):
            pass
        took = time.monotonic() - start
        leave_at = time.monotonic() + stay_s
        while (left := leave_at - time.monotonic()) > 0:
            try:
                wire.recv(timeout=left)
            except TimeoutError:
                break
        urlopen(Request(f"{address}/_solara/api/close/{kernel}?{query}", method="POST"), timeout=60)
    return took


def _send(wire: ClientConnection, kind: str, content: dict[str, Any]) -> None:
    head = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "s", "username": "",
            "version": "5.2", "date": "2000-01-01T00:00:00Z"}  # fmt: skip
    message = {"header": head, "parent_header": {}, "metadata": {}, "content": content,
               "channel": "shell", "buffers": []}  # fmt: skip
    wire.send(json.dumps(message))


def _finished(message: str | bytes, comm: str) -> bool:
    text = message if isinstance(message, str) else message.decode(errors="replace")
    return comm in text and '"finished"' in text


def measured(sessions: int, seconds: float, rounds: int) -> dict[str, Any]:
    """All figures."""
    with served("--quiet") as here:
        process = psutil.Process(here.process.pid)
        for path in PATHS:
            visit(here.address, path, 1.0)  # what every server has after its first visitor
        seeds = count(1)
        mib, opened = [_mib(process)], []
        for _ in range(rounds):
            load = Load(here.address, time.monotonic() + seconds, seeds=seeds)
            visitors = [threading.Thread(target=load.visitor, args=(k,)) for k in range(sessions)]
            for thread in visitors:
                thread.start()
            for thread in visitors:
                thread.join()
            time.sleep(REST_S)
            mib.append(_mib(process))
            opened.append(load.opened)
        with urlopen(f"{here.address}/resourcez", timeout=60) as answer:
            left = json.load(answer)
    return {
        "sessions": sessions,
        "pages": sum(map(len, opened)),
        "mib_before_and_after_each_round": [round(m, 1) for m in mib],
        "open_s_median": [round(statistics.median(o), 2) for o in opened],
        "open_s_most": [round(max(o), 2) for o in opened],
        "left_kernels": left["kernels"]["total"],
    }


def _mib(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 2**20


def main() -> None:
    """Measure, and print JSON."""
    parser = argparse.ArgumentParser(description="Memory of a dashboard that many use.")
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print(json.dumps(measured(asked.sessions, asked.seconds, asked.rounds), indent=2))


if __name__ == "__main__":
    main()

"""A dashboard that serves, and a browser, for measurements of load."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

import psutil
from playwright.sync_api import sync_playwright

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--renderer-process-limit=2"]


@dataclass(frozen=True)
class Served:
    """Where the dashboard answers, its process, the browser (ATTUNE_CHROMIUM or on the path)."""

    address: str
    process: psutil.Process
    browser: Any

    def mib(self) -> float:
        """Memory of the dashboard's process."""
        return float(self.process.memory_info().rss) / 2**20


@contextmanager
def served() -> Iterator[Served]:
    """Start a dashboard on a free port, and a headless Chromium; end both afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "attune_sim", "dashboard", "--no-open", "--quiet"]
    server = subprocess.Popen([*command, "--port", str(port)])
    try:
        address = f"http://localhost:{port}"
        _wait(address)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("ATTUNE_CHROMIUM") or shutil.which("chromium"),
                args=ARGUMENTS,
            )
            yield Served(address, psutil.Process(server.pid), browser)
    finally:
        server.terminate()
        server.wait(20)


def _wait(address: str) -> None:
    for _ in range(240):
        try:
            with urlopen(f"{address}/readyz", timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("the dashboard does not answer")

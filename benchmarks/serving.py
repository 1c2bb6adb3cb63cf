"""A dashboard that serves, and a browser, for measurements of load."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
from playwright.sync_api import sync_playwright

from attune_dashboard import testing

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
    with testing.served("--quiet") as here, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("ATTUNE_CHROMIUM") or shutil.which("chromium"),
            args=ARGUMENTS,
        )
        yield Served(here.address, psutil.Process(here.process.pid), browser)

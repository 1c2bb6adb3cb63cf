"""Thirty students in class mode on one dashboard: do all predictions count, and how soon?

    python benchmarks/class_load.py [--students 30]

Starts the dashboard, opens a class, lets students in one headless Chromium (ATTUNE_CHROMIUM, or
the one on the path) commit predictions all at once, shows the result to all, and prints what was
measured as JSON. Needs the extras 'dashboard' and 'dev'.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from typing import Any

import psutil
from dashboard_load import ARGUMENTS, _mib, _wait
from playwright.sync_api import Page, sync_playwright

OPTIONS = 3
# Commits the chosen prediction and waits until the page says so: milliseconds.
COMMIT = """() => { window.waiting = new Promise((done) => {
  const start = performance.now();
  const look = () => document.querySelector('.at-ask').dataset.committed !== 'no'
    ? done(performance.now() - start) : setTimeout(look, 4);
  document.querySelector('.at-ask button[type=submit]').click();
  look();
}); }"""


def main() -> None:
    """Measure, and print JSON."""
    parser = argparse.ArgumentParser(description="Load of class mode.")
    parser.add_argument("--students", type=int, default=30)
    print(json.dumps(measured(parser.parse_args().students), indent=2))


def measured(students: int) -> dict[str, Any]:
    """All figures, for so many students."""
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
            return _figures(browser, address, psutil.Process(server.pid), students)
    finally:
        server.terminate()
        server.wait(20)


def _page(browser: Any, address: str) -> Page:
    page: Page = browser.new_context(viewport={"width": 800, "height": 900}).new_page()
    page.set_default_timeout(180_000)
    page.goto(address)
    return page


def _figures(browser: Any, address: str, process: psutil.Process, students: int) -> dict[str, Any]:
    teacher = _page(browser, f"{address}/class")
    teacher.get_by_role("button", name="Open a class: Repair, not perfection").click()
    code = teacher.locator("#at-link").inner_text().rsplit("/", 1)[1]
    time.sleep(3)
    base = _mib(process)
    pages = [_page(browser, f"{address}/class/{code}") for _ in range(students)]
    for number, page in enumerate(pages):
        page.locator(".at-ask").wait_for()
        page.get_by_role("radio").nth(number % OPTIONS).check()
    full = _mib(process)
    start = time.perf_counter()
    for page in pages:
        page.evaluate(COMMIT)
    committed = [float(page.evaluate("() => window.waiting")) for page in pages]
    teacher.wait_for_selector(f"[data-count='{students}']")
    counted = time.perf_counter() - start
    tally = teacher.get_attribute("[data-tally]", "data-tally")
    wanted = [len(range(k, students, OPTIONS)) for k in range(OPTIONS)]
    start = time.perf_counter()
    teacher.get_by_role("button", name="Show what happened").click()
    for page in pages:
        page.wait_for_selector(".at-happened", state="attached")
    shown = time.perf_counter() - start
    return {
        "students": students,
        "mib_per_student": round((full - base) / students, 2),
        "commit_all_at_once_ms_median": round(statistics.median(committed)),
        "commit_all_at_once_ms_most": round(max(committed)),
        "all_counted_s": round(counted, 2),
        "tally_right": tally == ",".join(map(str, wanted)),
        "result_at_all_s": round(shown, 2),
    }


if __name__ == "__main__":
    main()

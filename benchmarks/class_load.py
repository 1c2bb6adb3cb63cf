"""Thirty students in class mode on one dashboard: do all predictions count, and how soon?

    python benchmarks/class_load.py [--students 30]

Starts the dashboard, opens a class, lets students in one headless Chromium (ATTUNE_CHROMIUM, or
the one on the path) commit predictions all at once, shows the result to all, and prints what was
measured as JSON. Needs the extras 'dashboard' and 'dev'.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from typing import Any

from playwright.sync_api import Page
from serving import Served, served

from attune_dashboard.pages.class_mode.projector import DOUBLE_S

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
    with served() as here:
        return _figures(here, students)


def _page(here: Served, path: str) -> Page:
    page: Page = here.browser.new_context(viewport={"width": 800, "height": 900}).new_page()
    page.set_default_timeout(180_000)
    page.goto(f"{here.address}{path}")
    return page


def _figures(here: Served, students: int) -> dict[str, Any]:
    teacher = _page(here, "/class")
    teacher.get_by_role("button", name="Open a class: Repair, not perfection").click()
    code = teacher.locator("#at-link").inner_text().rsplit("/", 1)[1]
    time.sleep(3)
    base = here.mib()
    pages = [_page(here, f"/class/{code}") for _ in range(students)]
    for number, page in enumerate(pages):
        page.locator(".at-ask").wait_for()
        page.get_by_role("radio").nth(number % OPTIONS).check()
    full = here.mib()
    start = time.perf_counter()
    for page in pages:
        page.evaluate(COMMIT)
    committed = [float(page.evaluate("() => window.waiting")) for page in pages]
    teacher.wait_for_selector(f"[data-count='{students}']")
    counted = time.perf_counter() - start
    teacher.get_by_role("button", name="2 Tally").click()
    tally = teacher.get_attribute("[data-tally*=',']", "data-tally")
    time.sleep(DOUBLE_S)  # a second press within less is part of a double click
    wanted = [len(range(k, students, OPTIONS)) for k in range(OPTIONS)]
    start = time.perf_counter()
    teacher.get_by_role("button", name="4 Result").click()
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

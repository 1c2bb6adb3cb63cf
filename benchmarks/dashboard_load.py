"""Thirty visitors on one dashboard: how quick is it, and how much memory does each take?

    python benchmarks/dashboard_load.py [--visitors 30]

Starts the dashboard, opens a page for each visitor in one headless Chromium (from ATTUNE_CHROMIUM,
or the one on the path), lets one after another try another seed, a few times over, and then all at
once; lets one of them play a record, and another try another seed for the first year; closes the
pages, and prints what was measured as JSON. Needs the extras 'dashboard' and 'dev'. A figure of
time includes the browser's drawing. Times are the clock's, so that other work on the machine is in
them; `server_cpu_ms_a_click` is the server's own.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from typing import Any
from urllib.request import urlopen

import psutil
from playwright.sync_api import Page
from serving import Served, served

SEEN = "Number(document.querySelector('.at-view').dataset.figure)"  # figures seen so far
# Asks for another seed, and waits until its figure is seen: milliseconds.
CLICK = f"""() => new Promise((done) => {{
  const before = {SEEN};
  const start = performance.now();
  const look = () => {SEEN} > before ? done(performance.now() - start) : setTimeout(look, 4);
  document.querySelector('[data-what=luck]').click();
  look();
}})"""
# The same on the page of the first year, until nothing is being computed any more.
YEAR = f"""() => new Promise((done) => {{
  const before = {SEEN};
  const start = performance.now();
  const look = () => {SEEN} > before && document.querySelector('[data-busy=False]')
    ? done(performance.now() - start) : setTimeout(look, 4);
  document.querySelector('[data-what=luck]').click();
  look();
}})"""
ROUNDS = 3
"""Each visitor clicks once in each; in the first a browser compiles what it has not run yet."""
YEARS = 7
PLAYED_MS = 4_000
START_CLICK = f"() => {{ window.waiting = ({CLICK})(); }}"
END_CLICK = "() => window.waiting"


def main() -> None:
    """Measure, and print JSON."""
    parser = argparse.ArgumentParser(description="Load of the dashboard.")
    parser.add_argument("--visitors", type=int, default=30)
    print(json.dumps(measured(parser.parse_args().visitors), indent=2))


def measured(visitors: int) -> dict[str, Any]:
    """All figures, for so many visitors."""
    with served() as here:
        _open(here).context.close()  # the first one fills caches
        return _figures(here, visitors)


def _open(here: Served, seed: int = 1, path: str = "/") -> Page:
    page: Page = here.browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{here.address}{path}?seed={seed}")
    page.wait_for_selector(".at-view[data-figure]")
    return page


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _frames_per_second(page: Page) -> int:
    """Of a record that is played; the page counts them."""
    page.keyboard.press("r")
    page.keyboard.press("Space")
    page.wait_for_timeout(PLAYED_MS)
    found = page.locator(".at-view").get_attribute("data-fps")
    page.keyboard.press("Space")
    return int(found or 0)


def _figures(here: Served, visitors: int) -> dict[str, Any]:
    time.sleep(3)
    base = here.mib()
    opened, pages = [], []
    for visitor in range(visitors):
        start = time.perf_counter()
        pages.append(_open(here, 1000 * (visitor + 1)))
        opened.append(time.perf_counter() - start)
    full = here.mib()
    spent = _cpu_s(here.process)
    alone = [[page.evaluate(CLICK) for page in pages] for _ in range(ROUNDS)]
    spent = _cpu_s(here.process) - spent
    clicks = [ms for times in alone for ms in times]
    seeds = [int(page.locator(".at-seed input").input_value()) for page in pages]
    for page in pages:
        page.evaluate(START_CLICK)
    together = [page.evaluate(END_CLICK) for page in pages]
    frames = _frames_per_second(pages[0])
    pages.append(_open(here, 7, "/first-year"))
    pages[-1].wait_for_selector("[data-busy=False]")
    years = [pages[-1].evaluate(YEAR) for _ in range(YEARS)]
    for page in pages:
        page.goto("about:blank")
        page.context.close()
    time.sleep(5)
    with urlopen(f"{here.address}/resourcez", timeout=10) as answer:
        left = json.load(answer)
    return {
        "visitors": visitors,
        "base_mib": round(base, 1),
        "mib_per_visitor": round((full - base) / visitors, 2),
        "open_s_median": round(statistics.median(opened), 2),
        "click_to_picture_ms_median": round(statistics.median(clicks)),
        "click_to_picture_ms_most": round(max(clicks)),
        "first_click_ms_median": round(statistics.median(alone[0])),
        "server_cpu_ms_a_click": round(1000 * spent / len(clicks), 1),
        "all_at_once_ms_median": round(statistics.median(together)),
        "year_ms_median": round(statistics.median(years)),
        "frames_per_second": frames,
        "isolated": seeds == [1000 * (k + 1) + ROUNDS for k in range(visitors)],
        "left_mib": round(here.mib() - base, 1),
        "left_kernels": left["kernels"]["total"],
        "left_websockets": left["websockets"]["open"],
    }


if __name__ == "__main__":
    main()

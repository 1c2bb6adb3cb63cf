"""Make the pictures of docs/teaching.md from the running dashboard: python docs/page_pictures.py.

Starts a dashboard of its own, opens its pages in a headless Chromium, and ends it again.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from attune_dashboard.testing import served

IMAGES = Path(__file__).parent / "images"
BROWSER = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
SIZE = {"width": 1280, "height": 800}
MARGIN_PX = 24
TRIES = 6


def opened(browser: Browser, address: str) -> Page:
    """A page of its own, as in another browser."""
    page = browser.new_context(viewport=SIZE, device_scale_factor=1.1).new_page()
    page.set_default_timeout(120_000)
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    return page


def drawn(page: Page, count: int = 1) -> None:
    """Wait until figures are there and still."""
    page.wait_for_function(
        "n => document.querySelectorAll('.at-view[data-figure]').length >= n", arg=count
    )
    page.wait_for_timeout(1500)


def picture(page: Page, name: str, last: str) -> None:
    """Save the page from its top to the end of what a selector finds last."""
    end = "e => scrollY + e.getBoundingClientRect().bottom"
    before = 0
    for _ in range(TRIES):  # in a window of another height, things may stand elsewhere
        height = int(page.locator(last).last.evaluate(end)) + MARGIN_PX
        if height == before:
            break
        before = height
        page.set_viewport_size({"width": SIZE["width"], "height": height})
        page.wait_for_timeout(800)
    page.screenshot(path=IMAGES / f"teaching-{name}.png")


def predict(page: Page, number: int) -> None:
    """Commit one of the predictions."""
    page.get_by_role("radio").nth(number).check()
    page.get_by_role("button", name="Commit").click()
    page.wait_for_selector(f".at-ask[data-committed='{number}']")


def a_lesson(browser: Browser, address: str) -> None:
    """The prediction, and what came of it."""
    page = opened(browser, f"{address}/lessons/02-repair")
    page.get_by_role("button", name="Next: prediction").click()
    page.locator(".at-ask").wait_for()
    picture(page, "prediction", ".at-onward")
    predict(page, 1)
    page.get_by_role("button", name="Next: run").click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="It has run").wait_for()
    page.get_by_role("button", name="Next: what happened").click()
    drawn(page)
    picture(page, "happened", ".at-onward")


def a_class(browser: Browser, address: str) -> None:
    """The projector with a tally."""
    teacher = opened(browser, f"{address}/class")
    teacher.get_by_role("button", name="Open a class: The calm face").click()
    code = teacher.locator("#at-link").inner_text().rsplit("/", 1)[1]
    for option in (0, 1, 0, 1, 1, 2):
        student = opened(browser, f"{address}/class/{code}")
        student.locator(".at-ask").wait_for()
        predict(student, option)
        student.context.close()
    teacher.wait_for_selector("[data-count='6']")
    teacher.get_by_role("button", name="2 Tally").click()
    teacher.wait_for_selector("[data-tally*=',']")
    picture(teacher, "class", ".at-save-votes")


def main() -> None:
    """All pictures."""
    IMAGES.mkdir(exist_ok=True)
    with served("--quiet") as here, sync_playwright() as running:
        address = here.address
        browser = running.chromium.launch(executable_path=BROWSER, args=FLAGS)
        a_lesson(browser, address)
        a_class(browser, address)
        page = opened(browser, f"{address}/strange-situation?scenario=slow-repair")
        drawn(page)
        picture(page, "strange-situation", ".at-view .at-caption")
        page = opened(browser, f"{address}/population")
        page.wait_for_selector("#at-progress[data-busy=False]")
        drawn(page, 3)
        picture(page, "population", ".at-view >> nth=1")
        browser.close()


if __name__ == "__main__":
    main()

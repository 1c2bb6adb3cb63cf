"""Lessons in a real browser."""

import re

import pytest
from steps import asked, onward, predict

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser
WALKED = ("02-repair", "07-how-a-coder-sees", "09-hours-or-quality")
"""What the others say and show is tested without a browser."""
PLACE = "(e => [e.x, e.width])(document.querySelector('.at-page').getBoundingClientRect())"
"""Where a page stands, which no step of a lesson moves."""


@pytest.mark.parametrize("name", WALKED)
def test_a_lesson_is_walked_through_to_its_end(open_page, name):
    page = open_page(f"/lessons/{name}", figures=0)
    page.get_by_role("heading", name="Puzzle").wait_for()
    place = page.evaluate(PLACE)
    onward(page, "prediction")
    expect(page.locator(".at-ask")).to_be_visible()
    expect(page.get_by_role("button", name="Next: run")).to_be_disabled()
    predict(page, 1)
    expect(page.get_by_role("radio").first).to_be_disabled()
    assert page.evaluate(PLACE) == place
    onward(page, "run")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="It has run").wait_for()
    onward(page, "what happened")
    open_page.ready(page)
    assert page.evaluate(PLACE) == place
    expect(page.locator(".at-predictions")).to_contain_text("(your prediction)")
    asked(page, "step=3")
    page.reload()  # the link holds step and prediction
    page.locator("[data-step='3'] .at-predictions").wait_for()
    expect(page.locator(".at-predictions")).to_contain_text("(your prediction)")
    expect(page.locator(".at-words li").first).to_be_visible()
    onward(page, "why")
    page.get_by_role("heading", name="How certain is that?").wait_for()
    onward(page, "change something")
    open_page.ready(page)  # their stage
    page.get_by_role("button", name="Run with these").click()
    open_page.ready(page, 2)
    page.get_by_text("The numbers of this figure").last.click()
    expect(page.get_by_role("region", name="Numbers")).to_contain_text("Your own")


def test_a_lesson_by_keyboard_only_is_accessible_where_it_asks(open_page, serious):
    page = open_page("/lessons/02-repair", figures=0)
    page.get_by_role("button", name="Next: prediction").wait_for()

    def press_on(locator, key="Enter"):
        for _ in range(60):
            page.keyboard.press("Tab")
            if locator.evaluate("e => e === document.activeElement"):
                page.keyboard.press(key)
                return
        pytest.fail("it is not reached by Tab")

    press_on(page.get_by_role("button", name="Next: prediction"))
    page.locator(".at-ask").wait_for()
    assert serious(page) == []
    page.evaluate("document.activeElement.blur()")
    press_on(page.get_by_role("radio").first, "Space")
    page.keyboard.press("ArrowDown")
    press_on(page.get_by_role("button", name="Commit"))
    page.wait_for_selector(".at-ask[data-committed='1']")
    page.evaluate("document.activeElement.blur()")
    press_on(page.get_by_role("button", name="Next: run"))
    run = page.get_by_role("button", name="Run", exact=True)
    run.wait_for()
    page.evaluate("document.activeElement.blur()")
    press_on(run)
    page.get_by_role("button", name="It has run").wait_for()


def test_links_in_pages_keep_the_state(open_page):
    page = open_page("/lessons?projector=1&seed=7", figures=0)
    page.get_by_role("link", name="The calm face").click()
    page.wait_for_url(re.compile(r"05-calm-face\?.*seed=7.*projector=1"))
    page.get_by_role("link", name="All lessons").click()
    page.get_by_role("link", name="Teach one with a class").click()
    page.get_by_role("button", name="Open a class: The calm face").click()
    page.locator("#at-link").wait_for()
    expect(page.locator("html")).to_have_attribute("data-projector", "")
    page.get_by_role("button", name="End the class").click()
    page.get_by_role("button", name="Really end?").click()
    page.wait_for_url(re.compile(r"/class\?.*projector=1"))
    page = open_page("/evidence?show=claims&topic=1&projector=1", figures=0)
    page.locator(".at-evidence a").first.click()
    page.get_by_role("link", name="All claims").click()
    page.wait_for_url(re.compile(r"/evidence\?.*projector=1.*show=claims.*topic=1"))

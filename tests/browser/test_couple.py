"""The page of couples in a real browser: two adults play, and years beneath them."""

import re

import pytest
from steps import asked

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser
AT_40 = "e => { e.value = 40; e.dispatchEvent(new Event('input')); }"


def test_a_couple_plays_and_another_can_be_chosen(open_page, serious):
    page = open_page("/couple?pair=2", figures=2)
    answer = page.locator("#at-answer")
    expect(answer).to_contain_text(
        re.compile("After one year together, Alex is upset while Sam has turned away for [0-9]+%")
    )
    expect(answer).to_contain_text("chance alone would give")
    expect(page.locator("#at-not")).to_contain_text("types nobody")
    expect(page.locator("#at-help")).to_contain_text("helpline")
    scene = page.locator(".at-scene")
    page.locator(".at-seek").first.evaluate(AT_40)
    expect(scene).to_have_attribute("data-second", "40")
    expect(page.locator(".at-scene-words")).to_contain_text(re.compile("Alex .* Sam"))
    assert scene.get_attribute("data-one") in ("toward", "away")
    assert page.locator(".at-person").all_text_contents() == ["Alex", "Sam"]
    page.get_by_role("button", name="What nobody sees").click()
    expect(page.locator(".at-scene-words")).to_contain_text("unseen: distress")
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_function("Number(document.querySelector('.at-scene').dataset.second) >= 42")
    assert serious(page) == []
    page.get_by_role("button", name="Take Sam's place").click()
    page.locator("[data-act=pause]").click()
    expect(page.locator(".at-person").nth(1)).to_have_text("You")
    page.wait_for_function("Number(document.querySelector('.at-scene').dataset.second) >= 2")
    expect(scene).to_have_attribute("data-other", "away")
    page.locator("[data-act=pause]").hover()  # pressed and under the pointer: still to be read
    assert serious(page) == []
    page.get_by_role("button", name="Leave Sam's place").click()
    page.get_by_label("Conversation").select_option(label="Support")
    asked(page, "conversation=support")
    expect(page.locator(".at-clock").first).to_contain_text("of 10:00")


# As where messages come late: the server is asked for a second too soon, and says so.
SOON = """() => {
  let now = performance.now();
  window.requestAnimationFrame = (then) => setTimeout(() => then((now += 250)), 10);
}"""


def test_what_is_chosen_is_done_though_the_server_was_asked_too_soon(open_page):
    page = open_page("/couple", figures=2)
    page.get_by_role("button", name="Take Sam's place").click()
    page.evaluate(SOON)
    for act, seen in 2 * [("pause", "away"), ("toward", "toward")]:
        page.locator(f"[data-act={act}]").click()
        expect(page.locator(".at-scene")).to_have_attribute("data-other", seen, timeout=20_000)

"""The page of generations in a real browser: a river of patterns, and one family."""

import re

import pytest
from steps import asked

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser


def test_families_are_followed_and_another_can_be_chosen(open_page, serious):
    page = open_page("/lives?passing=0.8", figures=2)
    expect(page.locator("#at-answer")).to_contain_text(
        re.compile("[0-9]+% .* of children show the pattern .* chance alone would give [0-9]+%")
    )
    expect(page.locator("#at-not")).to_contain_text("types nobody")
    expect(page.locator(".at-figure-title").nth(1)).to_contain_text("Family 1 of them")
    page.get_by_role("button", name="Another family").click()
    asked(page, "family=2")
    expect(page.locator(".at-figure-title").nth(1)).to_contain_text("Family 2 of them")
    assert serious(page) == []

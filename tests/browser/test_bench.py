"""The researcher's bench in a real browser: numbers to type, more scenarios, runs side by side."""

import pytest
from steps import asked

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser


def test_one_switch_opens_the_bench_and_the_link_keeps_it(open_page, serious):
    page = open_page("/compare?families=10", figures=4)
    switch = page.get_by_role("button", name="Research bench")
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_label("Search settings")).to_have_count(0)
    switch.click()
    asked(page, "bench=1")
    page.get_by_role("button", name="Add a scenario").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Three scenarios, the same luck")
    expect(page.get_by_role("heading", name="Third scenario")).to_be_visible()
    asked(page, "third_scenario=good-enough")

    page.get_by_label("Search settings").fill("repair rate")
    expect(page.get_by_label("Repair rate", exact=True)).to_be_visible()
    expect(page.get_by_label("Reactivity", exact=True)).to_be_hidden()
    page.get_by_label("Repair rate, as a number").fill("0.8")
    page.get_by_label("Repair rate, as a number").press("Tab")
    asked(page, "third_repair_rate=0.8")
    expect(page.locator(".at-differ thead")).to_contain_text("5 settings changed")

    page.wait_for_selector(".at-busy[data-busy=False]")
    page.get_by_role("button", name="Keep these runs").click()
    kept = page.get_by_role("region", name="Kept runs").locator("tbody tr")
    expect(kept).to_have_count(3)
    expect(kept.first.locator("td").nth(1)).to_have_text("10")
    page.get_by_role("button", name="Remove Good enough", exact=True).click()
    expect(kept).to_have_count(2)
    page.get_by_label("Families of each scenario").fill("12")
    page.get_by_label("Families of each scenario").press("Tab")
    asked(page, "families=12")
    expect(kept).to_have_count(2)
    assert serious(page) == []


FIVE = "other_scenario=erratic&third_scenario=withdrawn-depressed"
FIVE += "&fourth_scenario=irritable-infant&fifth_scenario=alarming"
OVER = """() => {
  const figure = document.querySelectorAll('.at-main-column .at-figure')[1];
  const legend = figure.querySelector('g.legend').getBoundingClientRect();
  const titles = [...figure.querySelectorAll('.annotation-text-g')]
    .map((e) => e.getBoundingClientRect());
  const over = titles.filter((t) => t.top < legend.bottom - 1 && t.bottom > legend.top
    && t.left < legend.right && t.right > legend.left);
  return [over.length, legend.top - figure.getBoundingClientRect().top];
}"""
"""Titles of panels below the legend, and how far the legend is from the figure's upper edge."""


def test_a_legend_of_many_names_lies_over_no_title_however_wide_the_window(open_page):
    page = open_page(f"/compare?families=10&{FIVE}", figures=4)
    expect(page.get_by_role("heading", level=1)).to_have_text("Five scenarios, the same luck")
    for width in (1280, 390, 1800, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(
            "(e => Math.abs(e._fullLayout.width - e.clientWidth) < 1)"
            "(document.querySelectorAll('.at-main-column .at-figure')[1])"
        )
        page.wait_for_function(f"(({OVER})()[0] === 0)")
        assert page.evaluate(OVER)[1] >= 0


def test_a_part_of_the_map_is_typed(open_page):
    page = open_page("/map?bench=1&cell=1&cells=3&episodes_per_day=1&measure=felt_security")
    page.get_by_label("Responsiveness, to").fill("0.5")
    page.get_by_label("Responsiveness, to").press("Tab")
    asked(page, "x_to=0.5")
    page.wait_for_function("document.querySelector('.at-figure').data[0].x.length === 3")
    expect(page.locator(".at-figure .xtick").last).to_have_text("0.5")
    expect(page.locator("#at-progress")).to_have_text("9 of 9 cells.")

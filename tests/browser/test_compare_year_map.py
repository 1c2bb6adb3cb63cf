"""Comparing, the first year and the map in a real browser."""

import re

import pytest
from steps import asked, values

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser


def test_what_if_shows_a_difference_only_where_there_is_one(open_page, serious):
    same = "scenario=good-enough&other_scenario=good-enough"
    page = open_page(f"/compare?families=10&{same}", figures=4)
    page.wait_for_selector("[data-differ='0']")
    assert page.get_by_role("list", name="Legend").locator("li").count() == 6
    assert page.locator(".at-halves .legend").count() == 0  # one for both, over them
    tallies = [values(page, f".at-halves > :nth-child({k}) .at-count dd") for k in (1, 2)]
    assert tallies[0] == tallies[1]
    page.get_by_role("button", name="repair were quicker?").click()
    page.wait_for_selector("[data-differ='1']")
    expect(page.locator(".at-differ")).to_contain_text("Repair rate")
    asked(page, "other_repair_rate=0.8")
    page.wait_for_function(
        """() => {
          const [one, other] = [1, 2].map((k) => [...document.querySelectorAll(
            `.at-halves > :nth-child(${k}) .at-count dd`)].map((e) => e.textContent).join());
          return one !== other;
        }"""
    )
    expect(page.get_by_role("button", name="repair were quicker?")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert serious(page) == []


def test_who_compares_for_the_first_time_sees_an_answer(open_page):
    page = open_page("/compare", figures=4)
    page.wait_for_selector("[data-differ='4']")
    expect(page.locator(".at-what-if button[aria-pressed=true]")).to_have_count(1)
    said = page.locator(".at-finding").first
    expect(said).to_contain_text(re.compile("Often elsewhere: .*% secure instead of.*95% interval"))
    expect(said).not_to_contain_text("told from chance")  # it opens on a difference that is clear
    expect(page.locator(".at-differ")).to_contain_text("around 0.6, differs between families")


def test_observed_security_is_drawn_over_the_days_which_lead_to_their_moments(open_page):
    page = open_page("/first-year", figures=2)
    table = page.locator(".at-view").first
    table.get_by_text("The numbers of this figure").click()
    table.locator("tbody tr").first.wait_for()
    rows = page.evaluate(
        "[...document.querySelectorAll('.at-view')[0].querySelectorAll('tbody tr')]"
        ".map(r => [...r.cells].map(c => c.textContent)).filter(r => r[2] === 'Observed security')"
    )
    assert [row[0] for row in rows] == ["280", "322", "365"]
    assert {row[-1] for row in rows} == {"12"}
    expect(table.locator(".at-figure")).to_be_visible()
    page.locator(".at-days a").nth(1).click()
    page.wait_for_url(re.compile("age=90&view=everyday"))
    page.wait_for_selector(".at-transport")
    expect(page.get_by_label("Situation", exact=True)).to_have_value("everyday")


def test_the_map_refines_and_leads_to_a_dyad(open_page):
    page = open_page("/map?episodes_per_day=1&episode_seconds=10&measure=felt_security")
    page.wait_for_function("document.querySelector('#at-progress').innerText === '81 of 81 cells.'")
    page.wait_for_function(
        "e => (e = document.querySelector('.at-figure')).data[0].x.length === 9"
        " && e.data[0].z.flat().every((z) => z !== null)"
    )
    box = page.locator(".at-figure .nsewdrag").bounding_box()
    page.mouse.move(box["x"] + box["width"] - 10, box["y"] + 10)
    page.locator(".at-figure .hovertext").first.wait_for()
    page.mouse.click(box["x"] + box["width"] - 10, box["y"] + 10)
    page.wait_for_url(re.compile(r"/\?.*consistency=1.*&responsiveness=1"))
    page.wait_for_selector(".at-transport")
    expect(page.get_by_label("Responsiveness", exact=True)).to_have_value("1")


def test_a_map_can_be_stopped_and_is_accessible_in_use(open_page, serious):
    page = open_page("/map?episodes_per_day=8&episode_seconds=900")
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("#at-progress[data-busy=False]")
    page.get_by_role("button", name="Stop").wait_for(state="hidden")
    expect(page.locator("#at-progress")).not_to_have_text(re.compile("^81"))
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    assert serious(page) == []


def test_a_finished_sweep_is_shown_as_a_map_and_used_by_keyboard(open_page):
    page = open_page("/map?result=over-two&measure=felt_security")
    page.wait_for_selector("#at-progress[data-busy=False]")
    expect(page.locator("#at-progress")).to_have_text("6 of 6 cells.")
    title = "What do repair and consistency do together?"
    page.get_by_role("heading", level=2, name=title).wait_for()
    cells = page.get_by_role("application")
    cells.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    told = page.locator(".at-view [role=status]", has_text="Repair rate 0.8, Consistency 0.5")
    told.wait_for(state="attached")
    expect(page.locator(".at-cell")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\?.*consistency=0.5&repair_rate=0.8"))
    page.wait_for_selector(".at-transport")


def test_a_sweep_that_makes_no_map_is_refused_in_a_sentence(open_page):
    page = open_page("/map?result=over-one", figures=0)
    said = "A map needs a grid of two varied parameters; the sweep 'over-one' varies repair_rate."
    page.get_by_text(said).wait_for()
    page = open_page("/map?result=nowhere", figures=0)
    page.get_by_text("There is no sweep 'nowhere' in the folder of results.").wait_for()

"""The two procedures, populations and the evidence in a real browser."""

from pathlib import Path

import pytest
from steps import asked, drawn

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser


def test_the_ratings_shown_are_those_computed_and_an_episode_is_looked_at_alone(open_page):
    from attune_dashboard.compute import procedures
    from attune_dashboard.state.choice import Choice
    from attune_sim.procedures.strange_situation import SCALES

    page = open_page("/strange-situation?scenario=rejecting&seed=4", figures=3)
    coded = procedures.situation(Choice("rejecting", seed=4)).codings[0]
    shown = page.locator(".at-ratings tbody td:nth-child(5)")
    expect(shown).to_have_text([f"{coded.ratings[scale]:.2f}" for scale in SCALES])
    pattern = page.locator("#at-pattern")
    expect(pattern).to_have_attribute("data-pattern", coded.pattern)
    expect(pattern).to_contain_text(coded.pattern)
    heads = []
    for button in page.get_by_role("button", name="CSV").all():
        with page.expect_download() as waiting:
            button.click()
        heads.append(Path(waiting.value.path()).read_text(encoding="utf-8").splitlines()[0])
    assert heads[1].startswith("scale,reunion_1")
    assert heads[2] == "otherwise,pattern,count,codings,share,low,high"
    drawn(page, lambda: page.get_by_role("button", name="8 second reunion").click())
    page.locator(".at-main-column [role=status]", has_text="counts double").first.wait_for()
    asked(page, "t=")


def test_other_noise_gives_another_correlation(open_page):
    page = open_page("/population?sample=20", figures=3)
    done = "#at-progress[data-busy=False]"
    page.wait_for_selector(done)
    expect(page.locator("#at-told")).to_contain_text("20 families")
    before = page.locator("#at-told").inner_text()
    page.get_by_label("Error of ratings").fill("3")
    asked(page, "noise=3")
    page.wait_for_function("t => document.querySelector('#at-told').innerText !== t", arg=before)
    page.wait_for_selector(done)
    page.get_by_role("button", name="Draw other samples").click()
    asked(page, "draw=2")


def test_findings_are_browsed_and_run(open_page):
    page = open_page("/evidence", figures=0)
    expect(page.locator("#at-answer")).to_contain_text("published findings the model agrees with")
    assert page.locator("#at-answer").bounding_box()["y"] < 500
    page.locator(".at-evidence tbody tr").first.wait_for()
    signs = page.get_by_role("list", name="All findings by topic").get_by_role("link")
    expect(page.locator(".at-evidence tbody tr")).to_have_count(signs.count())
    page.locator("#at-found").wait_for()
    page.get_by_label("Topic", exact=True).select_option(label="Still-Face")
    open_page.ready(page)
    page.get_by_label("Verdict", exact=True).select_option(label="Wrong")
    asked(page, "verdict=wrong")
    page.get_by_role("combobox", name="Show").select_option(label="Claims")
    page.get_by_role("link", name="A still face upsets infants", exact=False).first.click()
    page.get_by_role("heading", name="What is said").wait_for()
    page.get_by_role("link", name="The still face lowers gaze at the caregiver").click()
    page.get_by_role("button", name="Run it").click()
    page.wait_for_selector("[data-verdicts]:not([data-verdicts=''])", timeout=120_000)


def test_a_finding_tells_its_verdict_and_who_contradicts_it(open_page):
    page = open_page("/evidence/avoidant-arousal", figures=1)
    facts = page.locator(".at-facts")
    facts.get_by_text("not testable", exact=False).first.wait_for()
    expect(facts).to_contain_text("more vagal withdrawal")
    page = open_page("/evidence?verdict=not-testable", figures=1)
    expect(page.locator("#at-found")).to_contain_text("not testable")

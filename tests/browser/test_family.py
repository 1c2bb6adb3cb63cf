"""The page of families in a real browser: a timeline by keys, by dragging and by numbers."""

import re
from dataclasses import replace

import pytest

from attune_sim.scenario import CaregiverSpec, Event, Scenario

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser
FAMILY = Scenario(
    title="Two parents",
    days=540,
    # Few short episodes, so that families are followed at once.
    parameters={"family_life": 1, "episodes_per_day": 1, "episode_seconds": 30},
    caregivers=(CaregiverSpec("parent", 0.7), CaregiverSpec("partner", 0.3)),
    events=(
        Event(0, title="work weighs more", add={"work": 1.0}),
        Event(0, title="others help", add={"support": 0.4}),
    ),
)


@pytest.fixture
def address():
    """The page of this family."""
    pytest.importorskip("solara", reason="needs the extra 'dashboard'")
    from attune_dashboard.state.choice import Choice
    from attune_dashboard.state.link import to_query

    return "/family" + to_query(Choice("own", own=FAMILY.to_toml(), age=365))


def test_events_move_by_keys_by_dragging_and_by_numbers(open_page, serious, address):
    page = open_page(address, figures=3)
    answer = page.locator("#at-answer")
    expect(answer).to_contain_text(re.compile("With the 2 events, .* secure with the parent"))
    help_ = page.get_by_role("slider", name="others help")
    expect(help_).to_have_attribute("aria-valuenow", "0")
    expect(help_).to_have_attribute("aria-valuetext", "from birth, for good")
    expect(page.get_by_text("others help: from birth", exact=True)).to_be_visible()
    help_.press("ArrowUp")
    help_.press("ArrowRight")
    expect(help_).to_have_attribute("aria-valuenow", "8")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two parents, changed")
    page.wait_for_url(lambda url: url.split("&own=")[-1] not in address)  # another file than came
    expect(help_).to_be_focused()
    help_.press("Enter")
    day = page.get_by_label("Begins on day").nth(1)
    expect(day).to_be_focused()
    day.fill("90")
    day.press("Enter")
    expect(help_).to_have_attribute("aria-valuenow", "90")
    page.locator(".at-busy[data-busy=False]").first.wait_for(state="attached")
    expect(answer).to_be_visible()  # it stands over the timeline, which has its place from now on
    box = help_.locator("circle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=5)
    page.mouse.up()
    expect(help_).not_to_have_attribute("aria-valuenow", "90")
    page.get_by_label("Grey: the same families without").select_option(label="others help")
    expect(answer).to_contain_text(re.compile("With “others help” at [2-6] months, "))
    assert serious(page) == []
    help_.press("Delete")
    expect(page.locator(".at-happening")).to_have_count(1)
    expect(page.get_by_label("Begins on day")).to_have_count(1)  # the fields have heard of it too
    page.locator("[data-what=undo]").click()
    expect(page.locator(".at-happening")).to_have_count(2)


def test_a_life_of_years_is_shown_to_its_end(open_page, serious, address):
    from attune_dashboard.state.choice import Choice
    from attune_dashboard.state.link import to_query

    late = Event(1095, title="preschool", add={"work": 1.0})
    longer = replace(FAMILY, days=2190, events=(late,)).with_(growth=1)
    page = open_page("/family" + to_query(Choice("own", own=longer.to_toml(), age=365)), figures=3)
    answer = page.locator("#at-answer")
    expect(answer).to_contain_text("Nothing has happened yet: “preschool” comes at 3 years.")
    expect(page.locator(".at-life .at-tick")).to_have_text(
        ["birth", "1 y", "2 y", "3 y", "4 y", "5 y"]
    )
    age = page.get_by_label("Age looked at, in days")
    age.fill("2000")
    age.press("Enter")
    expect(answer).to_contain_text("felt security with the parent at 5 years and 6 months is")
    expect(page.locator("#at-moments")).to_contain_text("The stage shows infants")
    expect(page.get_by_text("From their first birthday on")).to_be_visible()
    assert serious(page) == []


def test_the_moments_of_an_age_play(open_page, address):
    page = open_page(address, figures=3)
    age = page.get_by_label("Age looked at, in days")
    age.fill("200")
    age.press("Enter")
    heading = page.locator("#at-moments h2.at-section")
    expect(heading).to_contain_text("at 7 months, with the parent")
    page.locator("#at-moments [data-what=reset]").click()
    page.get_by_role("button", name="Run").click()
    page.wait_for_function(
        "Number(document.querySelector('#at-moments .at-view').dataset.second) >= 2"
    )
    page.get_by_label("Look at the bond with").select_option(label="partner")
    expect(heading).to_contain_text("with the partner")

"""The page of one moment in a real browser: playing, changing, taking the caregiver's place."""

import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from steps import asked, drawn, other_luck, slide, values

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser


def test_a_browser_that_is_not_yet_told_where_the_frame_is_finds_it_here(open_page):
    page = open_page("/?seed=1")
    wanted = []
    page.on("request", lambda request: wanted.append(request.url))
    # As if this, which tells where, came later than what needs it.
    page.route("**/anywidget/extension.js*", lambda r: r.fulfill(body="define(() => ({}))"))
    page.reload()
    open_page.ready(page)
    assert any(url.endswith("/jupyter/anywidget.js") for url in wanted)


# Each component's script takes longer to begin than the components' frame would wait for it.
LATE = """{
  const make = URL.createObjectURL;
  const wait = "await new Promise((done) => setTimeout(done, 2500));";
  URL.createObjectURL = (blob) => make.call(URL, blob.type !== "text/javascript" ? blob
    : new Blob([wait, blob], { type: blob.type }));
}"""


def test_a_slow_browser_is_waited_for(open_page):
    page = open_page("/lessons", figures=0)
    page.add_init_script(LATE)
    page.goto(page.url.partition("/lessons")[0] + "/?seed=1")
    open_page.ready(page)  # and no component has been given up: that would be a fault
    drawn(page, lambda: other_luck(page))


def test_a_link_restores_its_state_and_links_of_the_page_keep_it(open_page):
    page = open_page("/?scenario=rejecting&seed=3&age=90&view=still-face&t=125&rejection=0.5")
    expect(page.get_by_label("Scenario", exact=True)).to_have_value("rejecting")
    expect(page.get_by_label("Situation", exact=True)).to_have_value("still-face")
    expect(page.get_by_label("Age of the infant", exact=True)).to_have_value("90")
    expect(page.get_by_label("Rejection", exact=True)).to_have_value("0.5")
    expect(page.locator(".at-view")).to_have_attribute("data-second", "125")
    expect(page.locator(".at-notice")).to_have_count(0)
    page.get_by_role("link", name="First year").click()
    page.wait_for_url(re.compile(r"/first-year\?scenario=rejecting&seed=3&.*rejection=0.5"))
    page.get_by_role("heading", level=1, name=re.compile("the first year")).wait_for()
    page.go_back()
    page.wait_for_selector(".at-transport")


def test_a_slider_changes_the_figure_and_the_link_and_terms_are_explained(open_page):
    page = open_page("/?t=179")
    terms_are_explained(page)
    before = values(page)
    drawn(page, lambda: slide(page, "Repair rate", 1))
    asked(page, "repair_rate=1")
    assert values(page) != before
    drawn(page, lambda: page.get_by_role("button", name="Undo").click())
    page.wait_for_function("!location.search.includes('repair_rate')")
    expect(page.locator(".at-count dd")).to_have_text(before, use_inner_text=True)


def terms_are_explained(page):
    """On hover, on focus, and all together."""
    term = page.locator(".at-term").filter(has_text=re.compile("^mismatch")).first
    tip = term.locator(".at-tip")
    expect(tip).not_to_be_visible()
    term.hover()
    tip.wait_for()
    page.mouse.move(0, 0)
    term.focus()
    expect(tip).to_contain_text("A step out of attunement")
    page.get_by_role("button", name="Words").click()
    words = page.get_by_role("dialog")
    words.wait_for()
    assert {"internal working model", "felt security", "repair latency"} <= set(
        words.locator("dt").all_inner_texts()
    )
    page.keyboard.press("Escape")
    words.wait_for(state="hidden")


@pytest.mark.parametrize(
    ("path", "seed"),
    [("/?", 1), ("/?view=strange-situation&age=300&", 1)]
    + [("/?view=strange-situation&", seed) for seed in (5, 6)],  # alarms come, and are gone
)
def test_a_picture_whose_points_have_moved_is_as_one_drawn_whole(open_page, path, seed):
    named = "[...document.querySelectorAll('.at-figure .legendtext')].map(e => e.textContent)"
    page = open_page(f"{path}seed={seed}", media={"reduced_motion": "reduce"})
    first = pixels(page)
    drawn(page, lambda: other_luck(page))
    moved = pixels(page)
    asked(page, f"seed={seed + 1}")
    other = open_page(f"{path}seed={seed + 1}", media={"reduced_motion": "reduce"})
    whole = pixels(other)
    assert page.evaluate(named) == other.evaluate(named)
    assert unlike(moved, whole) < 0.003  # Plotly leaves out points that hardly show
    assert unlike(first, whole) > 0.02
    # Where a pointer comes Plotly knows what is there.
    page.locator(".at-figure").hover(position={"x": 3, "y": 3})
    page.wait_for_function(f"paths => {PATHS} === paths", arg=other.evaluate(PATHS))


PATHS = """JSON.stringify([...document.querySelectorAll('.at-figure path')]
  .map(e => e.getAttribute('d') ?? '').toSorted())"""


def pixels(page):
    """The picture as it is seen."""
    page.mouse.move(0, 0)
    return Image.open(BytesIO(page.locator(".at-figure").screenshot())).convert("L")


def unlike(one, other):
    """Share of pixels that clearly differ."""
    assert one.size == other.size
    differs = np.abs(np.asarray(one, float) - np.asarray(other, float))
    return np.mean(differs > 64)


HOVERED = """[...document.querySelectorAll('.at-figure .hoverlayer text')]
  .map(e => e.textContent).join(' ')"""


def inside(page):
    """A place in the upper panel of the picture, on the screen: in the middle of second 72."""
    box = page.locator(".at-panel").first.bounding_box()
    return box["x"] + 72.5 / 180 * box["width"], box["y"] + 0.5 * box["height"]


@pytest.mark.parametrize("touch", [False, True])
def test_a_click_in_the_picture_leads_to_its_second(open_page, touch):
    page = open_page("/?seed=1", media={"reduced_motion": "reduce"}, has_touch=touch)
    page.locator(".at-figure").scroll_into_view_if_needed()
    axis = "document.querySelector('.at-figure')._fullLayout.xaxis.range.join()"
    before = page.evaluate(axis)
    if touch:
        page.touchscreen.tap(*inside(page))
    else:
        page.mouse.move(*inside(page))
        page.wait_for_function(f"{HOVERED} !== ''")
        page.mouse.down()
        page.mouse.up()
    expect(page.locator(".at-clock")).to_have_text(re.compile("^1:12 of 3:00"))
    page.wait_for_timeout(400)  # until no second click would make a double one
    expect(page.locator(".at-clock")).to_have_text(re.compile("^1:12 of 3:00"))
    assert page.evaluate(axis) == before


def test_what_is_pointed_at_is_of_the_record_that_is_shown(open_page):
    settings = {"media": {"reduced_motion": "reduce"}}
    page, other = open_page("/?seed=1", **settings), open_page("/?seed=2", **settings)
    for at in (page, other):
        at.locator(".at-figure").scroll_into_view_if_needed()
        at.mouse.move(*inside(at))  # and there it rests while the record changes
        at.wait_for_function(f"{HOVERED} !== ''")
    before = page.evaluate(HOVERED)
    drawn(page, lambda: page.locator("[data-what=luck]").first.dispatch_event("click"))
    page.wait_for_function(f"told => {HOVERED} === told", arg=other.evaluate(HOVERED))
    assert page.evaluate(HOVERED) != before


def test_what_a_finger_points_at_is_of_the_record_that_is_shown(open_page):
    settings = {"media": {"reduced_motion": "reduce"}, "has_touch": True}
    page, other = open_page("/?seed=1", **settings), open_page("/?seed=2", **settings)
    drawn(page, lambda: other_luck(page))
    for at in (page, other):
        at.locator(".at-figure").scroll_into_view_if_needed()
        at.evaluate(POINTED)
        at.touchscreen.tap(*inside(at))
        at.wait_for_function("window.pointed")
    page.wait_for_function("told => window.pointed === told", arg=other.evaluate("pointed"))


POINTED = """for (const what of ['plotly_hover', 'plotly_click']) {
  document.querySelector('.at-figure').on(what, ({ points }) => {
    window.pointed = JSON.stringify(points.map(p => [p.curveNumber, p.x, p.y]));
  });
}"""


def test_who_goes_on_at_once_finds_what_they_left(open_page):
    page = open_page("/?seed=1")
    drawn(page, lambda: other_luck(page))
    page.get_by_role("link", name="First year").click()
    page.wait_for_url(re.compile("/first-year.*seed=2"))
    page.go_back()
    asked(page, "seed=2")
    expect(page.get_by_label("Random seed")).to_have_value("2")


def test_the_last_of_many_slider_moves_is_shown(open_page):
    page = open_page("/?age=5")
    for value in (0.1, 0.3, 0.5, 0.7, 0.9):
        slide(page, "Repair rate", value)
    asked(page, "repair_rate=0.9")


def test_playing_and_taking_the_caregivers_place_by_keyboard(open_page):
    page = open_page("/?age=20&t=10")
    expect(page.locator(".at-view")).to_have_attribute("data-second", "10")
    page.keyboard.press("Space")
    page.wait_for_selector(".at-view[data-state=running]")
    page.wait_for_function("Number(document.querySelector('.at-view').dataset.second) >= 12")
    page.keyboard.press("Space")
    page.wait_for_selector(".at-view[data-state=paused]")
    at = int(page.locator(".at-view").get_attribute("data-second"))
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(f".at-view[data-second='{at + 1}']")
    page.keyboard.press("r")
    page.wait_for_selector(".at-view[data-second='0']")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.get_by_role("button", name="Take the caregiver's place").press("Enter")
    page.wait_for_selector(".at-view[data-state=running]")
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Play", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    page.wait_for_function("Number(document.querySelector('.at-scene').dataset.engagement) > 0.6")
    expect(page.locator(".at-tally")).not_to_be_visible()  # no score to beat
    expect(page.locator(".at-stage")).not_to_be_visible()  # the infant tells
    page.keyboard.press("Space")
    page.wait_for_selector(".at-view[data-state=paused]")
    page.get_by_role("button", name="Leave the caregiver's place").click()
    page.wait_for_selector(".at-view[data-second='179']")
    page.wait_for_selector(".at-scene[data-second='179']")  # the whole record again
    assert page.locator(".at-curtain.at-open").count() == page.locator(".at-curtain").count() > 0


def test_comings_and_goings_stand_in_the_list_and_not_over_the_figure(open_page):
    page = open_page("/?view=strange-situation&age=300")
    gone = page.locator(".at-events li", has_text="The caregiver leaves the room")
    gone.first.wait_for()
    expect(gone).to_have_count(2)
    fixed = "[...document.querySelectorAll('.at-view *')].filter(e => e.checkVisibility() &&"
    assert page.evaluate(f"{fixed} getComputedStyle(e).position === 'fixed').length") == 0
    events = page.locator(".at-events").inner_text()
    assert events.count("The caregiver comes back") == 2


@pytest.mark.parametrize(
    "query",
    [
        "?scenario=%3Cimg%20src=x%20onerror=alert(1)%3E&seed=1e99&age=-4&repair_rate=NaN",
        "?" + "a" * 5000,
        "?%00%ff&=&&&==",
    ],
)
def test_hostile_links_are_refused_politely(open_page, query):
    page = open_page("/" + query)
    page.locator(".at-notice li").first.wait_for()
    assert page.locator("img[src=x]").count() == 0


def test_a_day_too_long_is_refused_in_a_sentence(open_page):
    page = open_page("/?age=2&episodes_per_day=48")
    page.locator("summary").filter(has_text="Everyday life").click()
    slide(page, "Length of an episode", 900)
    page.get_by_text(re.compile("Not changed: .*at most 7200 s")).wait_for()
    other_luck(page)
    asked(page, "seed=11")  # the address has been written since
    assert "episode_seconds" not in page.url


def test_who_wants_less_motion_gets_whole_seconds_and_other_looks(open_page):
    page = open_page("/?t=5", media={"reduced_motion": "reduce", "color_scheme": "dark"})
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("Space")
    page.wait_for_function("Number(document.querySelector('.at-view').dataset.second) >= 6")
    page.keyboard.press("Space")
    page.wait_for_selector(".at-view[data-state=paused]")
    moved = page.evaluate(
        "(() => { const c = document.querySelector('.at-curtain');"
        " return new DOMMatrix(getComputedStyle(c).transform).e / c.parentNode.clientWidth; })()"
    )
    second = moved * 180 - 0.5
    assert abs(second - round(second)) < 0.02
    page.get_by_role("button", name="Light", exact=True).click()
    page.wait_for_selector("html[data-theme=light]")
    drawn(page, lambda: page.get_by_role("button", name="Projector").click())
    asked(page, "projector=1")
    expect(page.locator("html")).to_have_attribute("data-projector", "")

"""The dashboard in a real browser. No test here may see a fault or a request beyond localhost."""

import re
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = ["/", "/first-year", "/compare", "/map"]


def values(page, selector=".at-count dd"):
    return page.locator(selector).all_inner_texts()


def drawn(page, then):
    """Do something, and wait until the first figure has been drawn anew."""
    before = int(page.locator(".at-view").first.get_attribute("data-drawn"))
    then()
    page.wait_for_function(
        "n => Number(document.querySelector('.at-view').dataset.drawn) > n", arg=before
    )


def slide(page, label, value):
    page.get_by_label(label, exact=True).evaluate(
        "(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", str(value)
    )


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_by_its_address(open_page, path):
    page = open_page(path)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("nav a[aria-current=page]").get_attribute("href").split("?")[0] == path


def test_a_browser_that_is_not_yet_told_where_the_frame_is_finds_it_here(open_page):
    page = open_page("/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    # As if this, which tells where, came later than what needs it.
    page.route("**/anywidget/extension.js*", lambda r: r.fulfill(body="define(() => ({}))"))
    page.reload()
    open_page.ready(page)
    assert any(url.endswith("/jupyter/anywidget.js") for url in asked)


def test_a_slow_browser_is_waited_for(open_page):
    page = open_page("/compare")
    slowed = page.context.new_cdp_session(page)
    slowed.send("Emulation.setCPUThrottlingRate", {"rate": 14})
    page.reload(wait_until="commit")
    open_page.ready(page)  # and no component has been given up: that would be a fault
    slowed.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    drawn(page, lambda: page.get_by_role("button", name="Try another seed").first.click())


def test_pages_are_reached_by_real_links_and_keep_the_state(open_page):
    page = open_page("/?scenario=erratic&seed=7&repair_rate=0.5")
    page.get_by_role("link", name="First year").click()
    page.wait_for_url(re.compile(r"/first-year\?scenario=erratic&seed=7&repair_rate=0.5"))
    page.get_by_role("heading", level=1, name=re.compile("the first year")).wait_for()
    page.go_back()
    page.wait_for_selector(".at-transport")


def test_a_slider_changes_the_figure_and_the_link(open_page):
    page = open_page("/")
    before = values(page)
    drawn(page, lambda: slide(page, "Repair rate", 1))
    page.wait_for_function("location.search.includes('repair_rate=1')")
    assert values(page) != before
    drawn(page, lambda: page.get_by_role("button", name="Undo").click())
    page.wait_for_function("!location.search.includes('repair_rate')")
    assert values(page) == before


@pytest.mark.parametrize("path", ["/?", "/?view=strange-situation&age=300&"])
def test_a_picture_whose_points_have_moved_is_as_one_drawn_whole(open_page, path):
    lines = "[...document.querySelectorAll('.at-figure path')].map(e => e.getAttribute('d'))"
    page = open_page(f"{path}seed=1")
    first = page.evaluate(lines)
    drawn(page, lambda: page.get_by_role("button", name="Try another seed").click())
    moved = page.evaluate(lines)
    page.wait_for_function("location.search.includes('seed=2')")
    page.reload()
    open_page.ready(page)
    assert moved == page.evaluate(lines) != first


def test_the_last_of_many_slider_moves_is_shown(open_page):
    page = open_page("/?age=5")
    for value in (0.1, 0.3, 0.5, 0.7, 0.9):
        slide(page, "Repair rate", value)
    page.wait_for_function("location.search.includes('repair_rate=0.9')")


def test_new_luck_is_another_record(open_page):
    page = open_page("/")
    before = values(page)
    drawn(page, lambda: page.get_by_role("button", name="Try another seed").click())
    page.wait_for_function("location.search.includes('seed=2')")
    assert values(page) != before


def test_playing_advances_and_pauses_by_keyboard(open_page):
    page = open_page("/?t=10")
    assert page.locator(".at-view").get_attribute("data-second") == "10"
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
    assert page.get_by_role("dialog").is_visible()


def test_a_person_takes_the_caregivers_place_by_keyboard(open_page):
    page = open_page("/?age=20")
    page.get_by_role("button", name="Take the caregiver's place").press("Enter")
    page.wait_for_selector(".at-view[data-state=running]")
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    assert page.get_by_label("Your engagement").input_value() == "0.7"
    page.wait_for_function("Number(document.querySelector('.at-view').dataset.second) >= 4")
    assert "with the infant's own caregiver" in page.locator(".at-tally").inner_text()
    page.keyboard.press("Space")
    page.wait_for_selector(".at-view[data-state=paused]")
    page.get_by_role("button", name="Leave the caregiver's place").click()
    page.wait_for_selector(".at-view[data-second='179']")


def test_comings_and_goings_stand_in_the_list_and_not_over_the_figure(open_page):
    page = open_page("/?view=strange-situation&age=300")
    gone = page.locator(".at-events li", has_text="The caregiver leaves the room")
    gone.first.wait_for()
    assert gone.count() == 2
    fixed = "[...document.querySelectorAll('.at-view *')].filter(e => e.checkVisibility() &&"
    assert page.evaluate(f"{fixed} getComputedStyle(e).position === 'fixed').length") == 0
    events = page.locator(".at-events").inner_text()
    assert events.count("The caregiver comes back") == 2


def test_a_link_restores_its_state(open_page):
    page = open_page("/?scenario=rejecting&seed=3&age=90&view=still-face&t=125&rejection=0.5")
    assert page.get_by_label("Scenario", exact=True).input_value() == "rejecting"
    assert page.get_by_label("Situation", exact=True).input_value() == "still-face"
    assert page.get_by_label("Age of the infant", exact=True).input_value() == "90"
    assert page.get_by_label("Rejection", exact=True).input_value() == "0.5"
    assert page.locator(".at-view").get_attribute("data-second") == "125"
    assert page.locator(".at-notice").count() == 0


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
    assert page.locator(".at-notice li").count() >= 1
    assert page.locator("img[src=x]").count() == 0


def test_an_unknown_page_is_not_found(server):
    with pytest.raises(HTTPError, match="404") as caught:
        urlopen(f"{server}/nowhere?seed=7", timeout=10)
    assert b'href="/first-year?seed=7"' in caught.value.read()


def test_what_if_shows_a_difference_only_where_there_is_one(open_page):
    page = open_page("/compare", figures=4)
    page.wait_for_selector("[data-differ='0']")
    assert page.get_by_role("list", name="Legend").locator("li").count() == 5
    assert page.locator(".at-halves .legend").count() == 0  # one for both, over them
    tallies = [values(page, f".at-halves > :nth-child({k}) .at-count dd") for k in (1, 2)]
    assert tallies[0] == tallies[1]
    page.get_by_role("button", name="repair were quicker?").click()
    page.wait_for_selector("[data-differ='1']")
    page.wait_for_selector("[data-busy=False]")
    assert "Repair rate" in page.locator(".at-differ").inner_text()
    page.wait_for_function("location.search.includes('other_repair_rate=0.8')")
    tallies = [values(page, f".at-halves > :nth-child({k}) .at-count dd") for k in (1, 2)]
    assert tallies[0] != tallies[1]


def test_a_day_of_the_year_leads_to_its_moments(open_page):
    page = open_page("/first-year", figures=2)
    page.locator(".at-days a").nth(1).click()
    page.wait_for_url(re.compile("age=90&view=everyday"))
    page.wait_for_selector(".at-transport")
    assert page.get_by_label("Situation", exact=True).input_value() == "everyday"


def test_the_map_refines_and_leads_to_a_dyad(open_page):
    page = open_page("/map?episodes_per_day=1&episode_seconds=10&measure=felt_security")
    page.wait_for_function("document.querySelector('#at-progress').innerText === '81 of 81 cells.'")
    page.wait_for_function("document.querySelector('.at-figure').data[0].x.length === 9")
    box = page.locator(".at-figure .nsewdrag").bounding_box()
    page.mouse.click(box["x"] + box["width"] - 10, box["y"] + 10)
    page.wait_for_url(re.compile(r"/\?.*consistency=1.*&responsiveness=1"))
    page.wait_for_selector(".at-transport")
    assert page.get_by_label("Responsiveness", exact=True).input_value() == "1"


def test_the_map_can_be_stopped(open_page):
    page = open_page("/map?episodes_per_day=24")
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("#at-progress[data-busy=False]")
    done = page.locator("#at-progress").inner_text()
    page.wait_for_timeout(1500)
    assert page.locator("#at-progress").inner_text() == done
    assert not done.startswith("81")


def test_an_own_file_is_loaded_and_a_faulty_one_refused(open_page, tmp_path):
    page = open_page("/")
    faulty, fine = tmp_path / "faulty.toml", tmp_path / "fine.toml"
    faulty.write_text("[parameters]\nrepair_rate = 7\n")
    fine.write_text('title = "Mine <b>"\n[parameters]\nrepair_rate = 0.9\n')
    page.get_by_label("A scenario's TOML file").set_input_files(faulty)
    page.get_by_text("Not changed: repair_rate = 7 is not a number from 0 to 1.").wait_for()
    drawn(page, lambda: page.get_by_label("A scenario's TOML file").set_input_files(fine))
    page.get_by_role("heading", level=1, name="Mine <b>").wait_for()
    page.get_by_role("link", name="First year").click()
    page.get_by_role("heading", level=1, name="Mine <b>: the first year").wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save scenario").click()
    waiting.value.save_as(tmp_path / "saved.toml")
    assert "repair_rate = 0.9" in (tmp_path / "saved.toml").read_text()


@pytest.mark.parametrize("kind", ["CSV", "SVG", "PNG"])
def test_exports_open(open_page, kind, tmp_path):
    page = open_page("/")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=kind, exact=True).click()
    waiting.value.save_as(tmp_path / "saved")
    content = (tmp_path / "saved").read_bytes()
    start = {"CSV": b"second,present", "SVG": b"<svg", "PNG": b"\x89PNG"}[kind]
    assert content.startswith(start)
    assert waiting.value.suggested_filename.endswith(kind.lower())


def test_an_own_scenario_stands_in_the_link_and_is_kept_over_a_reload(open_page, tmp_path):
    page = open_page("/")
    mine = tmp_path / "mine.toml"
    mine.write_text('title = "Mine"\n[parameters]\nrepair_rate = 0.9\n')
    drawn(page, lambda: page.get_by_label("A scenario's TOML file").set_input_files(mine))
    page.wait_for_function("location.search.includes('own=')")
    slide(page, "Rejection", 0.4)
    page.wait_for_function("location.search.includes('rejection=0.4')")
    page.reload()
    open_page.ready(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Mine"
    elsewhere = open_page(page.url.removeprefix(page.url.split("/?")[0]))
    assert elsewhere.get_by_role("heading", level=1).inner_text() == "Mine"
    assert elsewhere.get_by_label("Repair rate", exact=True).input_value() == "0.9"
    assert elsewhere.get_by_label("Rejection", exact=True).input_value() == "0.4"


def test_a_finished_sweep_is_shown_as_a_map_and_used_by_keyboard(open_page):
    page = open_page("/map?result=over-two&measure=felt_security")
    page.wait_for_selector("#at-progress[data-busy=False]")
    assert page.locator("#at-progress").inner_text() == "6 of 6 cells."
    title = "What do repair and consistency do together?"
    page.get_by_role("heading", level=2, name=title).wait_for()
    cells = page.get_by_role("application")
    cells.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    told = page.locator(".at-view [role=status]").inner_text()
    assert told.startswith("Repair rate 0.8, Consistency 0.5")
    assert page.locator(".at-cell").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\?.*consistency=0.5&repair_rate=0.8"))
    page.wait_for_selector(".at-transport")


def test_a_sweep_that_makes_no_map_is_refused_in_a_sentence(open_page):
    page = open_page("/map?result=over-one", figures=0)
    said = "A map needs a grid of two varied parameters; the sweep 'over-one' varies repair_rate."
    page.get_by_text(said).wait_for()
    page = open_page("/map?result=nowhere", figures=0)
    page.get_by_text("There is no sweep 'nowhere' in the folder of results.").wait_for()


def test_terms_are_explained_on_hover_and_on_focus(open_page):
    page = open_page("/")
    term = page.locator(".at-term").filter(has_text="attuned share").first
    tip = term.locator(".at-tip")
    assert not tip.is_visible()
    term.hover()
    assert tip.is_visible()
    page.mouse.move(0, 0)
    term.focus()
    assert "read it beside what chance would give" in tip.inner_text()
    page.get_by_role("button", name="Words").click()
    words = page.get_by_role("dialog")
    assert {"internal working model", "felt security", "repair latency"} <= set(
        words.locator("dt").all_inner_texts()
    )
    page.keyboard.press("Escape")
    assert not words.is_visible()


def test_observed_security_is_drawn_over_the_days(open_page):
    page = open_page("/first-year", figures=2)
    table = page.locator(".at-view").first
    rows = page.evaluate(
        "[...document.querySelectorAll('.at-view')[0].querySelectorAll('tbody tr')]"
        ".map(r => [...r.cells].map(c => c.textContent)).filter(r => r[2] === 'Observed security')"
    )
    assert [row[0] for row in rows] == ["280", "322", "365"]
    assert {row[-1] for row in rows} == {"12"}
    assert table.locator(".at-figure").is_visible()


def test_a_day_too_long_is_refused_in_a_sentence(open_page):
    page = open_page("/?age=2&episodes_per_day=48")
    page.locator("summary").filter(has_text="Everyday life").click()
    slide(page, "Length of an episode", 900)
    page.get_by_text(re.compile("Not changed: .*at most 7200 s")).wait_for()
    assert "episode_seconds" not in page.url


WIDE_ENOUGH = "document.documentElement.scrollWidth <= window.innerWidth"
# What lies on another control's place, or beyond the edge of the window; tips and so on apart.
CRAMPED = """() => {
  const apart = '.at-tipped, .at-visually-hidden, .at-term, dialog, [type=file]';
  const seen = [...document.querySelectorAll('button, select, input, summary, nav a')]
    .filter((e) => e.checkVisibility() && !e.closest(apart))
    .map((e) => [e, e.getBoundingClientRect()]).filter(([, r]) => r.width && r.height);
  const out = [];
  const said = (e) => e.outerHTML.slice(0, 80);
  for (const [e, r] of seen) {
    if (r.left < 0 || r.right > innerWidth) out.push(`${said(e)} beyond the edge`);
    if (r.height < 20) out.push(`${said(e)} is ${r.height} px high`);
    for (const [f, q] of seen) {
      const across = r.left < q.right - 1 && q.left < r.right - 1;
      const along = r.top < q.bottom - 1 && q.top < r.bottom - 1;
      if (e !== f && across && along) out.push(`${said(e)} over ${said(f)}`);
    }
  }
  return out;
}"""


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_all_of_it(open_page, path):
    page = open_page(path, width=390, height=844, has_touch=True, is_mobile=True)
    assert page.evaluate(WIDE_ENOUGH)
    assert page.evaluate(CRAMPED) == []
    assert "user-scalable=no" not in page.locator("meta[name=viewport]").get_attribute("content")
    assert page.locator(".at-figure").first.get_attribute("data-layout") == "narrow"
    smallest = "Math.min(...[...document.querySelectorAll('.at-figure text')].map("
    smallest += "t => parseFloat(getComputedStyle(t).fontSize)))"
    assert page.evaluate(smallest) >= 10


def test_a_phone_plays_and_changes(open_page):
    page = open_page("/?t=5", width=390, height=844, has_touch=True, is_mobile=True)
    before = page.evaluate("location.search")
    page.get_by_role("button", name="Set up").press("Enter")
    page.wait_for_function(
        "document.activeElement.matches('.at-rail-title')"
        " && document.activeElement.getBoundingClientRect().top < 200"
    )
    assert page.evaluate("location.search + location.hash") == before
    page.get_by_role("button", name="Run").tap()
    page.wait_for_function("Number(document.querySelector('.at-view').dataset.second) >= 7")
    page.get_by_role("button", name="Pause").tap()
    page.wait_for_selector(".at-view[data-state=paused]")
    drawn(page, lambda: slide(page, "Repair rate", 1))
    page.get_by_role("button", name="Take the caregiver's place").tap()
    page.wait_for_selector(".at-view[data-state=running]")
    hand = page.get_by_label("Your engagement").bounding_box()
    assert hand["y"] + hand["height"] <= 844
    assert hand["width"] >= 120
    page.locator(".at-help").first.tap()
    tip = page.locator(".at-tip:visible").bounding_box()
    assert tip["x"] >= 0
    assert tip["x"] + tip["width"] <= 390


@pytest.mark.parametrize("width", [1280, 1920])
@pytest.mark.parametrize("query", ["", "&projector=1"])
def test_a_screen_and_a_projector_need_no_scrolling_sideways(open_page, width, query):
    page = open_page(f"/?view=strange-situation&age=30{query}", width=width, height=1080)
    assert page.evaluate(WIDE_ENOUGH)
    assert page.evaluate(CRAMPED) == []


@pytest.mark.parametrize(("width", "query"), [(390, ""), (1280, ""), (1920, "&projector=1")])
def test_names_of_episodes_do_not_lie_over_each_other(open_page, width, query):
    page = open_page(f"/?view=strange-situation&age=365{query}", width=width, height=1080)
    over = page.evaluate(
        """() => {
          const boxes = [...document.querySelectorAll('.at-figure .annotation-text-g')]
            .filter((e) => /^[1-8]/.test(e.textContent)).map((e) => e.getBoundingClientRect());
          const over = boxes.filter((r, k) => k && boxes[k - 1].right > r.left + 1);
          return [boxes.length, over.length];
        }"""
    )
    assert over[0] >= 6
    assert over[1] == 0


def test_looks_dark_and_projector(open_page):
    page = open_page("/", color_scheme="dark")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    drawn(page, lambda: page.get_by_role("button", name="Light", exact=True).click())
    assert page.locator("html").get_attribute("data-theme") == "light"
    drawn(page, lambda: page.get_by_role("button", name="Projector").click())
    page.wait_for_function("location.search.includes('projector=1')")
    assert page.locator("html").get_attribute("data-projector") == ""


def test_who_wants_less_motion_gets_whole_seconds(open_page):
    page = open_page("/?t=5", reduced_motion="reduce")
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


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_serious_violation(open_page, serious_in_either_look, path):
    page = open_page(path)
    page.wait_for_load_state("networkidle")
    assert serious_in_either_look(page) == []


def test_axe_finds_none_while_things_happen(open_page, serious):
    page = open_page("/?t=3")
    for name in ("Keys", "Words"):
        page.get_by_role("button", name=name, exact=True).click()
        assert serious(page) == []
        page.keyboard.press("Escape")
    page.locator("summary").filter(has_text="Everyday life").click()
    page.locator(".at-term").first.focus()
    assert serious(page) == []
    page.keyboard.press("Escape")  # puts the explanation away
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector(".at-view[data-state=running]")
    assert serious(page) == []
    page.get_by_role("button", name="Take the caregiver's place").click()
    page.wait_for_function("Number(document.querySelector('.at-view').dataset.second) >= 1")
    assert serious(page) == []
    page.get_by_role("button", name="Projector").click()
    page.wait_for_function("location.search.includes('projector=1')")
    assert serious(page) == []


def test_axe_finds_none_on_a_map_in_use(open_page, serious):
    page = open_page("/map?episodes_per_day=24")
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("#at-progress[data-busy=False]")
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    assert serious(page) == []
    page = open_page("/compare", figures=4)
    page.get_by_role("button", name="repair were quicker?").click()
    page.wait_for_selector("[data-differ='1']")
    assert serious(page) == []

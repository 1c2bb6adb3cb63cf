"""Every page in a real browser: it opens, fits, and axe-core finds no serious fault."""

import re
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from steps import asked, drawn, resized, slide

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser
USUAL = {
    "/": 1,
    "/first-year": 2,
    "/family": 3,
    "/couple": 2,
    "/compare?families=10": 4,
    "/map": 1,
}
PAGES = USUAL | {
    "/lives": 2,
    "/strange-situation": 3,
    "/still-face": 2,
    "/population": 3,
    "/evidence?topic=2": 1,
    "/evidence/still-face-gaze": 1,
    "/evidence/calm-face": 1,
    "/lessons": 0,
    "/lessons/02-repair": 1,
    "/lessons/02-repair/hand-out": 0,
    "/lessons/02-repair/teacher": 1,
    "/observations": 0,
    "/class": 0,
}
"""With how many figures to wait for."""

# What lies on another control's place, or beyond the edge of the window; tips and so on apart.
CRAMPED = """() => {
  const apart = '.at-tipped, .at-visually-hidden, .at-term, dialog, [type=file]';
  const box = (e) => { // of a line that is pushed sideways what shows
    const r = e.getBoundingClientRect(), line = e.closest('.at-nav')?.getBoundingClientRect();
    const left = Math.max(r.left, line?.left ?? -Infinity);
    const right = Math.min(r.right, line?.right ?? Infinity);
    const { top, bottom, height } = r;
    return { left, right, top, bottom, height, width: Math.max(0, right - left) };
  };
  const seen = [...document.querySelectorAll('button, select, input, summary, nav a')]
    .filter((e) => e.checkVisibility() && !e.closest(apart))
    .map((e) => [e, box(e)]).filter(([, r]) => r.width && r.height);
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


# Margins of figures that plotly had to widen, after which it drew everything a second time.
WIDENED = """[...document.querySelectorAll('.at-figure')]
  .flatMap((e) => Object.entries(e._fullLayout._size).filter(([side, pixels]) =>
    side.length === 1 && side in e.layout.margin && pixels - e.layout.margin[side] > 1))"""


@pytest.mark.parametrize(("path", "figures"), PAGES.items())
def test_a_page_opens_by_its_address_fits_and_is_accessible(
    open_page, serious_in_either_look, path, figures
):
    page = open_page(path, figures=figures)
    page.get_by_role("heading", level=1).wait_for()
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator(".at-notice")).to_have_count(0)
    assert page.locator("html").get_attribute("lang") == "en"
    if path != "/map":  # of which one axis has a title at the side
        assert page.evaluate(WIDENED) == []
    if path in USUAL:
        here = page.locator("nav a[aria-current=page]").get_attribute("href")
        assert here.split("?")[0] == path.split("?")[0]
    assert serious_in_either_look(page) == []
    if path not in USUAL and path != "/class":
        resized(page, 390, 844, "narrow")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if path.endswith(("/hand-out", "/teacher")):
        prints_without_controls(page)


def prints_without_controls(page):
    button = page.get_by_role("button", name="Print this page")
    button.wait_for()
    page.emulate_media(media="print")
    for hidden in (page.locator(".at-bar"), page.locator(".at-footer"), button):
        expect(hidden).not_to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert len(page.pdf(format="A4")) > 10_000


def test_the_bar_takes_one_line(open_page, subtests):
    page = open_page("/lessons", figures=0, width=1280, height=800)
    for projector in (False, True):
        if projector:
            page.get_by_role("button", name="Projector").click()
            page.locator("html[data-projector]").wait_for()
        with subtests.test(projector=projector):
            pages, looks = (page.locator(part).bounding_box() for part in (".at-nav", ".at-looks"))
            assert pages["x"] + pages["width"] <= looks["x"]
            assert page.locator(".at-bar").bounding_box()["height"] < 70


def test_what_is_named_at_the_beginning_is_what_is_asked_for(open_page):
    page = open_page("/")
    path = "new URL(e.href ?? e.name).pathname"
    named = page.evaluate(f"[...document.querySelectorAll('link[rel=preload]')].map(e => {path})")
    asked = page.evaluate(f"performance.getEntriesByType('resource').map(e => {path})")
    assert len(named) == 5
    assert {name: asked.count(name) for name in named} == dict.fromkeys(named, 1)


def test_an_unknown_page_is_not_found(server):
    with pytest.raises(HTTPError, match="404") as caught:
        urlopen(f"{server}/nowhere?seed=7", timeout=10)
    assert b'href="/first-year?seed=7"' in caught.value.read()


def fits(page):
    """Whether it scrolls down only; the window of a phone grows with what is too wide."""
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("path", [path for path in USUAL if path != "/"])
def test_a_phone_shows_all_of_it(open_page, path):
    shows_all_of_it_on_a_phone(open_page(path, figures=USUAL[path], **PHONE))


def shows_all_of_it_on_a_phone(page):
    page.locator(".at-rail").first.wait_for()
    assert fits(page)
    assert page.evaluate(CRAMPED) == []
    assert page.locator(".at-bar").bounding_box()["height"] <= 120
    here = page.locator(".at-nav a[aria-current]").bounding_box()
    assert here["x"] >= 0
    assert here["x"] + here["width"] <= 390
    assert "user-scalable=no" not in page.locator("meta[name=viewport]").get_attribute("content")
    expect(page.locator(".at-figure").first).to_have_attribute("data-layout", "narrow")
    if "/map" not in page.url:
        assert page.evaluate(WIDENED) == []
    smallest = "Math.min(...[...document.querySelectorAll('.at-figure text')].map("
    smallest += "t => parseFloat(getComputedStyle(t).fontSize)))"
    assert page.evaluate(smallest) >= 10


def test_a_phone_shows_plays_and_changes_a_moment(open_page):
    page = open_page("/?t=5", **PHONE)
    shows_all_of_it_on_a_phone(page)
    asked(page, "scenario=")  # all that the page adds to its link
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
    for name in ("Come closer", "Back off", "Soothe", "Play", "Wait"):
        act = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert act["y"] + act["height"] <= 844
        assert act["height"] >= 44
    page.get_by_role("button", name="Leave the caregiver's place").tap()
    page.locator(".at-stage").wait_for()
    page.locator(".at-help").first.tap()
    tip = page.locator(".at-tip:visible").bounding_box()
    assert tip["x"] >= 0
    assert tip["x"] + tip["width"] <= 390


EPISODES = """() => {
  const boxes = [...document.querySelectorAll('.at-figure .annotation-text-g')]
    .filter((e) => /^[1-8]/.test(e.textContent)).map((e) => e.getBoundingClientRect());
  return [boxes.length, boxes.filter((r, k) => k && boxes[k - 1].right > r.left + 1).length];
}"""
"""How many names of episodes there are, and how many lie over the one before."""
BEYOND = """() => [...document.querySelectorAll('.at-figure')].flatMap((figure) =>
  [...figure.querySelectorAll('.annotation-text-g')].filter((e) =>
    e.getBoundingClientRect().right > figure.getBoundingClientRect().right + 1)
    .map((e) => e.textContent))"""
"""Titles and names that are cut at the edge of their figure."""
BESIDE = """() => {
  const main = document.querySelector('.at-main-column').getBoundingClientRect();
  return document.querySelector('.at-rail').getBoundingClientRect().left >= main.right;
}"""
"""Whether the settings stand beside what they set."""
WIDTHS = (1280, 1920, 1024, 1100, 1156, 390)
"""Of windows; at 1156 a figure has hardly the width of a wide one, at 1100 hardly less."""


def test_a_screen_and_a_projector_show_all_of_it(open_page, subtests):
    page = open_page("/?view=strange-situation&age=365", width=1280, height=1080)
    page.locator(".at-rail").wait_for()
    for projector, width in ((p, w) for p in (False, True) for w in WIDTHS):
        with subtests.test(projector=projector, width=width):
            resized(page, width, 1080)
            if projector and not page.locator("html[data-projector]").count():
                drawn(page, lambda: page.get_by_role("button", name="Projector").click())
                page.locator("html[data-projector]").wait_for()
            beside = page.evaluate(BESIDE)
            assert beside == (width >= (1200 if projector else 900))
            assert fits(page)
            if width != 390:  # a phone's page is tested as a phone's
                assert page.evaluate(CRAMPED) == []
                assert page.evaluate(BEYOND) == []
            names, over = page.evaluate(EPISODES)
            assert names >= 6
            assert over == 0


def test_axe_finds_none_while_things_happen(open_page, serious):
    page = open_page("/?t=100")
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
    page.wait_for_function(  # of the visit, and not of the record before
        "(s => s >= 1 && s < 100)(Number(document.querySelector('.at-view').dataset.second))"
    )
    assert serious(page) == []
    page.get_by_role("button", name="Projector").click()
    asked(page, "projector=1")
    assert serious(page) == []


@pytest.mark.parametrize(
    "path", ["/lessons/none", "/class/none", "/evidence/none", "/lessons/a/b/c"]
)
def test_what_is_not_there_gets_a_sentence(open_page, path):
    page = open_page(path, figures=0)
    page.get_by_role("heading", name=re.compile("There is no")).wait_for()

"""The site of files in a real browser: opened from the disk, with the network off."""

import base64
import csv
import re
import zlib
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from fixtures.few_families import FEW, few_families_on_pages
from fixtures.site_data import data_of
from steps import onward, predict

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = pytest.mark.browser
SHIPPED = Path(str(resources.files("attune_sim.lessons") / "shipped"))
STATIC = Path(str(resources.files("attune_dashboard") / "static"))
LESSON = "02-repair"
PAGES = {
    "index.html": 1,
    **{f"pages/scene-{number}.html": 1 for number in (2, 3, 4, 5)},
    "pages/families.html": 0,
    "pages/family-rejecting.html": 1,
    "pages/family-rejecting-strange-situation.html": 1,
    "pages/couple.html": 2,
    "pages/lives.html": 2,
    "pages/lessons.html": 0,
    f"pages/lesson-{LESSON}.html": 1,
    f"pages/lesson-{LESSON}-teacher.html": 1,
    f"pages/lesson-{LESSON}-hand-out.html": 0,
}
"""With how many figures to wait for."""
OWN = ("file:", "data:", "blob:")
PATIENCE_MS = 90_000
PLAYING = ".at-view[data-state=running]"


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Some pages of the site, of few families each."""
    pytest.importorskip("solara", reason="needs the extra 'dashboard'")
    from attune_dashboard.site.build import recorded, write_site
    from attune_dashboard.site.pages import pages
    from attune_sim.lessons import read_lesson

    lesson = replace(read_lesson(SHIPPED / f"{LESSON}.toml"), number=FEW)
    made = [page for page in pages({LESSON: lesson}, 1) if page.file in PAGES]
    assert len(made) == len(PAGES)
    folder = tmp_path_factory.mktemp("site")
    origin = {"version": "0", "seeds": "seed 1", "hash": "abc", "packages": {}}
    with few_families_on_pages(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("REACTON_FAST", "1")  # as `attune-sim web` does
        data = [recorded(page, PAGES, origin) for page in made]
    write_site(folder, made, data, origin)
    return folder


@pytest.fixture(scope="session")
def reader(browser, site):
    """A reader of the site, who stays for all tests: a browser's first page takes it longer."""
    context = browser.new_context(offline=True)
    context.set_default_timeout(PATIENCE_MS)
    staying = context.new_page()
    staying.goto(f"{site.as_uri()}/pages/families.html")
    yield context, staying
    context.close()


@pytest.fixture
def open_file(reader, site):
    """Open a page of the site and wait for its figures; watches every page to its end."""
    pages, faults = [], []
    context, staying = reader

    def open_file(path="index.html", *, width=1280, height=800, figures=1, **media):
        page = context.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(**media)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("requestfailed", lambda request: faults.append(f"failed: {request.url}"))

        def asked(request):
            if not request.url.startswith(OWN):
                faults.append(f"request: {request.url}")

        page.on("request", asked)
        page.goto(f"{site.as_uri()}/{path}")
        drawn(page, figures)
        return page

    yield open_file
    for page in pages:
        page.close()
    staying.evaluate("localStorage.clear()")
    assert faults == []


def drawn(page, figures=1):
    page.wait_for_function(
        "n => document.querySelectorAll('.at-view[data-ready=yes]').length >= n", arg=figures
    )


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def came(page):
    return page.locator(".at-came").inner_text()


def go_on(page, name):
    press(page, f"Next: {name}")
    page.get_by_role("heading", level=1, name=re.compile(name, re.IGNORECASE)).wait_for()
    drawn(page)


def test_the_guided_path_can_be_gone_to_its_end(open_file):
    page = open_file()
    page.locator(PLAYING).wait_for()  # by itself
    press(page, "Now!")
    expect(page.locator(".at-came")).to_contain_text("A coder sees them lose each other")
    page.locator(PLAYING).wait_for()  # goes on meanwhile
    go_on(page, "distress answered")
    press(page, "Soothe")
    expect(page.locator(".at-came")).to_contain_text("Someone soothes: the infant fusses for")
    press(page, "Wait")
    expect(page.locator(".at-came")).to_contain_text("were the same both times")
    go_on(page, "a year of it")
    page.get_by_role("button", name="Stays away and looks at the toys").click()
    expect(page.locator(".at-came")).to_contain_text(re.compile("Coded (secure|avoidant|resist)"))
    page.locator(PLAYING).wait_for()
    go_on(page, "the same family again")
    press(page, "Live the year again")
    expect(page.locator(".at-year")).to_have_count(2)
    press(page, "All 12")
    expect(page.locator(".at-year")).to_have_count(12)
    assert came(page).startswith(("Of 12 years", "In all 12 years"))
    go_on(page, "what a study would see")
    press(page, "Run a study")
    press(page, "Run another study")
    expect(page.locator(".at-came")).to_contain_text("Study 2")
    page.get_by_role("link", name="Lessons").last.click()
    page.get_by_role("heading", level=1, name="Lessons").wait_for()


def test_when_it_was_pressed_decides_what_is_said(open_file):
    page = open_file(reduced_motion="reduce")

    def press_at(second):
        page.locator(".at-seek").evaluate(
            "(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", str(second)
        )
        press(page, "Now!")
        return came(page)

    late = int(page.locator(".at-seek").get_attribute("max")) - 1
    assert "You pressed earlier, at 0:00" in press_at(0)
    assert f"You pressed later, at 0:{late:02d}" in press_at(late)


def test_a_lesson_can_be_done_to_its_end(open_file):
    page = open_file(f"pages/lesson-{LESSON}.html")
    expect(page.get_by_role("button", name="3 Run")).to_be_disabled()
    onward(page, "prediction")
    predict(page, 1)
    onward(page, "run")
    press(page, "Run")
    onward(page, "what happened")
    drawn(page)
    expect(page.locator(".at-predictions")).to_contain_text(
        "what counts is being available. (your prediction)"
    )
    page.reload()  # what was predicted is still known
    drawn(page)
    expect(page.locator(".at-predictions")).to_contain_text("(your prediction)")
    onward(page, "why")
    page.get_by_role("heading", name="How certain is that?").wait_for()
    onward(page, "change something")
    drawn(page)
    press(page, "Run with these")
    drawn(page, 2)
    page.get_by_text("The numbers of this figure").last.click()
    numbers = page.get_by_role("region", name="Numbers").last
    expect(numbers).to_contain_text("Your own")
    before = numbers.inner_text()
    first, second = (page.locator(".at-knobs input").nth(k) for k in (0, 1))
    begins = second.input_value()
    second.press("ArrowRight")
    first.press("End")
    expect(second).to_have_value(begins)  # one is moved at a time
    press(page, "Run with these")
    page.wait_for_function(
        "told => document.querySelector('.at-scroll:last-of-type') && ![...document"
        ".querySelectorAll('.at-scroll')].at(-1).innerText.includes(told)",
        arg=before,
    )
    expect(numbers).to_contain_text("Your own")


def test_another_prediction_leads_elsewhere(open_file):
    page = open_file(f"pages/lesson-{LESSON}.html")
    onward(page, "prediction")
    predict(page, 0)
    onward(page, "run")
    press(page, "Run")
    onward(page, "what happened")
    expect(page.locator(".at-predictions")).to_contain_text("clearly more. (your prediction)")


def test_a_lesson_by_keyboard_tells_where_one_is(open_file):
    page = open_file(f"pages/lesson-{LESSON}.html")
    page.get_by_role("button", name="Next: prediction").focus()
    page.keyboard.press("Enter")
    page.locator(".at-ask").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Prediction"


@pytest.mark.parametrize("path", ["index.html", "pages/family-rejecting.html"])
def test_a_slide_has_only_the_stage_and_what_plays_it(open_file, path):
    page = open_file(f"{path}?embed", width=720, height=640)
    page.locator(".at-scene-picture").wait_for()
    expect(page.get_by_role("button", name=re.compile("Run|Pause"))).to_be_visible()
    expect(page.get_by_label("Moment of the record")).to_be_visible()
    for hidden in (".at-bar", ".at-footer", "h1", ".at-figure", ".at-turn", ".at-rail", ".at-foot"):
        for found in page.locator(hidden).all():
            expect(found).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollHeight") <= 640
    assert page.evaluate("document.documentElement.scrollWidth") <= 720


def test_keys_play_a_film(open_file):
    page = open_file("pages/family-rejecting.html", reduced_motion="reduce")
    view = page.locator(".at-view")
    expect(view).to_have_attribute("data-state", "paused")  # nothing moves by itself
    expect(view).to_have_attribute("data-second", "0")
    page.keyboard.press("ArrowRight")
    expect(view).to_have_attribute("data-second", "1")
    page.keyboard.press("Space")
    page.locator(PLAYING).wait_for()
    page.keyboard.press("Space")
    page.keyboard.press("R")
    expect(view).to_have_attribute("data-second", "0")


def test_the_numbers_of_a_figure_can_be_saved(open_file):
    page = open_file("pages/family-rejecting.html", reduced_motion="reduce")
    with page.expect_download() as download:
        press(page, "CSV")
    assert download.value.suggested_filename.endswith(".csv")
    with Path(download.value.path()).open(encoding="utf-8") as file:
        first, *rows = csv.reader(file)
    page.get_by_text("The numbers of this figure").click()
    page.locator(".at-scroll th").first.wait_for()
    shown = page.locator(".at-scroll th").all_text_contents()
    assert first == shown
    assert rows
    assert all(len(row) == len(first) for row in rows)


def test_larger_for_a_projector_and_dark_stay_on_the_next_page(open_file):
    page = open_file()
    press(page, "Projector")
    press(page, "Dark")
    page.get_by_role("link", name="Families").click()
    page.get_by_role("heading", level=1, name="Families").wait_for()
    html = page.locator("html")
    expect(html).to_have_attribute("data-projector", "")
    expect(html).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize(("path", "figures"), PAGES.items())
def test_a_page_fits_and_is_accessible(open_file, serious_in_either_look, path, figures):
    page = open_file(path, figures=figures)
    expect(page.locator("h1")).to_have_count(1)
    assert page.locator("html").get_attribute("lang") == "en"
    assert serious_in_either_look(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.documentElement.scrollWidth <= 390")  # figures take a moment
    for link in page.locator("a[href]").all():
        href = link.get_attribute("href")
        assert not re.match(r"\w+:|/", href), href


# What stands at a place in turn, as site/tree.py tells it.
IN_TURN = """
  const place = document.createElement("div");
  const fill = drawing({});
  const html = (text) => [{ t: "div", a: {}, html: text }];
  return [html("<b>1</b>"), html("<i>2</i>"), [{ t: "div", a: {}, c: ["3"] }], html("<b>4</b>")]
    .map((nodes) => { fill(place, nodes); return place.innerHTML; });
"""


def test_html_and_nodes_take_each_others_place(browser):
    page = browser.new_page()
    scripts = [(STATIC / name).read_text("utf-8") for name in ("make.js", "site/drawing.js")]
    shown = page.evaluate("source => new Function(source)()", "\n".join([*scripts, IN_TURN]))
    assert shown == [f"<div>{inner}</div>" for inner in ("<b>1</b>", "<i>2</i>", "3", "<b>4</b>")]
    page.close()


def test_every_link_leads_to_a_file(site):
    known = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert known == set(PAGES)
    for name in ("families", "lessons"):
        data = data_of((site / "data" / f"{name}.js").read_text("utf-8"))
        hrefs = re.findall(r'"href":"([^"]+)"', data)  # links that are elements
        hrefs += re.findall(r'href=\\"([^"\\]*)', data)  # links in the HTML of one
        assert hrefs
        for href in hrefs:
            if name == "lessons":
                assert href.removeprefix("../") in known


def test_a_browser_unpacks_whatever_deflate_gives(browser):
    numbers = ",".join(str(k * k % 997 / 1000) for k in range(30_000))
    texts = ["", "a", "ä → “b”", "0" * 100_000, numbers]
    cases = [
        [text, len(text.encode()), base64.b64encode(squeezed(text, *kind)).decode()]
        for text in texts
        for kind in ((0, zlib.Z_DEFAULT_STRATEGY), (9, zlib.Z_FIXED), (9, zlib.Z_DEFAULT_STRATEGY))
    ]
    page = browser.new_page()
    source = (STATIC / "site" / "packing.js").read_text("utf-8") + "return unpacked(...asked);"
    unpack = "([source, asked]) => new Function('asked', source)(asked)"
    for text, length, data in cases:
        assert page.evaluate(unpack, [source, [length, data]]) == text
    *_, (_, whole, sound) = cases
    for wrong in ([whole, sound[:-8]], [whole - 1, sound], [10, ""]):
        with pytest.raises(playwright.Error, match="this page's data is"):
            page.evaluate(unpack, [source, wrong])
    page.close()


def squeezed(text, level, strategy):
    squeeze = zlib.compressobj(level, wbits=-zlib.MAX_WBITS, strategy=strategy)
    return squeeze.compress(text.encode()) + squeeze.flush()

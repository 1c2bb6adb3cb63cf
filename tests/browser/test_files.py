"""What visitors load and save, in a real browser."""

import re
from pathlib import Path

import pytest
from steps import asked, drawn, slide

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser


def test_exports_open(open_page, subtests, tmp_path):
    page = open_page("/?seed=1")
    for kind, start in {"CSV": b"second,present", "SVG": b"<svg", "PNG": b"\x89PNG"}.items():
        with subtests.test(kind), page.expect_download() as waiting:
            page.get_by_role("button", name=kind, exact=True).click()
        waiting.value.save_as(tmp_path / kind)
        assert (tmp_path / kind).read_bytes().startswith(start)
        assert waiting.value.suggested_filename.endswith(kind.lower())


def test_an_own_file_is_kept_in_the_link_and_a_faulty_one_refused(open_page, tmp_path):
    page = open_page("/?seed=1")
    faulty, fine = tmp_path / "faulty.toml", tmp_path / "fine.toml"
    faulty.write_text("[parameters]\nrepair_rate = 7\n")
    fine.write_text('title = "Mine <b>"\n[parameters]\nrepair_rate = 0.9\n')
    page.get_by_label("A scenario's TOML file").set_input_files(faulty)
    page.get_by_text(
        "Not changed: the file, line 2: repair_rate = 7 is not a number from 0 to 1."
    ).wait_for()
    drawn(page, lambda: page.get_by_label("A scenario's TOML file").set_input_files(fine))
    expect(page.get_by_role("heading", level=1)).to_have_text("Mine <b>")
    asked(page, "own=")
    slide(page, "Rejection", 0.4)
    asked(page, "rejection=0.4")
    page.reload()
    open_page.ready(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mine <b>, rejection 0.4")
    elsewhere = open_page(page.url.removeprefix(page.url.split("/?")[0]))
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Mine <b>, rejection 0.4")
    expect(elsewhere.get_by_label("Repair rate", exact=True)).to_have_value("0.9")
    expect(elsewhere.get_by_label("Rejection", exact=True)).to_have_value("0.4")
    page.get_by_role("link", name="First year").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("^Mine <b>.*: the first year")
    )
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save scenario").click()
    waiting.value.save_as(tmp_path / "saved.toml")
    assert "repair_rate = 0.9" in (tmp_path / "saved.toml").read_text()


def test_a_page_is_saved_and_opens_offline(open_page, browser, tmp_path):
    page = open_page("/still-face", figures=2)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save this page as a file").click()
    path = tmp_path / Path(waiting.value.suggested_filename).name
    waiting.value.save_as(path)
    assert path.suffix == ".html"
    context = browser.new_context(offline=True)
    saved, asked = context.new_page(), []
    saved.on("request", lambda request: asked.append(request.url))
    saved.goto(path.as_uri())
    saved.wait_for_function("document.querySelectorAll('.js-plotly-plot').length === 2")
    expect(saved.locator("main")).to_contain_text("Mesman")
    assert asked == [path.as_uri()]
    context.close()


@pytest.mark.parametrize(("path", "figures"), [("/still-face", 2), ("/compare?families=10", 4)])
def test_a_page_with_a_record_takes_few_sheets(open_page, path, figures):
    page = open_page(path, figures=figures)
    page.emulate_media(media="print")
    for controls in page.locator(".at-rail, .at-side").all():
        expect(controls).not_to_be_visible()
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert 3 <= sheets <= 12


LOOKS = """[document.documentElement.dataset.theme,
  ...[...document.querySelectorAll('.at-figure')].map((e) => e._fullLayout.width)].join()"""
"""Light or dark, and how wide each figure is drawn."""


def test_paper_is_light_and_figures_are_as_wide_as_it(open_page):
    page = open_page("/lessons/02-repair/teacher", media={"color_scheme": "dark"})
    on_screen = page.evaluate(LOOKS)
    assert on_screen.startswith("dark,")
    page.evaluate(f"void (window.print = () => {{ window.printed = {LOOKS}; }})")
    page.get_by_role("button", name="Print this page").click()
    page.wait_for_function("window.printed")
    assert page.evaluate("printed") == "light,700"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # the browser's own
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"seen => {LOOKS} === seen", arg=on_screen)


def test_a_saved_page_has_tables_without_titles(open_page, tmp_path):
    page = open_page("/evidence/avoidant-arousal")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save this page as a file").click()
    waiting.value.save_as(tmp_path / "saved.html")
    assert "<caption>About this finding" in (tmp_path / "saved.html").read_text("utf-8")

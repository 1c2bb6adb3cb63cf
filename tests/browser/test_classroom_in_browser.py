"""Procedures, populations, evidence, lessons and class mode in a real browser."""

import re
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LESSONS = sorted(
    path.stem
    for path in (Path(__file__).parents[2] / "src/attune_sim/lessons/shipped").glob("*.toml")
)
PAGES = {
    "/strange-situation": 2,
    "/still-face": 2,
    "/population": 1,
    "/evidence?topic=2": 1,
    "/evidence/still-face-gaze": 1,
    "/evidence/calm-face": 1,
    "/lessons": 0,
    "/lessons/02-repair": 0,
    "/lessons/02-repair/hand-out": 0,
    "/lessons/02-repair/teacher": 1,
    "/class": 0,
}
"""With how many figures wait for."""


def step(page, name):
    page.locator(".at-onward").get_by_role("button", name=f"Next: {name}").click()


def predict(page, number):
    page.get_by_role("radio").nth(number).check()
    page.get_by_role("button", name="Commit").click()
    page.wait_for_selector(f".at-ask[data-committed='{number}']")


@pytest.mark.parametrize(("path", "figures"), PAGES.items())
def test_every_page_opens_by_its_address(open_page, path, figures):
    page = open_page(path, figures=figures)
    page.get_by_role("heading", level=1).wait_for()
    assert page.locator("h1").count() == 1
    assert page.locator(".at-notice").count() == 0


@pytest.mark.parametrize(
    "path", ["/lessons/none", "/class/none", "/evidence/none", "/lessons/a/b/c"]
)
def test_what_is_not_there_gets_a_sentence(open_page, path):
    page = open_page(path, figures=0)
    page.get_by_role("heading", name=re.compile("There is no such|Nothing is known")).wait_for()


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_walked_through_to_its_end(open_page, name):
    page = open_page(f"/lessons/{name}", figures=0)
    page.get_by_role("heading", name="Puzzle").wait_for()
    step(page, "prediction")
    page.locator(".at-ask").wait_for()
    assert page.get_by_role("button", name="Next: run").is_disabled()
    predict(page, 1)
    assert page.get_by_role("radio").first.is_disabled()
    step(page, "run")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="It has run").wait_for()
    step(page, "what happened")
    open_page.ready(page)
    assert "(your prediction)" in page.locator(".at-predictions").inner_text()
    assert page.locator(".at-words li").count() >= 1
    step(page, "why")
    page.get_by_role("heading", name="How certain is that?").wait_for()
    step(page, "change something")
    page.get_by_role("button", name="Run with these").click()
    open_page.ready(page)
    page.get_by_text("The numbers of this figure").click()
    assert "Your own" in page.get_by_role("region", name="Numbers").inner_text()


def test_a_lesson_by_keyboard_only(open_page):
    page = open_page("/lessons/02-repair", figures=0)
    page.get_by_role("button", name="Next: prediction").wait_for()

    def press_on(locator, key="Enter"):
        for _ in range(60):
            page.keyboard.press("Tab")
            if locator.evaluate("e => e === document.activeElement"):
                page.keyboard.press(key)
                return
        pytest.fail("it is not reached by Tab")

    press_on(page.get_by_role("button", name="Next: prediction"))
    page.locator(".at-ask").wait_for()
    page.evaluate("document.activeElement.blur()")
    press_on(page.get_by_role("radio").first, "Space")
    page.keyboard.press("ArrowDown")
    press_on(page.get_by_role("button", name="Commit"))
    page.wait_for_selector(".at-ask[data-committed='1']")
    page.evaluate("document.activeElement.blur()")
    press_on(page.get_by_role("button", name="Next: run"))
    run = page.get_by_role("button", name="Run", exact=True)
    run.wait_for()
    page.evaluate("document.activeElement.blur()")
    press_on(run)
    page.get_by_role("button", name="It has run").wait_for()


def test_links_in_pages_keep_the_state(open_page):
    page = open_page("/lessons?projector=1&seed=7", figures=0)
    page.get_by_role("link", name="The calm face").click()
    page.wait_for_url(re.compile(r"05-calm-face\?.*seed=7.*projector=1"))
    page.get_by_role("link", name="All lessons").click()
    page.get_by_role("link", name="Teach one with a class").click()
    page.get_by_role("button", name="Open a class: The calm face").click()
    page.locator("#at-link").wait_for()
    assert page.evaluate("document.documentElement.hasAttribute('data-projector')")
    page.get_by_role("button", name="End the class").click()
    page.get_by_role("button", name="Really end?").click()
    page.wait_for_url(re.compile(r"/class\?.*projector=1"))
    page = open_page("/evidence?show=claims&topic=1&projector=1", figures=0)
    page.locator(".at-evidence a").first.click()
    page.get_by_role("link", name="All claims").click()
    page.wait_for_url(re.compile(r"/evidence\?.*projector=1.*show=claims.*topic=1"))


def test_steps_of_a_lesson_stand_where_the_last_one_stood(open_page):
    page = open_page("/lessons/05-calm-face", figures=0)
    place = "(e => [e.x, e.width])(document.querySelector('.at-page').getBoundingClientRect())"
    page.get_by_role("heading", name="Puzzle").wait_for()
    before = page.evaluate(place)
    step(page, "prediction")
    predict(page, 1)
    assert page.evaluate(place) == before
    step(page, "run")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="It has run").wait_for()
    step(page, "what happened")
    open_page.ready(page)
    assert page.evaluate(place) == before


def test_each_figure_saves_its_own_numbers(open_page):
    page = open_page("/strange-situation", figures=3)
    heads = []
    for button in page.get_by_role("button", name="CSV").all():
        with page.expect_download() as waiting:
            button.click()
        heads.append(Path(waiting.value.path()).read_text(encoding="utf-8").splitlines()[0])
    assert heads[1].startswith("scale,reunion_1")
    assert heads[2] == "otherwise,pattern,count,codings,share,low,high"


def test_an_episode_can_be_looked_at_alone(open_page):
    page = open_page("/strange-situation?scenario=rejecting&seed=4", figures=3)
    drawn = page.locator(".at-view").first.get_attribute("data-drawn")
    page.get_by_role("button", name="8 second reunion").click()
    page.wait_for_function("n => document.querySelector('.at-view').dataset.drawn !== n", arg=drawn)
    assert "counts double" in page.locator(".at-main-column [role=status]").first.inner_text()
    page.wait_for_function("location.search.includes('t=')")
    pattern = page.locator("#at-pattern").get_attribute("data-pattern")
    assert pattern in page.locator("#at-pattern").inner_text()


def test_the_ratings_shown_are_those_that_are_computed(open_page):
    from attune_dashboard.compute import procedures
    from attune_dashboard.state.choice import Choice
    from attune_sim.procedures.strange_situation import SCALES

    page = open_page("/strange-situation?scenario=alarming&seed=9", figures=2)
    ratings = procedures.situation(Choice("alarming", seed=9)).codings[0].ratings
    shown = page.locator(".at-ratings tbody td:nth-child(5)").all_inner_texts()
    assert shown == [f"{ratings[scale]:.2f}" for scale in SCALES]


def test_other_noise_gives_another_correlation(open_page):
    page = open_page("/population?sample=20", figures=3)
    done = "#at-progress[data-busy=False]"
    page.wait_for_selector(done)
    before = page.locator("#at-told").inner_text()
    assert "20 families" in before
    page.get_by_label("Error of ratings").fill("3")
    page.wait_for_function("location.search.includes('noise=3')")
    page.wait_for_function("t => document.querySelector('#at-told').innerText !== t", arg=before)
    page.wait_for_selector(done)
    page.get_by_role("button", name="Draw other samples").click()
    page.wait_for_function("location.search.includes('draw=2')")


def test_findings_are_browsed_and_run(open_page):
    page = open_page("/evidence", figures=0)
    page.locator("#at-found").wait_for()
    page.get_by_label("Topic").select_option(label="Still-Face")
    open_page.ready(page)
    page.get_by_label("Verdict").select_option(label="Wrong")
    page.wait_for_function("location.search.includes('verdict=wrong')")
    page.get_by_label("Show", exact=True).select_option(label="Claims")
    page.get_by_role("link", name="A still face upsets infants", exact=False).first.click()
    page.get_by_role("heading", name="What is said").wait_for()
    page.get_by_role("link", name="The still face lowers gaze at the caregiver").click()
    page.get_by_role("button", name="Run it").click()
    page.wait_for_selector("[data-verdicts]:not([data-verdicts=''])", timeout=120_000)


def test_a_page_is_saved_and_opens_offline(open_page, browser, tmp_path):
    page = open_page("/still-face", figures=2)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save this page as a file").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.suffix == ".html"
    context = browser.new_context(offline=True)
    saved, asked = context.new_page(), []
    saved.on("request", lambda request: asked.append(request.url))
    saved.goto(path.as_uri())
    saved.wait_for_function("document.querySelectorAll('.js-plotly-plot').length === 2")
    assert "Mesman" in saved.locator("main").inner_text()
    assert asked == [path.as_uri()]
    context.close()


@pytest.mark.parametrize("sheet", ["teacher", "hand-out"])
def test_a_sheet_prints_without_controls(open_page, sheet):
    page = open_page(f"/lessons/06-still-face/{sheet}", figures=1 if sheet == "teacher" else 0)
    page.get_by_role("button", name="Print this page").wait_for()
    page.emulate_media(media="print")
    assert not page.locator(".at-bar").is_visible()
    assert not page.locator(".at-footer").is_visible()
    assert not page.get_by_role("button", name="Print this page").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    assert len(page.pdf(format="A4")) > 10_000


@pytest.mark.parametrize("path", [p for p in PAGES if p != "/class"])
def test_a_phone_needs_no_scrolling_sideways(open_page, path):
    page = open_page(
        path, width=390, height=844, has_touch=True, is_mobile=True, figures=PAGES[path]
    )
    page.get_by_role("heading", level=1).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(("path", "figures"), PAGES.items())
def test_axe_finds_no_serious_violation(open_page, serious_in_either_look, path, figures):
    page = open_page(path, figures=figures)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")
    assert serious_in_either_look(page) == []


def test_the_prediction_step_is_accessible(open_page, serious):
    page = open_page("/lessons/02-repair", figures=0)
    step(page, "prediction")
    page.locator(".at-ask").wait_for()
    assert serious(page) == []

"""The stage in a real browser: in step with the lines and the command line's record."""

import csv
import re
import subprocess
import sys

import pytest
from steps import drawn as redrawn
from steps import resized

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser

# What the stage and the figure's lines say of each second, by scrubbing through all of them.
EACH_SECOND = """(lines) => {
  const scene = document.querySelector('.at-scene');
  const seek = document.querySelector('.at-seek');
  const data = document.querySelector('.at-figure').data;
  const ys = lines.map((name) => data.find((t) => t.name === name).y);
  const out = [];
  for (let k = 0; k <= Number(seek.max); k++) {
    seek.value = k;
    seek.dispatchEvent(new Event('input'));
    out.push({ ...scene.dataset, lines: ys.map((y) => y[k]) });
  }
  return out;
}"""
NUMBERS = {
    "wish": "infant_engagement",
    "engagement": "caregiver_engagement",
    "distance": "distance",
    "distress": "distress",
}


def record(tmp_path, procedure, *options):
    """The record that the command line writes, a row per second."""
    path = tmp_path / "trace.csv"
    command = [sys.executable, "-m", "attune_sim", "observe", procedure, *options]
    one = ["--infants", "1", "--trace", str(path), "--quiet"]
    subprocess.run([*command, *one], capture_output=True, check=True)
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def mood(row):
    display, affect = float(row["display"]), float(row["affect"])
    if display > 0.25:
        return "cries"
    if display > 0.1:
        return "frets"
    return "smiles" if affect >= 0.25 else "calm"


def caregiver(row):
    if float(row["present"]) != 1:
        return "absent"
    if row["episode"] == "still face":
        return "still"
    return "attends" if float(row["attending"]) == 1 else "elsewhere"


@pytest.mark.parametrize(
    ("procedure", "scenario", "age"),
    [
        ("free-play", "alarming", 300),
        ("still-face", "good-enough", 150),
        ("strange-situation", "rejecting", 365),
    ],
)
def test_stage_lines_and_command_line_agree_second_by_second(
    open_page, tmp_path, procedure, scenario, age
):
    rows = record(tmp_path, procedure, scenario, "--age", str(age))
    view = "play" if procedure == "free-play" else procedure
    page = open_page(f"/?scenario={scenario}&age={age}&view={view}&seed=1&t=0")
    shown = page.evaluate(EACH_SECOND, ["Infant", "Caregiver"])
    assert len(shown) == len(rows)
    assert {mood(row) for row in rows} == {state["mood"] for state in shown}
    for row, state in zip(rows, shown, strict=True):
        assert state["second"] == row["second"]
        assert state["gaze"] == ("toward" if float(row["infant_engagement"]) >= 0.35 else "away")
        assert state["mood"] == mood(row)
        assert state["caregiver"] == caregiver(row)
        assert (state["event"] == "alarm") == (float(row["alarm"]) == 1)
        for name, field in NUMBERS.items():
            assert float(state[name] or "nan") == pytest.approx(
                float(row[field] or "nan"), abs=0.001, nan_ok=True
            )
        drawn = [float("nan") if y is None else y for y in state["lines"]]
        wanted = [float(row[f] or "nan") for f in ("infant_engagement", "caregiver_engagement")]
        assert drawn == pytest.approx(wanted, abs=0.001, nan_ok=True)


FACE = "document.querySelector('.at-infant-figure').innerHTML"


def test_the_first_page_plays_by_itself_and_stops(open_page):
    page = open_page("/", figures=0)
    page.wait_for_selector(".at-view[data-state=running]")
    last = page.locator(".at-seek").get_attribute("max")
    page.wait_for_selector(".at-view[data-state=paused]")
    assert page.locator(".at-scene").get_attribute("data-second") == last
    words = page.locator(".at-scene-words").inner_text()
    assert page.locator(".at-view > [role=status]").inner_text().startswith(words)
    open_page.ready(page)


def test_the_guided_path_leads_to_its_end(open_page, serious):
    page = open_page("/")
    came = page.locator(".at-came")
    page.get_by_role("button", name="Now!").click()
    expect(came).to_contain_text("A coder sees them lose each other at 0:")
    assert serious(page) == []
    onward(page, 2)
    for name in ("Soothe", "Wait"):
        act = page.get_by_role("button", name=name, exact=True)
        redrawn(page, act.click)
        page.wait_for_selector(".at-view[data-state=running]")
    expect(came).to_contain_text("were the same both times")
    onward(page, 3)
    page.get_by_role("button", name="Stays away and looks at the toys").click()
    expect(came).to_contain_text(re.compile("^Coded (secure|avoidant|resistant|disorganized), "))
    onward(page, 4)
    page.get_by_role("button", name="Live the year again").click()
    expect(page.locator(".at-year")).to_have_count(2)
    page.get_by_role("button", name="All 12").click()
    expect(page.locator(".at-year")).to_have_count(12)
    onward(page, 5)
    page.get_by_role("button", name="Run a study").click()
    page.get_by_role("button", name="Run another study").click()
    expect(came).to_contain_text("of 2 studies report one")
    assert serious(page) == []
    page.get_by_role("button", name="All settings").click()
    page.locator(".at-rail").wait_for()
    page.wait_for_function("!location.search.includes('scene')")
    page.get_by_role("link", name="attune-sim").click()
    page.wait_for_selector("[data-scene='1']")


def onward(page, number):
    page.locator(".at-onward-scenes").get_by_role("button", name="Next:").click()
    page.wait_for_selector(f"[data-scene='{number}']")
    page.wait_for_function(f"location.search.includes('scene={number}')")


# Seconds as quickly as the server lets them be asked for: a frame plays a quarter of one at most.
QUICKLY = """async () => {
  const outcome = document.querySelector('.at-outcome');
  const frame = window.requestAnimationFrame;
  let [due, now] = [[], performance.now()];
  window.requestAnimationFrame = (then) => due.push(then);
  while (!outcome.checkVisibility()) {
    for (let quarter = 0; quarter < 5; quarter++) {
      now += 250;
      due.splice(0).forEach((then) => then(now));
    }
    await new Promise((then) => setTimeout(then, 100));
  }
  window.requestAnimationFrame = frame;
  due.forEach((then) => frame(then));
}"""


def test_a_visit_ends_with_what_happened_beside_the_infants_own_caregiver(open_page):
    page = open_page("/?age=20")
    page.get_by_role("button", name="Take the caregiver's place").click()
    page.get_by_role("button", name="Soothe").click()
    page.evaluate(QUICKLY)
    expect(page.locator(".at-outcome tbody tr")).to_have_count(7)
    expect(page.locator(".at-outcome")).to_contain_text("You lost each other")
    expect(page.locator(".at-stage")).to_be_visible()
    page.get_by_role("button", name="Back to their own caregiver").click()
    page.wait_for_selector(".at-view[data-second='179']")
    expect(page.locator(".at-outcome")).not_to_be_visible()


def test_a_link_to_something_does_not_play_by_itself(open_page):
    page = open_page("/?seed=2")
    assert page.locator(".at-view").get_attribute("data-state") == "paused"
    assert page.locator(".at-scene").get_attribute("data-second") == "179"


# A second in frames of a twentieth each, however many of them this machine would draw.
FRAME_BY_FRAME = f"""() => {{
  const frame = window.requestAnimationFrame;
  let due = [];
  window.requestAnimationFrame = (then) => due.push(then);
  document.querySelector('.at-run').click();
  const faces = [];
  for (let now = 0; now <= 1000; now += 50) {{
    due.splice(0).forEach((then) => then(now));
    faces.push({FACE});
  }}
  window.requestAnimationFrame = frame;
  due.forEach((then) => frame(then));
  return faces;
}}"""


def test_between_two_seconds_the_figures_move_smoothly(open_page):
    faces = open_page("/?t=20").evaluate(FRAME_BY_FRAME)
    assert len(faces) == 21
    assert len(set(faces)) > 10


def test_under_reduced_motion_it_stands_still_and_says_what_is_seen(open_page):
    page = open_page("/", media={"reduced_motion": "reduce"})
    assert page.locator(".at-view").get_attribute("data-state") == "paused"
    said = page.locator(".at-view > [role=status]")
    assert said.inner_text().startswith("The infant")
    page.get_by_role("button", name="Run").click()
    stills = page.evaluate(
        f"""async () => {{
          const seen = {{}};
          while (document.querySelector('.at-view').dataset.second < 4) {{
            const k = document.querySelector('.at-scene').dataset.second;
            (seen[k] ??= new Set()).add({FACE});
            await new Promise(requestAnimationFrame);
          }}
          return [2, 3].map((k) => seen[k].size);
        }}"""
    )
    assert stills == [1, 1]


def test_what_nobody_sees_is_shown_and_told_by_keyboard(open_page, serious):
    page = open_page("/?t=60&scenario=rejecting")
    heart = page.locator(".at-unseen")
    assert not heart.is_visible()
    assert "Unseen" not in page.get_by_role("img", name="1:00.").get_attribute("aria-label")
    page.get_by_role("button", name="What nobody sees").press("Enter")
    assert heart.is_visible()
    share = round(100 * float(page.locator(".at-scene").get_attribute("data-distress")))
    assert heart.text_content() == f"{share}%"
    assert f"Unseen: distress {share}%" in page.get_by_role("img", name="1:00.").get_attribute(
        "aria-label"
    )
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Describe this second"
    before = page.locator(".at-view > [role=status]").evaluate("e => e.textContent")
    page.keyboard.press("Enter")
    after = page.locator(".at-view > [role=status]").evaluate("e => e.textContent")
    assert before.strip() == after.strip()
    assert before != after  # so that it is read out again
    assert serious(page) == []


def test_a_sound_is_off_at_first_heard_while_it_plays_and_remembered_in_the_tab(open_page):
    page = open_page("/?scene=2")
    sound = page.get_by_role("button", name="Sound", exact=True)
    expect(sound).to_have_attribute("aria-pressed", "false")
    sound.click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_selector(".at-sound[data-heard='cries']")
    page.get_by_role("button", name="Pause").click()
    page.reload()
    expect(sound).to_have_attribute("aria-pressed", "true")
    expect(sound).to_have_attribute("data-heard", "")  # nothing plays yet


SCREENS = [(1280, 800), (1366, 768), (1920, 1080)]
PHONE = (390, 844)  # no phone is a projector


def test_above_the_fold_are_the_sentence_the_stage_and_two_buttons(open_page, subtests):
    page = open_page("/", width=PHONE[0], height=PHONE[1])
    usual, projected = (((*screen, projector) for screen in SCREENS) for projector in (False, True))
    for width, height, projector in ((*PHONE, False), *usual, *projected):
        page.set_viewport_size({"width": width, "height": height})
        if projector and not page.locator("html[data-projector]").count():
            redrawn(page, page.get_by_role("button", name="Projector").click)
            page.locator("html[data-projector]").wait_for()
        with subtests.test(width=width, height=height, projector=projector):
            for part in (
                page.get_by_text("A simulated baby and caregiver"),
                page.locator(".at-scene-picture"),
                page.locator("[data-what=run]"),
                page.locator("[data-what=sit]"),
            ):
                box = part.bounding_box()
                assert box["y"] >= 0
                assert box["y"] + box["height"] <= height
            assert page.locator(".at-scene-picture").bounding_box()["height"] >= 175


def test_the_stage_plays_on_in_the_caregivers_place(open_page):
    page = open_page("/?age=20")
    page.get_by_role("button", name="Take the caregiver's place").press("Enter")
    page.wait_for_function(  # and not the last one any more, of the record before
        "(s => s >= 2 && s < 100)(Number(document.querySelector('.at-scene').dataset.second))"
    )
    page.get_by_role("button", name="Soothe").click()
    page.wait_for_function("Number(document.querySelector('.at-scene').dataset.engagement) > 0.55")


def test_the_strange_situation_is_played_in_its_room(open_page):
    page = open_page("/strange-situation?t=400", height=800, figures=2)
    scene = page.locator(".at-scene")
    stranger = page.locator(".at-stranger-figure")
    seek = "(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }"
    assert page.locator(".at-seek").get_attribute("max") == "179"
    page.locator(".at-seek").evaluate(seek, 60)
    assert scene.get_attribute("data-caregiver") == "absent"
    assert stranger.get_attribute("opacity") == "1"
    assert page.locator(".at-stretch").count() == 1
    told = page.get_by_role("img", name="7:30, 4 first separation.").get_attribute("aria-label")
    assert "The caregiver has left the room. A stranger is there." in told
    for part in (page.locator(".at-scene-picture"), page.locator("[data-what=run]")):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= 800
    redrawn(page, lambda: page.get_by_role("button", name="All", exact=True).click())
    page.locator(".at-seek").evaluate(seek, 800)
    assert page.locator(".at-stretch").count() == 8
    assert stranger.get_attribute("opacity") == "0"


def test_the_strange_room_is_above_the_fold_with_what_the_coder_gave(open_page, subtests):
    page = open_page("/strange-situation", width=PHONE[0], height=PHONE[1], figures=3)
    expect(page.locator("#at-coded strong")).to_contain_text("Coded ")
    for width, height, projector in ((*PHONE, False), (1280, 800, False), (1280, 800, True)):
        if projector:
            redrawn(page, page.get_by_role("button", name="Projector").click)
            page.locator("html[data-projector]").wait_for()
        resized(page, width, height, "narrow" if width == 390 else None)
        with subtests.test(width=width, projector=projector):
            for part in ("#at-coded", ".at-episodes", ".at-scene-picture", "[data-what=run]"):
                box = page.locator(part).bounding_box()
                assert box["y"] + box["height"] <= height
            assert page.locator(".at-episodes").bounding_box()["height"] < 70  # in one row
    page.get_by_role("button", name="5 first reunion").click()
    expect(page.get_by_text("5 first reunion: The caregiver comes back.")).to_be_visible()


def test_two_that_are_compared_have_a_stage_each(open_page):
    page = open_page("/compare?families=10", figures=4)
    scenes = page.locator(".at-scene")
    assert scenes.count() == 2
    page.get_by_role("button", name="Reset", exact=True).first.click()
    assert scenes.nth(0).get_attribute("data-second") == "0"
    assert scenes.nth(1).get_attribute("data-second") == "179"

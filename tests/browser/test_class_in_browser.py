"""Class mode in a real browser: a teacher, students, and two rounds of one class."""

import pytest
from steps import predict

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser
PAUSE_MS = 1_000
"""After what a press does is seen: a second press within 0.8 s is part of a double click."""

# What Chrome's page translator does to a page, and goes on doing: each text is wrapped, and Vue's
# own node is out of the page. Ours spares nothing, though Chrome's spares translate="no".
TRANSLATOR = """
(() => {
  const wrap = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.data.trim() || node.parentElement?.closest("font, script, style")) return;
      const font = document.createElement("font");
      font.append(document.createTextNode(node.data));
      node.replaceWith(font);
    } else [...node.childNodes].forEach(wrap);
  };
  const main = document.querySelector("#at-main");
  wrap(main);
  new MutationObserver((changes) => changes.forEach((c) => {
    [...c.addedNodes].forEach((n) => n.isConnected && wrap(n));
  })).observe(main, { childList: true, subtree: true });
})()
"""


@pytest.fixture
def open_class(open_page):
    """Open a class with some students, each with a browser of their own; ends it afterwards."""
    teachers = []

    def open_class(students, lesson="The calm face"):
        teacher = open_page("/class", figures=0, alone=True)
        teacher.get_by_role("button", name=f"Open a class: {lesson}", exact=True).click()
        path = "/class/" + teacher.locator("#at-link").inner_text().rsplit("/", 1)[1]
        teachers.append(teacher)
        return teacher, [open_page(path, figures=0, alone=True) for _ in range(students)], path

    yield open_class
    for teacher in teachers:
        if teacher.locator(".at-teaching").count():
            end(teacher)


def end(teacher):
    teacher.get_by_role("button", name="End the class").click()
    teacher.get_by_role("button", name="Really end?").click()
    teacher.get_by_role("heading", name="With a class").wait_for()


STEPS = ("Vote", "Tally", "Second vote", "Result", "Why")


def step(teacher, name):
    """Go to a step of the class; a second press within a moment is part of a double click."""
    teacher.wait_for_timeout(PAUSE_MS)
    number = STEPS.index(name) + 1
    teacher.get_by_role("button", name=f"{number} {name}", exact=True).click()
    stage = ("predict", "tally", "again", "show", "why")[number - 1]
    teacher.wait_for_selector(f"[data-stage={stage}]")


@pytest.mark.slow
def test_two_votes_of_one_class_and_then_in_another_language(open_page, open_class):
    teacher, students, _ = open_class(2)
    for number, rounds in enumerate((((0, 1), (1, 1)), ((2, 0), (0, 0)))):
        if number:
            for page in (teacher, *students):
                page.evaluate(TRANSLATOR)
        for name, votes in zip(("Vote", "Second vote"), rounds, strict=True):
            if name != "Vote":
                step(teacher, name)
            for student, option in zip(students, votes, strict=True):
                predict(student, option)
            expect(teacher.locator("#at-whole")).to_have_text("2 predictions")
            teacher.wait_for_selector("[data-tally=hidden]")
            expect(teacher.locator(".at-count-of")).to_have_count(0)
            if name == "Vote":
                step(teacher, "Tally")
                tally = [str(votes.count(k)) for k in range(3)]
                expect(teacher.locator(".at-count-of")).to_have_text(tally)
        step(teacher, "Result")
        for page in (teacher, *students):
            open_page.ready(page)
        for column, votes in zip((2, 3), rounds, strict=True):
            expect(
                teacher.locator(f".at-predictions tbody tr td:nth-child({column})")
            ).to_have_text([str(votes.count(k)) for k in range(3)])
        expect(teacher.locator("#at-shift")).to_contain_text("Of 2 who voted twice, ")
        expect(teacher.locator(".at-why")).to_have_count(0)
        step(teacher, "Why")
        teacher.locator(".at-why").wait_for()
        step(teacher, "Result")  # and back
        expect(teacher.locator(".at-why")).to_have_count(0)
        teacher.get_by_role("button", name="Clear predictions").click()
        expect(teacher.locator(".at-really [translate=no]")).to_have_text(
            "This removes 2 predictions."
        )
        teacher.get_by_role("button", name="Really clear?").click()
        teacher.wait_for_selector("[data-stage=predict][data-count='0']")
        for student in students:
            student.wait_for_selector(".at-ask[data-committed='no']")
            expect(student.get_by_role("radio", checked=True)).to_have_count(0)


SCREENS = ((1024, 768), (1280, 800), (1366, 768), (1920, 1080))
ASKED = (".at-code", ".at-qr svg", ".at-asked h2", ".at-options li:last-child")


def test_a_projector_shows_link_question_and_all_answers_above_the_fold(open_class):
    teacher, *_ = open_class(0, "What changes people?")
    teacher.get_by_role("button", name="Projector").click()
    teacher.locator("html[data-projector]").wait_for()
    for width, height in SCREENS:
        teacher.set_viewport_size({"width": width, "height": height})
        for part in ASKED:
            box = teacher.locator(part).first.bounding_box()
            assert box["y"] + box["height"] <= height, (part, width)


def test_what_happened_comes_below_what_a_phone_shows(open_page, open_class):
    teacher, (student,), _ = open_class(1)
    student.set_viewport_size({"width": 390, "height": 844})
    step(teacher, "Second vote")
    student.wait_for_selector("[data-stage=again]")
    predict(student, 1)
    student.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    before = student.evaluate("scrollY")
    assert before > 0
    step(teacher, "Result")
    open_page.ready(student)
    student.locator(".at-happened").wait_for()
    assert student.evaluate("scrollY") <= before  # else its answers are at the bottom, read first
    end(teacher)
    student.get_by_role("heading", name="The class has ended").wait_for()


def test_the_votes_are_saved(open_page, open_class, tmp_path):
    teacher, (student,), _ = open_class(1)
    predict(student, 1)
    teacher.wait_for_selector("[data-count='1']")
    expect(teacher.get_by_text("Save the votes (CSV)")).to_have_count(0)  # it would tell them
    step(teacher, "Tally")
    with teacher.expect_download() as waiting:
        teacher.get_by_text("Save the votes (CSV)").click()
    waiting.value.save_as(tmp_path / "votes.csv")
    rows = (tmp_path / "votes.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "prediction,first_vote,second_vote,happened"
    assert [row.rsplit(",", 3)[1] for row in rows[1:]] == ["0", "1", "0"]


def test_a_teacher_cannot_take_all_rooms_and_finds_their_own_again(open_page):
    page = open_page("/class", figures=0, alone=True)
    begin = page.get_by_role("button", name="Open a class: The calm face", exact=True)
    for number in range(3):
        begin.click()
        page.locator("#at-link").wait_for()
        page.goto(page.url.partition("/class")[0] + "/class")
        page.wait_for_function(
            "n => document.querySelectorAll('.at-mine a').length === n", arg=number + 1
        )
    begin.click()
    page.get_by_text("You have 3 classes open; end one of them first.").wait_for()
    for number in (2, 1, 0):
        page.locator(".at-mine a").first.click()
        end(page)
        page.wait_for_function(
            "n => document.querySelectorAll('.at-mine a').length === n", arg=number
        )


def test_a_class_predicts_and_sees_its_tally(open_page, open_class):
    teacher, students, path = open_class(3)
    for student, option in zip(students, (0, 1, 1), strict=True):
        predict(student, option)
    teacher.wait_for_selector("[data-count='3']")
    expect(teacher.locator("#at-whole")).to_have_text("3 predictions")
    counts_one_of_a_connection(teacher)
    students[0].reload()  # the same browser has predicted already
    students[0].wait_for_selector(".at-ask[data-committed='0']")
    step(teacher, "Tally")
    teacher.wait_for_selector("[data-tally='1,2,0']")
    students[1].get_by_text("Talk about it with someone").wait_for()
    step(teacher, "Result")
    open_page.ready(teacher)
    open_page.ready(students[1])
    in_class = teacher.locator(".at-predictions tbody tr td:nth-child(2)")
    expect(in_class).to_have_text(["1", "2", "0"])
    expect(students[1].locator(".at-predictions")).to_contain_text("(your prediction)")
    late = open_page(path, figures=0, alone=True)
    late.get_by_text("Predictions are closed.").wait_for()
    late.goto(late.url.replace(path, f"{path}/guessed"))  # a teacher's side has a secret address
    late.wait_for_selector("[data-room=none]")
    teacher.get_by_role("button", name="Clear predictions").click()
    teacher.get_by_text("This removes 3 predictions.").wait_for()
    teacher.get_by_role("button", name="Really clear?").click()
    teacher.wait_for_selector("[data-count='0']")
    students[1].wait_for_selector(".at-ask[data-committed='no']")
    end(teacher)
    students[2].wait_for_selector("[data-room=none]")


def counts_one_of_a_connection(teacher):
    """The teacher hears that all predictions came from one connection, and may count one."""
    expect(teacher.locator(".at-connections")).to_contain_text(
        "3 predictions came from one network connection"
    )
    one = teacher.get_by_role("button", name="Count one prediction per connection")
    one.click()
    expect(one).to_have_attribute("aria-pressed", "true")
    expect(teacher.locator("#at-whole")).to_have_text("1 prediction")
    one.click()
    teacher.wait_for_selector("[data-count='3']")


BUTTONS = """[...document.querySelectorAll('.at-teaching > *')].map(e => {
    const box = e.getBoundingClientRect();
    return [box.x, box.y, box.width, box.height];
})"""


def stand_where(teacher, places):
    """Whether the buttons stand where they did, within a pixel: words differ by less."""
    now = teacher.evaluate(BUTTONS)
    return len(now) == len(places) and all(
        abs(one - other) <= 1
        for box, before in zip(now, places, strict=True)
        for one, other in zip(box, before, strict=True)
    )


def tab_to(page, wanted):
    """Go there by keyboard, from the beginning again if drawing anew took the focus away."""
    for _ in range(60):
        if wanted.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("no key leads there")


def test_no_double_click_loses_a_prediction(open_page, open_class):
    teacher, (student,), _ = open_class(1)
    predict(student, 1)
    teacher.wait_for_selector("[data-count='1']")
    places = teacher.evaluate(BUTTONS)
    teacher.get_by_role("button", name="Next: tally").dblclick()
    teacher.wait_for_selector("[data-stage=tally][data-count='1']")
    step(teacher, "Result")
    open_page.ready(teacher)
    assert stand_where(teacher, places)
    for name in ("Clear predictions", "End the class"):
        teacher.get_by_role("button", name=name).dblclick()
        teacher.wait_for_timeout(PAUSE_MS)  # in which the first press has asked
        teacher.locator(".at-really:empty").wait_for(state="attached")
    assert teacher.locator("[data-stage=show][data-count='1']").count() == 1
    teacher.get_by_role("button", name="Clear predictions").press("Enter")  # and by keyboard
    really = teacher.get_by_role("button", name="Really clear?")
    really.wait_for()
    open_page.ready(teacher)
    tab_to(teacher, really)
    teacher.keyboard.press("Enter")
    teacher.wait_for_selector("[data-stage=predict][data-count='0']")
    assert stand_where(teacher, places)

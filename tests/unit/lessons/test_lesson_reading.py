"""Lessons from files: what is right is read, what is wrong is told with file, line and fault."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attune_sim.errors import InputError
from attune_sim.evidence import claims, published
from attune_sim.lessons import Condition, read_folder, read_lesson

SHIPPED = Path(__file__).parents[3] / "src/attune_sim/lessons/shipped"


def test_a_lesson_is_read_whole(lesson):
    assert (lesson.name, lesson.title, lesson.minutes) == ("mine", "Repair", 5)
    assert lesson.puzzle == "One paragraph over two lines.\n\nAnother one."
    assert lesson.options[0].expects == (Condition("quick", "slow", "more"),)
    assert [arm.measure for arm in lesson.arms] == ["expected_relief"] * 2
    assert lesson.arm("quick").parameters == {"repair_rate": 0.9}
    assert lesson.pairs() == (("quick", "slow"),)
    assert lesson.teacher.misconceptions == (("That.", "This."),)


@pytest.mark.parametrize(
    ("right", "wrong", "line", "fault"),
    [
        ("minutes = 5", "minutes = 500", 3, "minutes = 500 is not a whole number from 1 to 60"),
        ("minutes = 5", "minuets = 5", 3, "there is no key 'minuets'; did you mean minutes?"),
        ("minutes = 5\n", "", 1, "the key 'minutes' is missing"),
        ('["quick = slow"]', '["quick = slo"]', 20, "there is no arm 'slo'; did you mean slow?"),
        ('["quick = slow"]', '["quick"]', 20, "'quick' is not written like 'one > two'"),
        ('["quick = slow"]', "[]", 20, "expects: it is empty"),
        ('["quick = slow"]', '["slow = slow"]', 20, "compares an arm with itself"),
        ("least = 0.001", 'least = "a"', 28, "least = 'a' is not a number from 0.001 to 100"),
        ('"expected_relief"', '"relief"', 24, "there is no measure 'relief'"),
        (
            '"Quick"\nscenario = "good-enough"',
            '"Quick"\nscenario = "good"',
            39,
            "no scenario 'good'",
        ),
        ("{ repair_rate = 0.9 }", "{ repair_rat = 0.9 }", 40, "no parameter 'repair_rat'; did you"),
        ("{ repair_rate = 0.9 }", "{ repair_rate = 9 }", 40, "repair_rate = 9"),
        ('key = "quick"', 'key = "slow"', 37, "two arms have the key 'slow'"),
        ('key = "quick"', 'key = "yours"', 37, "key = 'yours' is not a short name"),
        ('["1.05"]', '["99.9"]', 45, "no row of the evidence '99.9'"),
        ('["repair-counts"]', '["repair-count"]', 46, "no claim 'repair-count'; did you mean"),
        ('"/?scenario=good-enough"', '"https://x.org"', 55, "is not a page of the dashboard"),
        ('aim = "An aim."', "aim = 3", 58, "aim = 3 is not text"),
        ('says = "That."\n', "", 63, "the key 'says' in teacher.misconceptions is missing"),
        ("[change]", "[chance]", 48, "there is no key 'chance'; did you mean change?"),
        ("days = 10", "days = 10 10", 27, "this is not valid TOML"),
    ],
)
def test_a_fault_is_told_with_its_line(text, write, right, wrong, line, fault):
    assert right in text
    path = write(text.replace(right, wrong, 1))
    with pytest.raises(InputError) as error:
        read_lesson(path)
    assert str(error.value).startswith(f"{path}, line {line}: ")
    assert fault in str(error.value)


def test_a_file_that_is_none_gets_a_sentence(tmp_path, write):
    for path, words in (
        (tmp_path / "none.toml", "there is no file"),
        (tmp_path, "is a folder"),
        (write("x" * 300_000, "large.toml"), "is larger than 200 kB"),
    ):
        with pytest.raises(InputError, match=words):
            read_lesson(path)
    broken = tmp_path / "latin.toml"
    broken.write_bytes(b'title = "\xff\xfe"')
    with pytest.raises(InputError, match="not a text file"):
        read_lesson(broken)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_damage_ends_in_a_traceback(data, text, tmp_path_factory):
    lines = text.splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    damage = data.draw(st.sampled_from(["", "[", "x = 1", "= 2", '"""', "[[run]]", "[run.arms]"]))
    lines[number] = damage
    path = tmp_path_factory.mktemp("lesson") / "damaged.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        fault = f"{path}, line {read_lesson(path).name}"
    except InputError as error:
        fault = str(error)
    assert fault.startswith(f"{path}, line ")


def test_a_faulty_file_hides_no_other_lesson(tmp_path, text):
    (tmp_path / "a.toml").write_text("title = ", encoding="utf-8")
    (tmp_path / "b.toml").write_text(text, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no lesson", encoding="utf-8")
    found, faults = read_folder(tmp_path)
    assert list(found) == ["b"]
    assert [fault.file for fault in faults] == ["a.toml"]
    assert faults[0].why.startswith("a.toml, line 1: ")


def test_the_shipped_lessons_are_lessons():
    found, faults = read_folder(SHIPPED)
    assert faults == []
    assert len(found) >= 8
    for lesson in found.values():
        assert 5 <= lesson.minutes <= 10
        assert set(lesson.evidence) <= set(published())
        assert set(lesson.claims) <= {claim.id for claim in claims()}
        assert lesson.teacher.questions
        assert lesson.teacher.distortions or lesson.teacher.misconceptions
        compared = {key for pair in lesson.pairs() for key in pair}
        assert compared <= {arm.key for arm in lesson.arms}

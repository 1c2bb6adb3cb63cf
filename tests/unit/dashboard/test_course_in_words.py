"""What became of families, in words: the answer before the figure."""

from dataclasses import replace

import pandas as pd
import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.compute import family_courses
from attune_dashboard.compute.course_in_words import (
    called,
    in_months,
    so_far,
    told,
    told_beside,
)
from attune_dashboard.compute.family_courses import Course as Found
from attune_dashboard.compute.family_courses import told_age
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.families import changed
from attune_dashboard.state.own_file import OWN
from attune_sim.life.course import Cancelled
from attune_sim.scenario import CaregiverSpec, Event, Scenario

SCENARIO = Scenario(
    title="Two",
    days=400,
    parameters={"family_life": 1, "episodes_per_day": 1, "episode_seconds": 20},
    caregivers=(CaregiverSpec("mother", 0.7), CaregiverSpec("Robin", 0.3)),
    events=(Event(182, title="a move", add={"conflict": 1.0}),),
)
CHOICE = Choice(OWN, own=SCENARIO.to_toml(), age=365)


def course(lines, seen, without, families):
    return Found(CHOICE, lines, seen, without, families, (lines, None))


def tables(secure, load):
    pairs = [(infant, c) for infant in range(40) for c in (0, 1)]
    lines = pd.DataFrame(
        [
            {"day": 365, "infant": i, "caregiver": c, "load": load, "turned_to": 0.7}
            for i, c in pairs
        ]
    )
    seen = pd.DataFrame(
        [
            {"age": 365, "infant": i, "caregiver": c,
             "pattern": "secure" if i < secure else "avoidant"}
            for i, c in pairs
        ]
    )  # fmt: skip
    return lines, seen


def test_a_difference_is_told_with_its_interval_and_what_went_with_it():
    found = course(*tables(20, 1.25), tables(30, 0.5), 40)
    text = told(CHOICE, found)
    assert text.startswith(
        "With “a move” at 6 months, 50% of infants are secure with the mother at a year instead of"
        " 75%: −25 points, 95% interval −"
    )
    assert "told from chance" not in text
    assert told_beside(CHOICE, found) == (
        "Load on the mother at a year: 1.2 instead of 0.5 SD."
        " Infants in distress turn to the mother 70% of the time."
    )


def test_a_small_one_cannot_be_told_from_chance():
    text = told(CHOICE, course(*tables(30, 0.5), tables(31, 0.5), 40))
    assert "With 40 families this cannot be told from chance." in text


def test_families_to_whom_nothing_happens_are_told_alone():
    found = course(*tables(30, 0.5), None, 40)
    assert told(CHOICE, found) == "75% of 40 infants are secure with the mother at a year."
    assert told_beside(CHOICE, found).startswith("Load on the mother at a year: 0.5 SD.")


LONG = SCENARIO.with_(days=2190, growth=1)


def felt(mean):
    spread = [mean + 0.1 * (i % 3 - 1) for i in range(40)]
    lines = pd.DataFrame(
        {"day": 1500, "infant": range(40), "caregiver": 0, "felt_security": spread}
    )
    return lines.assign(load=0.5, turned_to=0.7), tables(30, 0.5)[1]


def test_of_children_what_they_expect_is_told_and_no_pattern():
    choice = Choice(OWN, own=LONG.to_toml(), age=1500)
    assert told_age(choice) is None
    text = told(choice, course(*felt(0.2), felt(0.5), 40))
    assert text.startswith(
        "With “a move” at 6 months, felt security with the mother at 4 years and 1 month is 0.20"
        " instead of 0.50 on a scale from −1.5 to 1: −0.30, 95% interval −0.30 to −0.30."
    )
    assert text.endswith("children this old are given no pattern.")
    alone = told(choice, course(*felt(0.2), None, 40))
    assert "at 4 years and 1 month is 0.20 on a scale from −1.5 to 1 (95% interval 0.1" in alone
    assert told_beside(choice, course(*felt(0.2), None, 40)).startswith(
        "Load on the mother at 4 years and 1 month: 0.5 SD."
    )


def test_what_comes_later_than_the_age_looked_at_is_no_difference():
    late = replace(LONG, events=(Event(1095, title="preschool", add={"conflict": 1.0}),))
    choice = Choice(OWN, own=late.to_toml(), age=365)
    assert told(choice, course(*tables(30, 0.5), tables(30, 0.5), 40)) == (
        "Nothing has happened yet: “preschool” comes at 3 years."
        " 75% of 40 infants are secure with the mother at a year."
    )
    assert "Nothing has happened" not in told(
        replace(choice, age=1500), course(*felt(0.2), felt(0.5), 40)
    )


def test_a_life_is_followed_to_its_end_by_fewer_families_and_points():
    assert family_courses.span(LONG) == 2190
    assert (family_courses.every(SCENARIO), family_courses.every(LONG)) == (7, 21)
    assert sum(family_courses.sizes(LONG)) < sum(family_courses.sizes(SCENARIO))
    assert family_courses.looks(LONG)[-3:] == [1095, 1825, 2190]
    assert so_far(CHOICE, course(*tables(30, 0.5), None, 40)) == "40 of 264 families"


def test_another_scenario_is_looked_at_when_something_has_happened():
    here = Choice("relief-only", age=365)
    there = changed(here, {"what": "preset", "value": "preschool"}, 540)
    assert (there.scenario, there.age) == ("preschool", 2190)
    assert changed(here, {"what": "preset", "value": "left-to-manage"}, 540).age == 365


def test_names_and_ages_read_as_people_say_them():
    assert called("Robin") == "Robin"
    assert called("foster parent") == "the foster parent"
    assert called("carer 1") == "carer 1"
    assert [in_months(d) for d in (0, 1, 35, 182, 365, 540)] == [
        "birth", "1 day", "5 weeks", "6 months", "a year", "18 months",
    ]  # fmt: skip
    assert [in_months(d) for d in (1095, 1500, 6570)] == [
        "3 years", "4 years and 1 month", "18 years",
    ]  # fmt: skip


def test_patterns_are_told_at_the_age_observed_that_is_nearest():
    assert told_age(CHOICE) == 365
    assert told_age(Choice(OWN, own=SCENARIO.to_toml(), age=290)) == 280
    assert told_age(Choice(OWN, own=SCENARIO.to_toml(), age=20)) == 365
    assert told_age(Choice(OWN, own=SCENARIO.with_(days=90).to_toml(), age=20)) is None


def test_families_come_in_parts_and_stop_when_nobody_waits(monkeypatch):
    monkeypatch.setattr(family_courses, "PARTS", (8, 8))
    short = Choice(OWN, own=SCENARIO.with_(days=20, events=(
        Event(10, title="a move", add={"conflict": 1.0}),)).to_toml())  # fmt: skip
    found = list(family_courses.courses(short, lambda: False))
    assert found[-1].families == 16
    assert found[-1].lines["infant"].nunique() == 16
    before, after = family_courses.state(found[-1], "load", 0, 20)
    assert after > before
    early, late = (found[-1].without[0].query("day == 7"), found[-1].lines.query("day == 7"))
    pd.testing.assert_frame_equal(early, late)  # the same families until it happens
    with pytest.raises(Cancelled):
        next(family_courses.courses(short, lambda: True))

"""The course of families in a scenario: what is looked at, when, and what is said of it."""

import math

import numpy as np
import pandas as pd
import pytest

from attune_sim import run
from attune_sim.courses import (
    MOST_LOOKS,
    followed,
    happenings,
    look,
    looks,
    milestones,
    usual_ages,
)
from attune_sim.errors import InputError
from attune_sim.scenario import CaregiverSpec, Event, Scenario

PAIR = (CaregiverSpec("mother", 0.7), CaregiverSpec("father", 0.3))
BACK = Event(100, title="back to work", whom=("mother",), add={"work": 1.0})
LATE = Event(40, title="a move", add={"conflict": 1.0}, length=20)
FAMILY = Scenario(
    infants=6,
    days=400,
    parameters={"family_life": 1},
    caregivers=PAIR,
    events=(BACK, LATE),
)


def test_events_are_told_in_order_with_those_they_befall():
    assert happenings(FAMILY) == [
        {"day": 40, "title": "a move", "whom": ["mother", "father"]},
        {"day": 100, "title": "back to work", "whom": ["mother"]},
    ]


def test_each_look_is_what_a_run_of_that_length_finds():
    found = dict(looks(FAMILY, [400, 120]))
    assert list(found) == [120, 400]
    alone, _ = run.infants(FAMILY.with_(days=400), measures=["family", "felt_security"])
    for name in ("load", "mood", "bond_strength", "turned_to", "felt_security"):
        np.testing.assert_array_equal(found[400][name], alone[name])


def test_a_look_changes_nothing():
    seldom, often = (dict(looks(FAMILY, ages))[400] for ages in ([400], [60, 99, 300, 400]))
    pd.testing.assert_frame_equal(seldom, often)


def test_all_looks_have_the_same_columns_and_patterns_wait_until_infants_move():
    (_, early), (_, late) = looks(FAMILY, [90, 400])
    assert list(early) == list(late)
    assert early["patterns_secure"].isna().all()
    assert late["patterns_secure"].notna().all()


def test_a_look_in_plain_types():
    (age, table), *_ = looks(FAMILY, [400])
    found = look(FAMILY, age, table)
    assert list(found) == ["age", "caregivers", "turned_to", "milestones", "childhood"]
    assert found["childhood"] is None
    assert list(found["caregivers"]) == ["mother", "father"]
    for person in found["caregivers"].values():
        assert sum(person["patterns"].values()) == pytest.approx(1.0)
    assert sum(found["turned_to"].values()) == pytest.approx(1.0)
    mother = table[table["caregiver"] == 0]
    assert found["caregivers"]["mother"]["load"] == pytest.approx(mother["load"].mean())


def test_without_family_life_bonds_and_load_are_undefined():
    plain = Scenario(infants=3, days=50)
    (age, table), *_ = looks(plain, [50])
    found = look(plain, age, table)
    person = found["caregivers"]["caregiver"]
    assert person["load"] is None
    assert person["patterns"]["secure"] is None
    assert found["milestones"]["prefers_one"] is None
    assert math.isfinite(person["felt_security"])


def test_an_infant_prefers_whom_they_turn_to_most():
    table = pd.DataFrame(
        {
            "infant": [0, 0, 1, 1],
            "caregiver": [0, 1, 0, 1],
            "turned_to": [0.9, 0.1, 0.4, 0.6],
            "separation_displayed": [0.2, 0.8, 0.1, 0.5],
        }
    )
    found = milestones(400, table)
    assert found["prefers_one"] == 0.5
    assert found["protest"] == pytest.approx((0.2 + 0.5) / 2)


@pytest.mark.parametrize("days", [1, 90, 91, 400])
def test_usual_ages_end_with_the_last_day(days):
    ages = usual_ages(FAMILY.with_(days=days))
    assert ages[-1] == days
    assert ages == sorted(set(ages))


@pytest.mark.parametrize(
    ("ages", "words"),
    [([-1], "at = -1"), ([9_126], "at = 9126"), (range(MOST_LOOKS + 1), "too many")],
)
def test_ages_that_cannot_be(ages, words):
    with pytest.raises(InputError, match=words):
        looks(FAMILY, list(ages))


def test_families_are_followed_without_being_changed_by_it():
    lines, seen = followed(FAMILY, [400, 900], every=150, numbers=range(2, 5))
    assert sorted(set(lines["day"])) == [0, 150, 300, 400]
    assert set(lines["infant"]) == {2, 3, 4}
    assert set(seen["age"]) == {400}
    last = lines[lines["day"] == 400].sort_values(["infant", "caregiver"])
    found = dict(looks(FAMILY, [400]))[400].set_index("infant").loc[[2, 3, 4]]
    for name in ("load", "mood", "bond_strength", "turned_to", "felt_security"):
        np.testing.assert_array_equal(last[name], found[name])


def test_who_has_not_been_met_has_no_row():
    later = Event(20, title="day-care", care={"mother": 0.5, "day-care": 0.5})
    people = (CaregiverSpec("mother", 1.0), CaregiverSpec("day-care", 0.0))
    family = FAMILY.with_(caregivers=people, events=(later,), days=40)
    lines, _ = followed(family, [], every=10)
    assert set(lines.loc[lines["caregiver"] == 1, "day"]) == {20, 30, 40}

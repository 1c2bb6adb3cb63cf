"""What is learnt of one caregiver and of anyone: prototype, policy of a bond, alarm."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_sim.dyad import days, learning
from attune_sim.population import PROTOTYPE, populate
from attune_sim.scenario import load

share = st.floats(0.0, 1.0)
APART = {"generalization": 0.0}
NO_PROTOTYPE = {"prototype_pull": 0.0, "prototype_rate": 0.0}


def family(**parameters):
    """One infant with two caregivers, not yet lived, and their rows."""
    population = populate(load("two-caregivers").with_(infants=1, **parameters))
    return population, population.infants[0], population.bonds, population.mechanisms[0]


def a_night(population):
    infant, bonds, mechanism = (
        population.infants[0],
        population.bonds,
        population.mechanisms[0],
    )
    learning.consolidate(infant, bonds, mechanism)


# --- policy with one caregiver, and with anyone -------------------------------------------------


@pytest.mark.parametrize("generalization", [0.0, 0.3, 1.0])
def test_a_step_of_the_policy_is_the_same_with_whom_it_was_learnt(generalization):
    _, infant, bonds, mechanism = family(generalization=generalization)
    before = infant["log_display_gain"], infant["turning_away"]
    learning.learn_policy(infant, bonds[0], mechanism, 0.1, False, 0.5, 0.7)
    step = mechanism["learning_rate"] * (0.4 - 0.1)
    gain = infant["log_display_gain"] - before[0]
    away = infant["turning_away"] - before[1]
    assert gain + bonds[0]["gain_offset"] == pytest.approx(0.5 * step)
    assert away + bonds[0]["away_offset"] == pytest.approx(0.7 * mechanism["turning_step"] * step)
    assert gain == pytest.approx(generalization * 0.5 * step)
    assert bonds[1]["gain_offset"] == bonds[1]["away_offset"] == 0.0


def test_two_unlike_caregivers_teach_two_policies_only_without_generalization():
    found = {}
    for generalization in (0.0, 1.0):
        scenario = load("two-caregivers").with_(infants=24, seed=3, generalization=generalization)
        population = populate(scenario)
        first, second = population.caregiver_rows(0), population.caregiver_rows(1)
        population.bonds["share"] = 0.5
        for rows, rejection in ((first, 0.0), (second, 0.6)):
            population.caregivers["responsiveness"][rows] = 0.6
            population.caregivers["rejection"][rows] = rejection
        days.live(population.rows, 0, 200)
        offsets = population.bonds["away_offset"]
        found[generalization] = (
            offsets[population.bond_rows(1)] - offsets[population.bond_rows(0)]
        ).mean()
    assert found[1.0] == 0.0
    assert found[0.0] > 0.1  # turned away from more where distress is rejected


@given(st.floats(-3.0, 3.0), st.floats(-2.0, 2.0))
def test_the_policy_with_a_caregiver_stays_within_its_range(gain, away):
    _, infant, bonds, mechanism = family(**APART)
    bonds[0]["gain_offset"], bonds[0]["away_offset"] = gain, away
    learning.hold_offsets(infant, bonds[0], mechanism)
    low, high = mechanism["lowest_log_gain"], mechanism["highest_log_gain"]
    assert low - 1e-12 <= infant["log_display_gain"] + bonds[0]["gain_offset"] <= high + 1e-12
    assert -1e-12 <= infant["turning_away"] + bonds[0]["away_offset"] <= 1.0 + 1e-12


# --- the prototype --------------------------------------------------------------------------------


def test_the_prototype_follows_the_mean_over_the_time_together():
    population, infant, bonds, _ = family(prototype_rate=0.25, prototype_pull=0.0)
    bonds["day_seconds"] = 600.0, 200.0
    bonds["expected_relief"] = 0.8, 0.4
    bonds["expected_alarm"] = 0.0, 0.8
    before = infant["prototype_relief"]
    a_night(population)
    assert infant["prototype_relief"] == pytest.approx(before + 0.25 * (0.7 - before))
    assert infant["prototype_alarm"] == pytest.approx(0.25 * 0.2)
    assert bonds["expected_relief"].tolist() == [0.8, 0.4]


@given(share, share, share, st.floats(0.0, 0.5))
def test_bonds_are_drawn_to_the_prototype_by_the_pull(relief, alarm, pull, offset):
    population, infant, bonds, _ = family(prototype_pull=pull, prototype_rate=0.0)
    bonds["expected_relief"], bonds["expected_alarm"] = relief, alarm
    bonds["away_offset"] = offset
    a_night(population)
    for name, of_bond, before in (
        ("prototype_relief", "expected_relief", relief),
        ("prototype_alarm", "expected_alarm", alarm),
    ):
        wanted = before + pull * (infant[name] - before)
        assert bonds[of_bond] == pytest.approx([wanted, wanted], abs=1e-12)
    assert bonds["away_offset"] == pytest.approx([(1.0 - pull) * offset] * 2, abs=1e-12)


def test_what_was_learnt_with_one_becomes_what_holds_with_anyone():
    population, infant, bonds, _ = family(prototype_rate=0.1, prototype_pull=0.0, **APART)
    bonds["day_seconds"] = 100.0, 0.0
    bonds["away_offset"] = 0.5, 0.0
    with_first = infant["turning_away"] + 0.5
    for _ in range(200):
        a_night(population)
    assert infant["turning_away"] + bonds["away_offset"][0] == pytest.approx(with_first)
    assert bonds["away_offset"][0] == pytest.approx(0.0, abs=1e-6)


def test_nobody_there_teaches_nothing_but_bonds_fade():
    population, infant, bonds, _ = family(prototype_rate=0.5, prototype_pull=0.5, **APART)
    bonds["expected_relief"], bonds["gain_offset"] = 0.9, -0.2
    prototype, gain = infant["prototype_relief"], infant["log_display_gain"]
    a_night(population)
    assert infant["prototype_relief"] == prototype
    assert infant["log_display_gain"] == gain
    assert (bonds["expected_relief"] < 0.9).all()
    assert bonds["gain_offset"] == pytest.approx([-0.1, -0.1])


def test_a_newborn_expects_of_anyone_what_they_expect_of_their_caregivers():
    _, infant, bonds, _ = family()
    for name, of_bond in PROTOTYPE.items():
        assert (bonds[of_bond] == infant[name]).all()


def test_without_pull_and_pace_there_is_no_prototype(same):
    """The rival without a lasting prototype: expectations follow what happens, and that is all."""
    scenario = load("mixed-population").with_(infants=8, **APART, **NO_PROTOTYPE)
    plain, other = populate(scenario), populate(scenario)
    other.infants["prototype_alarm"] = 1.0  # would be felt at once, if anything read it
    for population in (plain, other):
        days.live(population.rows, 0, 30)
    same(plain.bonds, other.bonds)


def test_the_first_year_is_left_in_the_prototype_and_can_be_switched_off():
    """A year of alarm, a year without: what is still expected, of this caregiver, is the trace."""
    left = {}
    quiet = {
        "overload_alarm": 0.0,
        "alarm_forgetting": 1.0,
        "withdrawal": 0.0,
        "phase_changes": 0.0,
    }
    for pull, rate in ((0.02, 0.004), (0.0, 0.0)):
        scenario = load("alarming").with_(
            infants=20, prototype_pull=pull, prototype_rate=rate, **APART, **quiet
        )
        population = populate(scenario)
        days.live(population.rows, 0, 365)
        population.caregivers["alarming_moments"] = 0.0
        days.live(population.rows, 365, 365)
        left[pull] = population.bonds["expected_alarm"].mean()
    assert left[0.0] < 1e-6
    assert left[0.02] > 0.01


# --- alarm ----------------------------------------------------------------------------------------


def expected_alarm(episodes, before=0.0, **parameters):
    """Expected alarm after episodes of (alarms, seconds in overload, mean distress)."""
    _, infant, bonds, mechanism = family(**parameters)
    bond = bonds[0]
    bond["expected_alarm"] = before
    for alarms, overloaded, distress in episodes:
        bond["alarms"], infant["overloaded"] = alarms, overloaded
        learning.expect(infant, bond, mechanism, distress, False)
    return float(bond["expected_alarm"])


@given(st.floats(0.05, 0.95), st.floats(0.0, 1.0))
def test_alarm_is_forgotten_more_slowly_than_it_is_learnt(before, forgetting):
    rate = 0.02
    risen = expected_alarm([(1.0, 0.0, 0.6)], before, alarm_forgetting=forgetting)
    fallen = expected_alarm([(0.0, 0.0, 0.6)], before, alarm_forgetting=forgetting)
    assert risen == pytest.approx(before + rate * (1.0 - before))
    assert fallen == pytest.approx(before - rate * forgetting * before)


@given(st.floats(0.0, 1.0), st.floats(0.0, 0.6))
def test_an_alarm_that_is_soothed_counts_less(soothed, distress):
    full = expected_alarm([(1.0, 0.0, distress)], soothed_alarm=0.0)
    less = expected_alarm([(1.0, 0.0, distress)], soothed_alarm=soothed)
    relief = 1.0 - distress / 0.6
    assert less == pytest.approx(full * (1.0 - soothed * relief))


def test_overload_with_a_caregiver_alarms_without_any_alarming_moment():
    calm = [(0.0, 0.0, 0.2)] * 50
    flooded = [(0.0, 60.0, 0.6)] * 50
    assert expected_alarm(flooded, overload_alarm=0.0) == 0.0
    assert expected_alarm(calm, overload_alarm=1.0) == 0.0
    assert expected_alarm(flooded, overload_alarm=1.0) == pytest.approx(
        0.5 * (1.0 - 0.98**50), rel=1e-9
    )
    assert np.isclose(expected_alarm(flooded * 20, overload_alarm=10.0), 1.0)  # one at most

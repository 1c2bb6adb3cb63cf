"""Load and mood: what weighs on caregivers, and what it does to their care."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_sim.dyad import days
from attune_sim.dyad.load import lowered
from attune_sim.parameters import CIRCUMSTANCES, PARAMETERS
from attune_sim.population import populate
from attune_sim.procedures import free_play, home
from attune_sim.scenario import CaregiverSpec, Scenario, load

QUIET = {
    "family_life": 1,
    "daily_pressure": 0.0,
    "crying_load": 0.0,
    "sleep_load": 0.0,
    "partner_load": 0.0,
    "daily_variation": 0.0,
    "consistency": 0.6,
    "load_inattention": 0.25,
    "mood_unsteadiness": 0.2,
    "mood_rejection": 0.02,
}
"""Nothing weighs but what a test adds, and what weighs shows."""
OFF = {
    **QUIET,
    "others_signal": 0.0,
    "load_inattention": 0.0,
    "mood_unsteadiness": 0.0,
    "mood_rejection": 0.0,
    "mood_alarm": 0.0,
    "seeking": 0.0,
    "seeking_in_distress": 0.0,
    "strangeness": 0.0,
}
"""Every part of family life at the value that switches it off."""


ONE = (CaregiverSpec(),)


def families(infants=8, caregivers=ONE, **values):
    return populate(Scenario(infants=infants, caregivers=caregivers, parameters=values))


def lived(population, until, day=0):
    days.live(population.rows, day, until - day)
    return population


@pytest.mark.parametrize("name", CIRCUMSTANCES)
def test_without_family_life_circumstances_change_nothing(name):
    usual = lived(families(family_life=0), 20)
    other = lived(families(family_life=0, **{name: PARAMETERS[name].high}), 20)
    for column in usual.bonds.dtype.names:
        np.testing.assert_array_equal(usual.bonds[column], other.bonds[column])
    for column in usual.infants.dtype.names:
        np.testing.assert_array_equal(usual.infants[column], other.infants[column])


@pytest.mark.parametrize("preset", ["good-enough", "two-caregivers"])
def test_with_every_part_switched_off_family_life_changes_no_bit_of_what_is_learnt(preset):
    scenario = load(preset).with_(infants=9)
    usual = lived(populate(scenario), 300)
    parts = {name: value for name, value in OFF.items() if name not in scenario.parameters}
    drawn = {"daily_variation", "consistency"}  # of the scenario, not of family life
    parts = {name: value for name, value in parts.items() if name not in drawn}
    other = lived(
        populate(scenario.with_(**parts, work=3.0, low_mood=2.0, other_children=5.0)), 300
    )
    learnt = ("expected_relief", "relief_variance", "expected_alarm", "gain_offset", "away_offset")
    for column in learnt:
        np.testing.assert_array_equal(usual.bonds[column], other.bonds[column])
    for column in ("log_display_gain", "turning_away", "self_regulation", "prototype_alarm"):
        np.testing.assert_array_equal(usual.infants[column], other.infants[column])
    assert (other.bonds["strength"] > 0).all()


ON = {
    "daily_pressure": 0.5,
    "crying_load": 2.0,
    "sleep_load": 0.5,
    "partner_load": 0.2,
    "others_signal": 0.15,
    "load_inattention": 0.25,
    "mood_unsteadiness": 0.2,
    "mood_rejection": 0.02,
    "mood_alarm": 0.2,
    "seeking": 1.0,
    "seeking_in_distress": 4.0,
    "strangeness": 0.01,
}
"""A value at which each part does something."""
SOURCES = ("daily_pressure", "crying_load", "sleep_load", "partner_load")
"""Parts that make load, which shows only where load does something."""


@pytest.mark.parametrize("part", ON)
def test_each_part_does_something_by_itself(part):
    people = (CaregiverSpec("first", 0.6), CaregiverSpec("second", 0.4))
    weighs = {"work": 1.0, "low_mood": 1.0, "other_children": 3.0, "night_care": 0.5}
    usual = {**OFF, **weighs, "alarming_moments": 0.5}
    if part in SOURCES:
        usual["load_inattention"] = 0.5
    off, on = (
        lived(families(caregivers=people, **values), 300)
        for values in (usual, {**usual, part: ON[part]})
    )
    assert (off.bonds["expected_relief"] != on.bonds["expected_relief"]).any()


def test_load_follows_what_weighs_and_support_takes_its_share():
    weighs = {**QUIET, "work": 1.0, "money_strain": 0.5, "conflict": 0.25}
    alone = lived(families(**weighs), 60).caregivers["load_now"]
    np.testing.assert_allclose(alone, 1.75)
    helped = lived(families(**weighs, support=0.4), 60).caregivers["load_now"]
    np.testing.assert_allclose(helped, 0.6 * 1.75)


def test_load_comes_within_days_and_mood_within_months():
    weighs = {**QUIET, "work": 1.0, "load_days": 2.0, "mood_days": 90.0}
    population = families(**weighs)
    load_by_day, mood_by_day = [], []
    for day in range(400):
        lived(population, day + 1, day)
        load_by_day.append(population.caregivers["load_now"][0])
        mood_by_day.append(population.caregivers["low_mood_now"][0])
    np.testing.assert_allclose(load_by_day, 1.0 - 0.5 ** np.arange(1, 401))
    # The mean of a mood's delay behind load is mood_days, but for what 400 days have not seen.
    reached = np.searchsorted(mood_by_day, 1.0 - np.exp(-1.0))
    assert 85 < reached < 97


def test_low_mood_of_ones_own_needs_no_load():
    population = lived(families(**QUIET, low_mood=1.5), 30)
    np.testing.assert_allclose(population.caregivers["load_now"], 0.0)
    np.testing.assert_allclose(population.caregivers["low_mood_now"], 1.5)


def test_crying_weighs_on_who_hears_it():
    pair = (CaregiverSpec("first", 1.0), CaregiverSpec("second", 0.0))
    population = lived(families(caregivers=pair, **{**QUIET, "crying_load": 5.0}), 20)
    first, second = (
        population.caregivers["load_now"][population.caregiver_rows(which)] for which in (0, 1)
    )
    assert (first > 0.05).all()
    np.testing.assert_array_equal(second, 0.0)


def test_a_partners_load_spills_over_and_is_not_counted_back():
    pair = (
        CaregiverSpec("first", 0.5, {"work": 1.0}),
        CaregiverSpec("second", 0.5),
    )
    population = lived(families(caregivers=pair, **{**QUIET, "partner_load": 0.3}), 90)
    first, second = (
        population.caregivers["load_now"][population.caregiver_rows(which)] for which in (0, 1)
    )
    # l1 = 1 + .3 l2 and l2 = .3 l1
    np.testing.assert_allclose(first, 1.0 / (1.0 - 0.09))
    np.testing.assert_allclose(second, 0.3 / (1.0 - 0.09))


def test_load_spills_over_between_those_who_share_a_home_only():
    people = (
        CaregiverSpec("mother", 0.5, {"work": 1.0}),
        CaregiverSpec("father", 0.5),
        CaregiverSpec("carer", 0.0, {"work": 2.0, "shared_home": 0.0}),
    )
    population = lived(families(caregivers=people, **{**QUIET, "partner_load": 0.3}), 90)
    mother, father, carer = (
        population.caregivers["load_now"][population.caregiver_rows(which)] for which in range(3)
    )
    np.testing.assert_allclose(mother, 1.0 / (1.0 - 0.09))
    np.testing.assert_allclose(father, 0.3 / (1.0 - 0.09))
    np.testing.assert_allclose(carer, 2.0)


def test_load_does_not_grow_with_the_number_of_those_who_share_a_home():
    people = tuple(CaregiverSpec(str(k), 0.125, {"work": 1.0}) for k in range(8))
    population = lived(families(caregivers=people, **{**QUIET, "partner_load": 0.5}), 200)
    np.testing.assert_allclose(population.caregivers["load_now"], 2.0)


def test_nights_weigh_on_who_gets_up_and_less_as_infants_wake_less():
    population = families(**{**QUIET, "sleep_load": 2.0, "night_care": 0.5})
    early = lived(population, 10).caregivers["load_now"].copy()
    late = lived(population, 400, 10).caregivers["load_now"]
    assert (early > 0.8).all()
    assert (late < 0.3 * early).all()
    assert (late > 0.0).all()


@given(st.floats(0, 1), st.floats(-3, 3))
def test_odds_are_lowered_within_a_probability(probability, by):
    found = lowered(probability, by)
    assert 0.0 <= found <= 1.0
    assert (found <= probability) == (by >= 0.0) or found == pytest.approx(probability)
    assert lowered(found, -by) == pytest.approx(probability, abs=1e-9)


def test_load_takes_attention_and_leaves_rejection_alone():
    calm, loaded = (
        lived(families(**QUIET, work=work, mood_days=1000.0, rejection=0.1), 10).caregivers
        for work in (0.0, 2.0)
    )
    assert (loaded["responsiveness_today"] < calm["responsiveness_today"] - 0.05).all()
    np.testing.assert_allclose(loaded["rejection_today"], calm["rejection_today"], atol=0.001)


def test_low_mood_takes_steadiness_and_repair_and_adds_rejection_and_alarm():
    values = {**QUIET, "rejection": 0.1, "alarming_moments": 0.2}
    usual, low = (lived(families(**values, low_mood=m), 5).caregivers for m in (0.0, 2.0))
    for name in ("consistency_today", "repair_rate_today"):
        assert (low[name] < usual[name]).all()
    for name in ("rejection_today", "alarming_moments_today"):
        assert (low[name] > usual[name]).all()
    np.testing.assert_allclose(low["responsiveness_today"], usual["responsiveness_today"])


def test_the_more_children_the_less_often_one_is_turned_to():
    shares = []
    for children in (0.0, 2.0, 8.0):
        population = lived(families(24, **QUIET, other_children=children), 60)
        shares.append(population.bonds["expected_relief"].mean())
        np.testing.assert_allclose(population.caregivers["undivided"], 1 / (1 + 0.15 * children))
    assert shares[0] > shares[1] > shares[2]


def test_other_children_are_there_at_home_and_not_in_the_laboratory():
    def attending(record):
        alone, one_of_nine = (
            record(lived(families(60, **QUIET, other_children=n), 60)) for n in (0.0, 8.0)
        )
        return one_of_nine / alone

    assert attending(lambda p: home.record(p, age=60).mean("attending", 0).mean()) < 0.8
    same = attending(lambda p: free_play.record(p, age=60).mean("attending", 0).mean())
    assert 0.9 < same < 1.1

"""Several caregivers and one infant: strength of bonds, whom the infant turns to, strangeness."""

import numpy as np
import pytest

from attune_sim.dyad import days
from attune_sim.dyad.bonds import who_cares
from attune_sim.dyad.morning import grow
from attune_sim.dyad.noise import EPISODE, words
from attune_sim.measurement import inner_state
from attune_sim.population import populate
from attune_sim.scenario import CaregiverSpec, Scenario

FAMILY = {"family_life": 1}
PAIR = (CaregiverSpec("main", 0.7), CaregiverSpec("other", 0.3))
FAR = 4.5  # standard errors: a test of a share fails by chance once in some 100,000 times


def families(infants=40, caregivers=PAIR, **values):
    return populate(Scenario(infants=infants, caregivers=caregivers, parameters=values))


def strengths(population):
    return [population.bonds["strength"][population.bond_rows(which)] for which in (0, 1)]


def test_who_does_more_of_the_care_becomes_the_stronger_bond():
    population = families(**FAMILY)
    days.live(population.rows, 0, 200)
    main, other = strengths(population)
    assert (main > other).all()
    assert ((main > 0) & (main < 1)).all()


def test_how_needs_end_does_not_matter_for_strength():
    kind, unkind = (
        (
            CaregiverSpec("one", 0.5, {"responsiveness": 0.9}),
            CaregiverSpec("two", 0.5, {"rejection": r}),
        )
        for r in (0.0, 1.0)
    )
    found = []
    for pair in (kind, unkind):
        population = families(caregivers=pair, seeking=0.0, seeking_in_distress=0.0, **FAMILY)
        days.live(population.rows, 0, 100)
        found.append(population.bonds["strength"].copy())
    np.testing.assert_array_equal(*found)


def test_a_bond_fades_in_absence_as_stated():
    population = families(bond_fading=0.01, **FAMILY)
    days.live(population.rows, 0, 100)
    gone = population.bond_rows(1)
    population.bonds["share"] = np.where(np.isin(np.arange(80), gone), 0.0, 1.0)
    days.live(population.rows, 100, 1)  # the night before still counts what was lived before
    before = population.bonds["strength"][gone].copy()
    days.live(population.rows, 101, 50)
    np.testing.assert_allclose(population.bonds["strength"][gone], before * 0.99**50)


def drawn(population, strength, age, count=1_500):
    """How often the first infant is with their first caregiver, in play and in distress."""
    infant, mechanism = population.infants[0], population.mechanisms[0]
    grow(infant, mechanism, age)
    population.bonds["strength"][:2] = strength
    found = {True: [], False: []}
    odds = mechanism["distress_share"] / (1 - mechanism["distress_share"]) * infant["crying"]
    for time in range(count):
        four = words(infant, 0, EPISODE, time, 0)
        in_play = (int(four[1]) + 0.5) / 2**32 >= odds / (1 + odds)
        found[bool(in_play)].append(who_cares(population.rows, 0, four) == 0)
    return found


def near(found, expected):
    share = np.mean(found)
    return abs(share - expected) < FAR * np.sqrt(expected * (1 - expected) / len(found)) + 0.002


def test_in_play_the_shares_of_care_decide():
    found = drawn(families(**FAMILY), (0.9, 0.1), 400)
    assert near(found[True], 0.7)


def test_a_distressed_infant_who_can_move_turns_to_the_stronger_bond():
    even = (CaregiverSpec("main", 0.5), CaregiverSpec("other", 0.5))
    values = {**FAMILY, "need_low": 0.5, "need_high": 0.5}
    expected = 1 / (1 + np.exp(-(1.0 + 4.0 * 0.5) * 0.6))
    found = drawn(families(caregivers=even, **values), (0.8, 0.2), 600)
    assert near(found[False], expected)
    assert near(found[True], 0.5)
    newborn = drawn(families(caregivers=even, **values), (0.8, 0.2), 30)
    assert near(newborn[False], 0.5)


def test_with_seeking_off_the_shares_of_care_decide_in_distress_too():
    off = {**FAMILY, "seeking": 0.0, "seeking_in_distress": 0.0}
    found = drawn(families(**off), (0.9, 0.1), 600)
    assert near(found[False], 0.7)


def test_a_caregiver_who_lives_elsewhere_has_hours_of_their_own():
    apart = (
        CaregiverSpec("main", 0.3),
        CaregiverSpec("carer", 0.4, {"shared_home": 0.0}),
        CaregiverSpec("other", 0.3),
    )
    values = {**FAMILY, "need_low": 0.5, "need_high": 0.5}
    population = families(caregivers=apart, **values)
    population.bonds["strength"][2] = 0.2
    found = drawn(population, (0.8, 0.0), 600)
    sought = np.exp((1.0 + 4.0 * 0.5) * np.array([0.8, 0.2]))
    assert near(found[False], 0.6 * sought[0] / sought.sum())
    assert near(found[True], 0.3)


def test_nobody_is_turned_to_who_is_not_there():
    alone = (CaregiverSpec("here", 1.0), CaregiverSpec("gone", 0.0))
    found = drawn(families(caregivers=alone, **FAMILY), (0.0, 1.0), 600)
    assert all(found[False])


def test_turned_to_is_a_share_over_caregivers_that_follows_strength():
    population = families(**FAMILY)
    population.bonds["strength"] = np.tile([0.8, 0.3], 40)
    first, second = (inner_state(population, 400, which)["turned_to"] for which in (0, 1))
    np.testing.assert_allclose(first + second, 1.0)
    np.testing.assert_allclose(first, 1 / (1 + np.exp(-5.0 * 0.5)))


def test_without_family_life_there_is_no_load_mood_or_bond_to_read_off():
    found = inner_state(families(), 400)
    for name in ("load", "mood", "bond_strength", "turned_to"):
        assert np.isnan(found[name]).all()


@pytest.mark.parametrize(("age", "differs"), [(60, False), (420, True)])
def test_a_strange_caregiver_distresses_once_infants_are_wary(age, differs):
    found = []
    for strangeness in (0.0, 0.1):
        population = families(caregivers=(CaregiverSpec(),), strangeness=strangeness, **FAMILY)
        days.live(population.rows, age, 3)
        found.append(population.bonds["day_distress"].mean())
    without, with_ = found
    assert with_ > without if differs else with_ == pytest.approx(without, rel=0.01)

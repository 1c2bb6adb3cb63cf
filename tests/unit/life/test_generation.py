"""Grown children become caregivers by what they have learnt, as far as mirroring says."""

import numpy as np
import pytest

from attune_sim.dyad.state import CAREGIVER_DTYPE
from attune_sim.life.generation import MIRRORS, born_to, seed_of, with_grandparents
from attune_sim.population import populate
from attune_sim.scenario import CaregiverSpec, Distribution, Scenario, load_population

MIXED = load_population("mixed")
MIRRORED = [trait for mirror in MIRRORS for trait in mirror.traits]


def grown(scenario, mirroring, seed=0):
    """Grown children with any history: it is set, not lived."""
    population = populate(scenario.with_(mirroring=mirroring))
    rng = np.random.default_rng(seed)
    count = len(population)
    population.infants["turning_away"] = rng.uniform(0, 1, count)
    population.infants["prototype_variance"] = rng.uniform(0.05, 0.2, count) ** 2
    population.infants["prototype_alarm"] = rng.uniform(0, 0.8, count)
    return population


def test_without_mirroring_parents_are_drawn_as_anyone():
    scenario = MIXED.with_(infants=50)
    born = born_to(grown(scenario, 0.0), scenario, seed=5)
    anyone = populate(scenario, seed=5)
    for name in CAREGIVER_DTYPE.names:
        np.testing.assert_allclose(born.caregivers[name], anyone.caregivers[name], err_msg=name)


def test_each_history_shows_in_its_traits_with_its_sign_and_in_no_other():
    scenario = MIXED.with_(infants=2_000, mirroring=0.7)
    parents = grown(scenario, 0.7)
    born = born_to(parents, scenario, seed=5)
    for mirror in MIRRORS:
        history = mirror.scores(parents)
        for trait, sign in mirror.traits.items():
            r = np.corrcoef(history, born.values(trait))[0, 1]
            assert sign * r > 0.35, trait
        for trait in ("repair_rate", "intrusiveness", "withdrawal", "soothability"):
            assert abs(np.corrcoef(history, born.values(trait))[0, 1]) < 4.5 / np.sqrt(2_000)


def test_the_spread_of_traits_stays_that_of_the_scenario():
    scenario = MIXED.with_(infants=4_000)
    parents = grown(scenario, 0.6)
    for mirror in MIRRORS:  # histories that are as spread as those of mixed families
        z = np.random.default_rng(1).normal(mirror.mean, mirror.sd, 4_000)
        name = {0.244: "turning_away", 0.116: "prototype_variance", 0.309: "prototype_alarm"}
        column = name[mirror.mean]
        parents.infants[column] = z**2 if column == "prototype_variance" else z
    born, anyone = born_to(parents, scenario, seed=5), populate(scenario, seed=6)
    for trait in ("responsiveness", "consistency"):
        assert born.values(trait).mean() == pytest.approx(anyone.values(trait).mean(), abs=0.02)
        assert born.values(trait).std() == pytest.approx(anyone.values(trait).std(), rel=0.06)


def test_responsiveness_in_play_follows_unless_it_is_its_own():
    one = Distribution("beta", mean=0.5, sd=0.2)
    scenario = Scenario(infants=40, parameters={"responsiveness": one})
    born = born_to(grown(scenario, 1.0), scenario, seed=3)
    np.testing.assert_array_equal(
        born.values("responsiveness"), born.values("responsiveness_in_play")
    )
    np.testing.assert_array_equal(
        born.values("responsiveness"), born.caregivers["responsiveness_today"]
    )


def test_what_is_one_number_for_all_stays_so_and_others_are_drawn_afresh():
    drawn = Distribution("beta", mean=0.5, sd=0.2)
    people = (CaregiverSpec("mother", 0.6), CaregiverSpec("father", 0.4))
    scenario = Scenario(
        infants=30, parameters={"responsiveness": drawn, "rejection": 0.1}, caregivers=people
    )
    born = born_to(grown(scenario, 1.0), scenario, seed=3)
    anyone = populate(scenario, seed=3)
    assert set(born.values("rejection")) == {0.1}
    np.testing.assert_array_equal(
        born.values("responsiveness", 1), anyone.values("responsiveness", 1)
    )
    assert (born.values("responsiveness") != anyone.values("responsiveness")).all()


def test_a_family_has_the_same_children_in_any_crowd():
    scenario = MIXED.with_(infants=20)
    parents = grown(scenario, 0.5)
    whole = born_to(parents, scenario, seed=5)
    part = born_to(parents.only(np.array([13])), scenario, seed=5)
    for name in MIRRORED:
        assert part.values(name)[0] == whole.values(name)[13]


def test_generations_have_seeds_of_their_own():
    assert seed_of(7, 0) == 7
    seeds = {seed_of(seed, g) for seed in range(20) for g in range(8)}
    assert len(seeds) == 160
    assert all(0 <= seed < 2**53 for seed in seeds)


def test_grandparents_care_as_they_did_for_the_parent():
    two = load_population("two-caregivers").with_(infants=20)
    parents = grown(two, 0.5)
    born = born_to(parents, two, seed=5)
    first = born.caregivers[born.caregiver_rows()].copy()
    cared = with_grandparents(born, parents)
    for name in ("responsiveness", "rejection", "alarming_moments_turn"):
        np.testing.assert_array_equal(
            cared.caregivers[name][cared.caregiver_rows(1)],
            parents.caregivers[name][parents.caregiver_rows()],
        )
    assert (cared.caregivers[cared.caregiver_rows()] == first).all()
    assert (cared.caregivers["number"] == born.caregivers["number"]).all()

"""What procedures are known to show, in populations large enough to tell it from chance."""

import itertools

import numpy as np
import pytest

from attune_sim import measures
from attune_sim.life.course import live
from attune_sim.population import populate
from attune_sim.procedures import free_play, home, still_face
from attune_sim.procedures import strange_situation as ssp
from attune_sim.scenario import load


@pytest.fixture(scope="module")
def visited():
    """Families of all kinds and what is coded of a home visit to them; not to be changed."""
    population = populate(load("mixed-population").with_(infants=1_200))
    live(population, 270)
    return population, home.code(home.record(population, age=270), population)


def test_negative_affect_carries_over_into_the_reunion(families):
    """More negative affect than before it (Weinberg & Tronick 1996; Mesman et al. 2009)."""
    population = families(200, days=180)
    left = still_face.code(still_face.record(population, age=180), population)[
        "negative_carry_over"
    ]
    assert left.mean() > 4 * left.std() / np.sqrt(200)


def test_two_coders_agree_as_trained_ones_do():
    """Kappa of four patterns about .8 in a varied population."""
    population = populate(load("mixed-population").with_(infants=400))
    live(population, 365)
    f = ssp.record(population, age=365)
    coded = [ssp.code(f, population, coder=k)["pattern"] for k in range(4)]
    pairs = [measures.kappa(a, b) for a, b in itertools.combinations(coded, 2)]
    assert np.mean(pairs) == pytest.approx(0.8, abs=0.07)
    assert len(np.unique(coded[0])) >= 3


def test_each_scale_of_a_home_visit_goes_with_its_own_trait_more_than_with_any_other(visited):
    """As they are rated, with the observer's error, in families of all kinds."""
    population, codes = visited
    scales = {
        "sensitivity": "responsiveness",
        "alarm": "alarming_moments",
        "inconsistency": "consistency",
        "intrusiveness": "intrusiveness",
        "withdrawal": "withdrawal",
    }
    for scale, own in scales.items():
        rated = codes[f"{scale}_rating"]
        known = np.isfinite(rated)
        assert known.mean() > 0.8, scale
        r = {
            trait: abs(np.corrcoef(rated[known], population.values(trait)[known])[0, 1])
            for trait in scales.values()
        }
        others = max(value for trait, value in r.items() if trait != own)
        assert r[own] > max(0.3, others + 0.15), (scale, r)


def test_sensitivity_to_distress_and_in_play_are_told_apart(visited):
    """Though the two traits go together in these families."""
    population, codes = visited
    traits = ("responsiveness", "responsiveness_in_play")
    rated = [codes[f"sensitivity_{what}_rating"] for what in ("to_distress", "in_play")]
    known = np.isfinite(rated).all(axis=0)
    assert known.mean() > 0.75
    r = np.corrcoef([*(x[known] for x in rated), *(population.values(t)[known] for t in traits)])
    assert r[2, 3] > 0.4
    assert r[0, 2] > r[0, 3] + 0.03
    assert r[1, 3] > r[1, 2] + 0.03


def test_three_minutes_of_play_show_who_intrudes():
    population = populate(load("mixed-population").with_(infants=400))
    live(population, 120)
    codes = free_play.code(free_play.record(population, age=120), population)
    rated = codes["intrusiveness_in_play_rating"]
    known = np.isfinite(rated)
    assert known.mean() > 0.95
    r = {
        trait: np.corrcoef(rated[known], population.values(trait)[known])[0, 1]
        for trait in ("intrusiveness", "responsiveness_in_play", "rejection", "withdrawal")
    }
    assert r.pop("intrusiveness") > 0.5
    assert max(map(abs, r.values())) < 0.25

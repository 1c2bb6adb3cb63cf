"""What a plan says of reliability and of samples, against what is known of them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from attune_sim.plan.answers import Wanted, answer, reliability_of
from attune_sim.plan.designs import Costs, Design, designs
from attune_sim.plan.films import scored
from attune_sim.plan.question import question
from attune_sim.scenario import load

ONCE = Design(3, 1, 1)


@pytest.fixture(scope="module")
def people():
    """Unlike families, some days old."""
    return load("mixed").with_(infants=100, days=2, maturation=0.0)


def ask(people, kind, *measures, against=None):
    return question(kind, measures, people, against)


def test_more_film_and_visits_are_more_reliable(people):
    asked = ask(people, "correlation", "attuned_share", "trait.repair_rate")
    ways = designs(asked, [1, 8], [1, 3], [1])
    found = answer(asked, ways, Wanted(), Costs(), families=150).table
    at = found.set_index(["minutes", "visits"])["reliability"]
    assert at[8, 1] > at[1, 1]
    assert at[1, 3] > at[1, 1]
    assert at[8, 3] == max(at)


def test_coders_who_err_more_make_a_measure_less_reliable(people):
    def reliability(error, coders):
        asked = ask(people.with_(coder_error=error), "correlation", "avoidance", "attuned_share")
        ways = designs(asked, None, [1], [coders])
        return answer(asked, ways, Wanted(), Costs(), families=100).table["reliability"][0]

    assert reliability(2.5, 1) < reliability(0.1, 1)
    assert reliability(2.5, 1) < reliability(2.5, 4)


@pytest.mark.parametrize(("visits", "coders"), [(1, 1), (2, 1), (2, 3)])
def test_reliability_recovers_known_parts_of_the_variance(visits, coders):
    random = np.random.default_rng(7)
    n, v, c = 4000, 3, 3
    family, visit, coder = 1.0, 0.8, 0.5
    each = (
        random.normal(0, math.sqrt(family), (n, 1, 1))
        + random.normal(0, math.sqrt(visit), (n, v, 1))
        + random.normal(0, math.sqrt(coder), (n, v, c))
    )
    expected = family / (family + visit / visits + coder / visits / coders)
    assert reliability_of(each, Design(3, visits, coders)) == pytest.approx(expected, abs=0.03)


def test_error_in_a_measure_weakens_a_correlation_as_the_textbook_says(people):
    """Spearman 1904: r as measured is r without error times the root of the reliability."""
    asked = ask(people, "correlation", "attuned_share", "trait.repair_rate")
    ways = designs(asked, [2], [1, 8], [1])
    found = answer(asked, ways, Wanted(), Costs(), families=300).table
    true = found["effect"] / np.sqrt(found["reliability"])
    assert np.ptp(true) < 0.1 * true.mean()
    assert np.ptp(found["effect"]) > 0.2 * true.mean()


def test_samples_and_formula_agree_where_measures_are_about_normal(people):
    asked = ask(people, "correlation", "attuned_share", "trait.repair_rate")
    found = answer(asked, [Design(6, 2, 1)], Wanted(), Costs(), families=400).table
    assert found["dyads"][0] == pytest.approx(found["textbook"][0], rel=0.35)


def test_two_ages_share_no_random_numbers(people):
    asked = ask(people, "stability", "attuned_share@2", "attuned_share@3")
    (scores,) = scored(replace(asked, groups=(people.with_(infants=150, maturation=0.0),)), [ONCE])
    first, second = (scores.values(column, ONCE)[0] for column in asked.columns)
    one_day = scores.coded[asked.columns[0], 3]
    # Two visits on one day are as alike as visits on two days.
    same_day = np.corrcoef(one_day[:, 0, 0], one_day[:, 1, 0])[0, 1]
    assert np.corrcoef(first, second)[0, 1] < same_day + 0.25


def test_where_there_may_be_no_effect_there_is_no_upper_end(people):
    open_ended = []
    for seed in (1, 2, 3):
        alike = people.with_(seed=seed)
        asked = ask(alike, "difference", "attuned_share", against=alike)
        row = answer(asked, [ONCE], Wanted(), Costs(), families=100).table.iloc[0]
        open_ended.append(row["effect_low"] < 0 < row["effect_high"])
        assert math.isinf(row["dyads_high"]) == open_ended[-1]
    assert any(open_ended)

"""Plans: questions, designs, films and answers."""

from __future__ import annotations

import numpy as np
import pytest

from attune_sim.errors import InputError
from attune_sim.measurement import observe
from attune_sim.plan.answers import Wanted, answer
from attune_sim.plan.designs import Costs, Design, designs
from attune_sim.plan.films import scored
from attune_sim.plan.question import question
from attune_sim.run import grown
from attune_sim.scenario import load

ONCE = Design(3, 1, 1)


@pytest.fixture(scope="module")
def people():
    """Unlike families, some days old."""
    return load("mixed").with_(infants=100, days=2, maturation=0.0)


def ask(people, kind="correlation", *measures, against=None):
    return question(kind, measures or ("attuned_share", "sensitivity_rating"), people, against)


def test_one_visit_and_one_coder_measure_as_an_observation_does(people):
    few = people.with_(infants=12)
    asked = ask(
        few,
        "correlation",
        "attuned_share",
        "patterns_secure",
    )
    (scores,) = scored(asked, [ONCE])
    usual = observe(grown(few), few.days, measures=["attuned_share", "patterns"])
    for column in asked.columns:
        expected = usual[column.name].to_numpy()
        assert np.array_equal(scores.values(column, ONCE)[0], expected, equal_nan=True)


def test_fewer_dyads_where_less_is_wanted(people):
    asked = ask(people, "correlation", "attuned_share", "trait.repair_rate")

    def dyads(**wanted):
        found = answer(asked, [ONCE], Wanted(**wanted), Costs(), families=100).table
        assert found["dyads_low"][0] <= found["dyads"][0] <= found["dyads_high"][0]
        return found["dyads"][0]

    assert dyads(power=0.6) < dyads(power=0.9)
    assert dyads(within=0.3) < dyads(within=0.15)


def test_costs_add_up(people):
    costs = Costs(10, 5, 0.5)
    asked = ask(people)  # play twice, and one home visit of 40 minutes
    expected = 10 + 2 * (5 + 0.5 * 6 * 3) + (5 + 0.5 * 40)
    assert costs.of_dyad(asked, Design(6, 2, 3)) == expected
    again = ask(people, "stability", "attuned_share@1", "attuned_share@2")
    assert costs.of_dyad(again, Design(6, 2, 3)) == 10 + 4 * (5 + 0.5 * 6 * 3)
    same_film = ask(people, "correlation", "attuned_share", "repair_latency_s")
    assert costs.of_dyad(same_film, ONCE) == 10 + 5 + 0.5 * 3


@pytest.mark.parametrize(
    ("kind", "measures", "said"),
    [
        ("corelation", ["attuned_share", "fuss_share"], "did you mean correlation"),
        ("correlation", ["attuned_share"], "takes two measures; 1 given"),
        ("correlation", ["attuned_share", "felt_security"], "no study can measure"),
        ("correlation", ["attuned_shore", "fuss_share"], "did you mean attuned_share"),
        ("correlation", ["attuned_share@x", "fuss_share"], "is not an age"),
        ("correlation", ["attuned_share@99999", "fuss_share"], "is not an age"),
        ("correlation", ["attuned_share", "attuned_share"], "goes with itself"),
        ("correlation", ["trait.repair_rate", "trait.reactivity"], "has to be filmed"),
        ("correlation", ["trait.repair_rat", "fuss_share"], "did you mean repair_rate"),
        ("correlation", ["trait.repair_rate@3", "fuss_share"], "has no age"),
        ("stability", ["attuned_share@1", "fuss_share@2"], "one measure at two ages"),
        ("difference", ["attuned_share"], "give --against"),
        ("correlation", ["patterns_secure", "fuss_share"], "cannot move"),
    ],
)
def test_what_cannot_be_asked_is_told(kind, measures, said):
    with pytest.raises(InputError, match=said):
        question(kind, measures, load("mixed").with_(days=2))


@pytest.mark.parametrize(
    ("minutes", "visits", "coders", "said"),
    [
        ([31], [1], [1], "minutes = 31"),
        ([3], [9], [1], "visits = 9"),
        ([3], [1], [0], "coders = 0"),
        (list(range(1, 31)), [1, 2], [1, 2], "at most 60"),
    ],
)
def test_designs_that_cannot_be(people, minutes, visits, coders, said):
    with pytest.raises(InputError, match=said):
        designs(ask(people), minutes, visits, coders)


def test_a_procedure_of_fixed_length_stays_as_it_is(people):
    asked = ask(people, "correlation", "patterns_secure", "attuned_share")
    assert {design.minutes for design in designs(asked, None, [1], [1])} == {22}
    with pytest.raises(InputError, match="fixed course of 22 min"):
        designs(asked, [10], [1], [1])

"""Procedures for children: hard problems, and play with a peer."""

import numpy as np
import pytest

from attune_sim.population import populate
from attune_sim.procedures import peer_play, problem_solving
from attune_sim.scenario import load

AGE = 1_000


@pytest.fixture(scope="module")
def children():
    """Newborns who are as old as children, with what they have learnt set by the test."""
    mixed = load("mixed-population").with_(infants=120, growth=1, observer_error=0.0)
    return populate(mixed)


def coded(procedure, children, **learnt):
    changed = children.copy()
    for name, value in learnt.items():
        changed.infants[name] = value
    film = procedure.record(changed, age=AGE)
    return {name: np.nanmean(values) for name, values in procedure.code(film, changed).items()}


@pytest.mark.parametrize("procedure", [problem_solving, peer_play])
def test_what_a_child_has_learnt_shows(procedure, children):
    calm = coded(procedure, children, self_regulation=0.034)
    upset = coded(procedure, children, self_regulation=0.004)
    prefix = "problem" if procedure is problem_solving else "peer"
    assert calm[f"{prefix}_upset"] < upset[f"{prefix}_upset"]
    assert calm[f"{prefix}_competence_rating"] > upset[f"{prefix}_competence_rating"]


def test_problems_are_a_strain(children):
    easy = children.with_settings(problem_strain=0.0)
    hard = children.with_settings(problem_strain=0.03)
    able = {"self_regulation": 0.034}
    upset = [coded(problem_solving, some, **able)["problem_upset"] for some in (easy, hard)]
    assert upset[1] > upset[0] + 0.2


def test_the_peer_is_the_same_for_all_and_their_caregivers_do_not_matter(children):
    film = peer_play.record(children, age=AGE)
    other = children.copy()
    other.caregivers["responsiveness"] = 0.1
    again = peer_play.record(other, age=AGE, which=0)
    np.testing.assert_array_equal(film.trace["display"], again.trace["display"])
    np.testing.assert_array_equal(
        film.trace["caregiver_engagement"], again.trace["caregiver_engagement"]
    )


def test_two_children_want_the_same_toy_at_each_beginning(children):
    film = peer_play.record(children, age=AGE)
    assert film.lengths.tolist() == [[120] * 3] * len(children)
    first = film.trace["distress"][:, [0, 120, 240]].mean(axis=0)
    assert (first > 0.3).all()

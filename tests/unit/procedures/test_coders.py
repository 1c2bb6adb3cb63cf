"""Coders' error: standard normal, of one coder, infant, caregiver and occasion."""

import numpy as np
import pytest
from scipy import stats

from attune_sim.population import populate
from attune_sim.procedures.coders import errors
from attune_sim.scenario import load


@pytest.fixture(scope="module")
def population():
    return populate(load("two-caregivers").with_(infants=400))


def apart(one, other):
    """Correlation within chance."""
    return abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 4 / np.sqrt(one.size)


def test_errors_are_standard_normal_and_independent(population):
    drawn = errors(population, 11, occasion=3, age=365)
    assert drawn.shape == (400, 11)
    assert stats.kstest(drawn.ravel(), "norm").pvalue > 1e-3
    assert apart(drawn[:-1], drawn[1:])
    assert apart(drawn[:, :-1], drawn[:, 1:])


def test_errors_are_of_an_occasion_a_caregiver_and_a_kind(population):
    drawn = errors(population, 6, occasion=3, age=365)
    assert (drawn == errors(population, 6, occasion=3, age=365)).all()
    assert apart(drawn, errors(population, 6, occasion=4, age=365))
    assert apart(drawn, errors(population, 6, occasion=3, age=366))
    assert apart(drawn, errors(population, 6, occasion=3, age=365, which=1))
    assert apart(drawn, errors(population, 6, occasion=3, age=365, seconds=True))


def test_errors_are_of_an_infant_not_of_a_crowd(population):
    one = populate(load("two-caregivers").with_(infants=400), numbers=[123])
    drawn = errors(population, 5, occasion=3, age=365)
    assert (errors(one, 5, occasion=3, age=365)[0] == drawn[123]).all()
    for fewer in (2, 3):  # what another rating is added to stays as it was
        assert (errors(population, fewer, occasion=3, age=365) == drawn[:, :fewer]).all()

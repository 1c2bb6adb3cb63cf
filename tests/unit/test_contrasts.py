"""Estimates over families, and paired contrasts."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from attune_sim.contrasts import by_family, contrast, estimate
from attune_sim.intervals import wilson


def table(**columns) -> pd.DataFrame:
    first = next(iter(columns.values()))
    return pd.DataFrame({"infant": range(len(first)), "caregiver": 0, **columns})


def test_a_family_is_the_mean_over_its_caregivers():
    rows = pd.DataFrame({"infant": [0, 0, 1, 1], "caregiver": [0, 1, 0, 1], "x": [1, 3, 4, np.nan]})
    assert by_family(rows, "x").to_dict() == {0: 2.0, 1: 4.0}


def test_a_share_has_wilsons_interval_and_never_leaves_its_scale():
    none = estimate(np.zeros(240))
    assert (none.mean, none.low) == (0, 0)
    assert (none.low, none.high) == wilson(0, 240)
    assert 0 < none.high < 0.05


def test_a_rating_that_is_1_for_everyone_is_no_share():
    ones = table(alarm_rating=np.ones(60), patterns_secure=np.ones(60))
    rated = contrast("alarm_rating", ones, ones)
    assert (rated.first.low, rated.first.high, rated.low, rated.high) == (1, 1, 0, 0)
    assert contrast("patterns_secure", ones, ones).first.low < 1
    alone = estimate(np.ones(60), shares=False)
    assert (alone.low, alone.high) == (1, 1)


def test_a_mean_of_shares_stays_between_0_and_1():
    few = estimate([0.0, 0.0, 0.0, 0.02])
    assert 0 <= few.low <= few.mean <= few.high <= 1


def test_what_is_undefined_is_left_out():
    found = estimate([1.5, math.nan, 2.5])
    assert (found.mean, found.families) == (2.0, 2)
    assert math.isnan(estimate([math.nan]).mean)
    assert math.isnan(estimate([3.0]).low)


def test_pairs_cancel_what_families_differ_in():
    rng = np.random.default_rng(1)
    own = rng.normal(0, 1, 200)
    a, b = table(x=own), table(x=own + 0.1 + rng.normal(0, 0.05, 200))
    found = contrast("x", a, b)
    assert found.difference == pytest.approx(0.1, abs=0.02)
    assert found.told_apart
    assert found.high - found.low < 0.03
    assert found.first.high - found.first.low > 0.2


def test_families_known_in_one_run_only_are_left_out_of_both_means():
    found = contrast("x", table(x=[1.0, 2.0, math.nan, 4.0]), table(x=[2.0, math.nan, 9.0, 5.0]))
    assert found.families == 2
    assert (found.first.mean, found.second.mean, found.difference) == (2.5, 3.5, 1.0)


def test_a_pattern_that_nobody_shows_is_not_known_to_be_equal():
    found = contrast("x", table(x=np.zeros(60)), table(x=np.zeros(60)))
    assert found.difference == 0
    assert found.low < -0.01
    assert found.high > 0.01
    assert not found.told_apart


def test_a_share_against_nothing():
    found = contrast("x", table(x=np.zeros(60)), table(x=np.ones(60)))
    assert found.difference == 1
    assert 0.85 < found.low < found.high <= 1


def test_one_family_cannot_tell():
    found = contrast("x", table(x=[1.0]), table(x=[2.0]))
    assert found.difference == 1
    assert math.isnan(found.low)
    assert not found.told_apart

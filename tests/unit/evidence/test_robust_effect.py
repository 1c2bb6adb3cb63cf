"""Effects, their intervals, and the verdicts that follow."""

import numpy as np
import pytest
from scipy import stats

from attune_sim.evidence.robustness.effect import (
    CANNOT_TELL,
    GONE,
    REVERSED,
    STANDS,
    UNDEFINED,
    WEAKER,
    Effect,
    effect,
    verdict,
)


def all_of(*columns):
    return list(columns), np.ones(len(columns[0]))


def test_a_difference_of_means_and_of_correlations(rng):
    x, y, z = rng.standard_normal((3, 80))
    assert effect([all_of(x), all_of(y)], 1).value == pytest.approx(x.mean() - y.mean())
    assert effect([all_of(x)], 1).value == pytest.approx(x.mean())
    found = effect([all_of(x, z), all_of(y, z)], 1).value
    wanted = stats.pearsonr(x, z).statistic - stats.pearsonr(y, z).statistic
    assert found == pytest.approx(wanted)


def test_only_the_chosen_families_count(rng):
    x, where = rng.standard_normal(60), np.tile([0.0, 1.0], 30)
    assert effect([([x], where)], 1).value == pytest.approx(x[1::2].mean())


def test_families_without_a_value_are_left_out(rng):
    x = rng.standard_normal(40)
    gaps = np.append(x, [np.nan, np.nan])
    assert effect([all_of(gaps)], 1).value == pytest.approx(x.mean())


@pytest.mark.parametrize("where", [np.zeros(40), np.repeat([1.0, 0.0], [3, 37])])
def test_too_few_families_leave_it_undefined(rng, where):
    found = effect([([rng.standard_normal(40)], where)], 1)
    assert np.isnan([found.value, found.low, found.high]).all()
    assert verdict(found, 1, None, 0.5) == UNDEFINED


def test_a_correlation_with_a_constant_is_undefined(rng):
    assert np.isnan(effect([all_of(rng.standard_normal(40), np.ones(40))], 1).value)


def test_shared_luck_narrows_the_interval(rng):
    luck = rng.standard_normal(60)
    a, b = luck + 0.1 * rng.standard_normal(60), luck + 0.1 * rng.standard_normal(60)
    paired = effect([all_of(a), all_of(b)], 1)
    shuffled = effect([all_of(a), all_of(rng.permutation(b))], 1)
    assert paired.high - paired.low < 0.3 * (shuffled.high - shuffled.low)


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    inside = 0
    for case in range(200):
        rng = np.random.default_rng([5, case])
        a, b = rng.normal(0.3, 1.0, 60), rng.normal(0.0, 1.0, 60)
        found = effect([all_of(a), all_of(b)], case)
        inside += found.low <= 0.3 <= found.high
    assert 180 <= inside <= 199


@pytest.mark.parametrize(
    ("value", "low", "high", "usual", "found"),
    [
        (0.50, 0.40, 0.60, 0.5, STANDS),
        (0.25, 0.10, 0.40, 0.5, STANDS),
        (0.24, 0.10, 0.40, 0.5, WEAKER),
        (0.30, -0.01, 0.60, 0.5, CANNOT_TELL),
        (0.20, 0.00, 0.40, 0.5, CANNOT_TELL),
        (0.10, 0.00, 0.20, 0.5, GONE),
        (-0.10, -0.30, 0.10, 0.5, GONE),
        (0.00, 0.00, 0.00, 0.0, GONE),
        (-0.10, -0.30, 0.10, -0.1, GONE),
        (-0.30, -0.40, -0.20, 0.5, REVERSED),
        (-0.30, -0.40, -0.20, -0.3, REVERSED),
    ],
)
def test_verdicts_of_an_expected_difference(value, low, high, usual, found):
    assert verdict(Effect(value, low, high), 1, None, usual) == found
    assert verdict(Effect(-value, -high, -low), -1, None, -usual) == found


@pytest.mark.parametrize(
    ("value", "low", "high", "found"),
    [
        (0.05, 0.00, 0.10, STANDS),
        (0.05, 0.00, 0.105, STANDS),  # the 90% interval ends below
        (0.05, -0.05, 0.15, CANNOT_TELL),
        (0.10, 0.02, 0.18, CANNOT_TELL),
        (0.12, 0.05, 0.19, CANNOT_TELL),
        (0.20, 0.11, 0.29, GONE),
        (-0.20, -0.29, -0.11, GONE),
    ],
)
def test_verdicts_of_no_difference(value, low, high, found):
    assert verdict(Effect(value, low, high), 0, 0.1, 0.0) == found

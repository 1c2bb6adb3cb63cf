"""Intervals as the textbooks have them."""

import math

import numpy as np
import pytest
from scipy import stats

from attune_sim import intervals
from attune_sim.intervals import NORMAL, fisher, half_width, least_correlation, wilson


def test_wilson_is_the_textbook_interval():
    # 95% of 8 in 10 (Wilson 1927, without correction): p0 of (p-p0)^2 = z^2 p0 (1-p0) / n
    low, high = wilson(8, 10)
    for end in (low, high):
        assert (0.8 - end) ** 2 == pytest.approx(1.959964**2 * end * (1 - end) / 10, rel=1e-5)
    assert low < 0.8 < high
    assert np.isnan(wilson(0, 0)).all()


@pytest.mark.parametrize("of", [1, 2, 7, 100, 5_000])
def test_wilson_is_that_of_scipy(of):
    for count in {0, 1, of // 3, of - 1, of}:
        wanted = stats.binomtest(count, of).proportion_ci(0.95, method="wilson")
        assert wilson(count, of) == pytest.approx((wanted.low, wanted.high), rel=1e-14, abs=0)


def test_a_mean_lies_within_students_t():
    sample = np.array([0.1, 0.4, 0.35, 0.2, 0.3])
    low, high = stats.t.interval(0.95, 4, sample.mean(), stats.sem(sample))
    half = half_width(sample.std(ddof=1), len(sample))
    assert (sample.mean() - half, sample.mean() + half) == pytest.approx((low, high))
    assert np.isnan(half_width([0.0, 1.0], [1, 0])).all()
    assert half_width(1.0, 1e9) == pytest.approx(NORMAL / math.sqrt(1e9))


def test_a_correlation_lies_within_fishers_z():
    x, y = np.random.default_rng(3).normal(size=(2, 40))
    found = stats.pearsonr(x, x + y)
    interval = found.confidence_interval(0.95)
    assert fisher(found.statistic, 40) == pytest.approx((interval.low, interval.high))
    assert np.isnan(fisher(0.5, 3)).all()


def test_the_smallest_clear_correlation_is_the_tables():
    assert least_correlation(30) == pytest.approx(0.361, abs=5e-4)


def test_the_interval_of_a_mean_covers_as_often_as_it_says():
    rng = np.random.default_rng(3)
    for n, least in ((8, 0.9), (40, 0.9)):
        hits = 0
        for _ in range(200):
            low, high = intervals.of_mean(rng.normal(1, 2, n))
            hits += low <= 1 <= high
        assert hits >= least * 200


def test_the_interval_of_a_mean_of_many_meets_that_of_few():
    values = np.random.default_rng(4).normal(0, 1, intervals.MANY)
    many, few = intervals.of_mean(values), intervals.of_mean(values[:-1])
    assert many == pytest.approx(few, abs=0.01)


def test_the_interval_of_a_mean_is_the_same_each_time_and_stays_within_the_values():
    values = [0.0, 0.0, 0.0, 1.0]
    assert intervals.of_mean(values) == intervals.of_mean(values)
    low, high = intervals.of_mean(values)
    assert 0 <= low <= 0.25 <= high <= 1
    assert all(map(math.isnan, intervals.of_mean([1.0])))


def test_newcombe_is_wilson_against_a_share_that_is_fixed_by_nobody():
    low, high = intervals.newcombe(np.zeros(50), np.zeros(50))
    assert -low == high == pytest.approx(intervals.wilson(0, 50)[1])

"""Samples of normal data beside formulas for normal data."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from attune_sim.plan import textbook
from attune_sim.plan.statistics import half_widths, of_all, of_samples, significant

SIZES = np.array([20, 40, 80, 160])


@pytest.fixture
def normal():
    return np.random.default_rng(3).standard_normal((20_000, 3))


def standard(table):
    return (table - table.mean(axis=0)) / table.std(axis=0)


def test_power_and_precision_of_a_correlation(normal):
    x, e = standard(normal)[:, :2].T
    pairs = np.column_stack([x, 0.3 * x + np.sqrt(1 - 0.09) * e])
    r = of_all("correlation", [pairs]).estimate[0, 0]
    assert r == pytest.approx(np.corrcoef(pairs.T)[0, 1])
    found = of_samples("correlation", [pairs], SIZES, seed=1)
    power, half = significant(found, r), half_widths(found)
    for n, p, h in zip(SIZES, power, half, strict=True):
        assert p == pytest.approx(textbook.power_of_correlation(r, n), abs=0.035)
        assert h == pytest.approx(textbook.half_width_of_correlation(r, n), rel=0.09)


def test_power_and_precision_of_a_difference(normal):
    groups = [normal[:, :1] + 0.5, normal[:, 1:2]]
    d = of_all("difference", groups).estimate[0, 0]
    found = of_samples("difference", groups, SIZES, seed=1)
    for n, p, h in zip(SIZES, significant(found, d), half_widths(found), strict=True):
        assert p == pytest.approx(textbook.power_of_difference(d, n), abs=0.035)
        assert h == pytest.approx(textbook.half_width_of_difference(d, n), rel=0.09)


def test_the_test_of_a_difference_is_students(normal):
    a, b = normal[:12, :1] + 1, normal[12:24, :1]
    found = of_all("difference", [a, b])
    assert found.t[0, 0] == pytest.approx(stats.ttest_ind(a[:, 0], b[:, 0]).statistic)


def test_an_interaction_is_that_of_least_squares(normal):
    a, b, e = normal[:60].T
    table = standard(np.column_stack([a, b, a * b + e]))
    design = np.column_stack([np.ones(60), table[:, 0], table[:, 1], table[:, 0] * table[:, 1]])
    beta, rest, *_ = np.linalg.lstsq(design, table[:, 2], rcond=None)
    error = np.sqrt(rest[0] / 56 * np.linalg.inv(design.T @ design)[3, 3])
    found = of_all("interaction", [table])
    assert found.estimate[0, 0] == pytest.approx(beta[3])
    assert found.t[0, 0] == pytest.approx(beta[3] / error)


def test_nothing_is_found_where_nothing_is(normal):
    found = of_samples("correlation", [normal[:, :2]], SIZES, seed=2)
    assert np.all(significant(found, 1.0) < 0.06)


def test_a_column_that_never_changes_gives_nothing():
    flat = np.column_stack([np.ones(50), np.arange(50.0)])
    assert np.isnan(of_samples("correlation", [flat], SIZES[:1], seed=1).estimate).all()

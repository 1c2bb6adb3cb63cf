"""Formulas beside published numbers."""

from __future__ import annotations

import math

import pytest

from attune_sim.plan import textbook


def test_power_of_a_correlation_is_that_of_the_pwr_package_of_r():
    # pwr.r.test(r = 0.3, n = 50): power = 0.5715558, in the package's own help.
    assert textbook.power_of_correlation(0.3, 50) == pytest.approx(0.5715558, abs=1e-7)
    assert textbook.power_of_correlation(-0.3, 50) == textbook.power_of_correlation(0.3, 50)


@pytest.mark.parametrize(
    ("kind", "effect", "published", "slack"),
    [
        # Cohen 1992, table 2: power .80, two-sided .05; of differences in each group.
        ("correlation", 0.1, 783, 1),
        ("correlation", 0.3, 85, 1),
        ("correlation", 0.5, 28, 1),
        ("stability", 0.3, 85, 1),
        ("difference", 0.2, 2 * 393, 2),
        ("difference", 0.5, 2 * 64, 2),
        ("difference", 0.8, 2 * 26, 2),
    ],
)
def test_sizes_are_those_of_cohens_table(kind, effect, published, slack):
    assert abs(textbook.dyads_for_power(kind, effect, 0.8) - published) <= slack


def test_an_interaction_takes_what_an_f_test_of_one_coefficient_takes():
    # The test of one coefficient is an F test with one degree of freedom.
    from scipy import stats

    f, n = math.sqrt(0.02), 395
    critical = stats.f.isf(0.05, 1, n - 4)
    exact = stats.ncf.sf(critical, 1, n - 4, n * f**2)
    assert textbook.power_of_interaction(f, n) == pytest.approx(exact, abs=1e-6)
    assert textbook.dyads_for_power("interaction", f, 0.8) == pytest.approx(395, abs=2)


def test_precision_narrows_with_the_root_of_the_size():
    for kind, error in (("correlation", math.nan), ("difference", math.nan), ("interaction", 1.0)):
        wide = textbook.dyads_for_half_width(kind, 0.2, error, 0.2)
        narrow = textbook.dyads_for_half_width(kind, 0.2, error, 0.1)
        assert narrow / wide == pytest.approx(4, rel=0.06)


def test_no_effect_and_a_tiny_one_take_too_many():
    assert textbook.dyads_for_power("correlation", 0.0, 0.8) == math.inf
    assert textbook.dyads_for_power("difference", 1e-4, 0.8) == math.inf


def test_two_groups_are_alike_in_size():
    for effect in (0.31, 0.47, 0.93):
        assert textbook.dyads_for_power("difference", effect, 0.8) % 2 == 0

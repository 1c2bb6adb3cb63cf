import numpy as np
import pytest
from scipy import stats

from attune_sim.evidence.statistics import STATISTICS


def compute(name, *groups):
    return STATISTICS[name].compute([np.asarray(g, float) for g in groups])


def column(*values):
    return [[v] for v in values]


def test_share_and_mean_put_groups_together():
    assert compute("share", column(1, 0), column(1, 1)) == 0.75
    assert compute("mean", column(2, 4)) == 3


def test_correlation_is_pearsons(rng):
    table = rng.normal(size=(40, 2)) @ [[1, 0.5], [0, 1]]
    expected = stats.pearsonr(table[:, 0], table[:, 1]).statistic
    assert compute("correlation", table[:25], table[25:]) == pytest.approx(expected)


def test_difference_of_correlations(rng):
    table = rng.normal(size=(30, 3))
    a, b = (stats.pearsonr(table[:, k], table[:, 2]).statistic for k in (0, 1))
    assert compute("difference-of-correlations", table) == pytest.approx(a - b)


def test_partial_correlation_is_that_of_residuals(rng):
    table = rng.normal(size=(50, 3)) @ [[1, 0.4, 0.3], [0, 1, 0.5], [0, 0, 1]]
    held = np.column_stack([np.ones(50), table[:, 1]])
    left = [y - held @ np.linalg.lstsq(held, y, rcond=None)[0] for y in table[:, [0, 2]].T]
    expected = stats.pearsonr(*left).statistic
    assert compute("partial-correlation", table) == pytest.approx(expected)


def test_hedges_g_by_hand():
    # means 2 and 5, variances 1 and 2, pooled variance (2*1 + 1*2) / 3, correction 1 - 3/11
    expected = (2 - 5) / np.sqrt(4 / 3) * (1 - 3 / 11)
    values, by = [1, 2, 3, 4, 6], [1, 1, 1, 0, 0]
    assert compute("hedges-g-groups", column(1, 2, 3), column(4, 6)) == pytest.approx(expected)
    assert compute("hedges-g", np.column_stack([values, by])) == pytest.approx(expected)
    other = [0, 0, 0, 1, 1]
    rows = np.vstack([np.column_stack([values, by, other]), [99, 0, 0]])
    assert compute("hedges-g-within", rows) == pytest.approx(expected)


def test_odds_d_by_hand():
    expected = 0.551 * np.log((0.75 / 0.25) / (0.25 / 0.75))
    assert compute("odds-d", column(1, 1, 1, 0), column(1, 0, 0, 0)) == pytest.approx(expected)


def test_odds_d_of_none_or_all_is_finite():
    all_of_four, none_of_four = column(1, 1, 1, 1), column(0, 0, 0, 0)
    expected = 0.551 * 2 * np.log(0.875 / 0.125)
    assert compute("odds-d", all_of_four, none_of_four) == pytest.approx(expected)


def test_ratios_and_differences():
    assert compute("risk-ratio", column(1, 1, 0, 0), column(1, 0, 0, 0)) == 2
    assert compute("difference", column(1, 3), column(1, 1)) == 1
    assert compute("paired-ratio", [[1, 4], [2, 2]]) == 0.5


def test_a_mean_in_standard_deviations_by_hand():
    assert compute("mean-in-sd", column(1, 2, 3)) == pytest.approx(2.0)  # mean 2, variance 1
    assert compute("mean-in-sd", column(-1, -2, -3)) == pytest.approx(-2.0)
    assert np.isnan(compute("mean-in-sd", column(2, 2)))  # nothing varies
    assert np.isnan(compute("mean-in-sd", column(2)))


def test_kappa_and_agreement_by_hand():
    # the labels 0, 1 come 2 and 2 times in the first column, 3 and 1 times in the second
    labels = [[0, 0], [0, 0], [1, 1], [1, 0], [2, 3]]
    assert compute("agreement", labels) == pytest.approx(3 / 5)
    chance = (2 * 3 + 2 * 1) / 25
    assert compute("kappa", labels) == pytest.approx((3 / 5 - chance) / (1 - chance))
    assert compute("agreement-difference", labels, [[0, 1]]) == pytest.approx(3 / 5)


def test_bend_is_the_quadratic_coefficient_of_standard_scores(rng):
    x = rng.normal(size=60)
    y = 2 * x - x**2 + rng.normal(size=60)
    scores = [(v - v.mean()) / v.std(ddof=1) for v in (x, y)]
    expected = np.polyfit(*scores, 2)[0]
    assert compute("bend", np.column_stack([x, y])) == pytest.approx(expected)
    assert expected < 0


def test_interaction_is_what_is_left_of_a_product():
    a, b = np.array([-1, -1, 1, 1] * 5), np.array([-1, 1, -1, 1] * 5)
    both = np.column_stack([a, b, 3 * a * b + a])
    scale = np.std(a, ddof=1) * np.std(b, ddof=1) / np.std(both[:, 2], ddof=1)
    assert compute("interaction", both) == pytest.approx(3 * scale)
    assert compute("interaction", np.column_stack([a, b, a + b])) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("name", sorted(STATISTICS))
def test_nobody_or_no_variance_is_undefined_and_no_error(name):
    statistic = STATISTICS[name]
    groups = statistic.groups or 1
    assert np.isnan(statistic.compute([np.empty((0, statistic.columns))] * groups))
    same = [np.ones((20, statistic.columns))] * groups
    value = statistic.compute(same)
    flat = statistic.scale in ("share", "own") and name not in (
        "bend", "interaction", "difference-of-log-odds",
    )  # fmt: skip
    assert np.isfinite(value) if flat or name == "odds-d" else np.isnan(value)


@pytest.mark.parametrize("name", sorted(STATISTICS))
def test_each_has_a_meaning_and_a_known_scale(name):
    assert STATISTICS[name].meaning.endswith(".")
    assert STATISTICS[name].scale in ("share", "r", "kappa", "d", "own")


def cells(*shares, n=8):
    """Families of four kinds (treated and in the subgroup, treated only, ...) with these shares."""
    kinds = ((1, 1), (0, 1), (1, 0), (0, 0))
    return [
        [t, w, float(k < share * n)]
        for (t, w), share in zip(kinds, shares, strict=True)
        for k in range(n)
    ]


def test_a_treatment_that_works_in_one_subgroup_only_is_told():
    odds = np.log([3, 1, 1, 1])  # of shares .75, .5, .5, .5
    found = compute("difference-of-log-odds", cells(0.75, 0.5, 0.5, 0.5))
    assert found == pytest.approx((odds[0] - odds[1]) - (odds[2] - odds[3]))
    assert compute("difference-of-log-odds", cells(0.75, 0.5, 0.75, 0.5)) == pytest.approx(0)
    assert compute("difference-of-log-odds", cells(0.5, 0.5, 0.75, 0.5)) < 0


def test_a_cell_of_none_or_all_is_finite_and_an_empty_one_is_undefined():
    found = compute("difference-of-log-odds", cells(1.0, 0.5, 0.5, 0.0))
    assert found == pytest.approx(np.log(15) - np.log(15))
    rows = [row for row in cells(0.5, 0.5, 0.5, 0.5) if row[:2] != [1, 0]]
    assert np.isnan(compute("difference-of-log-odds", rows))

"""The rules of judgement: the most that the model's interval supports, no more for being wide."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_sim.evidence.statistics import STATISTICS
from attune_sim.evidence.validation.judgement import Interval, judge
from attune_sim.evidence.verdicts import (
    CANNOT_TELL,
    DIRECTION,
    INSIDE,
    NOT_TESTABLE,
    SAME_ORDER,
    VERDICTS,
    WRONG,
)
from attune_sim.intervals import fisher

NAN = math.nan
UNKNOWN = (NAN, NAN, NAN)
R = (0.26, 0.22, 0.29)
NOTHING_MUCH = (0.05, -0.04, 0.14)  # published as not different from 0, by a study that can tell


@pytest.mark.parametrize(
    ("statistic", "found", "model", "expected"),
    [
        # a correlation: the published interval decides, not that of the model
        ("correlation", R, (0.25, 0.23, 0.27), INSIDE),
        ("correlation", R, (0.26, 0.215, 0.305), INSIDE),  # no interval counts as narrower than .05
        ("correlation", R, (0.24, 0.20, 0.28), DIRECTION),
        ("correlation", R, (0.40, 0.38, 0.42), DIRECTION),
        ("correlation", R, (0.30, 0.26, 0.34), DIRECTION),  # overlap is not agreement
        ("correlation", R, (0.30, 0.05, 0.55), DIRECTION),
        ("correlation", R, (-0.10, -0.12, -0.08), WRONG),
        # nothing that matters, where something was found
        ("correlation", R, (0.01, -0.03, 0.05), WRONG),
        ("correlation", R, (0.08, -0.02, 0.18), CANNOT_TELL),
        # too wide for a verdict, though the value is the published one
        ("correlation", R, (0.26, 0.10, 0.42), DIRECTION),
        ("correlation", R, (0.26, -0.05, 0.57), CANNOT_TELL),
        ("correlation", R, UNKNOWN, CANNOT_TELL),
        # no side was published
        ("correlation", NOTHING_MUCH, (0.00, -0.03, 0.03), INSIDE),
        ("correlation", NOTHING_MUCH, (0.30, 0.25, 0.35), WRONG),
        ("correlation", NOTHING_MUCH, (0.16, 0.11, 0.21), CANNOT_TELL),
        ("correlation", (-0.10, -0.30, 0.10), (0.0, -0.01, 0.01), NOT_TESTABLE),
        ("hedges-g", (-0.06, -0.23, 0.11), (0.0, -0.01, 0.01), INSIDE),
        # shares, means and ratios: half and double
        ("share", (0.50, 0.49, 0.51), (0.50, 0.49, 0.51), INSIDE),
        ("share", (0.50, 0.49, 0.51), (0.30, 0.28, 0.32), SAME_ORDER),
        ("share", (0.50, 0.49, 0.51), (0.24, 0.19, 0.29), WRONG),
        ("share", (0.50, 0.49, 0.51), (0.50, 0.40, 0.60), SAME_ORDER),
        ("share", (0.50, 0.49, 0.51), (0.50, 0.20, 0.80), CANNOT_TELL),
        ("mean", (1.5, 1, 2), (1.8, 1.7, 1.9), INSIDE),
        ("mean", (1.5, 1, 2), (1.9, 1.7, 2.1), SAME_ORDER),
        ("mean", (1.5, 1, 2), (2.9, 2.8, 3.0), SAME_ORDER),
        ("mean", (1.5, 1, 2), (4, 3.9, 4.1), WRONG),
        # a ratio of 1 is no difference
        ("risk-ratio", (1.5, 1.4, 1.6), (1.1, 1.05, 1.15), SAME_ORDER),
        ("risk-ratio", (1.5, 1.4, 1.6), (1.0, 0.95, 1.05), WRONG),
        ("paired-ratio", (0.6, 0.5, 0.7), (0.9, 0.85, 0.95), SAME_ORDER),
        ("paired-ratio", (0.6, 0.5, 0.7), (1.1, 1.05, 1.15), WRONG),
    ],
)
def test_values(statistic, found, model, expected):
    assert judge(statistic, None, *intervals(found, model)) == expected


@pytest.mark.parametrize(
    ("direction", "model", "study", "expected"),
    [
        (1, (0.40, 0.35, 0.45), (0.4, -0.1, 0.9), INSIDE),
        (1, (0.40, 0.30, 0.50), (0.4, -0.1, 0.9), DIRECTION),  # it may be one that studies miss
        (1, (0.20, 0.18, 0.22), (0.2, -0.2, 0.6), DIRECTION),  # one study in six would miss it
        (1, (0.20, 0.10, 0.30), UNKNOWN, DIRECTION),
        (1, (0.20, -0.10, 0.50), (0.2, 0.1, 0.3), CANNOT_TELL),
        (1, (0.02, -0.05, 0.09), (0.0, -0.3, 0.3), WRONG),  # no effect that matters
        (1, (-0.20, -0.30, -0.10), (-0.2, -0.5, 0.1), WRONG),
        (-1, (-0.40, -0.45, -0.35), (-0.4, -0.9, 0.1), INSIDE),
        (-1, (-0.20, -0.30, 0.10), (-0.2, -0.3, -0.1), CANNOT_TELL),
        (1, UNKNOWN, UNKNOWN, CANNOT_TELL),
    ],
)
def test_directions(direction, model, study, expected):
    found, model, study = intervals(UNKNOWN, model, study)
    assert judge("correlation", direction, found, model, study) == expected


@pytest.mark.parametrize(
    ("statistic", "n", "model", "expected"),
    [
        ("correlation", 400, (0.00, -0.11, 0.11), INSIDE),  # its 90% interval is +-.092
        ("correlation", 400, (0.00, -0.13, 0.13), CANNOT_TELL),
        ("correlation", 400, (0.25, 0.20, 0.32), WRONG),
        ("correlation", 400, (0.08, 0.00, 0.16), CANNOT_TELL),
        ("correlation", 400, UNKNOWN, CANNOT_TELL),
        # too small a study to see what matters, or one of unknown size
        ("correlation", 380, (0.00, -0.01, 0.01), NOT_TESTABLE),
        ("correlation", None, (0.00, -0.01, 0.01), NOT_TESTABLE),
        ("hedges-g-groups", 60, (0.00, -0.01, 0.01), NOT_TESTABLE),
        ("hedges-g-groups", 1153, (0.12, 0.06, 0.18), INSIDE),
        ("hedges-g-groups", 1153, (0.18, 0.12, 0.24), CANNOT_TELL),
    ],
)
def test_no_difference(statistic, n, model, expected):
    found, model = Interval(*UNKNOWN, n), Interval(*model, 5000)
    assert judge(statistic, 0, found, model, model) == expected


def test_of_a_mean_a_fifth_of_its_standard_deviation_matters():
    """100 families, a standard error of .5: a standard deviation of 5, so 1 matters."""
    study = Interval(0.0, -0.98, 0.98, 100)
    small, large = (Interval(x, x - 0.2, x + 0.2, 5000) for x in (0.1, 0.9))
    assert large.low > 1.28 * 0.5  # so that nine in ten studies find it
    found = Interval(*UNKNOWN, 100)
    assert judge("mean", 1, found, small, study) == WRONG
    assert judge("mean", 1, found, large, study) == INSIDE
    assert judge("mean", 0, found, small, study) == INSIDE
    assert judge("mean", 0, found, large, study) == CANNOT_TELL


def test_a_value_without_interval_has_that_of_such_a_study():
    """A quarter as many families in the model's study: twice as wide an interval."""
    model = Interval(0.45, 0.43, 0.47, 5000)
    found, study = Interval(0.4, NAN, NAN, 100), Interval(0.5, 0.3, 0.7, 25)
    assert judge("kappa", None, found, model, study) == INSIDE
    assert judge("kappa", None, found, model, Interval(0.5, 0.4, 0.6, 25)) == DIRECTION
    unknown = Interval(0.4, NAN, NAN, None)
    assert judge("kappa", None, unknown, model, study) == INSIDE


def intervals(*values):
    return [Interval(*v, 100) for v in (*values, UNKNOWN)[:3]]


numbers = st.floats(-3, 3).map(lambda x: round(x, 3))
widths = st.floats(0.001, 3).map(lambda x: round(x, 3))


@given(
    statistic=st.sampled_from(sorted(STATISTICS)),
    direction=st.sampled_from([None, 1, 0, -1]),
    found=st.tuples(numbers, widths, widths, st.sampled_from([None, 20, 100, 1000, 20000])),
    value=numbers,
    sides=st.tuples(widths, widths),
    study=st.tuples(widths, st.integers(10, 5000)),
    growth=st.lists(st.floats(1, 4), min_size=1, max_size=4),
)
def test_a_wider_interval_never_agrees_better(
    statistic, direction, found, value, sides, study, growth
):
    centre, below, above, n = found
    ends = (NAN, NAN, NAN) if direction is not None else (centre, centre - below, centre + above)
    study = Interval(value, value - study[0], value + study[0], study[1])
    given_by = [1.0, *np.cumprod(growth)]
    models = [Interval(value, value - sides[0] * g, value + sides[1] * g, 100) for g in given_by]
    verdicts = [judge(statistic, direction, Interval(*ends, n), m, study) for m in models]
    for narrow, wide in pairwise(verdicts):
        assert VERDICTS[wide].agreement <= VERDICTS[narrow].agreement
        assert narrow != CANNOT_TELL or wide == CANNOT_TELL
        assert (narrow == NOT_TESTABLE) == (wide == NOT_TESTABLE)


def test_a_model_that_is_right_is_inside_in_most_of_a_hundred(rng):
    """Many families: what is left is the error of the study, and its interval has 95%."""
    inside = 0
    for z in 0.3 + rng.normal(size=2000) / np.sqrt(300 - 3):
        r = float(np.tanh(z))
        found, truth = Interval(r, *fisher(r, 300), 300), float(np.tanh(0.3))
        model = Interval(truth, truth - 0.002, truth + 0.002, 10**6)
        inside += judge("correlation", None, found, model, model) == INSIDE
    assert inside / 2000 == pytest.approx(0.95, abs=0.015)

"""Conditions: which families a study analyses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_sim.errors import InputError
from attune_sim.evidence.studies.conditions import Condition

VALUES = st.lists(st.floats(-10, 10), min_size=1, max_size=60).map(np.array)
SHARES = st.floats(0.05, 0.95)


@pytest.mark.parametrize(
    ("condition", "chosen"),
    [
        ({"at_least": 2}, [0, 0, 1, 1, 0]),
        ({"below": 2}, [1, 1, 0, 0, 0]),
        ({"at_least": 1, "below": 3}, [0, 1, 1, 0, 0]),
        ({"equals": 1}, [0, 1, 0, 0, 0]),
        ({"top": 0.25}, [0, 0, 0, 1, 0]),
        ({"bottom": 0.25}, [1, 0, 0, 0, 0]),
    ],
)
def test_a_condition_chooses(condition, chosen):
    values = np.array([0, 1, 2, 3, np.nan])
    np.testing.assert_array_equal(Condition(**condition).met(values), np.array(chosen, bool))


@given(VALUES, st.floats(-10, 10))
def test_below_is_what_is_not_at_least(values, cut):
    np.testing.assert_array_equal(
        Condition(below=cut).met(values), ~Condition(at_least=cut).met(values)
    )


@given(VALUES, SHARES)
def test_the_bottom_is_what_is_not_the_top(values, share):
    top = Condition(top=1 - share)
    np.testing.assert_array_equal(Condition(bottom=1.0 - top.top).met(values), ~top.met(values))


@given(st.integers(20, 400), SHARES)
def test_the_top_is_the_share_it_is_called(count, share):
    met = Condition(top=share).met(np.random.default_rng(count).permutation(count).astype(float))
    assert met.sum() == pytest.approx(share * count, abs=1)


def test_who_ties_with_the_first_left_out_is_left_out():
    assert not Condition(top=0.5).met(np.ones(9)).any()
    assert Condition(top=0.5).met(np.array([1.0, 1, 1, 2])).sum() == 1


def test_nobody_is_chosen_where_nothing_is_known():
    for condition in ({"top": 0.5}, {"bottom": 0.5}, {"below": 1}, {"equals": 1}):
        assert not Condition(**condition).met(np.full(3, np.nan)).any()
        assert Condition(**condition).met(np.empty(0)).shape == (0,)


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ({}, "a condition needs one of at_least, below (or both), equals, top or bottom"),
        ({"top": 0.2, "bottom": 0.2}, "a condition needs one of"),
        ({"at_least": 1, "equals": 1}, "a condition needs one of"),
        ({"at_least": 2, "below": 2}, "at_least = 2 is not lower than below = 2"),
        ({"top": 1}, "top = 1 is not a share above 0 and below 1"),
        ({"bottom": 0}, "bottom = 0 is not a share"),
        ({"below": "4"}, "below = '4' is not a number"),
        ({"equals": float("nan")}, "equals = nan is not a number"),
        ({"above": 4}, "no key 'above'"),
    ],
)
def test_a_condition_that_says_nothing_or_too_much_is_refused(condition, told):
    with pytest.raises(InputError) as error:
        Condition(**condition)
    assert told in str(error.value)

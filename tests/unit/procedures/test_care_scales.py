"""Inconsistency, intrusiveness and withdrawal: what is counted, and what is not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from attune_sim.procedures import home
from attune_sim.procedures.care_scales import (
    SCENE_S,
    inconsistency,
    intrusiveness,
    withdrawals_per_min,
)

EVERY = np.ones((1, 300), bool)
SECONDS = np.arange(300)[None]
MASKS = arrays.arrays(bool, (2, 300))


def row(values):
    return np.broadcast_to(np.asarray(values, float), (1, 300))


# --- inconsistency --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attending", "found"),
    [
        (SECONDS < SCENE_S, 1.0),  # all of the first scene, none of the others
        (SECONDS >= 0, 0.0),
        (SECONDS < 0, 0.0),
        (SECONDS % 2 == 0, 0.0),  # half of each
    ],
)
def test_scenes_that_are_alike_are_told_from_all_or_none(attending, found):
    assert inconsistency(attending, EVERY) == pytest.approx([found], abs=1e-12)


def test_a_last_scene_that_is_short_counts_for_what_was_seen_of_it():
    attending = SECONDS < 270  # of the third scene, a minute long, the first half
    share, usual = np.array([1, 1, 0.5]), 0.9
    between = (np.array([120, 120, 60]) * (share - usual) ** 2).sum()
    assert inconsistency(attending, EVERY) == pytest.approx([between / (300 * usual * (1 - usual))])


def test_one_scene_alone_shows_no_inconsistency():
    assert np.isnan(inconsistency(EVERY, SECONDS < SCENE_S)).all()


@given(MASKS, st.integers(SCENE_S + 1, 300))
def test_inconsistency_is_a_share_and_knows_nothing_beyond_the_visit(attending, seconds):
    inside = np.broadcast_to(seconds > SECONDS, attending.shape)
    found = inconsistency(attending, inside)
    assert ((found >= 0) & (found <= 1 + 1e-12)).all()
    np.testing.assert_array_equal(found, inconsistency(attending | ~inside, inside))
    np.testing.assert_allclose(found, inconsistency(~attending, inside), atol=1e-12)


# --- intrusiveness --------------------------------------------------------------------------------


def test_more_than_the_infant_wants_is_counted_only_where_the_caregiver_attends():
    caregiver = row(np.where(SECONDS < 150, 0.9, 0.5))
    attending = SECONDS % 2 == 0
    assert intrusiveness(caregiver, row(0.5), attending, EVERY) == [0.5]
    assert intrusiveness(caregiver, row(0.5), attending, SECONDS < 200) == [0.75]
    assert np.isnan(intrusiveness(caregiver, row(0.5), SECONDS < 0, EVERY)).all()


def test_after_an_infant_who_has_turned_away_a_second_counts_double():
    infant = row(np.where(SECONDS < 100, 0.1, 0.5))
    caregiver = row(np.where(SECONDS < 100, 0.5, 0.5))
    assert intrusiveness(caregiver, infant, EVERY, EVERY) == [0.5]  # 200 of 200 + 200


def test_less_than_the_infant_wants_is_never_intrusive():
    assert intrusiveness(row(0.1), row(0.9), EVERY, EVERY) == [0]


# --- withdrawal -----------------------------------------------------------------------------------


def withdrawing(display=0.5, at=100, engaged=0.5, left=0.0, stays=False):
    """Attend for a time, and then go still: the rate per minute in which it could be seen."""
    caregiver = np.where(at > SECONDS, engaged, left)
    attending = (at > SECONDS) | stays
    return withdrawals_per_min(row(caregiver), row(display), attending, EVERY)


def test_going_still_before_an_upset_infant_is_a_withdrawal():
    assert withdrawing() == pytest.approx([60 / 100])
    assert withdrawing(at=200) == pytest.approx([60 / 200])


@pytest.mark.parametrize(
    "how",
    [
        {"left": 0.3},  # does less, but something
        {"stays": True},  # still turned to the infant
        {"engaged": 0.05},  # did nothing before
    ],
)
def test_what_is_no_withdrawal(how):
    assert withdrawing(**how) == [0]


def test_before_an_infant_who_is_calm_nothing_can_be_seen():
    assert np.isnan(withdrawing(display=0.05)).all()
    assert np.isnan(withdrawing(at=20)).all()  # too short a time


def test_sinking_away_is_no_withdrawal():
    sinking = np.clip(0.5 - 0.05 * np.maximum(0, SECONDS - 100), 0, 1)
    found = withdrawals_per_min(row(sinking), row(0.5), SECONDS <= 101, EVERY)
    assert found == [0]


def test_an_act_that_hurts_is_no_withdrawal():
    hurt = row(np.where(SECONDS > 100, 0.6, 0.5))
    caregiver, attending = row(np.where(SECONDS < 100, 0.5, 0.0)), SECONDS < 100
    assert withdrawals_per_min(caregiver, hurt, attending, EVERY) == [0]


def test_withdrawals_are_counted_within_the_visit():
    caregiver = row(np.where(SECONDS % 50 < 40, 0.5, 0.0))
    attending = SECONDS % 50 < 40
    found = withdrawals_per_min(caregiver, row(0.5), attending, SECONDS < 150)
    assert found == pytest.approx([60 * 3 / 120], rel=0.02)


# --- as rated at home -----------------------------------------------------------------------------


def test_the_ratings_have_errors_of_their_own_and_change_none_that_was_there(mixed):
    exact = mixed.with_settings(observer_error=0.0)
    film = home.record(mixed, age=100)
    truly, rated = home.code(film, exact), home.code(film, mixed)
    names = [name for name in rated if name.endswith("_rating")]
    assert len(names) == 7
    errors = [(rated[name] - truly[name])[(rated[name] > 1) & (rated[name] < 7)] for name in names]
    for k, one in enumerate(errors):
        assert all(set(one.round(9)).isdisjoint(other.round(9)) for other in errors[:k])


def test_ratings_run_from_one_to_seven(mixed):
    for error in (0.0, 4.0):
        population = mixed.with_settings(observer_error=error)
        codes = home.code(home.record(population, age=100), population)
        for name in ("inconsistency_rating", "intrusiveness_rating", "withdrawal_rating"):
            known = codes[name][np.isfinite(codes[name])]
            assert len(known) > 10
            assert ((known >= 1) & (known <= 7)).all()

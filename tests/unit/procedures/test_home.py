"""Home observation: share of signals answered, ratings of sensitivity and alarm."""

import numpy as np
import pytest

from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.procedures import home
from attune_sim.procedures.camera import Film


def hand_made(minutes=5, **fields):
    """A film of one infant, quiet and turned away unless said otherwise."""
    trace = np.zeros((1, 60 * minutes), TRACE_DTYPE)
    trace["infant_engagement"] = 0.2
    for name, values in fields.items():
        trace[name] = values
    return Film(trace, np.zeros((1, 1), np.int64), np.full((1, 1), 60 * minutes))


@pytest.fixture
def family(families):
    return families(1, home_minutes=5, observer_error=0.0)


# Five minutes of windows of five seconds: the first second of each, and a series of windows.
SECONDS = np.arange(300)
WINDOW = SECONDS // 5


def test_each_signal_is_counted_and_answered_within_five_seconds(family):
    crying = np.where(WINDOW < 10, 0.8, 0.0)
    answered_late = (WINDOW < 6) & (SECONDS % 5 == 4)
    f = hand_made(display=crying, attending=answered_late, caregiver_engagement=0.3)
    codes = home.code(f, family)
    assert codes["answered"] == pytest.approx([0.6])
    assert codes["sensitivity_rating"] == pytest.approx([1 + 8 * 0.6])


def test_a_bid_for_company_is_a_signal_as_well(family):
    bid = np.where(WINDOW < 4, 0.8, 0.2)
    f = hand_made(infant_engagement=bid, caregiver_engagement=bid, attending=WINDOW < 3)
    assert home.code(f, family)["answered"] == pytest.approx([0.75])


@pytest.mark.parametrize(
    ("attending", "engagement", "answered"),
    [(1, 0.2, 1), (1, 0.39, 1), (1, 0.41, 0), (1, 0.0, 1), (0, 0.2, 0)],
)
def test_an_answer_is_attentive_and_fitting(family, attending, engagement, answered):
    f = hand_made(display=0.8, attending=attending, caregiver_engagement=engagement)
    assert home.code(f, family)["answered"] == [answered]


def test_latency_is_the_median_wait_from_a_signal_to_its_answer(family):
    crying = np.isin(
        SECONDS, [*range(11, 40), *range(101, 140), *range(171, 230), *range(290, 300)]
    )
    there = np.isin(SECONDS, [*range(18, 50), *range(104, 150), *range(211, 230)])
    f = hand_made(display=0.8 * crying, attending=there, caregiver_engagement=0.2)
    codes = home.code(f, family)
    assert codes["response_latency_s"] == [7]  # of 3, 7 and 40; the last has no answer
    assert codes["fuss_share"] == pytest.approx([crying.mean()])
    never = home.code(hand_made(display=0.8 * crying, attending=0.0), family)
    assert np.isnan(never["response_latency_s"]).all()
    assert never["answered"] == [0]


def test_what_comes_when_a_signal_is_over_is_no_answer_to_it(family):
    crying = np.isin(SECONDS, [*range(11, 14), *range(101, 105), *range(201, 205)])
    there = np.isin(SECONDS, [*range(14, 20), *range(103, 110), *range(201, 205)])
    f = hand_made(display=0.8 * crying, attending=there, caregiver_engagement=0.2)
    # The first is over when the answer comes; the second is answered after 2 s; the third was met.
    assert home.code(f, family)["response_latency_s"] == [2]


def test_answers_to_distress_and_to_bids_are_rated_apart(family):
    crying = WINDOW < 10
    bid = np.where(WINDOW < 20, 0.8, 0.2)  # those who cry ask too: that counts as distress
    there = (WINDOW < 4) | ((WINDOW >= 10) & (WINDOW < 19))
    f = hand_made(
        display=0.8 * crying, infant_engagement=bid, caregiver_engagement=bid, attending=there
    )
    codes = home.code(f, family)
    assert codes["sensitivity_to_distress_rating"] == pytest.approx([1 + 8 * 0.4])
    assert codes["sensitivity_in_play_rating"] == pytest.approx([1 + 8 * 0.9])
    assert codes["sensitivity_rating"] == pytest.approx([1 + 8 * 0.65])


def test_answers_to_a_few_signals_only_are_not_rated_apart(family):
    f = hand_made(display=np.where(WINDOW < 4, 0.8, 0.0), attending=1, caregiver_engagement=0.2)
    codes = home.code(f, family)
    assert np.isnan(codes["sensitivity_to_distress_rating"]).all()
    assert np.isnan(codes["sensitivity_in_play_rating"]).all()
    assert codes["sensitivity_rating"] == [9]


def test_where_there_is_no_signal_there_is_no_rating(family):
    codes = home.code(hand_made(attending=1.0, caregiver_engagement=0.2), family)
    assert np.isnan(codes["answered"]).all()
    assert np.isnan(codes["sensitivity_rating"]).all()
    assert np.isnan(codes["response_latency_s"]).all()
    assert codes["fuss_share"] == [0]
    assert codes["alarm_rating"] == [1]


@pytest.mark.parametrize(("count", "rating"), [(0, 1), (1, 2.2), (5, 7), (50, 7)])
def test_alarming_moments_are_rated_by_their_rate(family, count, rating):
    f = hand_made(alarm=np.isin(SECONDS, np.arange(0, 300, 6)[:count]))
    codes = home.code(f, family)
    assert codes["alarms_per_min"] == pytest.approx([count / 5])
    assert codes["alarm_rating"] == pytest.approx([rating])


def test_a_shorter_visit_is_rated_by_what_was_seen_in_it(families):
    population = families(2, observer_error=0.0)
    population.settings["home_minutes"] = (5, 10)
    f = home.record(population, age=100)
    assert f.trace.shape == (2, 600)
    f.trace["display"] = 0.8
    f.trace["attending"] = np.arange(600) < 300
    f.trace["caregiver_engagement"] = f.trace["infant_engagement"]
    f.trace["alarm"] = np.isin(np.arange(600), (10, 400))
    codes = home.code(f, population)
    assert codes["answered"] == pytest.approx([1.0, 0.5])
    assert codes["alarms_per_min"] == pytest.approx([1 / 5, 2 / 10])


def test_ratings_stay_on_their_scales_whatever_the_error(mixed):
    for error in (0.0, 4.0):
        population = mixed.copy()
        population.settings["observer_error"] = error
        codes = home.code(home.record(population, age=100), population)
        rating, alarm = codes["sensitivity_rating"], codes["alarm_rating"]
        assert ((rating >= 1) & (rating <= 9)).all()
        assert ((alarm >= 1) & (alarm <= 7)).all()
        known = codes["answered"]
        assert ((known >= 0) & (known <= 1)).all()
        if error == 0:
            assert rating == pytest.approx(1 + 8 * known)
        else:
            assert abs(rating - (1 + 8 * known)).max() > 2


def test_another_visit_is_another_observer_and_another_day(mixed):
    first, second = (
        home.code(home.record(mixed, age=100, repetition=r), mixed, repetition=r) for r in (0, 1)
    )
    assert (first["answered"] != second["answered"]).mean() > 0.9
    r = np.corrcoef(first["answered"], second["answered"])[0, 1]
    assert 0.2 < r < 0.99


def test_who_responds_more_is_rated_as_more_sensitive(families):
    ratings = []
    for responsiveness in (0.1, 0.5, 0.9):
        population = families(20, responsiveness=responsiveness, home_minutes=20)
        codes = home.code(home.record(population, age=365), population)
        ratings.append(codes["sensitivity_rating"].mean())
    assert ratings[0] < ratings[1] < ratings[2]


def test_who_alarms_more_is_rated_as_more_alarming(families):
    ratings = []
    for rate in (0.0, 0.3, 3.0):
        population = families(20, alarming_moments=rate, home_minutes=20)
        codes = home.code(home.record(population, age=365), population)
        ratings.append(codes["alarm_rating"].mean())
    assert ratings[0] < ratings[1] < ratings[2]

"""Free play: what the coder makes of the film, share beside surrogate."""

import numpy as np
import pytest

from attune_sim import measures
from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.procedures import free_play
from attune_sim.procedures.camera import Film

SHARES = (
    "attuned_share",
    "attuned_share_surrogate",
    "category_share",
    "category_share_surrogate",
    "next_second_repair",
    "repaired_by_caregiver",
)


def hand_made(infant, caregiver):
    infant, caregiver = np.broadcast_arrays(np.atleast_2d(infant), np.atleast_2d(caregiver))
    trace = np.zeros(infant.shape, TRACE_DTYPE)
    trace["infant_engagement"], trace["caregiver_engagement"] = infant, caregiver
    ones = np.ones((len(infant), 1), np.int64)
    return Film(trace, 0 * ones, infant.shape[1] * ones)


def waves(count=3, seconds=180):
    phase = np.arange(count)[:, None]
    return 0.5 + 0.4 * np.sin(np.arange(seconds) / 7.0 + phase)


def test_three_minutes_together_are_filmed(mixed):
    f = free_play.record(mixed, age=90)
    assert f.trace.shape == (len(mixed), 180)
    assert (f.lengths == 180).all()
    assert f.trace["present"].all()


def test_codes_lie_on_their_scales_and_a_share_comes_with_its_surrogate(mixed):
    codes = free_play.code(free_play.record(mixed, age=90), mixed)
    for key in SHARES:
        known = codes[key][~np.isnan(codes[key])]
        assert ((known >= 0) & (known <= 1)).all()
        assert len(known) > 0.8 * len(mixed)
    assert not np.isnan(codes["attuned_share"]).any()
    assert not np.isnan(codes["attuned_share_surrogate"]).any()
    assert (codes["transitions_per_min"] >= codes["ruptures_per_min"]).all()
    assert (codes["transitions_per_min"] <= 60).all()
    assert np.nanmin(codes["repair_latency_s"]) >= 1


def test_without_error_the_codes_are_the_measures_of_what_was_seen(families, same):
    population = families(4, coding_error=0.0, coding_tolerance=0.15)
    f = free_play.record(population, age=90)
    seen = [f.camera(who, 0) for who in ("infant_engagement", "caregiver_engagement")]
    codes = free_play.code(f, population)
    assert codes.pop("intrusiveness_in_play_rating").shape == (4,)
    same(codes, measures.interaction_measures(*seen, 0.15))


@pytest.mark.parametrize(("offered", "rating"), [(0.9, 7), (0.5, 1), (0.1, 1)])
def test_offering_more_than_the_infant_shows_is_rated_as_intrusive(families, offered, rating):
    population = families(3, observer_error=0.0)
    f = free_play.record(population, age=90)
    for name, value in (
        ("infant_engagement", 0.5),
        ("caregiver_engagement", offered),
        ("attending", 1.0),
    ):
        f.trace[name] = value
    assert free_play.code(f, population)["intrusiveness_in_play_rating"].tolist() == [rating] * 3


def test_a_perfect_match_is_coded_as_one(families):
    population = families(3, coding_error=0.0)
    codes = free_play.code(hand_made(waves(), waves()), population)
    assert (codes["attuned_share"] == 1).all()
    assert (codes["attuned_share_surrogate"] < 0.6).all()
    assert (codes["ruptures_per_min"] == 0).all()
    assert np.isnan(codes["repair_latency_s"]).all()
    assert (codes["match_duration_s"] == 180).all()


def test_two_who_move_alike_by_chance_are_not_above_their_surrogate(families):
    population = families(40, coding_error=0.0, coding_tolerance=0.1)
    rng = np.random.default_rng(1)
    codes = free_play.code(hand_made(rng.random((40, 180)), rng.random((40, 180))), population)
    above = codes["attuned_share"] - codes["attuned_share_surrogate"]
    assert abs(above.mean()) < 4 * above.std() / np.sqrt(40)
    assert codes["attuned_share"].mean() == pytest.approx(0.19, abs=0.02)  # 2 x .1 - .1 ** 2


def test_the_coders_error_is_one_of_seconds(families):
    found = []
    for error in (0.0, 0.05, 0.3):
        population = families(3, coding_error=error, coding_tolerance=0.1)
        codes = free_play.code(hand_made(waves(), waves()), population)
        found.append(codes["attuned_share"].mean())
    assert found[0] == 1
    # The difference of two errors of .05 has an SD of .07: within .1 in 84% of seconds.
    assert found[1] == pytest.approx(0.84, abs=0.05)
    assert found[2] < 0.4


def test_a_wider_ruler_measures_a_larger_share(families):
    shares = []
    for tolerance in (0.05, 0.1, 0.25):
        population = families(20, coding_tolerance=tolerance)
        codes = free_play.code(free_play.record(population, age=90), population)
        shares.append((codes["attuned_share"].mean(), codes["attuned_share_surrogate"].mean()))
    for k in (0, 1):
        assert shares[0][k] < shares[1][k] < shares[2][k]


def test_each_infant_is_coded_with_its_own_ruler(families):
    population = families(3, coding_error=0.0)
    population.settings["coding_tolerance"] = (0.05, 0.2, 0.5)
    codes = free_play.code(hand_made(waves(1), waves(1) + 0.15), population)
    assert codes["attuned_share"].tolist() == [0.0, 1.0, 1.0]


def test_a_caregiver_that_attends_is_in_tune_above_chance(families):
    attends, hardly = (
        families(40, responsiveness_in_play=r, consistency=1.0, following=0.3, repair_rate=0.5)
        for r in (0.95, 0.05)
    )
    above = []
    for population in (attends, hardly):
        codes = free_play.code(free_play.record(population, age=180), population)
        above.append(codes["attuned_share"] - codes["attuned_share_surrogate"])
    assert above[0].mean() > 0.05
    assert above[0].mean() > above[1].mean() + 0.03


def test_quicker_repair_shortens_ruptures(families):
    latency = []
    for rate in (0.05, 0.8):
        population = families(40, repair_rate=rate, following=0.0, responsiveness_in_play=0.95)
        codes = free_play.code(free_play.record(population, age=180), population)
        latency.append(np.nanmean(codes["repair_latency_s"]))
    assert latency[1] < 0.7 * latency[0]

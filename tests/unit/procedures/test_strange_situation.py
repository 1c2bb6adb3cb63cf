"""The Strange Situation: script, ratings of hand-made reunions, classification, coders."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.outcomes import PATTERNS
from attune_sim.procedures import strange_situation as ssp
from attune_sim.procedures.camera import Film
from attune_sim.procedures.strange_situation import SCALES, SCRIPT

SECURE, AVOIDANT, RESISTANT, DISORGANIZED = range(4)
HIGHEST = dict.fromkeys(SCALES, 7.0) | {"disorganization": 9.0}

# --- the script ---------------------------------------------------------------------------------


def test_eight_episodes_in_the_published_order():
    """Ainsworth et al. 1978: half a minute, then three minutes each."""
    assert [e.seconds for e in SCRIPT] == [30] + 7 * [180]
    assert [e.caregiver for e in SCRIPT] == [True, True, True, False, True, False, False, True]
    company = [
        None,
        None,
        "company_strain",
        "stranger_strain",
        None,
        "separation_strain",
        "stranger_strain",
        None,
    ]
    assert [e.strain for e in SCRIPT] == company
    assert [e.name[0] for e in SCRIPT] == list("12345678")
    alone = tuple(k for k, episode in enumerate(ssp.SCRIPT) if not episode.caregiver)
    assert alone == (*ssp.SEPARATIONS, 6)
    assert ssp.REUNIONS == (4, 7)
    assert all(e.engagement is None for e in SCRIPT)


def test_separations_are_cut_after_a_minute_of_hard_crying_and_nothing_else_is(families):
    population = families(60, separation_strain=0.04, stranger_strain=0.02)
    population.infants["log_display_gain"] = np.linspace(-1.5, 0.5, 60)
    f = ssp.record(population, age=365)
    assert (f.lengths[:, [0]] == 30).all()
    assert (f.lengths[:, [1, 2, 4, 7]] == 180).all()
    cut = 0
    for episode in (*ssp.SEPARATIONS, 6):
        for hard, length in zip(
            f.camera("display", episode) > 0.5, f.lengths[:, episode], strict=True
        ):
            bouts = np.diff(np.flatnonzero(~np.concatenate(([False], hard[:length], [False])))) - 1
            if length < 180:
                cut += 1
                assert bouts[-1] == 60
                assert (bouts[:-1] < 60).all()
            else:
                assert (bouts <= 60).all()
    assert 20 < cut < 160
    assert (f.starts[:, 1:] == np.cumsum(f.lengths, axis=1)[:, :-1]).all()


def test_the_caregiver_is_out_in_separations_and_a_reunion_begins_at_the_door(mixed):
    f = ssp.record(mixed, age=365)
    for k, episode in enumerate(SCRIPT):
        seen = f.camera("present", k)
        assert (seen[~np.isnan(seen)] == float(episode.caregiver)).all()
    for k in ssp.REUNIONS:
        assert f.camera("distance", k)[:, 0] == pytest.approx(ssp.REUNION_PLACE, abs=0.5)
        assert f.camera("distance", k)[:, 0].mean() > 0.6
        assert 0.5 < f.camera("attending", k)[:, 0].mean() < 0.9  # told to respond


def test_being_left_distresses_and_more_so_alone(families):
    population = families(40, days=20)
    f = ssp.record(population, age=365)
    means = [np.nanmean(f.physiology("distress", k)) for k in range(8)]
    assert means[3] > means[1]
    assert means[5] > means[3]
    assert means[7] < means[6]


# --- ratings of hand-made reunions --------------------------------------------------------------

SECONDS = np.arange(180)


def reunion(distance, *, display=0.0, facing=True, available=True):
    """Ratings of one infant's reunion of three minutes, from what a camera sees of it."""
    trace = np.zeros((1, 180), TRACE_DTYPE)
    trace["present"] = 1.0
    trace["distance"] = distance
    trace["display"] = display
    trace["infant_engagement"] = np.where(facing, 0.8, 0.1)
    trace["attending"] = available
    film = Film(trace, np.zeros((1, 1), np.int64), np.full((1, 1), 180))
    return {scale: float(value[0]) for scale, value in ssp.rate_reunion(film, 0).items()}


def pattern(ratings):
    return int(ssp.classify({scale: np.array([value]) for scale, value in ratings.items()})[0])


COMES_AT_ONCE = np.maximum(0.8 - 0.1 * SECONDS, 0.02)
STAYS_AWAY = np.full(180, 0.8)
AT_TOYS = 0.8 + 0.1 * np.sin(SECONDS / 9.0)


def test_who_comes_at_once_and_stays_seeks_and_keeps_contact():
    rated = reunion(COMES_AT_ONCE, display=np.where(SECONDS < 15, 0.6, 0.05))
    assert rated["proximity_seeking"] >= 5
    assert rated["contact_maintaining"] >= 6
    assert rated["avoidance"] <= 2
    assert rated["resistance"] <= 2
    assert rated["disorganization"] <= 3
    assert pattern(rated) == SECURE


def test_who_turns_away_quietly_from_an_available_caregiver_avoids():
    rated = reunion(AT_TOYS, facing=False)
    assert rated["avoidance"] >= 6
    assert rated["proximity_seeking"] <= 2
    assert rated["contact_maintaining"] == 1
    assert rated["resistance"] <= 2
    assert pattern(rated) == AVOIDANT


def test_who_plays_at_a_distance_and_greets_does_not_avoid():
    rated = reunion(AT_TOYS, facing=SECONDS % 10 < 8)
    assert rated["avoidance"] < 4
    assert pattern(rated) == SECURE


def test_turning_away_nearby_or_while_crying_is_no_avoidance():
    assert reunion(np.full(180, 0.2), facing=False)["avoidance"] == 1
    crying = reunion(AT_TOYS, facing=False, display=0.6)
    assert crying["avoidance"] == 1
    assert crying["resistance"] > 4


def test_turning_away_from_a_caregiver_that_is_not_there_for_it_is_no_avoidance():
    assert reunion(AT_TOYS, facing=False, available=False)["avoidance"] == 1


def test_avoidance_weighs_double_in_the_first_minute():
    early, late = (reunion(AT_TOYS, facing=f)["avoidance"] for f in (SECONDS >= 40, SECONDS < 140))
    assert early > late + 1


def test_who_cries_on_in_contact_resists():
    rated = reunion(COMES_AT_ONCE, display=0.8)
    assert rated["resistance"] >= 4
    assert rated["contact_maintaining"] >= 6
    assert rated["avoidance"] <= 2
    assert pattern(rated) == RESISTANT
    apart = reunion(STAYS_AWAY, display=0.8)
    assert apart["resistance"] > rated["resistance"]
    assert apart["proximity_seeking"] <= 2
    assert pattern(apart) == RESISTANT


def test_crying_that_ends_within_twenty_seconds_is_no_resistance():
    for distance in (COMES_AT_ONCE, STAYS_AWAY):
        assert reunion(distance, display=np.where(SECONDS < 20, 0.9, 0.0))["resistance"] == 1
        assert reunion(distance, display=np.where(SECONDS < 60, 0.9, 0.0))["resistance"] > 1.5


def test_crying_that_nobody_could_answer_is_no_resistance():
    assert reunion(STAYS_AWAY, display=0.9, available=False)["resistance"] == 1


# Comes nearer for three seconds, stops, backs off for three; never in contact.
BREAKS_OFF = np.resize([0.6, 0.55, 0.45, 0.35, 0.35, 0.4, 0.5, 0.6, 0.6, 0.6], 180)


def test_approaches_broken_off_while_facing_are_disorganized_and_turning_to_toys_is_not():
    facing, to_toys = (reunion(BREAKS_OFF, display=0.2, facing=f) for f in (True, False))
    assert facing["disorganization"] >= 4.5
    assert to_toys["disorganization"] == 1
    turns = np.resize([True, True, True, True, False, False, False, False, True, True], 180)
    assert reunion(BREAKS_OFF, facing=turns)["disorganization"] == 1


def test_standing_still_on_the_way_while_facing_is_disorganized():
    rng = np.random.default_rng(1)
    still = 0.4 + 0.002 * rng.normal(size=180)
    rated = reunion(np.where(SECONDS < 90, still, COMES_AT_ONCE[::-1].max()))
    assert rated["disorganization"] > 4
    assert reunion(still, facing=False)["disorganization"] == 1
    both = np.where(SECONDS < 90, still, BREAKS_OFF)
    assert reunion(both)["disorganization"] >= 5
    assert pattern(reunion(both)) == DISORGANIZED


def test_standing_still_in_contact_or_far_off_is_not_disorganized():
    for place in (0.02, 0.9):
        assert reunion(np.full(180, place))["disorganization"] == 1


def test_approaches_broken_off_are_counted_a_minute():
    away = np.zeros((1, 180), bool)

    def a_minute(distance, away):
        return ssp.breaks_off(distance, away).sum() / 3

    assert a_minute(BREAKS_OFF[None, :], away) == pytest.approx(6.0, abs=0.4)
    assert a_minute(BREAKS_OFF[None, :], ~away) == 0
    assert a_minute(np.tile(COMES_AT_ONCE, (1, 1)), away) == 0
    assert a_minute(np.tile(COMES_AT_ONCE[::-1], (1, 1)), away) == 0
    reached = np.resize([0.6, 0.4, 0.2, 0.05, 0.05, 0.2, 0.4, 0.6, 0.6, 0.6], (1, 180))
    assert a_minute(reached, away) == 0


def test_who_never_comes_near_cannot_be_high_on_proximity_seeking():
    to_and_fro = np.resize([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.5, 0.6, 0.7, 0.8], 180)
    assert 2 < reunion(to_and_fro)["proximity_seeking"] < 4


def test_coming_sooner_is_more_proximity_seeking():
    later = [
        reunion(np.roll(np.concatenate([COMES_AT_ONCE, np.full(180, 0.8)]), wait)[:180])
        for wait in (0, 10, 40, 120)
    ]
    seeking = [rated["proximity_seeking"] for rated in later]
    keeping = [rated["contact_maintaining"] for rated in later]
    assert seeking == sorted(seeking, reverse=True)
    assert seeking[0] > seeking[2] + 1
    assert keeping == sorted(keeping, reverse=True)


each_second = st.lists(st.floats(0, 1), min_size=1, max_size=30).map(lambda v: np.resize(v, 180))


@given(each_second, each_second, each_second, each_second)
def test_ratings_stay_on_their_scales_whatever_was_filmed(distance, display, facing, available):
    rated = reunion(distance, display=display, facing=facing > 0.5, available=available > 0.5)
    assert set(rated) == set(SCALES)
    for scale, value in rated.items():
        assert 1 <= value <= HIGHEST[scale], scale


# --- classification -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proximity", "contact", "avoidance", "resistance", "disorganization", "expected"),
    [
        # what is characteristic of each
        (6, 6, 1, 1, 1, SECURE),
        (2, 1, 6, 1, 1, AVOIDANT),
        (5, 5, 1, 5, 1, RESISTANT),
        (4, 4, 2, 2, 7, DISORGANIZED),
        # at a distance and quiet, without avoidance: secure by what it is not
        (1, 1, 1, 1, 1, SECURE),
        (2, 1, 3.9, 1, 1, SECURE),
        # where scales meet
        (2, 1, 4, 1, 1, AVOIDANT),
        (2, 3.9, 4, 1, 1, AVOIDANT),
        (5, 4, 6, 1, 1, SECURE),
        (2, 1, 4, 4, 1, AVOIDANT),
        (2, 1, 4, 5, 1, RESISTANT),
        (2, 1, 3, 4, 1, RESISTANT),
        (5, 5, 5, 5, 1, RESISTANT),
        (7, 7, 1, 3.9, 4.9, SECURE),
        # disorganization comes before all
        (7, 7, 1, 1, 5, DISORGANIZED),
        (1, 1, 7, 1, 5, DISORGANIZED),
        (1, 1, 1, 7, 9, DISORGANIZED),
    ],
)
def test_a_pattern_follows_from_the_ratings(
    proximity, contact, avoidance, resistance, disorganization, expected
):
    values = (proximity, contact, avoidance, resistance, disorganization)
    ratings = {scale: np.array([float(v)]) for scale, v in zip(SCALES, values, strict=True)}
    assert PATTERNS[ssp.classify(ratings)[0]] == PATTERNS[expected]


def test_who_meets_the_positive_rule_is_secure_and_not_all_that_are_secure_meet_it():
    levels = (1.0, 3.0, 3.9, 4.0, 5.0, 7.0)
    grid = np.array(list(itertools.product(levels, repeat=5)))
    ratings = dict(zip(SCALES, grid.T, strict=True))
    meets, found = ssp.meets_secure_rule(ratings), ssp.classify(ratings)
    assert (found[meets] == SECURE).all()
    assert 0 < meets.sum() < (found == SECURE).sum()
    assert set(found) == {SECURE, AVOIDANT, RESISTANT, DISORGANIZED}
    quiet_and_far = {scale: np.array([1.0]) for scale in SCALES}
    assert not ssp.meets_secure_rule(quiet_and_far)[0]


# --- coders -------------------------------------------------------------------------------------


def test_without_error_reunions_are_weighted_one_to_two_and_the_highest_counts(mixed):
    population = mixed.copy()
    population.settings["coder_error"] = 0.0
    f = ssp.record(population, age=365)
    codes = ssp.code(f, population)
    first, second = (ssp.rate_reunion(f, k) for k in ssp.REUNIONS)
    for scale in SCALES[:-1]:
        assert codes[scale] == pytest.approx((first[scale] + 2 * second[scale]) / 3)
    higher = np.maximum(first["disorganization"], second["disorganization"])
    assert codes["disorganization"] == pytest.approx(higher)
    assert (codes["pattern"] == ssp.classify(codes)).all()
    assert (codes["meets_secure_rule"] == ssp.meets_secure_rule(codes)).all()
    other = ssp.code(f, population, coder=1)
    assert all((codes[key] == other[key]).all() for key in codes)


def test_the_error_is_as_large_as_it_is_said_to_be(mixed):
    population = mixed.copy()
    f = ssp.record(population, age=365)
    population.settings["coder_error"] = 0.0
    exact = ssp.code(f, population)
    population.settings["coder_error"] = 0.1
    for scale, sd in (("proximity_seeking", 0.1), ("disorganization", 0.15)):
        inside = (exact[scale] > 1.8) & (exact[scale] < HIGHEST[scale] - 0.8)
        errors = [
            (ssp.code(f, population, coder=k)[scale] - exact[scale])[inside] for k in range(40)
        ]
        assert np.size(errors) > 200
        assert np.std(errors) == pytest.approx(sd, rel=0.15), scale
        assert abs(np.mean(errors)) < 0.03


def test_ratings_stay_on_their_scales_whatever_the_error(mixed):
    population = mixed.copy()
    population.settings["coder_error"] = 3.0
    codes = ssp.code(ssp.record(population, age=365), population)
    for scale in SCALES:
        assert ((codes[scale] >= 1) & (codes[scale] <= HIGHEST[scale])).all()
    assert set(codes["pattern"]) <= {0.0, 1.0, 2.0, 3.0}
    for when in ("separation", "reunion"):
        for kind in ("physiological", "displayed"):
            assert ((codes[f"{when}_{kind}"] >= 0) & (codes[f"{when}_{kind}"] <= 1)).all()


def test_physiology_and_display_are_told_apart(families):
    population = families(2, separation_strain=0.05)
    population.infants["log_display_gain"] = (0.0, -2.0)
    codes = ssp.code(ssp.record(population, age=365), population)
    loud, calm_faced = codes["separation_displayed"]
    assert calm_faced < 0.3 * loud
    assert codes["separation_physiological"][1] > 0.7 * codes["separation_physiological"][0]


def test_distress_is_told_before_in_and_after_separation(mixed):
    f = ssp.record(mixed, age=365)
    codes = ssp.code(f, mixed)

    def mean(i, *episodes):
        rows = [slice(f.starts[i, k], f.starts[i, k] + f.lengths[i, k]) for k in episodes]
        return np.concatenate([f.trace["distress"][i, row] for row in rows]).mean()

    for i in range(len(mixed)):
        assert codes["baseline_physiological"][i] == pytest.approx(mean(i, 1))
        assert codes["separation_physiological"][i] == pytest.approx(mean(i, 3, 5))
        assert codes["reunion_physiological"][i] == pytest.approx(mean(i, 7))

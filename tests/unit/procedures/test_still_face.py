"""The still-face paradigm: three episodes, codes of each, the effect and its signs."""

import numpy as np
import pytest

from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.outcomes import GROUPS
from attune_sim.procedures import free_play, still_face
from attune_sim.procedures.camera import Film
from attune_sim.procedures.still_face import PHASES

EPISODES = ("play", "still", "reunion")
CODES = ("gaze", "positive", "negative")


def hand_made(shown, display, affect):
    """A film of three episodes of ten seconds, from three values each."""
    trace = np.zeros((1, 30), TRACE_DTYPE)
    for name, values in (("infant_engagement", shown), ("display", display), ("affect", affect)):
        trace[name] = np.repeat(values, 10)
    return Film(trace, np.array([[0, 10, 20]]), np.array([[10, 10, 10]]))


def test_play_still_face_and_reunion_last_two_minutes_each(mixed):
    f = still_face.record(mixed, age=180)
    assert f.trace.shape == (len(mixed), 360)
    assert (f.lengths == 120).all()
    assert (f.starts == (0, 120, 240)).all()
    assert f.trace["present"].all()


def test_the_caregiver_is_blank_in_the_still_face_only(mixed):
    f = still_face.record(mixed, age=180)
    assert (f.camera("caregiver_engagement", 1) == 0).all()
    assert not f.camera("attending", 1).any()
    assert not f.camera("alarm", 1).any()
    for episode in (0, 2):
        assert (f.camera("caregiver_engagement", episode) > 0).mean() > 0.8
        assert f.camera("attending", episode).mean() > 0.2


def test_codes_describe_each_episode_and_the_changes(families):
    found = still_face.code(
        hand_made((0.9, 0.1, 0.9), (0.0, 0.5, 0.2), (0.8, 0.0, 0.4)), families()
    )
    codes = {name: value for name, value in found.items() if name in GROUPS["still_face"]}
    expected = {
        "gaze_play": 1, "gaze_still": 0, "gaze_reunion": 1,
        "positive_play": 0.8, "positive_still": 0, "positive_reunion": 0.4,
        "negative_play": 0, "negative_still": 0.5, "negative_reunion": 0.2,
        "gaze_effect": -1, "gaze_carry_over": 0,
        "positive_effect": -0.8, "positive_carry_over": -0.4,
        "negative_effect": 0.5, "negative_carry_over": 0.2,
    }  # fmt: skip
    assert {key: pytest.approx(value[0]) for key, value in codes.items()} == expected


@pytest.mark.parametrize(
    ("shown", "display", "affect", "phase"),
    [
        (0.9, 0.6, 0.0, "negative"),
        (0.1, 0.6, 0.0, "negative"),
        (0.1, 0.1, 0.0, "withdrawn"),
        (0.1, 0.1, 0.3, "object"),
        (0.9, 0.1, 0.2, "monitor"),
        (0.9, 0.1, 0.8, "social-positive"),
    ],
)
def test_phases_follow_from_what_can_be_seen(shown, display, affect, phase):
    f = hand_made((shown, 0, 0), (display, 0, 0), (affect, 0, 0))
    assert {PHASES[k] for k in still_face.phases(f, 0)[0]} == {phase}


def test_seconds_after_the_end_have_no_phase():
    f = hand_made((0.9, 0.9, 0.9), (0, 0, 0), (0.8, 0.8, 0.8))
    short = Film(f.trace[[0, 0]], np.array([[0], [0]]), np.array([[10], [4]]))
    found = still_face.phases(short, 0)
    assert (found[1, 4:] == -1).all()
    assert (found[:, :4] == PHASES.index("social-positive")).all()


def test_every_second_has_one_of_the_phases(mixed):
    f = still_face.record(mixed, age=180)
    for episode in range(3):
        found = still_face.phases(f, episode)
        assert found.min() >= 0
        assert found.max() < len(PHASES)


def test_codes_lie_on_their_scales_and_changes_are_differences(mixed):
    codes = still_face.code(still_face.record(mixed, age=180), mixed)
    for what in CODES:
        for when in EPISODES:
            assert ((codes[f"{what}_{when}"] >= 0) & (codes[f"{what}_{when}"] <= 1)).all()
        effect = codes[f"{what}_still"] - codes[f"{what}_play"]
        carry_over = codes[f"{what}_reunion"] - codes[f"{what}_play"]
        assert codes[f"{what}_effect"] == pytest.approx(effect)
        assert codes[f"{what}_carry_over"] == pytest.approx(carry_over)
    assert set(codes) == {*GROUPS["still_face"], *GROUPS["mutual_regulation"]}


def test_a_still_face_has_the_signs_of_the_published_effect(families):
    """Less gaze, less positive and more negative affect (Mesman et al. 2009)."""
    population = families(80, days=60, responsiveness=0.8)
    codes = still_face.code(still_face.record(population, age=180), population)
    for what, sign in (("gaze", -1), ("positive", -1), ("negative", 1)):
        effect = sign * codes[f"{what}_effect"]
        assert effect.mean() > 4 * effect.std() / np.sqrt(80), what


def test_play_and_reunion_are_coded_as_free_play_is(mixed):
    population = mixed.with_settings(coding_error=0.0)
    film = still_face.record(population, age=180)
    codes = still_face.code(film, population)
    for episode, when in ((0, "play"), (2, "reunion")):
        usual = free_play.code(film, population, episode=episode)
        for name in ("attuned_share", "attuned_share_surrogate", "next_second_repair"):
            np.testing.assert_array_equal(codes[f"{name}_{when}"], usual[name], err_msg=name)
        np.testing.assert_array_equal(codes[f"repair_latency_s_{when}"], usual["repair_latency_s"])
        np.testing.assert_array_equal(
            codes[f"attuned_share_above_chance_{when}"],
            codes[f"attuned_share_{when}"] - codes[f"attuned_share_surrogate_{when}"],
        )


def test_the_coder_of_play_and_reunion_errs_in_each_second_anew(mixed):
    exact = mixed.with_settings(coding_error=0.0)
    film = still_face.record(mixed, age=180)
    film.trace["infant_engagement"] = film.trace["caregiver_engagement"] = 0.5
    assert (still_face.code(film, exact)["attuned_share_play"] == 1).all()
    blurred = mixed.with_settings(coding_error=0.1)
    codes = still_face.code(film, blurred)
    play, reunion = codes["attuned_share_play"], codes["attuned_share_reunion"]
    assert 0.3 < play.mean() < 0.8  # two errors of .1 lie within .1 of each other in one of two
    assert (play != reunion).any()
    again = still_face.code(film, blurred, repetition=1)["attuned_share_play"]
    assert (play != again).any()
    np.testing.assert_array_equal(codes["attuned_share_carry_over"], reunion - play)


def test_who_does_not_give_up_looks_more_at_the_still_face(families):
    gaze = []
    for give_up in (0.0, 0.8):
        population = families(60, give_up=give_up)
        codes = still_face.code(still_face.record(population, age=180), population)
        gaze.append(codes["gaze_effect"].mean())
    assert gaze[1] < gaze[0] - 0.1

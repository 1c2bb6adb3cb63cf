"""The answers of experiments/README.md, tested from behaviour as coded.

Each test simulates families with fixed seeds and asks a one-sided question about a difference or a
share at the level of one in a thousand (ERROR), so that with all of them together a true answer
would be called false in less than two runs of a hundred if the seeds were not fixed.
"""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from attune_sim import run
from attune_sim.scenario import load

ERROR = 0.001
INFANTS = 150


@functools.cache
def families(
    name: str, measures: tuple[str, ...], days: int = 365, infants: int = INFANTS, **values: float
) -> pd.DataFrame:
    scenario = load(name).with_(infants=infants, days=days, seed=40, **dict(values))
    table, _ = run.infants(scenario, measures=measures, threads=2)
    return table


def cared_for(name: str, **values: float) -> pd.DataFrame:
    return families(name, ("patterns", "scales", "distress", "attuned_share", "policy"), **values)


def clearly_more(more: pd.Series, less: pd.Series, than: float = 0.0) -> bool:
    """Whether the first mean exceeds the second by more than this, paired by luck."""
    return bool(stats.ttest_1samp(more - less, than, alternative="greater").pvalue < ERROR)


def mostly(share: pd.Series, above: float) -> bool:
    """Whether more than this share of all such infants show it."""
    test = stats.binomtest(int(share.sum()), len(share), above, alternative="greater")
    return bool(test.pvalue < ERROR)


def rarely(share: pd.Series, below: float) -> bool:
    test = stats.binomtest(int(share.sum()), len(share), below, alternative="less")
    return bool(test.pvalue < ERROR)


def test_attunement_in_play_moves_the_attuned_share_but_hardly_security() -> None:
    low = cared_for("good-enough", responsiveness_in_play=0.1)
    high = cared_for("good-enough", responsiveness_in_play=0.95)
    assert clearly_more(high["attuned_share"], low["attuned_share"], than=0.03)
    difference = high["patterns_secure"] - low["patterns_secure"]
    assert stats.ttest_1samp(difference, 0.15, alternative="less").pvalue < ERROR


def test_answers_to_distress_move_security_but_not_the_attuned_share_in_play() -> None:
    low = cared_for("good-enough", responsiveness=0.15, responsiveness_in_play=0.5)
    high = cared_for("good-enough", responsiveness=0.9, responsiveness_in_play=0.5)
    assert clearly_more(high["patterns_secure"], low["patterns_secure"], than=0.3)
    apart = stats.ttest_1samp(high["attuned_share"] - low["attuned_share"], 0.0)
    assert apart.confidence_interval(1 - ERROR).high < 0.05
    assert apart.confidence_interval(1 - ERROR).low > -0.05


def test_attuned_share_of_ordinary_pairs_is_near_a_third_and_above_chance() -> None:
    table = cared_for("good-enough")
    interval = stats.ttest_1samp(table["attuned_share"], 0.3).confidence_interval(1 - ERROR)
    assert 0.2 < interval.low < interval.high < 0.4
    assert clearly_more(table["attuned_share"], table["attuned_share_surrogate"], than=0.05)


def test_quick_repair_brings_more_relief_at_no_higher_attuned_share() -> None:
    measures = ("attuned_share", "repair_latency_s", "expected_relief")
    quick, slow = (families(f"{k}-repair", measures) for k in ("quick", "slow"))
    apart = stats.ttest_1samp(quick["attuned_share"] - slow["attuned_share"], 0.0)
    assert apart.confidence_interval(1 - ERROR).high < 0.03
    assert clearly_more(slow["repair_latency_s"], quick["repair_latency_s"], than=0.6)
    assert clearly_more(quick["expected_relief"], slow["expected_relief"], than=0.05)


def test_being_answered_only_when_loud_ends_in_resistance_unpredictability_alone_does_not() -> None:
    erratic = {"responsiveness": 0.5, "consistency": 0.05}
    loud = cared_for("good-enough", loudness_contingency=1.0, **erratic)
    alike = cared_for("good-enough", loudness_contingency=0.0, **erratic)
    assert clearly_more(loud["patterns_resistant"], alike["patterns_resistant"], than=0.3)
    assert rarely(alike["patterns_resistant"], 0.2)
    assert clearly_more(loud["policy_display_gain"], alike["policy_display_gain"], than=0.5)


@pytest.mark.parametrize(("name", "share"), [("responsive", 0.65), ("good-enough", 0.5)])
def test_most_infants_of_ordinary_and_responsive_care_are_secure(name: str, share: float) -> None:
    secure = cared_for(name)["patterns_secure"]
    assert mostly(secure, share)
    assert rarely(secure, 0.97)


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("erratic", "resistant"), ("rejecting", "avoidant"), ("alarming", "disorganized")],
)
def test_each_kind_of_care_goes_with_its_pattern_and_decides_nobody_s(
    name: str, pattern: str
) -> None:
    shown, ordinary = (cared_for(kind)[f"patterns_{pattern}"] for kind in (name, "good-enough"))
    assert clearly_more(shown, ordinary, than=0.15)
    assert rarely(shown, 0.8)


def test_avoidance_is_learnt() -> None:
    learnt, frozen = cared_for("rejecting"), cared_for("rejecting", learning_rate=0.0)
    assert clearly_more(learnt["patterns_avoidant"], frozen["patterns_avoidant"], than=0.3)


def test_quiet_is_learnt_where_care_is_responsive_and_not_where_loudness_pays() -> None:
    """At birth infants signal as they feel: a display gain of 1."""
    ordinary, frozen = cared_for("responsive"), cared_for("responsive", learning_rate=0.0)
    assert clearly_more(frozen["separation_displayed"], ordinary["separation_displayed"], than=0.3)
    erratic = cared_for("erratic")
    assert clearly_more(erratic["policy_display_gain"], ordinary["policy_display_gain"], than=0.3)
    assert clearly_more(erratic["resistance"], ordinary["resistance"], than=1.0)


def test_the_fear_conflict_carries_disorganization() -> None:
    with_it, without = cared_for("alarming"), cared_for("alarming", fear_strength=0.0)
    column = "patterns_disorganized"
    assert clearly_more(with_it[column], without[column], than=0.2)


def test_intrusive_care_teaches_turning_away_because_over_stimulation_is_aversive() -> None:
    intrusive, calm = cared_for("intrusive"), cared_for("intrusive", overstimulation=0.0)
    assert clearly_more(intrusive["policy_turning_away"], calm["policy_turning_away"], than=0.1)
    responsive = cared_for("responsive")
    assert clearly_more(intrusive["patterns_avoidant"], responsive["patterns_avoidant"])


def test_rejection_calms_the_face_more_than_the_body() -> None:
    rejecting, ordinary = cared_for("rejecting"), cared_for("good-enough")
    face = 1 - rejecting["separation_displayed"] / ordinary["separation_displayed"]
    body = 1 - rejecting["separation_physiological"] / ordinary["separation_physiological"]
    assert clearly_more(face, body, than=0.1)


def test_the_still_face_effect_and_its_carry_over_have_the_published_signs() -> None:
    table = families("good-enough", ("still_face",), days=150, infants=600)
    for name, sign in (("gaze", -1), ("positive", -1), ("negative", 1)):
        nothing = pd.Series(np.zeros(len(table)))
        assert clearly_more(sign * table[f"{name}_effect"], nothing), name
    for name, sign in (("positive", -1), ("negative", 1)):
        assert clearly_more(sign * table[f"{name}_carry_over"], pd.Series(np.zeros(len(table)))), (
            name
        )


def test_giving_up_is_what_turns_gaze_away_from_a_still_face() -> None:
    measures = ("still_face",)
    as_it_is = families("good-enough", measures, days=150)
    never = families("good-enough", measures, days=150, give_up=0.0)
    assert clearly_more(never["gaze_effect"], as_it_is["gaze_effect"], than=0.2)

"""What comes out of a lesson is what its runs give, told with as much certainty as they allow."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from attune_sim import run
from attune_sim.dyad import days
from attune_sim.errors import InputError
from attune_sim.figures.families.contrast import contrast_draft
from attune_sim.lessons import Arm, Condition, Found, Option, run_lesson
from attune_sim.lessons.contrasts import contrast, interval
from attune_sim.lessons.run import group_of, joined, run_part
from attune_sim.lessons.subjects.infants import scenario_of
from attune_sim.lessons.subjects.retest import AGAIN, again
from attune_sim.lessons.words import sentence
from attune_sim.life.course import Cancelled
from attune_sim.scenario import load

ARM = Arm("a", "A", "good-enough", {}, "resistance")
LUCK = np.random.default_rng(1)


@pytest.fixture(scope="module")
def noise():
    return LUCK.normal(size=400)


def relation(gap, noise, least=0.2, n=400):
    return contrast(ARM, ARM, noise[:n] + gap, 0.02 * noise[:n] + noise[:n], least).relation


def test_a_difference_is_told_only_as_far_as_the_run_can_tell(noise):
    assert relation(1.0, noise) == "more"
    assert relation(-1.0, noise) == "less"
    assert relation(0.0, noise) == "alike"
    just_below = 0.199 + 0.02 * noise.mean()
    assert relation(just_below, noise) == "unclear"  # neither large enough nor surely smaller
    wide = contrast(ARM, ARM, 5 * noise[:10], -5 * noise[10:20], 0.2)
    assert wide.relation == "unclear"
    assert wide.low < wide.difference < wide.high


def test_what_is_undefined_is_unclear():
    none = np.full(5, np.nan)
    found = contrast(ARM, ARM, none, none, 0.1)
    assert found.relation == "unclear"
    assert math.isnan(found.difference)
    assert interval(none)[3] == 0


def test_intervals_hold_their_mean_and_stay_within_shares():
    mean, low, high, n = interval(np.array([1.0] * 20))
    assert (mean, high, n) == (1.0, 1.0, 20)
    assert 0.8 < low < 1.0
    mean, low, high, n = interval(np.array([1.0, 2.0, 3.0, np.nan]))
    assert mean == 2.0
    assert (low, high) == pytest.approx(stats.t.interval(0.95, 2, 2.0, 1 / math.sqrt(3)))
    assert n == 3
    assert np.isnan(interval(np.array([2.0]))[1:3]).all()


def test_the_run_gives_what_run_infants_gives(lesson):
    found = run_lesson(lesson)
    for arm in lesson.arms:
        table, _ = run.infants(scenario_of(group_of(lesson, arm)), measures=["expected_relief"])
        assert np.array_equal(found.values[arm.key], table["expected_relief"])
    assert found.contrast("quick", "slow").relation == "more"
    assert [found.came(option) for option in lesson.options] == [True, False]
    assert found.words()[0].startswith("Expected relief, 0.")
    assert "clearly more; difference +0." in found.words()[0]
    table = found.table()
    assert len(table) == 4
    assert ((table["low"] <= table["mean"]) & (table["mean"] <= table["high"])).all()


def test_a_sentence_names_what_is_measured_where_two_measures_are_compared(lesson):
    heart = replace(lesson.arms[0], measure="separation_physiological")
    face = replace(lesson.arms[1], measure="separation_displayed")
    apart = {heart.key: np.linspace(0.8, 0.9, 30), face.key: np.linspace(0.1, 0.2, 30)}
    found = contrast(heart, face, apart[heart.key], apart[face.key], 0.05)
    assert sentence(found, apart, lesson.subject.measures) == (
        f"Distress at separation, 0.85 in '{heart.name}' against 0.15 in '{face.name}':"
        " clearly more; difference +0.70 (95% interval +0.70 to +0.70)."
    )


def test_the_gap_between_heart_and_face_is_that_of_each_infant(lesson):
    arms = tuple(replace(arm, measure="separation_hidden") for arm in lesson.arms)
    wide = replace(lesson, arms=arms, beside=("separation_physiological", "separation_displayed"))
    found = run_lesson(wide)
    for arm in wide.arms:
        felt, shown = (found.beside[name][arm.key] for name in wide.beside)
        assert np.array_equal(found.values[arm.key], felt - shown)
    assert found.words()[0].startswith("Gap between heart and face at separation, ")
    figure = contrast_draft(found).layout["meta"]
    assert {row[1] for row in figure["numbers"]["rows"]} >= {
        "Gap between heart and face at separation"
    }


def test_a_prediction_that_the_run_cannot_judge_is_neither_true_nor_false(lesson):
    values = {"slow": np.array([0.0, 1.0, 0.0]), "quick": np.array([1.0, 0.0, 1.0])}
    found = Found(lesson, values, {})
    assert [found.came(option) for option in lesson.options] == [None, None]
    apart = {"slow": np.zeros(30), "quick": np.linspace(0.9, 1.0, 30)}
    both = Option("", (Condition("quick", "slow", "more"), Condition("slow", "quick", "more")))
    assert Found(lesson, apart, {}).came(both) is False


def test_an_own_arm_runs_beside_the_others_and_changes_none(lesson):
    found = run_lesson(lesson)
    own = run_lesson(lesson, own={"repair_rate": 0.9}, before=found)
    assert np.array_equal(own.values["yours"], own.values["quick"])
    assert own.values["slow"] is found.values["slow"]
    assert [arm.name for arm in own.lesson.arms] == ["Slow", "Quick", "Your own"]
    with pytest.raises(InputError, match="repair_rate"):
        run_lesson(lesson, own={"repair_rate": 9.0}, before=found)


@pytest.mark.parametrize("measure", ["expected_relief", "separation_hidden", *AGAIN])
def test_parts_of_a_lesson_s_infants_give_what_all_of_them_give(lesson, measure):
    arms = tuple(replace(arm, measure=measure) for arm in lesson.arms)
    asked = replace(lesson, arms=arms, number=7, days=20)
    whole = run_lesson(asked)
    parts = joined([run_part(asked, numbers) for numbers in (range(4), range(4, 7))])
    assert parts.lesson == asked
    for key, values in whole.values.items():
        assert np.array_equal(parts.values[key], values)
    assert parts.beside.keys() == whole.beside.keys()


def test_a_run_can_be_stopped(lesson):
    with pytest.raises(Cancelled):
        run_lesson(lesson, cancelled=lambda: True)


def test_the_same_pattern_is_coded_again_as_often_as_less_changes():
    mixed = load("mixed-population").with_(infants=60, days=60)
    sure = again(mixed.with_(coder_error=0.0), "same_pattern_other_coder")
    assert sure.tolist() == [1.0] * 60  # one film and no error: nothing can differ
    shares = {name: again(mixed, name).mean() for name in AGAIN}
    assert 0.5 < shares["same_pattern_other_coder"] < 1.0
    assert shares["same_pattern_other_year"] < shares["same_pattern_other_coder"]


def test_another_year_keeps_the_traits(monkeypatch):
    seen = []

    def look(rows, *_, **__):
        seen.append(rows.copy())
        return True

    monkeypatch.setattr(days, "live", look)
    again(load("good-enough").with_(infants=5, days=1), "same_pattern_other_year")
    first, second = seen
    assert np.array_equal(first.infants["reactivity"], second.infants["reactivity"])
    assert not np.array_equal(first.infants["key_low"], second.infants["key_low"])

"""Run a lesson. No result is stored in the lesson's file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from attune_sim import run
from attune_sim.lessons.contrasts import Contrast, Floats, contrast, interval
from attune_sim.lessons.hidden import HIDDEN, hidden, outcomes
from attune_sim.lessons.lesson import UNCLEAR, Arm, Condition, Lesson, Option
from attune_sim.lessons.retest import AGAIN, again
from attune_sim.lessons.words import sentence
from attune_sim.life.course import Progress
from attune_sim.measurement import observe
from attune_sim.outcomes import OUTCOMES
from attune_sim.scenario import Scenario, load


@dataclass(frozen=True)
class Found:
    """What a run of a lesson gave.

    Attributes:
        lesson: which.
        values: of the compared measure, one an infant, by the arm's key.
        beside: of the other outcomes: by outcome, then by the arm's key.
    """

    lesson: Lesson
    values: Mapping[str, Floats]
    beside: Mapping[str, Mapping[str, Floats]]

    def contrast(self, first: str, second: str) -> Contrast:
        """How two arms compare."""
        return contrast(
            self.lesson.arm(first),
            self.lesson.arm(second),
            self.values[first],
            self.values[second],
            self.lesson.least,
        )

    def contrasts(self) -> tuple[Contrast, ...]:
        """All pairs that predictions speak of."""
        return tuple(self.contrast(*pair) for pair in self.lesson.pairs())

    def holds(self, condition: Condition) -> bool | None:
        """Whether it came out so; None if this run cannot tell."""
        relation = self.contrast(condition.first, condition.second).relation
        return None if relation == UNCLEAR else relation == condition.expects

    def came(self, option: Option) -> bool | None:
        """Whether a prediction came true; None if this run cannot tell."""
        answers = [self.holds(condition) for condition in option.expects]
        if any(answer is False for answer in answers):
            return False
        return None if None in answers else True

    def table(self) -> pd.DataFrame:
        """A row per arm and measure: mean, 95% interval, number of infants."""
        rows = []
        for arm in self.lesson.arms:
            rows.append((arm.name, arm.measure, True, *interval(self.values[arm.key])))
        for measure, by_arm in self.beside.items():
            for arm in self.lesson.arms:
                rows.append((arm.name, measure, False, *interval(by_arm[arm.key])))
        return pd.DataFrame(
            rows, columns=["arm", "measure", "compared", "mean", "low", "high", "n"]
        )

    def words(self) -> tuple[str, ...]:
        """What happened, a sentence for each pair."""
        return tuple(sentence(c, self.values) for c in self.contrasts())


def run_part(lesson: Lesson, numbers: range, cancelled: Callable[[], bool] | None = None) -> Found:
    """Run all arms of a lesson with some of its infants; the others change nothing of these.

    Args:
        lesson: which.
        numbers: of the infants, from 0.
        cancelled: asked now and then.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    found = {
        arm.key: _measured(
            scenario_of(lesson, arm), [arm.measure, *lesson.beside], cancelled, numbers
        )
        for arm in lesson.arms
    }
    return Found(
        replace(lesson, infants=len(numbers)),
        {arm.key: found[arm.key][arm.measure] for arm in lesson.arms},
        {name: {key: found[key][name] for key in found} for name in lesson.beside},
    )


def joined(parts: Sequence[Found]) -> Found:
    """What parts of one lesson's infants give together, in this order."""
    first = parts[0]
    return Found(
        replace(first.lesson, infants=sum(part.lesson.infants for part in parts)),
        {key: np.concatenate([part.values[key] for part in parts]) for key in first.values},
        {
            name: {key: np.concatenate([part.beside[name][key] for part in parts]) for key in by}
            for name, by in first.beside.items()
        },
    )


def scenario_of(lesson: Lesson, arm: Arm) -> Scenario:
    """The scenario that an arm runs."""
    return load(arm.scenario).with_(
        infants=lesson.infants, days=lesson.days, seed=lesson.seed, **arm.parameters
    )


def run_lesson(
    lesson: Lesson,
    *,
    own: Mapping[str, float] | None = None,
    before: Found | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Found:
    """Run all arms of a lesson.

    Args:
        lesson: which.
        own: values of parameters for a further arm, 'yours', that begins as `change_arm` does.
        before: an earlier run of this lesson, whose arms are not run again.
        cancelled: asked now and then.

    Raises:
        InputError: the own values contradict each other.
        Cancelled: if `cancelled` says so.
    """
    if own is not None:
        lesson = with_own(lesson, own)
    values: dict[str, Floats] = {}
    beside: dict[str, dict[str, Floats]] = {name: {} for name in lesson.beside}
    for arm in lesson.arms:
        if before is not None and arm.key in before.values:
            values[arm.key] = before.values[arm.key]
            for name in lesson.beside:
                beside[name][arm.key] = before.beside[name][arm.key]
            continue
        wanted = [arm.measure, *lesson.beside]
        found = _measured(scenario_of(lesson, arm), wanted, cancelled)
        values[arm.key] = found[arm.measure]
        for name in lesson.beside:
            beside[name][arm.key] = found[name]
    return Found(lesson, values, beside)


def with_own(lesson: Lesson, own: Mapping[str, float]) -> Lesson:
    """The lesson with a further arm, a student's own."""
    begins = lesson.arm(lesson.change_arm)
    yours = replace(begins, key="yours", name="Your own", parameters={**begins.parameters, **own})
    return replace(lesson, arms=(*lesson.arms, yours))


def _measured(
    scenario: Scenario,
    wanted: Sequence[str],
    cancelled: Callable[[], bool] | None,
    numbers: range | None = None,
) -> dict[str, Floats]:
    out: dict[str, Floats] = {}
    needed = [name for measure in wanted for name in outcomes(measure)]
    ours = [name for name in dict.fromkeys(needed) if name in OUTCOMES]
    if ours:
        families = run.grown(scenario, numbers=numbers, progress=Progress(cancelled=cancelled))
        table = observe(families, scenario.days, measures=ours)
        table = table[table["caregiver"] == 0]
        out = {name: table[name].to_numpy(float) for name in ours}
    for name in wanted:
        if name in HIDDEN:
            out[name] = hidden(name, out)
        if name in AGAIN:
            out[name] = again(scenario, name, cancelled, numbers)
    return out

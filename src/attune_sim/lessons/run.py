"""Run a lesson. No result is stored in the lesson's file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from attune_sim.lessons.contrasts import Contrast, Floats, contrast, holds, interval
from attune_sim.lessons.lesson import Arm, Condition, Lesson, Option
from attune_sim.lessons.subjects.subject import Columns, Group
from attune_sim.lessons.words import sentence


@dataclass(frozen=True)
class Found:
    """What a run of a lesson gave.

    Attributes:
        lesson: which.
        values: of the compared measure, one for each whom it is about, by the arm's key.
        beside: of the other measures: by measure, then by the arm's key.
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
        found = self.contrast(condition.first, condition.second)
        return holds(found, condition.expects, self.lesson.least)

    def came(self, option: Option) -> bool | None:
        """Whether a prediction came true; None if this run cannot tell."""
        answers = [self.holds(condition) for condition in option.expects]
        if any(answer is False for answer in answers):
            return False
        return None if None in answers else True

    def table(self) -> pd.DataFrame:
        """A row per arm and measure: mean, 95% interval, number of those whom it is about."""
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
        measures = self.lesson.subject.measures
        return tuple(sentence(c, self.values, measures) for c in self.contrasts())


@dataclass(frozen=True)
class Part:
    """What some of those whom a lesson is about gave.

    Attributes:
        lesson: which, with how many they are.
        columns: by the arm's key.
    """

    lesson: Lesson
    columns: Mapping[str, Columns]


def run_part(lesson: Lesson, numbers: range, cancelled: Callable[[], bool] | None = None) -> Part:
    """Run all arms of a lesson with some of those whom it is about; the others change nothing.

    Args:
        lesson: which.
        numbers: of them, from 0.
        cancelled: asked now and then.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    wanted: dict[Group, list[str]] = {}
    for arm in lesson.arms:
        needed = wanted.setdefault(group_of(lesson, arm), [])
        for measure in (arm.measure, *lesson.beside):
            needed.extend(lesson.subject.measures[measure].needs)
    found = {
        group: lesson.subject.columns(group, list(dict.fromkeys(names)), numbers, cancelled)
        for group, names in wanted.items()
    }
    return Part(
        replace(lesson, number=len(numbers)),
        {arm.key: found[group_of(lesson, arm)] for arm in lesson.arms},
    )


def joined(parts: Sequence[Part]) -> Found:
    """What parts of one lesson give together, in this order."""
    first = parts[0]
    lesson = replace(first.lesson, number=sum(part.lesson.number for part in parts))
    measures = lesson.subject.measures
    columns = {
        key: {name: np.concatenate([part.columns[key][name] for part in parts]) for name in by}
        for key, by in first.columns.items()
    }
    return Found(
        lesson,
        {arm.key: measures[arm.measure].made(columns[arm.key]) for arm in lesson.arms},
        {
            name: {arm.key: measures[name].made(columns[arm.key]) for arm in lesson.arms}
            for name in lesson.beside
        },
    )


def group_of(lesson: Lesson, arm: Arm) -> Group:
    """Whom an arm runs."""
    days = lesson.days if arm.days is None else arm.days
    values = tuple(sorted(arm.parameters.items()))
    return Group(arm.scenario, values, days, lesson.seed, lesson.number)


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
    known = {} if before is None else before.values
    fresh = replace(lesson, arms=tuple(arm for arm in lesson.arms if arm.key not in known))
    found = joined([run_part(fresh, range(lesson.number), cancelled)])
    if before is None:
        return found
    return Found(
        lesson,
        {**before.values, **found.values},
        {name: {**before.beside[name], **found.beside[name]} for name in lesson.beside},
    )


def with_own(lesson: Lesson, own: Mapping[str, float]) -> Lesson:
    """The lesson with a further arm, a student's own."""
    begins = lesson.arm(lesson.change_arm)
    yours = replace(begins, key="yours", name="Your own", parameters={**begins.parameters, **own})
    return replace(lesson, arms=(*lesson.arms, yours))

"""Run a lesson, and say what came out: nothing of it stands in the lesson's file."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from attune_sim import run
from attune_sim.intervals import half_width, wilson
from attune_sim.lessons.lesson import ALIKE, LESS, MORE, UNCLEAR, Arm, Condition, Lesson, Option
from attune_sim.lessons.retest import AGAIN, again
from attune_sim.outcomes import OUTCOMES
from attune_sim.scenario import Scenario, load

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Finding:
    """One pair of arms as it came out.

    Attributes:
        first, second: the arms.
        difference: mean of first less second over the infants in which both are known.
        low, high: its 95 % interval.
        relation: of the first to the second: more, less, alike or unclear.
    """

    first: Arm
    second: Arm
    difference: float
    low: float
    high: float
    relation: str


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

    def finding(self, first: str, second: str) -> Finding:
        """How two arms compare."""
        return finding(
            self.lesson.arm(first),
            self.lesson.arm(second),
            self.values[first],
            self.values[second],
            self.lesson.least,
        )

    def findings(self) -> tuple[Finding, ...]:
        """All pairs that predictions speak of."""
        return tuple(self.finding(*pair) for pair in self.lesson.pairs())

    def holds(self, condition: Condition) -> bool | None:
        """Whether it came out so; None if this run cannot tell."""
        relation = self.finding(condition.first, condition.second).relation
        return None if relation == UNCLEAR else relation == condition.expects

    def came(self, option: Option) -> bool | None:
        """Whether a prediction came true; None if this run cannot tell."""
        answers = [self.holds(condition) for condition in option.expects]
        if any(answer is False for answer in answers):
            return False
        return None if None in answers else True

    def table(self) -> pd.DataFrame:
        """A row per arm and measure: mean, 95 % interval, number of infants."""
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
        return tuple(sentence(f, self.values) for f in self.findings())


def interval(values: Floats) -> tuple[float, float, float, int]:
    """Mean, its 95 % interval (Student's t; Wilson's of zeros and ones), and how many it is of."""
    known = values[np.isfinite(values)]
    n = len(known)
    if n == 0:
        return math.nan, math.nan, math.nan, 0
    mean = float(known.mean())
    if np.isin(known, (0.0, 1.0)).all():
        return mean, *wilson(int(known.sum()), n), n
    half = float(half_width(known.std(ddof=1), n)) if n > 1 else math.nan
    return mean, mean - half, mean + half, n


def finding(first: Arm, second: Arm, a: Floats, b: Floats, least: float) -> Finding:
    """Compare two arms, infant by infant: both have the same luck.

    'more' and 'less' need a mean difference of at least `least` whose 95 % interval leaves out 0;
    'alike' needs the whole interval to be smaller than `least`; else the run cannot tell.
    """
    gap = a - b
    gap = gap[np.isfinite(gap)]
    n = len(gap)
    if n < 2:
        return Finding(first, second, math.nan, math.nan, math.nan, UNCLEAR)
    mean = float(gap.mean())
    half = float(half_width(gap.std(ddof=1), n))
    low, high = mean - half, mean + half
    if mean >= least and low > 0:
        relation = MORE
    elif mean <= -least and high < 0:
        relation = LESS
    elif -least < low and high < least:
        relation = ALIKE
    else:
        relation = UNCLEAR
    return Finding(first, second, mean, low, high, relation)


def label(measure: str) -> str:
    """What a measure of a lesson is called."""
    return OUTCOMES[measure].label if measure in OUTCOMES else AGAIN[measure]


def common(labels: Sequence[str]) -> str:
    """What several labels have in common: 'Distress at separation, …' without the end."""
    first, *others = labels
    if not others:
        return first
    words = first.replace(",", "").split()
    for count in range(len(words), 0, -1):
        begin = " ".join(words[:count])
        if all(other.replace(",", "").startswith(begin) for other in others):
            return begin.removesuffix(" in").removesuffix(" by").removesuffix(" on")
    return "; ".join(labels)


def shown(measure: str, value: float) -> str:
    """A value in words: per cent for shares."""
    if not math.isfinite(value):
        return "not defined"
    share = measure in AGAIN or OUTCOMES[measure].unit.startswith("share of")
    return f"{100 * value:.0f} %" if share else f"{value:.2f}"


WORDS = {
    MORE: "clearly more",
    LESS: "clearly less",
    ALIKE: "about alike",
    UNCLEAR: "this run cannot tell them apart",
}


def sentence(f: Finding, values: Mapping[str, Floats]) -> str:
    """One pair of arms in words."""
    a, b = (shown(arm.measure, interval(values[arm.key])[0]) for arm in (f.first, f.second))
    measures = list(dict.fromkeys([f.first.measure, f.second.measure]))
    head = common([label(measure) for measure in measures])
    return f"{head}: {a} in '{f.first.name}', {b} in '{f.second.name}': {WORDS[f.relation]}."


def scenario_of(lesson: Lesson, arm: Arm) -> Scenario:
    """The scenario that an arm runs."""
    return load(arm.scenario).with_(
        infants=lesson.infants, days=lesson.days, seed=lesson.seed, **arm.parameters
    )


def ran(
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
        run.Cancelled: if `cancelled` says so.
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
    scenario: Scenario, wanted: Sequence[str], cancelled: Callable[[], bool] | None
) -> dict[str, Floats]:
    out: dict[str, Floats] = {}
    ours = [name for name in dict.fromkeys(wanted) if name in OUTCOMES]
    if ours:
        table, _ = run.infants(scenario, measures=ours, progress=run.Progress(cancelled=cancelled))
        table = table[table["caregiver"] == 0]
        out = {name: table[name].to_numpy(float) for name in ours}
    for name in wanted:
        if name in AGAIN:
            out[name] = again(scenario, name, cancelled)
    return out

"""What came out of a lesson, in words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from attune_sim import numbers
from attune_sim.lessons.contrasts import Contrast, Floats, interval
from attune_sim.lessons.lesson import ALIKE, LESS, MORE, UNCLEAR
from attune_sim.lessons.subjects.subject import Measure

_ENDS = re.compile(r"( (in|by|of|on|the|with))+$")
"""Words that end no name, with which what labels have in common may end."""


def common(labels: Sequence[str]) -> str:
    """What several labels have in common: 'Distress at separation, …' without the end."""
    first, *others = labels
    if not others:
        return first
    words = first.replace(",", "").split()
    for count in range(len(words), 0, -1):
        begin = " ".join(words[:count])
        if all(other.replace(",", "").startswith(begin) for other in others):
            return _ENDS.sub("", begin)
    return "; ".join(labels)


def value_in_words(measure: Measure, value: float) -> str:
    """A value in words: per cent for shares."""
    return numbers.percent(value) if measure.share else numbers.decimals(value)


WORDS = {
    MORE: "clearly more",
    LESS: "clearly less",
    ALIKE: "about alike",
    UNCLEAR: "this run cannot tell them apart",
}


def sentence(c: Contrast, values: Mapping[str, Floats], measures: Mapping[str, Measure]) -> str:
    """One pair of arms in words, with the interval of their difference.

    Args:
        c: the pair.
        values: of the compared measure, by the arm's key.
        measures: of whom the lesson is about, by name.
    """
    pair = (c.first, c.second)
    a, b = (value_in_words(measures[arm.measure], interval(values[arm.key])[0]) for arm in pair)
    named = list(dict.fromkeys(arm.measure for arm in pair))
    head = common([measures[name].label for name in named])
    told = f"{head}, {a} in '{c.first.name}' against {b} in '{c.second.name}': {WORDS[c.relation]}"
    if not math.isfinite(c.low):
        return f"{told}."
    write = numbers.points if measures[c.first.measure].share else numbers.signed
    ends = numbers.interval(write(c.low), write(c.high))
    return f"{told}; difference {write(c.difference)} (95% interval {ends})."

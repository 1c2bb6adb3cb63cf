"""What came out of a lesson, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attune_sim import numbers
from attune_sim.lessons.contrasts import Contrast, Floats, interval
from attune_sim.lessons.hidden import HIDDEN
from attune_sim.lessons.lesson import ALIKE, LESS, MORE, UNCLEAR
from attune_sim.lessons.retest import AGAIN
from attune_sim.outcomes import OUTCOMES


def label(measure: str) -> str:
    """What a measure of a lesson is called."""
    if measure in HIDDEN:
        return HIDDEN[measure][0]
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


def value_in_words(measure: str, value: float) -> str:
    """A value in words: per cent for shares."""
    of_infants = measure in OUTCOMES and OUTCOMES[measure].unit.startswith("share of")
    share = measure in AGAIN or of_infants
    return numbers.percent(value) if share else numbers.decimals(value)


WORDS = {
    MORE: "clearly more",
    LESS: "clearly less",
    ALIKE: "about alike",
    UNCLEAR: "this run cannot tell them apart",
}


def sentence(c: Contrast, values: Mapping[str, Floats]) -> str:
    """One pair of arms in words."""
    a, b = (
        value_in_words(arm.measure, interval(values[arm.key])[0]) for arm in (c.first, c.second)
    )
    measures = list(dict.fromkeys([c.first.measure, c.second.measure]))
    head = common([label(measure) for measure in measures])
    return f"{head}, {a} in '{c.first.name}' against {b} in '{c.second.name}': {WORDS[c.relation]}."

"""The outcome of what a page shows, in a sentence or two: the answer before the figure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from attune_dashboard import narration
from attune_dashboard.compute.maps import Map
from attune_dashboard.compute.moments import Moment
from attune_dashboard.compute.procedures import Effect, Situation
from attune_sim import numbers
from attune_sim.intervals import newcombe
from attune_sim.outcomes import OUTCOMES, PATTERNS
from attune_sim.parameters import PARAMETERS

SECURE = "secure"


def of_moment(moment: Moment, width: float) -> str:
    """How often two matched, who repaired, and whether the infant fussed."""
    found, sums = narration.summary(moment.trace, width), moment.tally
    coded = sums["coded"][-1]
    if not coded:
        return ""
    share = numbers.percent(sums["attuned"][-1] / coded)
    chance = f" ({numbers.percent(sums['chance'])} by chance)" if sums["chance"] is not None else ""
    ruptures = numbers.count(found["ruptures"], "rupture")
    text = f"They match {share} of the time{chance}."
    if found["ruptures"]:
        text += (
            f" Of {ruptures} the caregiver repairs {found['by_caregiver']} and the infant"
            f" {found['by_infant']}."
        )
    fussing = found["fussing_s"]
    return text + (
        f" The infant fusses or cries for {numbers.count(fussing, 'second')}."
        if fussing
        else " The infant does not fuss."
    )


def of_patterns(patterns: Sequence[str]) -> str:
    """How many infants were coded what, the most frequent first."""
    counts = Counter(patterns).most_common()
    if len(counts) == 1:
        return f"All {len(patterns)} were coded {counts[0][0]}"
    (first, most), *rest = counts
    others = ", ".join(f"{count} {name}" for name, count in rest)
    return f"{most} of {len(patterns)} were coded {first}, {others}"


def of_year(patterns: Sequence[str]) -> str:
    """What became of infants who differ by chance only."""
    same = len(set(patterns)) == 1
    end = "chance made no difference" if same else "only chance made the difference"
    return f"{of_patterns(patterns)} at one year: {end}."


def of_several(names: Sequence[str], groups: Sequence[Sequence[str]]) -> str:
    """Shares secure in groups, each held beside the first one.

    Args:
        names: of the groups.
        groups: the pattern of each infant, those of the same families in the same order.
    """
    if len(groups) == 2:
        return of_two((names[0], names[1]), groups[0], groups[1])
    first = np.array([p == SECURE for p in groups[0]], float)
    told = [f"{names[0]}: {numbers.percent(first.mean())} secure."]
    for name, group in zip(names[1:], groups[1:], strict=True):
        other = np.array([p == SECURE for p in group], float)
        low, high = newcombe(first, other)
        told.append(
            f"{name}: {numbers.percent(other.mean())},"
            f" {numbers.points(other.mean() - first.mean())} (95% interval"
            f" {numbers.interval(numbers.points(low), numbers.points(high))})"
            f"{', not told from chance' if low <= 0.0 <= high else ''}."
        )
    return " ".join(told)


def of_two(names: tuple[str, str], first: Sequence[str], second: Sequence[str]) -> str:
    """Shares secure in two groups, with the interval of their difference; and what rose most."""
    one, other = (np.array([p == SECURE for p in group], float) for group in (first, second))
    low, high = newcombe(one, other)
    told = (
        f"{names[1]}: {numbers.percent(other.mean())} secure instead of"
        f" {numbers.percent(one.mean())}. Difference:"
        f" {numbers.points(other.mean() - one.mean())}, 95% interval"
        f" {numbers.interval(numbers.points(low), numbers.points(high))}."
    )
    if low <= 0.0 <= high:
        told += f" With {len(one)} infants each, this cannot be told from chance."
    rises = {p: (list(first).count(p), list(second).count(p)) for p in PATTERNS if p != SECURE}
    most = max(rises, key=lambda p: rises[p][1] - rises[p][0])
    before, after = (np.array([p == most for p in group], float) for group in (first, second))
    if newcombe(before, after)[0] > 0.0:
        told += (
            f" More are {most}: {numbers.percent(float(after.mean()))} instead of"
            f" {numbers.percent(float(before.mean()))}."
        )
    return told


def of_map(found: Map, x: str, y: str, measure: str) -> str:
    """Where a map is lowest and highest; empty as long as no cell is known."""
    if measure not in found.rows:
        return ""
    known = found.rows[np.isfinite(found.rows[measure].to_numpy(float))]
    if known.empty:
        return ""
    low, high = known.loc[known[measure].idxmin()], known.loc[known[measure].idxmax()]
    label = OUTCOMES[measure].label
    if low[measure] == high[measure]:
        return f"{label} is {numbers.significant(low[measure])} everywhere on this map."

    def place(row: object) -> str:
        at = [f"{PARAMETERS[n].label.lower()} {numbers.significant(row[n])}" for n in (x, y)]  # type: ignore[index]
        return f"{numbers.significant(row[measure])} ({', '.join(at)})"  # type: ignore[index]

    return f"{label} goes from {place(low)} to {place(high)}."


def of_still_face(effects: Sequence[Effect]) -> str:
    """How many published effects this infant, and its like, show."""
    own = sum(1 for e in effects if math.isfinite(e.own) and np.sign(e.own) == e.direction)
    return (
        f"This infant shows {own} of {len(effects)} published effects of the still face; below,"
        f" how many of {effects[0].going[1]} infants with the same traits do."
    )


def of_situation(found: Situation) -> str:
    """What the coder gave, and whether others agreed."""
    first, *others = found.codings
    same = sum(c.pattern == first.pattern for c in others)
    verb = "agree" if same > 1 else "agrees"
    return (
        f"Coded {first.pattern}. {same or 'None'} of {len(others)} more coders of this film {verb}."
    )

"""Two arms of a lesson compared, with as much certainty as the run allows."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from attune_sim.intervals import half_width, wilson
from attune_sim.lessons.lesson import ALIKE, LESS, MORE, NOT_LESS, NOT_MORE, UNCLEAR, Arm

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Contrast:
    """One pair of arms as it came out.

    Attributes:
        first, second: the arms.
        difference: mean of first less second over the infants in which both are known.
        low, high: its 95% interval.
        relation: of the first to the second: more, less, alike or unclear.
    """

    first: Arm
    second: Arm
    difference: float
    low: float
    high: float
    relation: str


def interval(values: Floats) -> tuple[float, float, float, int]:
    """Mean, its 95% interval (Student's t; Wilson's of zeros and ones), and how many it is of."""
    known = values[np.isfinite(values)]
    n = len(known)
    if n == 0:
        return math.nan, math.nan, math.nan, 0
    mean = float(known.mean())
    if np.isin(known, (0.0, 1.0)).all():
        return mean, *wilson(int(known.sum()), n), n
    half = float(half_width(known.std(ddof=1), n)) if n > 1 else math.nan
    return mean, mean - half, mean + half, n


def contrast(first: Arm, second: Arm, a: Floats, b: Floats, least: float) -> Contrast:
    """Compare two arms infant by infant: both have the same random numbers.

    'more' and 'less' need a mean difference of at least `least` whose 95% interval leaves out 0;
    'alike' needs the whole interval to be smaller than `least`; else the run cannot tell.
    """
    gap = a - b
    gap = gap[np.isfinite(gap)]
    n = len(gap)
    if n < 2:
        return Contrast(first, second, math.nan, math.nan, math.nan, UNCLEAR)
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
    return Contrast(first, second, mean, low, high, relation)


def holds(found: Contrast, expects: str, least: float) -> bool | None:
    """Whether it came out as expected; None if this run cannot tell.

    What cannot be told may still exclude something: with an interval that ends below `least`,
    there is no 'more' of that size.
    """
    if expects == NOT_MORE:
        return _not(holds(found, MORE, least))
    if expects == NOT_LESS:
        return _not(holds(found, LESS, least))
    if found.relation != UNCLEAR:
        return found.relation == expects
    excluded = {MORE: found.high < least, LESS: found.low > -least, ALIKE: False}
    return False if excluded[expects] else None


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer

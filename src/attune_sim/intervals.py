"""95% intervals, one way for all: of a share, of a mean, of a correlation."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import special

CONFIDENCE = 0.95
UPPER = 0.5 + CONFIDENCE / 2
"""Share of a distribution below the upper end of its central 95%."""
NORMAL = float(special.ndtri(UPPER))
"""Standard errors from a normally distributed estimate to either end: 1.96."""


def wilson(count: int, of: int) -> tuple[float, float]:
    """95% interval of a share, after Wilson (1927); NaN for an empty sample."""
    if of == 0:
        return math.nan, math.nan
    # Written out, because scipy.stats takes longer to load than many a run.
    share, squared = count / of, NORMAL**2
    twice = 2 * (of + squared)
    centre = (2 * of * share + squared) / twice
    half = NORMAL / twice * math.sqrt(4 * of * share * (1 - share) + squared)
    return centre - half if count else 0.0, centre + half if count < of else 1.0


def at_level(
    value: float, low: float, high: float, *, of: float = CONFIDENCE, to: float
) -> tuple[float, float]:
    """An interval of another confidence, each side as of a normal distribution.

    Args:
        value: what the interval is of.
        low: its lower end.
        high: its upper end.
        of: its confidence.
        to: the confidence wanted.
    """
    there, here = (float(special.ndtri(0.5 + level / 2)) for level in (to, of))
    share = there / here
    return value - share * (value - low), value + share * (high - value)


def half_width(sd: npt.ArrayLike, n: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Half-width of the interval of a mean (Student's t); NaN for fewer than two values.

    Args:
        sd: standard deviation of the sample (divisor n - 1).
        n: how many values.
    """
    spread, count = np.asarray(sd, float), np.asarray(n, float)
    enough = np.where(count > 1, count, np.nan)
    return special.stdtrit(enough - 1, UPPER) * spread / np.sqrt(enough)


def fisher(r: float, n: int) -> tuple[float, float]:
    """Of a correlation of n pairs, after Fisher (1921); NaN for fewer than four.

    Args:
        r: between -1 and 1, ends left out.
        n: how many pairs.
    """
    if n < 4:
        return math.nan, math.nan
    z, half = math.atanh(r), NORMAL / math.sqrt(n - 3)
    return math.tanh(z - half), math.tanh(z + half)


def least_correlation(n: int) -> float:
    """The smallest correlation of n pairs that differs from 0: p < .05, two-sided, Student's t."""
    t = float(special.stdtrit(n - 2, UPPER))
    return t / math.sqrt(n - 2 + t**2)

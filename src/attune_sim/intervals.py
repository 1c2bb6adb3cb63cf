"""95% intervals, one way for all: of a share, of a mean, of a difference, of a correlation."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import special

CONFIDENCE = 0.95
UPPER = 0.5 + CONFIDENCE / 2
"""Share of a distribution below the upper end of its central 95%."""
NORMAL = float(special.ndtri(UPPER))
"""Standard errors from a normally distributed estimate to either end: 1.96."""
RESAMPLES = 2_000
MANY = 2_000
"""Values from which on a mean is as good as normally distributed, and no bootstrap is needed."""


def wilson(count: float, of: int) -> tuple[float, float]:
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


def of_mean(values: npt.ArrayLike) -> tuple[float, float]:
    """Of a mean over families: it stays within the values; NaN for fewer than two.

    Percentiles of a bootstrap, expanded for small samples (Hesterberg 2015): the share left out at
    either end is what Student's t leaves out of a sample of this size. From MANY values on, the
    interval is Student's t.

    Args:
        values: of the families, all finite.
    """
    sample = np.asarray(values, float)
    n = len(sample)
    if n < 2:
        return math.nan, math.nan
    mean = float(sample.mean())
    if n >= MANY:
        half = float(half_width(sample.std(ddof=1), n))
        return max(mean - half, float(sample.min())), min(mean + half, float(sample.max()))
    means = sample[_resampled(n)].mean(axis=1)
    t = float(special.stdtrit(n - 1, UPPER))
    outside = float(special.ndtr(-math.sqrt(n / (n - 1)) * t))
    low, high = np.quantile(means, (outside, 1 - outside))
    return min(float(low), mean), max(float(high), mean)


@lru_cache(maxsize=4)
def _resampled(n: int) -> npt.NDArray[np.int64]:
    """Which values each resample has, (RESAMPLES, n); the same whenever it is asked for."""
    return np.random.default_rng(n).integers(0, n, (RESAMPLES, n))


def newcombe(first: npt.ArrayLike, second: npt.ArrayLike) -> tuple[float, float]:
    """Of the difference second minus first of two paired shares, from their Wilson intervals.

    Method 10 of Newcombe (1998) without the correlation, which makes it cautious. It holds where
    nobody differs, too.

    Args:
        first: zeros and ones.
        second: of the same families, in the same order.
    """
    shares, ends = [], []
    for values in (np.asarray(first, float), np.asarray(second, float)):
        shares.append(float(values.mean()))
        ends.append(wilson(float(values.sum()), len(values)))
    (p, q), ((p_low, p_high), (q_low, q_high)) = shares, ends
    below = math.hypot(q - q_low, p_high - p)
    above = math.hypot(q_high - q, p - p_low)
    return q - p - below, q - p + above


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

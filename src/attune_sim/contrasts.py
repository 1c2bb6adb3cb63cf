"""Estimates over families, and paired contrasts of runs that share random numbers.

low, high = estimate(values)[1:]                         # of one run
found = contrast("felt_security", before, after)         # of two runs with the same seed

A family is an infant; where it has several caregivers, its value is the mean over them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from attune_sim.intervals import newcombe, of_mean, wilson
from attune_sim.outcomes import OUTCOMES

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over families, with its 95% interval; NaN where undefined.

    Attributes:
        mean: over the families in which it is known.
        low, high: Wilson's of a share of infants, else of a bootstrap over families.
        sd: over families.
        families: how many.
    """

    mean: float
    low: float
    high: float
    sd: float
    families: int


@dataclass(frozen=True, slots=True)
class Contrast:
    """One outcome in two runs of the same families.

    Attributes:
        measure: its flat name.
        first, second: over the families in which both are known.
        difference: second minus first.
        low, high: its 95% interval, of a bootstrap over families, paired. Where it is a share, and
            no family differs from the others, after Newcombe (1998).
        families: in which both are known.
    """

    measure: str
    first: Estimate
    second: Estimate
    difference: float
    low: float
    high: float
    families: int

    @property
    def told_apart(self) -> bool:
        """Whether the interval of the difference leaves out 0."""
        return self.low > 0 or self.high < 0


def by_family(table: pd.DataFrame, measure: str) -> pd.Series:
    """A value for each infant, by number: the mean over their caregivers; NaN where undefined.

    Args:
        table: a row per infant and caregiver.
        measure: one of its columns.
    """
    return table.groupby("infant")[measure].mean()


def estimate(values: npt.ArrayLike, *, shares: bool = True) -> Estimate:
    """The mean of families' values and its interval; what is not finite is left out.

    Args:
        values: of the families.
        shares: whether zeros and ones say which infants show something. A rating that is 1 for
            everyone, or seconds in which nobody cries, do not.
    """
    known = np.asarray(values, float)
    known = known[np.isfinite(known)]
    n = len(known)
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, math.nan, 0)
    mean = float(known.mean())
    counted = shares and _is_binary(known)
    low, high = wilson(float(known.sum()), n) if counted else of_mean(known)
    return Estimate(mean, low, high, float(known.std(ddof=1)) if n > 1 else math.nan, n)


def contrast(measure: str, first: pd.DataFrame, second: pd.DataFrame) -> Contrast:
    """Compare an outcome of two runs, family by family.

    Args:
        measure: a column of both tables.
        first: a row per infant and caregiver.
        second: of another scenario with the same seed and the same numbers of infants.
    """
    pairs = pd.concat([by_family(first, measure), by_family(second, measure)], axis=1, join="inner")
    values = pairs.to_numpy(float)
    a, b = values[np.isfinite(values).all(axis=1)].T
    gap = b - a
    shares = of_infants(measure)
    if len(gap) < 2:
        low = high = math.nan
    elif shares and _is_binary(a) and _is_binary(b) and (gap == gap[0]).all():
        low, high = newcombe(a, b)
    else:
        low, high = of_mean(gap)
    difference = float(gap.mean()) if len(gap) else math.nan
    first_mean, second_mean = (estimate(each, shares=shares) for each in (a, b))
    return Contrast(measure, first_mean, second_mean, difference, low, high, len(gap))


def of_infants(measure: str) -> bool:
    """Whether a measure is a share of infants; zeros and ones of what is no outcome are one."""
    return measure not in OUTCOMES or OUTCOMES[measure].unit == "share of infants"


def _is_binary(values: Floats) -> bool:
    return bool(((values == 0) | (values == 1)).all())

"""The effect that a conclusion rests on, its interval, and the verdict.

The effect is the difference of the arms' means or correlations. Its 95% interval comes from
resampling families (percentile bootstrap); families of the same number share random numbers, so
both arms are resampled together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from attune_sim.intervals import at_level

Floats = npt.NDArray[np.float64]

LEVEL = 0.95
RESAMPLES = 400
FEWEST = 5  # families of which a mean or correlation says anything

RobustnessVerdict = Literal["stands", "weaker", "cannot tell", "gone", "reversed", "undefined"]
ROBUSTNESS_VERDICTS: tuple[RobustnessVerdict, ...] = get_args(RobustnessVerdict)
STANDS, WEAKER, CANNOT_TELL, GONE, REVERSED, UNDEFINED = ROBUSTNESS_VERDICTS
HALF = 0.5  # of the usual effect


@dataclass(frozen=True, slots=True)
class Effect:
    """A difference of two arms, with its interval; NaN where it is undefined."""

    value: float
    low: float
    high: float


def effect(arms: Sequence[tuple[Sequence[Floats], Floats]], seed: int) -> Effect:
    """The difference of the first arm and the second, or of the first and 0.

    Args:
        arms: for each its columns, (families,) each, and which families count, 0 or 1. One column:
            its mean; two: their correlation.
        seed: of the resampling.
    """
    families = len(arms[0][1])
    rng = np.random.default_rng([seed, families])
    drawn = rng.multinomial(families, np.full(families, 1 / families), size=RESAMPLES)
    weights = np.vstack([np.ones(families), drawn]).astype(np.float64)
    values = [_statistic(columns, weights, counts) for columns, counts in arms]
    difference = values[0] - values[1] if len(values) > 1 else values[0]
    found = difference[1:][np.isfinite(difference[1:])]
    if not math.isfinite(difference[0]) or len(found) <= RESAMPLES / 2:
        return Effect(math.nan, math.nan, math.nan)
    low, high = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Effect(float(difference[0]), float(low), float(high))


def _statistic(columns: Sequence[Floats], weights: Floats, counts: Floats) -> Floats:
    """Mean or correlation under each row of weights; NaN with too few families."""
    known = (counts > 0) & np.isfinite(np.vstack(columns)).all(axis=0)
    if known.sum() < FEWEST:
        return np.full(len(weights), np.nan)
    w = weights[:, known]
    total = w.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        w = w / total[:, None]
        x = columns[0][known]
        if len(columns) == 1:
            return np.asarray(w @ x)
        y = columns[1][known]
        x, y = x - x.mean(), y - y.mean()
        mx, my = w @ x, w @ y
        spread = (w @ x**2 - mx**2) * (w @ y**2 - my**2)
        return np.where(spread > 1e-12, (w @ (x * y) - mx * my) / np.sqrt(spread), np.nan)


def verdict(found: Effect, sign: int, margin: float | None, usual: float) -> RobustnessVerdict:
    """The verdict on a conclusion, given an effect: the most that its interval supports.

    A difference of expected sign:

    - STANDS if the interval is on that side of 0;
    - WEAKER if it is, and the effect is less than half of the usual one;
    - GONE if the interval holds 0, and leaves out half of the usual effect;
    - CANNOT_TELL if it holds both: more families would be needed;
    - REVERSED if the interval is on the other side.

    No difference: STANDS if the 90% interval is within the margin (two one-sided tests at 5%); GONE
    if it is beyond; CANNOT_TELL if it is across. UNDEFINED if there is no effect to speak of.

    Args:
        found: the effect.
        sign: +1 or -1, or 0 for no difference.
        margin: for no difference.
        usual: the effect with the defaults.
    """
    if not math.isfinite(found.value):
        return UNDEFINED
    if sign == 0:
        assert margin is not None
        low, high = at_level(found.value, found.low, found.high, to=0.9)
        if -margin <= low and high <= margin:
            return STANDS
        return GONE if low > margin or high < -margin else CANNOT_TELL
    low, high = sorted((sign * found.low, sign * found.high))
    half = HALF * sign * usual
    if high < 0:
        return REVERSED
    if low <= 0:
        return CANNOT_TELL if high >= half > 0 else GONE
    return STANDS if sign * found.value >= half else WEAKER

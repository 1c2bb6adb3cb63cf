"""What textbooks say: power and precision from formulas, for normal data.

All tests are two-sided at 5%. Sizes are dyads in all, of a difference half in each group.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import special, stats

from attune_sim.intervals import NORMAL, UPPER, least_correlation
from attune_sim.plan.question import CORRELATION, DIFFERENCE, INTERACTION, STABILITY

MOST = 1_000_000
"""Dyads; where more would be needed, nobody asks how many."""
PREDICTORS = 3  # of an interaction: both measures and their product


def power_of_correlation(r: float, n: float) -> float:
    """How often r of the population is found in n pairs (Cohen 1988, by Fisher's z)."""
    if n < 4:
        return math.nan
    least = least_correlation(n)  # type: ignore[arg-type]
    r = min(abs(r), 1 - 1e-12)
    z, critical = math.atanh(r) + r / (2 * (n - 1)), math.atanh(least)
    scale = math.sqrt(n - 3)
    return float(special.ndtr((z - critical) * scale) + special.ndtr((-z - critical) * scale))


def power_of_difference(d: float, n: float) -> float:
    """How often a standardised difference d is found with n / 2 dyads in each group (t test)."""
    df = n - 2
    if df < 1:
        return math.nan
    return _power_of_t(abs(d) * math.sqrt(n) / 2, df)


def power_of_interaction(f: float, n: float) -> float:
    """How often a coefficient is found that has the effect size f (Cohen 1988, chapter 9).

    f is the partial correlation r as r / sqrt(1 - r**2).
    """
    df = n - PREDICTORS - 1
    if df < 1:
        return math.nan
    return _power_of_t(abs(f) * math.sqrt(n), df)


def _power_of_t(noncentrality: float, df: float) -> float:
    critical = float(special.stdtrit(df, UPPER))
    above = stats.nct.sf(critical, df, noncentrality)
    below = stats.nct.cdf(-critical, df, noncentrality)
    return float(above) + (float(below) if math.isfinite(below) else 0.0)


def half_width_of_correlation(r: float, n: float) -> float:
    """Half of the 95% interval of r (Fisher 1921)."""
    if n < 4:
        return math.nan
    z, half = math.atanh(r), NORMAL / math.sqrt(n - 3)
    return (math.tanh(z + half) - math.tanh(z - half)) / 2


def half_width_of_difference(d: float, n: float) -> float:
    """Half of the 95% interval of d with n / 2 dyads in each group (Hedges & Olkin 1985)."""
    return NORMAL * math.sqrt(4 / n + d**2 / (2 * n))


_POWER: dict[str, Callable[[float, float], float]] = {
    CORRELATION: power_of_correlation,
    STABILITY: power_of_correlation,
    DIFFERENCE: power_of_difference,
    INTERACTION: power_of_interaction,
}
LEAST = {CORRELATION: 4, STABILITY: 4, DIFFERENCE: 4, INTERACTION: PREDICTORS + 3}
"""Dyads with which a question has an answer at all."""


def dyads_for_power(kind: str, effect: float, power: float) -> float:
    """The fewest dyads with which an effect is found this often; inf if too many."""
    if not effect:
        return math.inf
    return fewest(lambda n: _POWER[kind](effect, n) >= power, kind)


def dyads_for_half_width(kind: str, effect: float, error: float, within: float) -> float:
    """The fewest dyads with which a 95% interval is so narrow; inf if too many.

    Args:
        kind: of the question.
        effect: r, d or a coefficient.
        error: of a coefficient, its standard error times the root of the number of dyads.
        within: half of the interval.
    """
    if kind == DIFFERENCE:
        return fewest(lambda n: half_width_of_difference(effect, n) <= within, kind)
    if kind == INTERACTION:
        return fewest(lambda n: NORMAL * error / math.sqrt(n) <= within, kind)
    return fewest(lambda n: half_width_of_correlation(effect, n) <= within, kind)


def fewest(enough: Callable[[int], bool], kind: str) -> float:
    """The smallest number of dyads that is enough, even for two groups; inf beyond MOST."""
    step = 2 if kind == DIFFERENCE else 1
    low, high = LEAST[kind] - step, LEAST[kind]
    while not enough(high):
        if high > MOST:
            return math.inf
        low, high = high, 2 * high
    while high - low > step:
        middle = (low + high) // (2 * step) * step
        low, high = (low, middle) if enough(middle) else (middle, high)
    return float(high)

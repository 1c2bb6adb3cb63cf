"""How many runs a wanted precision takes, and which comparisons a sweep can bear.

Infants are independent of each other given their caregivers' traits, so it is the number of infants
in all that counts: ten replications of 60 infants tell as much as twenty of 30.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import special

from attune_sim.errors import InputError
from attune_sim.intervals import UPPER, half_width
from attune_sim.sweep.factor_effects import INTERACTION, coefficients
from attune_sim.sweep.spec import SweepSpec

POWER = 0.8
"""How often a difference is to be found, where it is there."""
CAUTION = 0.8  # how sure the spread is not larger than the one that is planned with
MOST = 10_000_000  # replications


@dataclass(frozen=True, slots=True)
class Spread:
    """How far chance moves the mean of one run.

    Attributes:
        mean_sd: standard deviation over replications at a point, pooled over points.
        mean_df: its degrees of freedom.
        pair_sd: the same of what differs between points: less, where they share random numbers.
        pair_df: its degrees of freedom.
        span: largest difference between the means of two points.
    """

    mean_sd: float
    mean_df: int
    pair_sd: float
    pair_df: int
    span: float


def spread(spec: SweepSpec, rows: pd.DataFrame, measure: str) -> Spread:
    """How far chance moves a measure, from the rows of a sweep; NaN where they do not tell.

    With common random numbers, what a replication adds to all points alike is taken out of
    `pair_sd` (a two-way layout without interaction). Points at which the measure is somewhere
    undefined are left out.
    """
    table = rows.pivot_table(index="point", columns="replication", values=measure).dropna()
    points, replications = table.shape
    if points < 1 or replications < 2:
        return Spread(math.nan, 0, math.nan, 0, math.nan)
    values = table.to_numpy(float)
    means = values.mean(axis=1, keepdims=True)
    within = values - means
    mean_df = points * (replications - 1)
    mean_sd = math.sqrt(float(np.square(within).sum()) / mean_df)
    span = float(np.ptp(means))
    if spec.random_numbers == "own":
        return Spread(mean_sd, mean_df, mean_sd, mean_df, span)
    pair_df = (points - 1) * (replications - 1)
    if not pair_df:
        return Spread(mean_sd, mean_df, math.nan, 0, span)
    rest = within - within.mean(axis=0, keepdims=True)
    return Spread(
        mean_sd, mean_df, math.sqrt(float(np.square(rest).sum()) / pair_df), pair_df, span
    )


def detectable(sd: float, df: int, replications: int, power: float = POWER) -> float:
    """The smallest difference of two points that is found with this power (two-sided t, 5%).

    Args:
        sd: of one run's mean, as `Spread.pair_sd`.
        df: its degrees of freedom.
        replications: at each point.
        power: how often it is to be found.
    """
    if df < 1 or not math.isfinite(sd):
        return math.nan
    return sd * math.sqrt(2.0 / replications) * _found_in_errors(df, power)


@lru_cache
def _found_in_errors(df: int, power: float) -> float:
    """The smallest difference that is found with this power, in its standard errors.

    Kept, because it is the same of all measures of a sweep and takes a search.
    """
    from scipy import optimize, stats

    critical = special.stdtrit(df, UPPER)

    def missing(shift: float) -> float:
        return float(stats.nct.sf(critical, df, shift)) - power

    return float(optimize.brentq(missing, 0.0, 2.0 * critical + 10.0))


def comparisons(spec: SweepSpec, rows: pd.DataFrame) -> pd.DataFrame:
    """What a sweep's replications can tell apart, a row per measure.

    Returns:
        measure; span (largest difference between two points' means); detectable (the smallest
        difference of two points found four times in five); underpowered (whether even the span is
        less than that).
    """
    out = []
    for measure in spec.measures:
        s = spread(spec, rows, measure)
        least = detectable(s.pair_sd, s.pair_df, spec.replications)
        weak = bool(math.isfinite(least) and least > s.span and s.pair_sd > 0)
        out.append((measure, s.span, least, weak))
    return pd.DataFrame(out, columns=["measure", "span", "detectable", "underpowered"])


def needed(
    spec: SweepSpec,
    rows: pd.DataFrame,
    *,
    within: float | None = None,
    difference: float | None = None,
    interaction: float | None = None,
    power: float = POWER,
) -> pd.DataFrame:
    """How many replications and infants a wanted precision takes, from the rows of a pilot.

    A pilot's standard deviation is itself uncertain; the upper end of its one-sided 80% interval
    is planned with (Browne 1995), so that the plan is too small one time in five at most.

    Args:
        spec: of the pilot, with at least two replications.
        rows: its rows.
        within: half of the wanted 95% interval of a point's mean, in the measure's unit; or
        difference: that two points are to be told apart by; or
        interaction: that is to be found, as `attune_sim.sweep.effects` gives it; of several that
            the design can tell, the one that varies most is planned for.
        power: how often the difference or interaction is to be found.

    Returns:
        A row per measure: measure, sd (of one run's mean; for a difference or interaction that
        of the difference over the square root of 2), sd_infant (the same of one infant),
        planned_sd, replications (with as many infants as in the pilot; NaN where the pilot does not
        tell), infants (in all, at each point).

    Raises:
        InputError: a wanted precision that is not above 0, or not one of the three.
    """
    given = [x for x in (within, difference, interaction) if x is not None]
    if len(given) != 1:
        raise InputError("give one of within, difference and interaction")
    wanted = given[0]
    if not (math.isfinite(wanted) and wanted > 0):
        raise InputError(f"a wanted precision of {wanted} is not above 0")
    if not 0.05 < power < 1:
        raise InputError(f"power = {power} is not a number between 0.05 and 1")
    if spec.replications < 2:
        raise InputError("a pilot needs at least two replications: one run tells nothing of chance")
    sizes = rows["infants"].to_numpy(float)
    each = float(np.median(sizes)) if len(sizes) else math.nan
    out = []
    for measure in spec.measures:
        if interaction is not None:
            sd, df = _interaction_spread(spec, rows, measure)
        else:
            s = spread(spec, rows, measure)
            sd, df = (s.mean_sd, s.mean_df) if within is not None else (s.pair_sd, s.pair_df)
        planned = _cautious(sd, df)
        count = math.nan
        if math.isfinite(planned):
            pairs = spec.random_numbers == "common" or interaction is not None
            count = float(_fewest(_fine(planned, wanted, within is not None, power, pairs)))
        out.append((measure, sd, sd * math.sqrt(each), planned, count, count * each))
    names = ["measure", "sd", "sd_infant", "planned_sd", "replications", "infants"]
    return pd.DataFrame(out, columns=names)


def _interaction_spread(spec: SweepSpec, rows: pd.DataFrame, measure: str) -> tuple[float, int]:
    """How far chance moves an interaction in one replication, over the root of 2, and its df."""
    found = coefficients(spec, rows, measure)
    found = found[found.index.get_level_values("kind") == INTERACTION]
    if found.empty or found.shape[1] < 2:
        return math.nan, 0
    return float(found.std(axis=1, ddof=1).max()) / math.sqrt(2.0), found.shape[1] - 1


def _cautious(sd: float, df: int) -> float:
    if df < 1:
        return math.nan
    return sd * math.sqrt(df / float(special.chdtri(df, CAUTION)))


def _fine(sd: float, wanted: float, mean: bool, power: float, pairs: bool) -> Callable[[int], bool]:
    """Whether this many replications are enough; points that share random numbers are pairs."""
    if mean:
        return lambda n: bool(half_width(sd, n) <= wanted)
    return lambda n: detectable(sd, (1 if pairs else 2) * (n - 1), n, power) <= wanted


def _fewest(enough: Callable[[int], bool]) -> int:
    """The smallest number from 2 on that is enough, by doubling and halving."""
    high = 2
    while not enough(high):
        if high >= MOST:
            return MOST
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return max(2, high)

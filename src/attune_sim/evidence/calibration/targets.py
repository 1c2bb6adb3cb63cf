"""What the model is fitted to, and how softly.

A published value counts with its own standard error and with a discrepancy: how far off the model
may be and still be taken for right, because it is a model. Where only a direction was published,
only the direction counts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from attune_sim.evidence.calibration.constants import Floats
from attune_sim.evidence.designs import Pattern
from attune_sim.evidence.statistic import STATISTICS
from attune_sim.evidence.validate import published_interval

DISCREPANCY = {"share": 0.03, "r": 0.05, "kappa": 0.05, "d": 0.08}
"""Standard deviation of the model's discrepancy by scale; a tenth of the value on others."""
UNKNOWN = {"share": 0.05, "r": 0.10, "kappa": 0.08, "d": 0.20}
"""Standard error of a figure that was published without interval or n: as of 100 families."""


@dataclass(frozen=True, slots=True)
class Target:
    """One pattern to be fitted.

    Attributes:
        id: the pattern's.
        value: published; NaN where only a direction is known.
        sd: standard error and discrepancy together.
        direction: +1 or -1 where only that was published, else None.
    """

    id: str
    value: float
    sd: float
    direction: int | None


def target(pattern: Pattern) -> Target:
    """What a pattern asks of the model."""
    scale = STATISTICS[pattern.statistic].scale
    found = published_interval(pattern)
    if pattern.direction is not None:
        return Target(pattern.id, math.nan, DISCREPANCY.get(scale, 0.0), pattern.direction)
    error = (found.high - found.low) / (2 * norm.ppf(0.975))
    if not math.isfinite(error):
        error = UNKNOWN.get(scale, 0.2 * abs(found.value))
    discrepancy = DISCREPANCY.get(scale, 0.1 * abs(found.value))
    return Target(pattern.id, found.value, math.hypot(error, discrepancy), None)


def log_likelihood(targets: Sequence[Target], mean: Floats, sd: Floats) -> Floats:
    """Log likelihood of the targets where the model's statistics are known to mean +- sd.

    Args:
        targets: what was published.
        mean: the model's statistics, (points, targets).
        sd: how surely they are known, (points, targets).

    Returns:
        One number a point.
    """
    total = np.zeros(len(mean))
    for k, aim in enumerate(targets):
        spread = np.hypot(aim.sd, sd[:, k])
        if aim.direction is None:
            total += norm.logpdf(aim.value, mean[:, k], spread)
        else:
            total += norm.logcdf(aim.direction * mean[:, k] / np.maximum(spread, 1e-9))
    return total

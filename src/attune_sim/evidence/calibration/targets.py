"""What the model is fitted to, and how softly.

A published value counts with its own standard error and with a discrepancy: how far off the model
may be and still be taken for right, because it is a model. Where only a direction was published,
only the direction counts. Times and ratios are compared by their logarithms: they cannot fall below
zero, and a few slow families make a long tail.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import log_ndtr

from attune_sim.evidence.calibration.constants import FAMILY, Constants, Floats
from attune_sim.evidence.statistics import STATISTICS
from attune_sim.evidence.studies.design import Finding, population
from attune_sim.evidence.validation.comparison import published_interval
from attune_sim.intervals import NORMAL

SWITCHES = ("family_life", "growth")
"""Parameters that switch on what comes to a dyad: at 1 in any group of a finding."""
LOG_SQRT_2PI = math.log(math.sqrt(2.0 * math.pi))
DISCREPANCY = {"share": 0.03, "r": 0.05, "kappa": 0.05, "d": 0.08}
"""Standard deviation of the model's discrepancy by scale; a tenth of the value on others (times and
ratios)."""
UNKNOWN = {"share": 0.05, "r": 0.10, "kappa": 0.08, "d": 0.20}
"""Standard error of a figure that was published without interval or n: as of 100 families."""


@dataclass(frozen=True, slots=True)
class Target:
    """One finding to be fitted.

    Attributes:
        id: the finding's.
        value: published; NaN where only a direction is known.
        sd: standard error and discrepancy together.
        direction: +1 or -1 where only that was published, else None.
        log: value and sd are those of the logarithm.
    """

    id: str
    value: float
    sd: float
    direction: int | None
    log: bool = False

    def back(self, value: float) -> float:
        """A value on the scale on which the statistic is compared."""
        return math.exp(value) if self.log else float(value)


def fitted(findings: Sequence[Finding], free: Constants) -> list[Finding]:
    """Those that these constants are fitted to: of families whose family life is lived, or not.

    Constants of couples and of growth are not fitted here.
    """
    wanted = {"family_life"} if free is FAMILY else set()
    return [
        p for p in findings if p.fitted and _kinds(p) == {"families"} and _switched(p) == wanted
    ]


def is_of_dyads(finding: Finding) -> bool:
    """Whether it is of infants and caregivers, and of nothing that comes to them from outside."""
    return _kinds(finding) == {"families"} and not _switched(finding)


def _switched(finding: Finding) -> set[str]:
    return {
        switch
        for switch in SWITCHES
        for group in finding.groups.values()
        if group.parameters.get(switch, population(group.population).value(switch)) == 1
    }


def _kinds(finding: Finding) -> set[str]:
    return {group.kind for group in finding.groups.values()}


def target(finding: Finding) -> Target:
    """What a finding asks of the model."""
    scale = STATISTICS[finding.statistic].scale
    found = published_interval(finding)
    if finding.direction is not None:
        return Target(finding.id, math.nan, DISCREPANCY.get(scale, 0.0), finding.direction)
    error = (found.high - found.low) / (2 * NORMAL)
    if scale in DISCREPANCY:
        error = error if math.isfinite(error) else UNKNOWN[scale]
        return Target(finding.id, found.value, math.hypot(error, DISCREPANCY[scale]), None)
    error = error / found.value if math.isfinite(error) else 0.2
    return Target(finding.id, math.log(found.value), math.hypot(error, 0.1), None, log=True)


def compared(targets: Sequence[Target], simulated: pd.DataFrame) -> Floats:
    """Simulated statistics as they are compared with the targets, (points, targets)."""
    table = simulated[[aim.id for aim in targets]].to_numpy(float, copy=True)
    for k, aim in enumerate(targets):
        if aim.log:
            table[:, k] = np.log(np.where(table[:, k] > 0, table[:, k], np.nan))
    return table


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
            off = (aim.value - mean[:, k]) / spread
            total += -(off**2) / 2.0 - LOG_SQRT_2PI - np.log(spread)
        else:
            total += log_ndtr(aim.direction * mean[:, k] / np.maximum(spread, 1e-9))
    return total

"""Intervals of shares."""

from __future__ import annotations

from attune_sim.sweep.summaries import CONFIDENCE


def wilson(count: int, of: int) -> tuple[float, float]:
    """95% interval of a share (Wilson); NaN of nothing."""
    from scipy.stats import binomtest

    if of == 0:
        return float("nan"), float("nan")
    found = binomtest(count, of).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)

"""Which findings of a forest share an axis, and how that axis is marked.

Each on the axis that its statistic has: shares, correlations, standardised differences. What has a
unit of its own is drawn as a multiple of the published value or, where only a direction was
published, to a scale of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from attune_sim.evidence.validation.comparison import Comparison
from attune_sim.evidence.validation.judgement import Interval

MULTIPLES = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)


@dataclass(frozen=True)
class Kind:
    """Rows that share an axis: their name, what the axis says, its ends if they are fixed."""

    name: str
    note: str
    ends: tuple[float, float] | None = None
    log: bool = False


KINDS = {
    "share": Kind("shares", "of infants, of dyads or of time", (0.0, 1.0)),
    "r": Kind("correlations and agreement", "r or kappa; line at 0"),
    "d": Kind("standardised differences", "d or g; line at 0"),
    "ratio": Kind("means and ratios", "as multiples of the published value; line at 1", log=True),
    "side": Kind(
        "directions only",
        "each on a scale of its own, so only the side of 0 matters",
        (-1.05, 1.05),
    ),
}


def kind_of(c: Comparison) -> str:
    """Which of KINDS a comparison is."""
    if c.scale == "own":
        return "side" if c.direction is not None else "ratio"
    return "r" if c.scale == "kappa" else c.scale


def scaled(c: Comparison) -> tuple[Interval, Interval]:
    """Published and model as they are drawn."""
    if kind_of(c) == "side":
        ends = (abs(v) for v in (c.model.value, c.model.low, c.model.high) if math.isfinite(v))
        by = max(ends, default=0.0) or 1.0
    elif kind_of(c) == "ratio":
        by = c.published.value or 1.0
    else:
        by = 1.0
    return _over(c.published, by), _over(c.model, by)


def _over(interval: Interval, by: float) -> Interval:
    return Interval(interval.value / by, interval.low / by, interval.high / by, interval.n)


def ends_of(drawn: Sequence[tuple[Interval, Interval]], log: bool) -> tuple[float, float]:
    """Where an axis without fixed ends begins and ends."""
    found = [
        v
        for pair in drawn
        for interval in pair
        for v in (interval.value, interval.low, interval.high)
        if math.isfinite(v) and (v > 0 or not log)
    ]
    if log:
        reach = max([2.0, *(max(v, 1 / v) for v in found)]) * 1.1
        return 1 / min(reach, 50.0), min(reach, 50.0)
    return min([-0.2, *found]), max([0.2, *found])


def axis_settings(kind: Kind, low: float, high: float) -> dict[str, Any]:
    """How an axis of this kind is marked."""
    if kind.log:
        ticks = [v for v in MULTIPLES if low <= v <= high]
        return {"type": "log", "range": [math.log10(low), math.log10(high)], "tickvals": ticks}
    out: dict[str, Any] = {"range": [low - 0.02 * (high - low), high + 0.02 * (high - low)]}
    if kind is KINDS["share"]:
        out["tickformat"] = ".0%"
    if kind is KINDS["side"]:
        out |= {"tickvals": [-0.7, 0, 0.7], "ticktext": ["below 0", "0", "above 0"]}
    return out

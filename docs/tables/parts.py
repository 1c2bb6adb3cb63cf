"""Numbers, intervals and comparisons, as every page has them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from attune_sim.evidence import Comparison
from attune_sim.evidence.validation.comparison import SIDES, Interval
from attune_sim.evidence.verdicts import VERDICTS


def number(value: float) -> str:
    """Two decimals, or a dash."""
    return f"{value:.2f}".replace("-0.00", "0.00") if math.isfinite(value) else "-"


def interval(part: Interval) -> str:
    """A value with its interval."""
    ends = f" ({number(part.low)}, {number(part.high)})" if math.isfinite(part.low) else ""
    return number(part.value) + ends


def comparisons(found: Sequence[Comparison]) -> str:
    """A table of findings, published against model."""
    rows = [
        "| finding | in words | published | model | verdict | certainty |",
        "|---|---|---|---|---|---|",
    ]
    for c in found:
        published = SIDES[c.direction] if c.direction is not None else interval(c.published)
        rows.append(
            f"| `{c.id}` | {c.finding} | {published} | {interval(c.model)} |"
            f" {VERDICTS[c.verdict].symbol} **{c.verdict}** | {c.certainty} |"
        )
    return "\n".join(rows)

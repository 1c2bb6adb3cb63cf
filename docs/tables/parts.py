"""Numbers, intervals and comparisons, as every page has them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from attune_sim import numbers
from attune_sim.evidence import Comparison
from attune_sim.evidence.validation.comparison import SIDES
from attune_sim.evidence.validation.judgement import Interval
from attune_sim.evidence.validation.tally import rivals
from attune_sim.evidence.verdicts import VERDICTS

NOTHING = "–"


def number(value: float) -> str:
    """Two decimals, or a dash."""
    return numbers.decimals(value) if math.isfinite(value) else NOTHING


def interval(part: Interval) -> str:
    """A value with its interval."""
    if not math.isfinite(part.low):
        return number(part.value)
    return numbers.with_interval(number(part.value), number(part.low), number(part.high))


def comparisons(found: Sequence[Comparison]) -> str:
    """A table of findings, published against model."""
    rows = [
        "| finding | in words | published | model | verdict | certainty |",
        "|---|---|---|---|---|---|",
    ]
    others = rivals(found)
    for c in found:
        same = " and ".join(f"`{name}`" for name in others.get(c.id, ()))
        once = f" (same number as {same})" if same else ""
        published = SIDES[c.direction] if c.direction is not None else interval(c.published)
        rows.append(
            f"| `{c.id}` | {c.finding} | {published} | {interval(c.model)} |"
            f" {VERDICTS[c.verdict].symbol} **{c.verdict}**{once} |"
            f" {c.certainty} |"
        )
    return "\n".join(rows)

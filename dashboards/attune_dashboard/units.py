"""What the numbers of a finding are in: so that those of different units are not held together."""

from __future__ import annotations

from functools import cache

from attune_sim.evidence import Comparison, Finding, findings
from attune_sim.evidence.studies.columns import visits_and_outcomes
from attune_sim.outcomes import OUTCOMES

SHARE, SHARES, COEFFICIENT = "share, 0 to 1", "difference of shares", "coefficient"
WORDS = {
    "share": SHARE,
    "agreement": SHARE,
    "difference": "difference",
    "agreement-difference": SHARES,
    "correlation": "r",
    "partial-correlation": "partial r",
    "difference-of-correlations": "difference of r",
    "kappa": "kappa",
    "hedges-g": "Hedges' g",
    "hedges-g-groups": "Hedges' g",
    "hedges-g-within": "Hedges' g",
    "odds-d": "d, from odds",
    "mean-in-sd": "standard deviations",
    "paired-ratio": "ratio",
    "risk-ratio": "ratio of risks",
    "interaction": COEFFICIENT,
    "difference-of-log-odds": "difference of log odds",
    "bend": COEFFICIENT,
}
"""By statistic; a mean has the unit of what it is of."""
WHOLE = {"s": "seconds", "difference": "difference, scale 0 to 1", "share of seconds": SHARE}


def unit(c: Comparison) -> str:
    """The unit of a finding's numbers, in words."""
    if c.statistic in WORDS:
        return WORDS[c.statistic]
    of = _findings()[c.id].of[0]
    columns = visits_and_outcomes(of)
    name = columns[0][1]
    own = OUTCOMES[name].unit if name in OUTCOMES else _of_couples(name)
    if own.startswith("share") and (len(columns) > 1 or name.endswith("_above_chance")):
        return SHARES
    return WHOLE.get(own, own)


def _of_couples(name: str) -> str:
    """The unit of a measure of a conversation: a share of its seconds, or a fitted coefficient."""
    return "share of seconds" if name.endswith(("_share", "_demands")) else COEFFICIENT


@cache
def _findings() -> dict[str, Finding]:
    return {finding.id: finding for finding in findings()}

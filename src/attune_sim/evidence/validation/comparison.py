"""Hold the model against published figures, one finding at a time, and say how it came out.

For each finding: the published value and its 95% interval; the model's value in many families with
its 95% interval; the range in which a single study of the published size would find it in the
model; and a verdict.

- A value is 'inside' if the 95% interval of the difference between model and publication holds 0
  (from the two intervals, after Zou & Donner 2008). Where the publication has no interval and none
  can be computed, it is 'inside' if it lies in the range of single studies of its size.
- Else it is 'right direction' if it points the same way (a share, or a quantity on a scale of its
  own such as a mean or a ratio: if it is within half and double, and a ratio on the same side of
  1). What is published as not different from 0 has no direction.
- Else 'wrong', as is what is undefined in the model.
- Where only a direction was published, 'inside' needs the model's whole interval on that side, and
  an effect so large that nine in ten single studies of that size would find that side (else many
  families make any trifle count); 'no difference' needs 0 in the range of single studies.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from attune_sim.evidence.findings.published import published
from attune_sim.evidence.statistics import STATISTICS, Floats
from attune_sim.evidence.studies.design import Finding
from attune_sim.evidence.studies.simulation import cohorts, samples, simulate
from attune_sim.evidence.verdicts import DIRECTION, INSIDE, WRONG
from attune_sim.intervals import NORMAL, fisher, wilson

QUICK, FULL = 800, 5000  # families a cohort
RESAMPLES = 200
SOME_STUDY = 100  # families in a study whose size is unknown
FOUND = 0.9  # share of single studies that find the side of an effect that is there
SEED = 20260101
SIDES = {1: "above 0", 0: "no difference", -1: "below 0"}
"""A published direction in words."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with an interval and the number of families behind it."""

    value: float
    low: float
    high: float
    n: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One finding compared with the model.

    Attributes:
        id, finding, fitted, statistic: as in the finding.
        topic: of the published figure.
        scale: of the statistic.
        published: the published figure.
        certainty, citation, doi: of the published figure.
        direction: where only that was published.
        model: in many families, with the 95% interval of that value.
        study: range of single studies of the published size, in the model.
        verdict: the name of one of VERDICTS.
        note: what to know about the comparison.
    """

    id: str
    finding: str
    fitted: bool
    topic: str
    statistic: str
    scale: str
    published: Interval
    certainty: str
    citation: str
    doi: str
    direction: int | None
    model: Interval
    study: Interval
    verdict: str
    note: str

    def as_dict(self) -> dict[str, Any]:
        """Plain types, with null for undefined values."""
        out = asdict(self)
        for part in ("published", "model", "study"):
            out[part] = {k: _plain(v) for k, v in out[part].items()}
        out["published"]["certainty"] = out.pop("certainty")
        return out


def _plain(value: float | int | None) -> float | int | None:
    return None if value is None or not math.isfinite(value) else value


def published_interval(finding: Finding) -> Interval:
    """The published figure; its interval computed from n where the study gives none."""
    row = published()[finding.published[0]] if finding.published else None
    value, low, high = finding.value, finding.low, finding.high
    if row is not None and finding.direction is None:
        if math.isnan(value):
            value = row.value
        if math.isnan(low) and math.isnan(high):
            low, high = row.low, row.high
    n = finding.n
    if math.isfinite(value) and (math.isnan(low) or math.isnan(high)) and n:
        low, high = _from_n(STATISTICS[finding.statistic].scale, value, n)
    return Interval(value, low, high, n)


def _from_n(scale: str, value: float, n: int) -> tuple[float, float]:
    if scale == "share" and 0 <= value <= 1:
        return wilson(round(value * n), n)
    if scale == "r" and abs(value) < 1:
        return fisher(value, n)
    if scale == "d" and n > 3:
        half = NORMAL * math.sqrt(4 / n + value**2 / (2 * n))
        return value - half, value + half
    return math.nan, math.nan


def resampled(
    finding: Finding, groups: Sequence[Floats], size: int, seed: int
) -> tuple[float, float]:
    """95% range of the statistic over samples of `size` families, drawn with replacement.

    NaN if it is undefined in half of them or more. Groups are of equal size, as far as there are
    families.
    """
    compute = STATISTICS[finding.statistic].compute
    rng = np.random.default_rng([seed, size])
    each = max(4, size // len(groups))
    found = np.array(
        [
            compute([g[rng.integers(len(g), size=min(each, len(g)))] for g in groups])
            for _ in range(RESAMPLES if all(map(len, groups)) else 0)
        ],
        float,
    )
    found = found[np.isfinite(found)]
    if len(found) <= RESAMPLES / 2:
        return math.nan, math.nan
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def verdict(finding: Finding, found: Interval, model: Interval, study: Interval) -> str:
    """How the model's value compares with the published one (see above)."""
    if not math.isfinite(model.value):
        return WRONG
    if finding.direction is not None:
        return _verdict_of_direction(finding.direction, model, study)
    known = math.isfinite(found.low) and math.isfinite(found.high)
    if not _apart(found, model) if known else study.low <= found.value <= study.high:
        return INSIDE
    statistic = STATISTICS[finding.statistic]
    if statistic.scale in ("share", "own"):
        half, double = sorted((0.5 * found.value, 2 * found.value))
        opposite = statistic.ratio and (model.value - 1) * (found.value - 1) <= 0
        return DIRECTION if half <= model.value <= double and not opposite else WRONG
    has_direction = not known or found.low > 0 or found.high < 0
    return DIRECTION if has_direction and model.value * found.value > 0 else WRONG


def _verdict_of_direction(direction: int, model: Interval, study: Interval) -> str:
    if direction == 0:
        return INSIDE if study.low <= 0 <= study.high else WRONG
    if model.value * direction <= 0:
        return WRONG
    nearest = model.low if direction > 0 else -model.high
    error = (study.high - study.low) / (2 * NORMAL)
    seen = model.value * direction >= special.ndtri(FOUND) * error
    return INSIDE if nearest > 0 and seen else DIRECTION


def _apart(found: Interval, model: Interval) -> bool:
    """Whether the 95% interval of the difference leaves out 0 (Zou & Donner 2008)."""
    above = model.value > found.value
    published = found.high - found.value if above else found.value - found.low
    simulated = model.value - model.low if above else model.high - model.value
    room = math.hypot(published, simulated if math.isfinite(simulated) else 0.0)
    return abs(model.value - found.value) > room


def compare(finding: Finding, simulated: Mapping[str, pd.DataFrame], seed: int) -> Comparison:
    """One finding against simulated cohorts."""
    groups = samples(finding, simulated, seed)
    families = sum(map(len, groups))
    statistic = STATISTICS[finding.statistic]
    value = float(statistic.compute(groups))
    model = Interval(value, *resampled(finding, groups, families, seed), families)
    size = min(finding.n or SOME_STUDY, families)
    study = Interval(value, *resampled(finding, groups, size, seed), size)
    found = published_interval(finding)
    row = published()[finding.published[0]] if finding.published else None
    return Comparison(
        id=finding.id,
        finding=finding.statement,
        fitted=finding.fitted,
        topic=row.topic if row else "",
        statistic=finding.statistic,
        scale=statistic.scale,
        published=found,
        certainty=row.certainty if row else "",
        citation=row.citation if row else "",
        doi=row.doi if row else "",
        direction=finding.direction,
        model=model,
        study=study,
        verdict=verdict(finding, found, model, study),
        note=finding.note,
    )


def validate(
    findings: Sequence[Finding],
    *,
    families: int = QUICK,
    seed: int = SEED,
    overrides: Mapping[str, Any] | None = None,
    jobs: int = 1,
    report: Callable[[float], None] | None = None,
) -> list[Comparison]:
    """Simulate what the findings need and compare each.

    Args:
        findings: what to look for.
        families: simulated in each cohort.
        seed: of the families' random numbers.
        overrides: parameter values that replace the defaults in all populations.
        jobs: processes; changes no number.
        report: called with the share of work done since the last call.
    """
    simulated = simulate(
        cohorts(findings, families), seed=seed, overrides=overrides, jobs=jobs, report=report
    )
    return [compare(finding, simulated, seed) for finding in findings]

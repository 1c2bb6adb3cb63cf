"""Hold the model against published figures, one finding at a time, and say how it came out.

For each finding: the published value and its 95% interval; the model's value in many families with
its 95% interval; the range in which a single study of the published size would find it in the
model; and a verdict, by the rules of `judgement`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from attune_sim.evidence.findings.published import published
from attune_sim.evidence.statistics import STATISTICS, Floats
from attune_sim.evidence.studies.design import Finding
from attune_sim.evidence.studies.simulation import cohorts, samples, simulate
from attune_sim.evidence.validation.judgement import SOME_STUDY, Interval, from_n, judge
from attune_sim.intervals import wilson

QUICK, FULL = 800, 5000  # families a cohort
RESAMPLES = 200
FEWEST = 8  # families in a group of which an interval says anything
SEED = 20260101
SIDES = {1: "above 0", 0: "no difference", -1: "below 0"}
"""A published direction in words."""


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

    @property
    def judged(self) -> str:
        """The verdict that follows from its numbers."""
        return judge(self.statistic, self.direction, self.published, self.model, self.study)

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
        low, high = from_n(STATISTICS[finding.statistic].scale, value, n)
    return Interval(value, low, high, n)


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


def many(finding: Finding, groups: Sequence[Floats], seed: int) -> tuple[float, float]:
    """95% interval of the statistic in all simulated families; NaN where they are too few to say.

    Resampling families that are all alike gives an interval without width, as if all were known. So
    a share of zeros and ones has Wilson's interval, and else no spread means no interval.
    """
    if min(map(len, groups)) < FEWEST:
        return math.nan, math.nan
    if finding.statistic in ("share", "agreement"):
        table = np.concatenate(groups)
        hits = table[:, 0] if finding.statistic == "share" else table[:, 0] == table[:, 1]
        if np.isin(hits, (0, 1)).all():
            return wilson(int(hits.sum()), len(hits))
    low, high = resampled(finding, groups, sum(map(len, groups)), seed)
    return (low, high) if low < high else (math.nan, math.nan)


def compare(finding: Finding, simulated: Mapping[str, pd.DataFrame], seed: int) -> Comparison:
    """One finding against simulated cohorts."""
    groups = samples(finding, simulated, seed)
    families = sum(map(len, groups))
    statistic = STATISTICS[finding.statistic]
    value = float(statistic.compute(groups))
    model = Interval(value, *many(finding, groups, seed), families)
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
        verdict=judge(finding.statistic, finding.direction, found, model, study),
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

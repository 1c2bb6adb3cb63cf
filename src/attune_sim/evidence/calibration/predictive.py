"""Posterior predictive checks: every finding over draws of the constants, fitted or kept back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from attune_sim.evidence.calibration.constants import DYAD
from attune_sim.evidence.calibration.simulations import simulate_points
from attune_sim.evidence.studies.design import Finding
from attune_sim.evidence.validation.comparison import Comparison
from attune_sim.evidence.validation.judgement import Interval, judge
from attune_sim.intervals import CONFIDENCE, at_level

LEVEL = 0.9


def check(
    folder: Path,
    draws: pd.DataFrame,
    findings: Sequence[Finding],
    *,
    families: int,
    seed: int,
    jobs: int = 1,
    report: Callable[[float], None] | None = None,
) -> list[dict[str, Any]]:
    """For each finding, the range of its statistic over the draws, including sampling noise.

    Args:
        folder: where batches are kept, so that the check can resume.
        draws: of the posterior.
        findings: to be checked.
        families: simulated in each cohort at each draw.
        seed: of the families.
        jobs: processes; changes no number.
        report: called with the share of work done since the last call.

    Returns:
        For each finding `id`, `fitted`, `low`, `median`, `high` (90% of draws).
    """
    found = simulate_points(
        folder,
        DYAD,
        DYAD.units(draws[list(DYAD.names)].to_numpy(float)),
        findings,
        families=families,
        seed=seed,
        jobs=jobs,
        report=report,
    )
    out = []
    for finding in findings:
        values = found[finding.id].dropna().to_numpy(float)
        if not len(values):
            entry: dict[str, Any] = {"low": None, "median": None, "high": None}
        else:
            tails = [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2]
            low, middle, high = map(float, np.quantile(values, tails))
            entry = {"low": low, "median": middle, "high": high}
        out.append({"id": finding.id, "fitted": finding.fitted} | entry)
    return out


def verdict(entry: Mapping[str, Any], stored: Comparison) -> str:
    """The verdict on a finding if the draws, and not chance, are what the model leaves open.

    Args:
        entry: of `check`.
        stored: the same finding as it was validated: what was published, and single studies.
    """
    value, low, high = (
        math.nan if entry[k] is None else entry[k] for k in ("median", "low", "high")
    )
    over = Interval(value, *at_level(value, low, high, of=LEVEL, to=CONFIDENCE), None)
    return judge(stored.statistic, stored.direction, stored.published, over, stored.study)

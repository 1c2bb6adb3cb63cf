"""Replications condensed: mean, spread and interval of each measure at each point."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

from attune_sim.sweep.spec import SweepSpec


def summary(rows: pd.DataFrame, spec: SweepSpec) -> pd.DataFrame:
    """A row per measure and point: what the replications agree on.

    With common luck the replications of two points are pairs: compare points by the differences
    within replications, not by whether these intervals overlap.

    Args:
        rows: as `read` returns them.
        spec: of the sweep.

    Returns:
        Columns `point`, `scenario`, `level` if there are levels, the varied parameters, `measure`;
        `mean` and `sd` over the replications in which the measure is defined, `n` how many these
        are, and `low`, `high`: the 95 % interval of the mean (Student's t; NaN for n < 2).
    """
    keys = ["scenario", *(["level"] if spec.levels else []), *spec.vary]
    points = rows.groupby("point", sort=True)
    first = points[keys].first()
    parts = []
    for name in spec.measures:
        values = points[name]
        mean, sd, n = values.mean(), values.std(ddof=1), values.count()
        t = special.stdtrit((n - 1).where(n > 1), 0.975)
        half = t * sd / np.sqrt(n)
        parts.append(
            first.assign(measure=name, mean=mean, sd=sd, n=n, low=mean - half, high=mean + half)
        )
    return pd.concat(parts).reset_index()

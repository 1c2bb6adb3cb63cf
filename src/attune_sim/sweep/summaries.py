"""Replications condensed: mean, spread and interval of each measure at each point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from attune_sim.intervals import half_width, wilson
from attune_sim.outcomes import DECLARED


def summary(rows: pd.DataFrame, keys: Sequence[str], measures: Sequence[str]) -> pd.DataFrame:
    """Mean over replications of every measure at every point, with its 95% interval.

    With common random numbers the replications of two points are pairs: compare points by the
    differences within replications, not by whether these intervals overlap.

    Intervals are Student's t, no further than the measure's scale; of a share of infants Wilson's,
    of all infants of the point together. One replication has none.

    Args:
        rows: a row per run: the keys, and measures as columns.
        keys: columns that say which point a run belongs to, as `SweepSpec.keys`, or some of them.
        measures: columns to average; undefined values are left out.

    Returns:
        A long table: the keys, measure, mean, sd, n, low, high. Points in ascending order, factors
        in the order in which they come.
    """
    if not measures:
        return pd.DataFrame(columns=[*keys, "measure", "mean", "sd", "n", "low", "high"])
    values = rows[[*measures]].astype(float)
    infants = values.notna().mul(rows.get("infants", 0), axis=0)
    by: list[Any] = [rows[key] for key in keys] or [lambda _: 0]
    # All measures at once: pandas takes as long for one.
    groups, totals = (
        table.groupby(by, sort=False, dropna=False, observed=True) for table in (values, infants)
    )
    found = {
        "mean": groups.mean(),
        "sd": groups.std(),
        "n": groups.count(),
        "infants": totals.sum(),
    }
    found = {name: table.reset_index(drop=not keys) for name, table in found.items()}
    parts = []
    for measure in measures:
        part = found["mean"][[*keys]].assign(
            measure=measure, **{name: table[measure] for name, table in found.items()}
        )
        low, high = _intervals(measure, part)
        parts.append(part.drop(columns="infants").assign(low=low, high=high))
    table = pd.concat(parts, ignore_index=True)
    numeric = [name for name in keys if pd.api.types.is_numeric_dtype(table[name])]
    return table.sort_values(numeric, kind="stable", ignore_index=True) if numeric else table


def _intervals(measure: str, part: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Lower and upper ends for each row of means, with their sd, n and infants in all."""
    declared = DECLARED.get(measure)
    if declared is None or declared.unit != "share of infants" or (part["infants"] == 0).all():
        half = half_width(part["sd"], part["n"])
        return within_scale(measure, part["mean"] - half), within_scale(
            measure, part["mean"] + half
        )
    ends = [
        wilson(mean * infants, int(infants)) if n > 1 else (np.nan, np.nan)
        for mean, infants, n in zip(part["mean"], part["infants"], part["n"], strict=True)
    ]
    low, high = zip(*ends, strict=True)
    return pd.Series(low, part.index), pd.Series(high, part.index)


def within_scale(measure: str, ends: pd.Series) -> pd.Series:
    """Ends of intervals, no further than a measure can go."""
    declared = DECLARED.get(measure)
    return ends if declared is None else ends.clip(declared.low, declared.high)

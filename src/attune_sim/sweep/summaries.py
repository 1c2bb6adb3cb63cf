"""Replications condensed: mean, spread and interval of each measure at each point."""

from __future__ import annotations

from collections.abc import Sequence

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
    parts = []
    for measure in measures:
        found = rows[[*keys]].assign(value=rows[measure].astype(float))
        found["infants"] = rows.get("infants", 0)
        found.loc[found["value"].isna(), "infants"] = 0
        of_each = {"mean": ("value", "mean"), "sd": ("value", "std"), "n": ("value", "count"),
                   "infants": ("infants", "sum")}  # fmt: skip
        groups = found.groupby(list(keys) or (lambda _: 0), sort=False, dropna=False, observed=True)
        part = groups.agg(**of_each).reset_index(drop=not keys)
        low, high = _intervals(measure, part)
        part.insert(len(keys), "measure", measure)
        parts.append(part.drop(columns="infants").assign(low=low, high=high))
    if not parts:
        return pd.DataFrame(columns=[*keys, "measure", "mean", "sd", "n", "low", "high"])
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

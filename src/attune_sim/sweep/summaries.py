"""Replications condensed: mean, spread and interval of each measure at each point."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from attune_sim.intervals import half_width


def summary(rows: pd.DataFrame, keys: Sequence[str], measures: Sequence[str]) -> pd.DataFrame:
    """Mean over replications of every measure at every point, with its 95% interval.

    With common random numbers the replications of two points are pairs: compare points by the
    differences within replications, not by whether these intervals overlap.

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
        if keys:
            groups = found.groupby(list(keys), sort=False, dropna=False, observed=True)["value"]
            part = groups.agg(mean="mean", sd="std", n="count").reset_index()
        else:
            values = found["value"]
            part = pd.DataFrame(
                {"mean": [values.mean()], "sd": [values.std()], "n": [int(values.count())]}
            )
        half = half_width(part["sd"], part["n"])
        part.insert(len(keys), "measure", measure)
        parts.append(part.assign(low=part["mean"] - half, high=part["mean"] + half))
    if not parts:
        return pd.DataFrame(columns=[*keys, "measure", "mean", "sd", "n", "low", "high"])
    table = pd.concat(parts, ignore_index=True)
    numeric = [name for name in keys if pd.api.types.is_numeric_dtype(table[name])]
    return table.sort_values(numeric, kind="stable", ignore_index=True) if numeric else table

"""Means over replications and their intervals; intervals of shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

Floats = npt.NDArray[np.float64]
CONFIDENCE = 0.95


def half_width(sd: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
    """Half of the 95% interval of a mean (Student's t); NaN for fewer than two values.

    Args:
        sd: standard deviation of the sample (divisor n - 1).
        n: how many values.
    """
    spread, count = np.asarray(sd, float), np.asarray(n, float)
    enough = np.where(count > 1, count, np.nan)
    return special.stdtrit(enough - 1, 0.5 + CONFIDENCE / 2) * spread / np.sqrt(enough)


def summary(rows: pd.DataFrame, varied: Sequence[str], measures: Sequence[str]) -> pd.DataFrame:
    """Mean over replications of every measure at every point, with its 95% interval.

    Args:
        rows: a row per run: the varied parameters or factors, and measures as columns.
        varied: columns that say which point a run belongs to.
        measures: columns to average; undefined values are left out.

    Returns:
        A long table: the varied columns, measure, mean, low, high, n. Points in ascending order,
        factors in the order in which they come.
    """
    parts = []
    for measure in measures:
        found = rows[[*varied]].assign(value=rows[measure].astype(float))
        if varied:
            groups = found.groupby(list(varied), sort=False, dropna=False, observed=True)["value"]
            part = groups.agg(mean="mean", sd="std", n="count").reset_index()
        else:
            values = found["value"]
            part = pd.DataFrame(
                {"mean": [values.mean()], "sd": [values.std()], "n": [int(values.count())]}
            )
        half = half_width(part["sd"], part["n"])
        parts.append(
            part[[*varied]].assign(
                measure=measure,
                mean=part["mean"],
                low=part["mean"] - half,
                high=part["mean"] + half,
                n=part["n"],
            )
        )
    if not parts:
        return pd.DataFrame(columns=[*varied, "measure", "mean", "low", "high", "n"])
    table = pd.concat(parts, ignore_index=True)
    numeric = [name for name in varied if pd.api.types.is_numeric_dtype(table[name])]
    return table.sort_values(numeric, kind="stable", ignore_index=True) if numeric else table


def wilson(count: int, of: int) -> tuple[float, float]:
    """95% interval of a share (Wilson); NaN of nothing."""
    from scipy.stats import binomtest

    if of == 0:
        return float("nan"), float("nan")
    found = binomtest(count, of).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)

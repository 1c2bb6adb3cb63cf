"""Points that lie anywhere, as of a Latin hypercube: dots, and the means of bins as a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from attune_sim.figures.base import style
from attune_sim.figures.base.layout import axes
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.sweep.curves import curve
from attune_sim.intervals import half_width
from attune_sim.sweep.summaries import within_scale

BINS = 8
MOST_DOTS = 1_000  # in a panel; if there are more, every n-th is drawn


def points(
    figure: Draft,
    k: int,
    table: pd.DataFrame,
    drawn: Sequence[str],
    x: str,
    by: str | None,
    levels: Sequence[Any],
    *,
    legend: bool,
) -> None:
    """Draw measures over one parameter into panel k: every point a dot, means of bins a line.

    Args:
        figure: changed.
        k: number of the panel.
        table: as `attune_sim.sweep.summary` gives it, of all points.
        drawn: the measure, then its companion if it has one.
        x: the column along the axis.
        by: the column that tells lines apart, if any.
        levels: its values, in order; one None without.
        legend: whether these lines stand in the legend.
    """
    dots(figure, k, table[table["measure"] == drawn[0]], x, "single points")
    keys = ["measure"] if by is None else [by, "measure"]
    found = table[table["measure"].isin(drawn)].dropna(subset=[x])
    parts = []
    for names, part in found.groupby(keys, sort=False):
        bins = _binned(part, x)
        own: dict[str, Any] = dict(zip(keys, names, strict=True))
        parts.append(bins.assign(**own))
    curve(figure, k, pd.concat(parts), drawn, x, by, levels, legend=legend)


def dots(figure: Draft, k: int, rows: pd.DataFrame, x: str, name: str) -> None:
    """A small dot in panel k for each row (every n-th of many): its mean over x."""
    rows = rows.iloc[:: 1 + len(rows) // MOST_DOTS]
    figure.add_scatter(
        x=rows[x].tolist(),
        y=rows["mean"].to_numpy(),
        mode="markers",
        name=name,
        marker={"color": style.NEUTRAL, "size": 4},
        opacity=0.4,
        showlegend=False,
        hoverinfo="skip",
        **axes(k),
    )


def _binned(part: pd.DataFrame, x: str) -> pd.DataFrame:
    """Means of the points in bins of as many points each, at the bins' mean x, with intervals."""
    values = part[x].to_numpy(float)
    if len(np.unique(values)) <= BINS:
        which = pd.Series(values, part.index)
    else:
        which = pd.qcut(part[x], BINS, labels=False, duplicates="drop")
    groups = part.groupby(which, sort=True)
    means = groups["mean"].agg(["mean", "std", "count"])
    half = half_width(means["std"], means["count"])
    measure = str(part["measure"].iloc[0])
    return pd.DataFrame(
        {
            x: groups[x].mean(),
            "mean": means["mean"],
            "low": within_scale(measure, means["mean"] - half),
            "high": within_scale(measure, means["mean"] + half),
        }
    )


def spoke(table: pd.DataFrame, rows: pd.DataFrame, along: Sequence[str], name: str) -> pd.DataFrame:
    """The points of a one-at-a-time design at which all but one parameter are as in the scenario.

    Args:
        table: as `attune_sim.sweep.summary` gives it.
        rows: a row per run, with their point; the first point of each group is the scenario's.
        along: the varied parameters.
        name: the one that may differ.
    """
    groups = [c for c in ("scenario", "level") if c in table and c in rows]
    first = rows.sort_values("point") if "point" in rows else rows
    base = first.groupby(groups, sort=False).first() if groups else first.head(1)
    keep = np.zeros(len(table), bool)
    for key, values in base.iterrows():
        own = np.ones(len(table), bool)
        for group, label in zip(groups, key if isinstance(key, tuple) else (key,), strict=False):
            own &= (table[group] == label).to_numpy()
        for other in along:
            if other != name:
                same = table[other] == values[other]
                own &= (same | (table[other].isna() & pd.isna(values[other]))).to_numpy()
        keep |= own
    return table[keep].dropna(subset=[name])

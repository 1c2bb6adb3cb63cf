"""Many varied parameters: each measure over each of them, all other parameters averaged over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from attune_sim.figures.base import labels, style
from attune_sim.figures.base.layout import set_axis
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.sweep.curves import curve
from attune_sim.figures.sweep.points import dots


def marginal(
    figure: Draft,
    k: int,
    table: pd.DataFrame,
    drawn: Sequence[str],
    x: str,
    values: Sequence[Any],
    by: str | None,
    levels: Sequence[Any],
    *,
    legend: bool,
) -> None:
    """Draw measures over one parameter into panel k: every point a dot, their mean a line.

    Args:
        figure: changed.
        k: number of the panel.
        table: as `attune_sim.sweep.summary` gives it, of all points.
        drawn: the measure, then its companion if it has one.
        x: the column along the axis.
        values: its values, in order.
        by: the column that tells lines apart, if any.
        levels: its values, in order; one None without.
        legend: whether these lines stand in the legend.
    """
    at = table.assign(**{x: [list(values).index(v) for v in table[x]]}) if _named(values) else table
    dots(figure, k, at[at["measure"] == drawn[0]], x, "single combinations")
    keys = [x, "measure"] if by is None else [x, by, "measure"]
    means = at.groupby(keys, sort=False)["mean"].mean().reset_index()
    means = means.sort_values([x], kind="stable").assign(low=float("nan"), high=float("nan"))
    curve(figure, k, means, drawn, x, by, levels, legend=legend)
    found = at[at["measure"].isin(drawn)]["mean"]
    set_axis(figure, "y", k, nticks=4, range=labels.axis_range(drawn, found))
    if _named(values):
        set_axis(
            figure,
            "x",
            k,
            tickvals=list(range(len(values))),
            range=[-0.4, len(values) - 0.6],
            ticktext=["<br>".join(style.wrapped(v, 12)) for v in values],
        )
    else:
        set_axis(figure, "x", k, nticks=5)


def _named(values: Sequence[Any]) -> bool:
    return any(isinstance(v, str) for v in values)

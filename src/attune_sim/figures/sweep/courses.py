"""Time courses of a sweep that kept a series: each measure over the days, a line for each level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from attune_sim.figures.base import labels
from attune_sim.figures.base.layout import Legend, Panel
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft, as_plotly
from attune_sim.figures.sweep import curves
from attune_sim.figures.sweep.canvas import Canvas
from attune_sim.figures.sweep.captions import numbers_of
from attune_sim.figures.sweep.chart_choice import FEW, Picture, levels_of
from attune_sim.sweep.summaries import summary

DAY = "day"


def courses_draft(series: pd.DataFrame, by: str | None, title: str) -> Draft:
    """Means over replications of each measure on each day, with 95% intervals.

    Args:
        series: a row per run, day, caregiver and measure, as `attune_sim.sweep.read_series` gives
            it. What else was varied, and caregivers, are averaged over in each replication.
        by: the column that distinguishes the lines; of many levels, some are drawn.
        title: any text.
    """
    lines = shown_levels(levels_of(series, [by])[by]) if by else [None]
    wanted = series[series[by].isin(lines)] if by else series
    keys = [DAY, *([by] if by else [])]
    rows = wanted.pivot_table(
        index=[*keys, "replication"], columns="measure", values="mean", sort=False, dropna=False,
        observed=True,
    ).reset_index()  # fmt: skip
    measures = [name for name in dict.fromkeys(series["measure"]) if name in rows]
    table = summary(rows, keys, measures)
    levels: dict[str, list[Any]] = {DAY: sorted(set(rows[DAY])), **({by: lines} if by else {})}
    canvas = Canvas(Draft(), Picture("curves", DAY, by or ""), levels, table, rows, measures)
    for drawn in canvas.together(measures):
        k = len(canvas.panels)
        curves.curve(canvas.draft, k, table, drawn, DAY, by, lines, legend=k == 0)
        head, note = labels.panel_title(
            drawn[0], with_companion=len(drawn) > 1, one_line=by is None
        )
        canvas.panels.append(Panel(head, note, 200, "Age (days)"))
    return compose(
        canvas.draft,
        canvas.panels,
        title=title,
        caption=_caption(table),
        numbers=numbers_of(table.rename(columns={DAY: "days"}), {"days": [], **_only(by)}),
        columns=3,
        legend=Legend([labels.value(v) for v in lines], labels.axis_title(by)) if by else None,
    )


courses_figure = as_plotly(courses_draft)


def shown_levels(levels: Sequence[Any]) -> list[Any]:
    """The levels that have lines: all if few, otherwise the lowest, the middle and the highest."""
    if len(levels) <= FEW:
        return list(levels)
    return [levels[0], levels[len(levels) // 2], levels[-1]]


def _only(by: str | None) -> dict[str, list[Any]]:
    return {by: []} if by else {}


def _caption(table: pd.DataFrame) -> str:
    runs = int(table["n"].max())
    each = f"Means over {runs} replications; bands: 95% interval (Student's t)."
    return each if runs > 1 else "One replication, so no interval."

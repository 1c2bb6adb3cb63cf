"""Response curves over a number, and dots over a factor: means over replications with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from attune_sim import numbers
from attune_sim.figures.base import labels, style
from attune_sim.figures.base.bands import ribbon
from attune_sim.figures.base.layout import axes, set_axis
from attune_sim.figures.base.plotly_draft import Draft

ROW_PX = 30
"""Height of a factor's level, with one dot."""
DODGE_PX = 13
"""Height that every further dot adds."""

ROW_LETTERS = 24
"""Letters in a line of a level's name."""


def curve(
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
    """Draw measures over a number into panel k, a line for each level of `by`.

    Args:
        figure: changed.
        k: number of the panel.
        table: as `attune_sim.sweep.summary` gives it, of this panel only.
        drawn: the measure, then its companion if it has one.
        x: the column along the axis.
        by: the column that tells lines apart, if any.
        levels: its values, in order; one None without.
        legend: whether these lines stand in the legend.
    """
    for number, level in enumerate(levels):
        for m in drawn:
            rows = table[table["measure"] == m]
            if by is not None:
                rows = rows[rows[by] == level]
            look = _look(m, drawn, None if by is None else number)
            at, mean = rows[x].tolist(), rows["mean"]
            if m == drawn[0]:
                rx, ry = ribbon(at, rows["low"], rows["high"])
                figure.add_scatter(
                    x=rx,
                    y=ry,
                    mode="lines",
                    fill="toself",
                    hoverinfo="skip",
                    showlegend=False,
                    line={"width": 0, "color": look["colour"]},
                    legendgroup=str(number),
                    fillcolor=style.tint(look["colour"], 0.2 if by is None else 0.15),
                    **axes(k),
                )
            figure.add_scatter(
                x=at,
                y=mean.to_numpy(),
                mode="lines+markers",
                legendgroup=str(number),
                name=_name(m, by, level),
                showlegend=legend and m == drawn[0],
                line={"color": look["colour"], "dash": look["dash"]},
                marker={"symbol": look["symbol"], "color": look["colour"]},
                customdata=_interval(rows, m),
                cliponaxis=False,
                hovertemplate=f"{_name(m, by, level)}: %{{y:{labels.hover_format(m)}}}"
                "%{customdata}<extra></extra>",
                **axes(k),
            )
    values = sorted(set(table[x].dropna()))
    ticks: dict[str, Any] = {"tickvals": values} if 0 < len(values) <= 7 and _apart(values) else {}
    set_axis(figure, "x", k, nticks=8, **ticks)
    set_axis(
        figure,
        "y",
        k,
        nticks=6,
        tickformat=labels.tick_format(drawn[0]),
        range=reach(table, drawn),
    )


def dots(
    figure: Draft,
    k: int,
    table: pd.DataFrame,
    drawn: Sequence[str],
    x: str,
    rows: Sequence[Any],
    by: str | None,
    levels: Sequence[Any],
    *,
    legend: bool,
) -> None:
    """Draw measures for each level of a factor into panel k: a row a level, a dot for each `by`.

    Args are as for `curve`; rows: the factor's levels, from the top.
    """
    places = {level: i for i, level in enumerate(rows)}
    for number, level in enumerate(levels):
        offset = 0.62 * ((number + 0.5) / len(levels) - 0.5)
        for m in drawn:
            part = table[table["measure"] == m]
            if by is not None:
                part = part[part[by] == level]
            look = _look(m, drawn, None if by is None else number)
            companion = m != drawn[0]
            figure.add_scatter(
                x=part["mean"].to_numpy(),
                y=[places[v] + offset for v in part[x]],
                mode="markers",
                name=_name(m, by, level),
                legendgroup=str(number),
                showlegend=legend and not companion,
                cliponaxis=False,
                marker={
                    "symbol": "line-ns-open" if companion else look["symbol"],
                    "color": look["colour"],
                    "size": 10 if companion else 8,
                    "line": {"width": 2, "color": look["colour"]} if companion else {},
                },
                error_x=None
                if companion
                else {
                    "array": (part["high"] - part["mean"]).to_numpy(),
                    "color": look["colour"],
                    "thickness": 1.8,
                    "width": 0,
                },
                customdata=_interval(part, m),
                hovertemplate=f"{_name(m, by, level)}: %{{x:{labels.hover_format(m)}}}"
                "%{customdata}<extra></extra>",
                **axes(k),
            )
    rows_axis(figure, k, rows)
    set_axis(
        figure,
        "x",
        k,
        nticks=6,
        tickformat=labels.tick_format(drawn[0]),
        showgrid=True,
        range=reach(table, drawn),
    )


def rows_axis(figure: Draft, k: int, rows: Sequence[Any]) -> None:
    """A factor's levels as rows, from the top."""
    set_axis(
        figure,
        "y",
        k,
        tickvals=list(range(len(rows))),
        showgrid=False,
        ticktext=["<br>".join(style.wrapped(labels.value(v), ROW_LETTERS)) for v in rows],
        range=[len(rows) - 0.45, -0.55],
    )


def reach(table: pd.DataFrame, drawn: Sequence[str]) -> list[float] | None:
    """The axis range for these measures and their intervals."""
    part = table[table["measure"].isin(drawn)]
    found = [*part["mean"], *part["low"], *part["high"]]
    name = drawn[0]
    if labels.unit(name).startswith("share") or name in labels.COMPANION:
        found = [min(v, 1.0) for v in found]  # an interval may reach beyond all there is
    return labels.axis_range(drawn, found)


def _apart(values: Sequence[float]) -> bool:
    """Whether tick labels at all the values would not run into each other."""
    gaps = np.diff(values)
    return len(values) == 1 or bool(gaps.min() > 0.07 * (values[-1] - values[0]))


def _look(m: str, drawn: Sequence[str], number: int | None) -> dict[str, str]:
    """Colour, dash and symbol of a measure's line or of a companion's."""
    if m == drawn[0]:
        if number is None:
            return {"colour": labels.colour(m), "dash": "solid", "symbol": "circle"}
        return style.level(number)
    by_chance = m.endswith("_surrogate")
    colour = style.NEUTRAL if by_chance else labels.colour(m)
    return {
        "colour": colour if number is None else style.level(number)["colour"],
        "dash": "dot",
        "symbol": "circle-open" if number is None else style.level(number)["symbol"] + "-open",
    }


def _name(m: str, by: str | None, level: Any) -> str:
    """The name of a line: its level; its measure where there are none."""
    if by is None:
        return style.plain(labels.label(m))
    by_chance = ", by chance" if m.endswith("_surrogate") else ""
    displayed = ", displayed" if m.endswith("_displayed") and m in labels.PAIRS else ""
    return style.plain(labels.value(level)) + by_chance + displayed


def _interval(rows: pd.DataFrame, m: str) -> list[str]:
    """' (95%: 0.31 to 0.35)' for each row; nothing where there is no interval."""
    return [
        f" (95%: {numbers.interval(labels.written(m, a), labels.written(m, b))})"
        if math.isfinite(a)
        else ""
        for a, b in zip(rows["low"], rows["high"], strict=True)
    ]

"""Shares of the four patterns as stacked bars, over a number or a factor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from attune_sim import numbers
from attune_sim.figures.base import labels, style
from attune_sim.figures.base.layout import axes, set_axis
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.sweep.curves import rows_axis

MEASURES = tuple(f"patterns_{name}" for name in style.PATTERNS)
SMALLEST = 0.08  # share that still has room for its number
MOST_BARS = 12  # bars that still have


def title(where: str, *, upright: bool) -> tuple[str, str]:
    """Head and note of a panel: where this is, and the patterns in the order of their bars."""
    order = "from below" if upright else "from the left"
    head = f"Patterns: {where}" if where else "Patterns, share of infants"
    return head, f"{order}: {'  '.join(f'■ {name}' for name in style.PATTERNS)}"


def stack(
    figure: Draft, k: int, table: pd.DataFrame, x: str, values: Sequence[Any], *, upright: bool
) -> None:
    """Draw the shares of the four patterns into panel k, a bar for each value of x.

    Args:
        figure: changed.
        k: number of the panel.
        table: as `attune_sim.sweep.summary` gives it, of this panel only.
        x: the column along the axis.
        values: its values, in order.
        upright: bars from below, for numbers; else from the left, for a factor's levels.
    """
    for name, measure in zip(style.PATTERNS, MEASURES, strict=True):
        rows = table[table["measure"] == measure]
        places = [list(values).index(v) for v in rows[x]]
        share = rows["mean"].to_numpy()
        lengths = {"y": share, "x": places} if upright else {"x": share, "y": places}
        figure.add_bar(
            **lengths,
            name=name.capitalize(),
            orientation="v" if upright else "h",
            showlegend=False,
            marker={
                "color": style.PATTERNS[name],
                "pattern": {
                    "shape": style.HATCHES[name],
                    "size": 7,
                    "solidity": 0.2,
                    "fillmode": "overlay",
                    "fgopacity": 0.4,
                },
            },
            text=[
                numbers.percent(s) if s >= SMALLEST and len(values) <= MOST_BARS else ""
                for s in share
            ],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"size": style.SMALL},
            customdata=[style.plain(labels.at(x, v)) for v in rows[x]],
            hovertemplate=f"{name.capitalize()}: %{{{'y' if upright else 'x'}:.1%}}"
            "<br>%{customdata}<extra></extra>",
            **axes(k),
        )
    shares = {"range": [0, 1], "tickvals": [0, 0.25, 0.5, 0.75, 1], "tickformat": ".0%"}
    if upright:
        every = 1 + len(values) // 10
        set_axis(figure, "y", k, **shares)
        set_axis(
            figure,
            "x",
            k,
            tickvals=list(range(len(values)))[::every],
            ticktext=[style.plain(labels.value(v)) for v in values][::every],
            range=[-0.6, max(0, len(values) - 1) + 0.6],
        )
    else:
        set_axis(figure, "x", k, **shares)
        rows_axis(figure, k, values)
    figure.update_layout(barmode="stack")

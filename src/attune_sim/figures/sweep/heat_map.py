"""Heat maps of a measure over two parameters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from attune_sim import numbers
from attune_sim.figures.base import labels, style
from attune_sim.figures.base.layout import axes, axis, set_axis
from attune_sim.figures.base.plotly_draft import Draft

MOST_TEXTS = 8  # cells in a row that still have room for their number


def bar_name(k: int) -> str:
    """The colour axis of panel k, as plotly's layout calls it."""
    return f"coloraxis{axis(k)}"


def heat(
    figure: Draft,
    k: int,
    table: pd.DataFrame,
    measure: str,
    whole: pd.DataFrame,
    x: str,
    y: str,
    columns: Sequence[Any],
    rows: Sequence[Any],
) -> None:
    """Draw a measure over two parameters into panel k.

    Args:
        figure: changed.
        k: number of the panel.
        table: as `attune_sim.sweep.summary` gives it, of this panel only.
        measure: which; a surrogate has the colours of what it is a surrogate of.
        whole: the summary of all panels, for a common scale of colours.
        x: the column along the horizontal axis.
        y: the column along the vertical axis.
        columns: values of x, in order.
        rows: values of y, from below.
    """
    part = table[table["measure"] == measure].set_index([x, y])
    cells = {what: np.full((len(rows), len(columns)), np.nan) for what in ("mean", "low", "high")}
    for i, v in enumerate(rows):
        for j, u in enumerate(columns):
            if (u, v) in part.index:
                for what, grid in cells.items():
                    grid[i, j] = part.loc[(u, v), what]
    own = labels.PAIRS.get(measure, (measure,))[0]
    pair = [m for m in (own, labels.COMPANION.get(own, "")) if m in set(whole["measure"])]
    low, high = _ends(whole, pair)
    digits = 2 if high - low >= 0.1 else 3
    text = [[_short(measure, m, digits) for m in row] for row in cells["mean"]]
    around_zero = labels.unit(measure) == "difference"
    figure.add_heatmap(
        z=cells["mean"],
        x=list(range(len(columns))),
        y=list(range(len(rows))),
        name=measure,
        coloraxis=bar_name(k),
        xgap=2,
        ygap=2,
        text=text,
        hoverongaps=False,
        texttemplate="%{text}" if len(columns) <= MOST_TEXTS else "",
        textfont={"size": style.SMALL},
        customdata=[
            [
                style.plain(f"{labels.at(x, u)}, {labels.at(y, v)}")
                + (
                    "<br>95%: "
                    + numbers.interval(
                        labels.written(measure, cells["low"][i, j]),
                        labels.written(measure, cells["high"][i, j]),
                    )
                    if math.isfinite(cells["low"][i, j])
                    else ""
                )
                for j, u in enumerate(columns)
            ]
            for i, v in enumerate(rows)
        ],
        hovertemplate=f"%{{z:{labels.hover_format(measure)}}}<br>%{{customdata}}<extra></extra>",
        **axes(k),
    )
    look: dict[str, Any] = {
        "cmin": low,
        "cmax": high,
        "colorbar": {
            "xanchor": "left",
            "lenmode": "fraction",
            "nticks": 5,
            "tickformat": labels.tick_format(measure),
        },
    }
    if around_zero:  # else the template's colours, which lead away from the paper
        look["colorscale"] = list(style.DIVERGING)
    figure.update_layout({bar_name(k): look})
    for letter, values, most in (("x", columns, 10), ("y", rows, 12)):
        every = 1 + (len(values) - 1) // most
        set_axis(
            figure,
            letter,
            k,
            tickvals=list(range(len(values)))[::every],
            showgrid=False,
            ticktext=["<br>".join(style.wrapped(labels.value(v), 18)) for v in values][::every],
        )


def _ends(whole: pd.DataFrame, pair: Sequence[str]) -> tuple[float, float]:
    """The ends of the scale of colours: those of an axis, without its margins."""
    means = whole.loc[whole["measure"].isin(pair), "mean"].dropna()
    if means.empty:
        return 0.0, 1.0
    ends = labels.axis_range(pair, means)
    if ends is None:
        return float(means.min()), float(means.max())
    if labels.unit(pair[0]) == "difference":
        return -max(abs(means)), max(abs(means))
    return (0.0, ends[1] / 1.03) if ends[0] <= 0 else (ends[0] + 0.2, ends[1] - 0.2)


def _short(measure: str, mean: float, digits: int) -> str:
    """A mean as its cell shows it; nothing where there is none."""
    if not math.isfinite(mean):
        return ""
    return numbers.percent(mean) if labels.is_share(measure) else numbers.decimals(mean, digits)

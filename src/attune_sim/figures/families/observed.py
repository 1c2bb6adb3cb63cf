"""Shares observed at some ages, with their intervals: points that nothing joins."""

from __future__ import annotations

from typing import Any

import pandas as pd

from attune_sim.figures.base.layout import axes
from attune_sim.figures.base.plotly_draft import Draft


def draw_observed(
    figure: Draft,
    k: int,
    rows: pd.DataFrame,
    beside: float,
    *,
    symbol: str,
    color: str,
    size: float,
    whisker: float,
    **how: Any,
) -> None:
    """Draw them into panel k; each age is an observation of its own.

    Args:
        figure: drawn into.
        k: number of the panel.
        rows: `day`, `mean`, `low` and `high` of each observation.
        beside: days by which they are moved, so that they stand beside others.
        symbol: of a point.
        color: of a point and its interval.
        size: of a point, in pixels.
        whisker: width of its interval's line.
        how: further arguments of the trace.
    """
    figure.add_scatter(
        x=(rows["day"] + beside).tolist(),
        y=rows["mean"].to_numpy(),
        mode="markers",
        showlegend=False,
        cliponaxis=False,
        marker={"symbol": symbol, "color": color, "size": size},
        error_y={
            "array": (rows["high"] - rows["mean"]).to_numpy(),
            "arrayminus": (rows["mean"] - rows["low"]).to_numpy(),
            "color": color,
            "thickness": whisker,
            "width": 0,
        },
        customdata=rows["day"].tolist(),
        hovertemplate="%{y:.1%} at %{customdata} days",
        **how,
        **axes(k),
    )

"""Parallel coordinates: every point of a sweep a line through its values and its measures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from attune_sim import numbers
from attune_sim.figures.base import labels, style
from attune_sim.figures.base.layout import Legend, Panel, axes, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft

MOST_AXES = 10
MOST_LINES = 1_500
THIRDS = ("lowest third", "middle third", "highest third")
HEIGHT = 360


def parallel_figure(
    rows: pd.DataFrame, varied: Sequence[str], measures: Sequence[str], title: str
) -> go.Figure:
    """Means of points as lines over parallel axes, coloured by thirds of the first measure.

    Args:
        rows: a row per run, with their point.
        varied: columns that differ between points.
        measures: in order; as many are drawn as there are axes for.
        title: any text.
    """
    names = [n for n in varied if len(rows[n].dropna().unique()) > 1]
    drawn = list(measures)[: max(1, MOST_AXES - len(names))]
    groups = rows.groupby("point", sort=True)
    means = pd.concat([groups[names].first(), groups[drawn].mean()], axis=1)
    shown = means.dropna(subset=[drawn[0]])
    shown = shown.iloc[:: 1 + len(shown) // MOST_LINES]
    draft = Draft()
    places = pd.DataFrame({name: _places(means[name]).loc[shown.index] for name in means})
    thirds = (shown[drawn[0]].rank(pct=True, method="first") * 2.999).astype(int)
    for number, third in enumerate(THIRDS):
        _lines(draft, places[thirds == number], number, third)
    set_axis(
        draft,
        "x",
        0,
        tickvals=list(range(len(means.columns))),
        ticktext=[_axis(means[name], str(name)) for name in means],
        showgrid=True,
        range=[-0.2, len(means.columns) - 0.8],
        ticks="",
        showline=False,
    )
    set_axis(draft, "y", 0, visible=False, range=[-0.04, 1.04])
    few = "" if len(shown) == len(means) else f" {len(shown):,} of {len(means):,} points are drawn."
    return compose(
        draft,
        [Panel("", height=HEIGHT)],
        title=title,
        caption="Each line is one point: its values, then its means over replications, each on an"
        f" axis of its own from the lowest (below) to the highest.{few}",
        numbers=means.rename(columns=labels.label),
        legend=Legend(THIRDS, labels.label(drawn[0])),
    ).figure()


def _lines(draft: Draft, places: pd.DataFrame, number: int, name: str) -> None:
    """All lines of a third as one trace, parted by gaps."""
    look = style.level(number)
    x: list[float | None] = []
    y: list[float | None] = []
    for line in places.to_numpy(float).tolist():
        x += [*range(len(line)), None]
        y += [None if math.isnan(v) else v for v in line] + [None]
    draft.add_scatter(
        x=x,
        y=y,
        mode="lines",
        name=name,
        hoverinfo="skip",
        opacity=max(0.25, min(0.9, 30 / max(1, len(places)))),
        line={"color": look["colour"], "dash": look["dash"], "width": 1.4},
        **axes(0),
    )


def _places(values: pd.Series) -> pd.Series:
    """Positions of values on their axis, from 0 to 1."""
    if not pd.api.types.is_numeric_dtype(values):
        order = list(dict.fromkeys(values))
        values = values.map(order.index)
    low, high = values.min(), values.max()
    return (values - low) / (high - low) if high > low else values * 0.0 + 0.5


def _short(value: Any) -> str:
    return value if isinstance(value, str) else numbers.significant(value)


def _axis(values: pd.Series, name: str) -> str:
    """An axis' name and its two ends."""
    lines = style.wrapped(labels.label(name), 16)
    found: list[Any] = list(dict.fromkeys(values.dropna()))
    if pd.api.types.is_numeric_dtype(values):
        found = [values.min(), values.max()]
    ends = f"{_short(found[0])} to {_short(found[-1])}" if found else ""
    return "<br>".join([*lines, *style.wrapped(ends, 16)])

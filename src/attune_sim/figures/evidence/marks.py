"""A row of a forest plot: the published bar, the model's symbol, the verdict."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from attune_sim import numbers
from attune_sim.evidence.validation.comparison import SIDES, Comparison
from attune_sim.evidence.validation.judgement import Interval
from attune_sim.evidence.verdicts import (
    CANNOT_TELL,
    DIRECTION,
    INSIDE,
    NOT_TESTABLE,
    SAME_ORDER,
    VERDICTS,
    WRONG,
)
from attune_sim.figures.base import style
from attune_sim.figures.base.layout import axes, axis
from attune_sim.figures.base.plotly_draft import Draft

COLOURS = {
    INSIDE: style.ATTUNEMENT,
    DIRECTION: style.LEVELS[2],
    SAME_ORDER: style.LEVELS[5],
    WRONG: style.RUPTURE,
    CANNOT_TELL: style.LEVELS[3],
    NOT_TESTABLE: style.NEUTRAL,
}
"""Colour of each verdict."""
REPORTED, PUBLISHED = "published", style.tint(style.NEUTRAL, 0.5)
"""Name and colour of what was published."""


def draw_published(
    figure: Draft, k: int, y: float, c: Comparison, shown: Interval, ends: tuple[float, float]
) -> None:
    """A grey bar over the interval, a tick at the value; where only a side is known, the side."""
    if c.direction is None:
        x, up, down = shown.value, shown.high - shown.value, shown.value - shown.low
        text = f"published {_text(c.published)}"
    else:
        x = 0.0
        up, down = (ends[1] if c.direction > 0 else 0.0), (-ends[0] if c.direction < 0 else 0.0)
        text = f"published: {SIDES[c.direction]}"
    figure.add_scatter(
        x=[x],
        y=[y],
        mode="markers",
        showlegend=False,
        marker={
            "symbol": "line-ns-open",
            "size": 15,
            "color": style.NEUTRAL,
            "line": {"width": 2.5, "color": style.NEUTRAL},
        },
        error_x={
            "array": [_drawable(up)],
            "arrayminus": [_drawable(down)],
            "color": PUBLISHED,
            "thickness": 9,
            "width": 0,
        },
        hovertemplate=f"{style.plain(text)}<br>{style.plain(c.citation)}<extra></extra>",
        **axes(k),
    )


def draw_model(figure: Draft, k: int, y: float, c: Comparison, shown: Interval) -> None:
    """The verdict's symbol at the model's value, a bar over its interval."""
    colour = COLOURS[c.verdict]
    figure.add_scatter(
        x=[shown.value],
        y=[y],
        mode="markers",
        showlegend=False,
        marker={"symbol": VERDICTS[c.verdict].shape, "size": 10, "color": colour},
        error_x={
            "array": [_drawable(shown.high - shown.value)],
            "arrayminus": [_drawable(shown.value - shown.low)],
            "color": colour,
            "thickness": 2,
            "width": 0,
        },
        hovertemplate=f"model {_text(c.model)}, {c.model.n} families: {c.verdict}<extra></extra>",
        **axes(k),
    )


def draw_verdict(
    figure: Draft,
    k: int,
    y: float,
    c: Comparison,
    wide: dict[str, Any],
    narrow: dict[str, Any],
) -> None:
    """The verdict in words, beside the panel in a wide window."""
    number = len(figure.layout["annotations"])
    figure.add_annotation(
        text=c.verdict,
        x=1,
        y=y,
        xref=f"x{axis(k)} domain",
        yref=f"y{axis(k)}",
        xanchor="left",
        yanchor="middle",
        xshift=8,
        font={"size": style.SMALL},
    )
    wide[f"annotations[{number}].visible"] = True
    narrow[f"annotations[{number}].visible"] = False


def draw_line(figure: Draft, k: int, at: float) -> None:
    """An upright line: no effect, or the published value."""
    figure.add_shape(
        type="line",
        x0=at,
        x1=at,
        y0=0,
        y1=1,
        xref=f"x{axis(k)}",
        yref=f"y{axis(k)} domain",
        layer="below",
        line={"width": 1.5, "color": style.NEUTRAL},
    )


def draw_legend(figure: Draft, verdicts: Iterable[str]) -> None:
    """Empty traces for the legend: what was published, and these verdicts."""
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name=REPORTED,
        marker={"symbol": "square", "size": 11, "color": PUBLISHED},
    )
    for verdict in map(VERDICTS.__getitem__, verdicts):
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=verdict.name,
            marker={"symbol": verdict.shape, "size": 10, "color": COLOURS[verdict.name]},
        )


def _drawable(length: float) -> float:
    return length if math.isfinite(length) and length > 0 else 0.0


def _text(interval: Interval) -> str:
    return numbers.with_interval(
        *(numbers.significant(x) for x in (interval.value, interval.low, interval.high))
    )

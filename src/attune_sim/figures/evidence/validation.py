"""The model against published figures: a forest of intervals, a row a finding.

Used to fit or kept back, each on the axis that its statistic has: shares, correlations,
standardised differences. What has a unit of its own is drawn as a multiple of the published value
or, where only a direction was published, to a scale of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from attune_sim.evidence.validation.comparison import (
    DIRECTION,
    INSIDE,
    SIDES,
    WRONG,
    Comparison,
    Interval,
)
from attune_sim.figures.base import style
from attune_sim.figures.base.layout import Legend, Panel, axes, axis, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft

VERDICTS = {
    INSIDE: ("circle", style.ATTUNEMENT),
    DIRECTION: ("diamond", style.LEVELS[2]),
    WRONG: ("x", style.RUPTURE),
}
"""Symbol and colour of each verdict."""
REPORTED, PUBLISHED = "published", style.tint(style.NEUTRAL, 0.5)
"""Name and colour of what was published."""
LETTERS, NARROW_LETTERS = 44, 21  # of a line of a label, in a wide and in a narrow window
LINE_PX, BETWEEN_PX = 15, 13
MULTIPLES = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
VERDICT_PX = 118  # beside the panels, in a wide window


@dataclass(frozen=True)
class _Kind:
    """Rows that share an axis: their name, what the axis says, its ends if they are fixed."""

    name: str
    note: str
    ends: tuple[float, float] | None = None
    log: bool = False


KINDS = {
    "share": _Kind("shares", "of infants, of dyads or of time", (0.0, 1.0)),
    "r": _Kind("correlations and agreement", "r or kappa; line at 0"),
    "d": _Kind("standardised differences", "d or g; line at 0"),
    "ratio": _Kind("means and ratios", "as multiples of the published value; line at 1", log=True),
    "side": _Kind(
        "directions only",
        "each to a scale of its own, so only the side of the line at 0 tells something",
        (-1.05, 1.05),
    ),
}


def forest(comparisons: Sequence[Comparison], **settings: Any) -> go.Figure:
    """Published against model intervals, as a plotly figure. Args are as for `forest_draft`."""
    return forest_draft(comparisons, **settings).figure()


def forest_draft(
    comparisons: Sequence[Comparison], *, title: str = "The model against published figures"
) -> Draft:
    """Published against model intervals, a row a pattern; used to fit first, then kept back.

    Args:
        comparisons: as `attune_sim.evidence.validation.comparison` gives them.
        title: any text.
    """
    figure = Draft()
    panels: list[Panel] = []
    # The labels leave the panels too little room for the legend, so it begins at the edge.
    wide: dict[str, Any] = {"margin.r": VERDICT_PX, "legend.x": -0.25}
    narrow: dict[str, Any] = {"margin.r": 16}
    for fitted in (True, False):
        for key, kind in KINDS.items():
            rows = [c for c in comparisons if c.fitted == fitted and _kind(c) == key]
            if rows:
                use = "Used to fit" if fitted else "Kept back"
                k = len(panels)
                height = _rows(figure, k, rows, kind, wide, narrow)
                panels.append(Panel(f"{use}: {kind.name}", kind.note, height))
    panels = panels or [Panel("Nothing was compared", "", 60)]
    _legend(figure)
    return compose(
        figure,
        panels,
        title=title,
        caption=_caption(comparisons),
        numbers=_numbers(comparisons),
        legend=Legend([REPORTED, *VERDICTS]),
        letters=NARROW_LETTERS,
        wide=wide,
        narrow=narrow,
    )


def _kind(c: Comparison) -> str:
    if c.scale == "own":
        return "side" if c.direction is not None else "ratio"
    return "r" if c.scale == "kappa" else c.scale


def _scaled(c: Comparison) -> tuple[Interval, Interval]:
    """Published and model as they are drawn."""
    if _kind(c) == "side":
        ends = (abs(v) for v in (c.model.value, c.model.low, c.model.high) if math.isfinite(v))
        by = max(ends, default=0.0) or 1.0
    elif _kind(c) == "ratio":
        by = c.published.value or 1.0
    else:
        by = 1.0
    return _over(c.published, by), _over(c.model, by)


def _over(interval: Interval, by: float) -> Interval:
    return Interval(interval.value / by, interval.low / by, interval.high / by, interval.n)


def _rows(
    figure: Draft,
    k: int,
    rows: Sequence[Comparison],
    kind: _Kind,
    wide: dict[str, Any],
    narrow: dict[str, Any],
) -> int:
    """Draw the rows of panel k; its height in pixels."""
    labels = [_label(c) for c in rows]
    ids = [_short(c) for c in rows]
    heights = [LINE_PX * max(len(a), len(b)) + BETWEEN_PX for a, b in zip(labels, ids, strict=True)]
    tops = [sum(heights[:i]) for i in range(len(rows))]
    places = [top + height / 2 for top, height in zip(tops, heights, strict=True)]
    drawn = [_scaled(c) for c in rows]
    low, high = kind.ends or _ends(drawn, kind.log)
    for c, y, (published, model) in zip(rows, places, drawn, strict=True):
        _published(figure, k, y, c, published, (low, high))
        _model(figure, k, y, c, model)
        _verdict(figure, k, y, c, wide, narrow)
    _line(figure, k, 1.0 if kind.log else 0.0)
    set_axis(figure, "x", k, showgrid=True, tickangle=0, **_axis(kind, low, high))
    set_axis(figure, "y", k, tickvals=places, showgrid=False, range=[sum(heights), 0])
    for layout, names, ticks in ((wide, labels, 6), (narrow, ids, 4)):
        layout[f"yaxis{axis(k)}.ticktext"] = ["<br>".join(lines) for lines in names]
        layout[f"xaxis{axis(k)}.nticks"] = ticks
    return sum(heights)


def _axis(kind: _Kind, low: float, high: float) -> dict[str, Any]:
    """How an axis of this kind is marked."""
    if kind.log:
        ticks = [v for v in MULTIPLES if low <= v <= high]
        return {"type": "log", "range": [math.log10(low), math.log10(high)], "tickvals": ticks}
    out: dict[str, Any] = {"range": [low - 0.02 * (high - low), high + 0.02 * (high - low)]}
    if kind is KINDS["share"]:
        out["tickformat"] = ".0%"
    if kind is KINDS["side"]:
        out |= {"tickvals": [-0.7, 0, 0.7], "ticktext": ["below 0", "0", "above 0"]}
    return out


def _sure(c: Comparison) -> str:
    """How the published figure is known, where it was not read in its paper."""
    return "" if c.certainty in ("", "abstract read") else f" [{c.certainty.partition(' (')[0]}]"


def _label(c: Comparison) -> list[str]:
    return style.wrapped(c.finding + _sure(c), LETTERS)


def _short(c: Comparison) -> list[str]:
    """The pattern's id and the verdict, for a narrow window."""
    words = style.wrapped(c.id.replace("-", " "), NARROW_LETTERS)
    return [*words, f"<b>{c.verdict}</b>"]


def _ends(drawn: Sequence[tuple[Interval, Interval]], log: bool) -> tuple[float, float]:
    found = [
        v
        for pair in drawn
        for interval in pair
        for v in (interval.value, interval.low, interval.high)
        if math.isfinite(v) and (v > 0 or not log)
    ]
    if log:
        reach = max([2.0, *(max(v, 1 / v) for v in found)]) * 1.1
        return 1 / min(reach, 50.0), min(reach, 50.0)
    return min([-0.2, *found]), max([0.2, *found])


def _published(
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


def _model(figure: Draft, k: int, y: float, c: Comparison, shown: Interval) -> None:
    symbol, colour = VERDICTS[c.verdict]
    figure.add_scatter(
        x=[shown.value],
        y=[y],
        mode="markers",
        showlegend=False,
        marker={"symbol": symbol, "size": 10, "color": colour},
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


def _verdict(
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


def _line(figure: Draft, k: int, at: float) -> None:
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


def _legend(figure: Draft) -> None:
    """Empty traces that stand in the legend."""
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name=REPORTED,
        marker={"symbol": "square", "size": 11, "color": PUBLISHED},
    )
    for verdict, (symbol, colour) in VERDICTS.items():
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=verdict,
            marker={"symbol": symbol, "size": 10, "color": colour},
        )


def _drawable(length: float) -> float:
    return length if math.isfinite(length) and length > 0 else 0.0


def _text(interval: Interval) -> str:
    text = f"{interval.value:.3g}"
    if math.isfinite(interval.low) and math.isfinite(interval.high):
        text += f" ({interval.low:.3g} to {interval.high:.3g})"
    return text


def _caption(comparisons: Sequence[Comparison]) -> str:
    def held(fitted: bool) -> str:
        rows = [c for c in comparisons if c.fitted == fitted]
        inside = sum(c.verdict == INSIDE for c in rows)
        return f"{inside} of {len(rows)} inside"

    uses = {c.fitted for c in comparisons}
    told = "; ".join(
        f"{use}: {held(fitted)}"
        for use, fitted in (("Used to fit", True), ("kept back for validation", False))
        if fitted in uses or not uses
    )
    return (
        f"{told[:1].upper()}{told[1:]}. Grey: published; symbols: the model; bars: 95%"
        " intervals. A grey bar without end on one side:"
        " only a direction was published. In brackets: figures that were not read in their paper."
    )


def _numbers(comparisons: Sequence[Comparison]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Use": ["fit" if c.fitted else "kept back" for c in comparisons],
            "Pattern": [c.id for c in comparisons],
            "Finding": [c.finding for c in comparisons],
            "Statistic": [c.statistic for c in comparisons],
            "Published": [c.published.value for c in comparisons],
            "from": [c.published.low for c in comparisons],
            "to": [c.published.high for c in comparisons],
            "Direction": [_side(c) for c in comparisons],
            "Known by": [c.certainty for c in comparisons],
            "Model": [c.model.value for c in comparisons],
            "Model from": [c.model.low for c in comparisons],
            "Model to": [c.model.high for c in comparisons],
            "Families": [c.model.n for c in comparisons],
            "Verdict": [c.verdict for c in comparisons],
            "Note": [c.note for c in comparisons],
            "Publication": [c.citation for c in comparisons],
        }
    )


def _side(c: Comparison) -> str:
    return "" if c.direction is None else SIDES[c.direction]

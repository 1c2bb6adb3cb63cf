"""The model against published figures: a forest of intervals, a row a finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from attune_sim.evidence.validation.comparison import SIDES, Comparison
from attune_sim.evidence.validation.tally import tally
from attune_sim.evidence.verdicts import INSIDE, VERDICTS
from attune_sim.figures.base import style
from attune_sim.figures.base.layout import Legend, Panel, axis, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft, as_plotly
from attune_sim.figures.evidence.marks import (
    REPORTED,
    draw_legend,
    draw_line,
    draw_model,
    draw_published,
    draw_verdict,
)
from attune_sim.figures.evidence.scales import KINDS, Kind, axis_settings, ends_of, kind_of, scaled

LETTERS, NARROW_LETTERS = 44, 21  # of a line of a label, in a wide and in a narrow window
LINE_PX, BETWEEN_PX = 15, 13
VERDICT_PX = 118  # beside the panels, in a wide window


def forest_draft(
    comparisons: Sequence[Comparison], *, title: str = "The model against published figures"
) -> Draft:
    """Published against model intervals, a row a finding; used to fit first, then kept back.

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
            rows = [c for c in comparisons if c.fitted == fitted and kind_of(c) == key]
            if rows:
                use = "Used to fit" if fitted else "Kept back"
                k = len(panels)
                height = _rows(figure, k, rows, kind, wide, narrow)
                panels.append(Panel(f"{use}: {kind.name}", kind.note, height))
    panels = panels or [Panel("Nothing was compared", "", 60)]
    given = {c.verdict for c in comparisons}
    verdicts = [name for name in VERDICTS if name in given]
    draw_legend(figure, verdicts)
    return compose(
        figure,
        panels,
        title=title,
        caption=_caption(comparisons),
        numbers=_numbers(comparisons),
        legend=Legend([REPORTED, *verdicts]),
        letters=NARROW_LETTERS,
        wide=wide,
        narrow=narrow,
    )


forest_figure = as_plotly(forest_draft)


def _rows(
    figure: Draft,
    k: int,
    rows: Sequence[Comparison],
    kind: Kind,
    wide: dict[str, Any],
    narrow: dict[str, Any],
) -> int:
    """Draw the rows of panel k; its height in pixels."""
    labels = [_label(c) for c in rows]
    ids = [_short(c) for c in rows]
    heights = [LINE_PX * max(len(a), len(b)) + BETWEEN_PX for a, b in zip(labels, ids, strict=True)]
    tops = [sum(heights[:i]) for i in range(len(rows))]
    places = [top + height / 2 for top, height in zip(tops, heights, strict=True)]
    drawn = [scaled(c) for c in rows]
    low, high = kind.ends or ends_of(drawn, kind.log)
    for c, y, (published, model) in zip(rows, places, drawn, strict=True):
        draw_published(figure, k, y, c, published, (low, high))
        draw_model(figure, k, y, c, model)
        draw_verdict(figure, k, y, c, wide, narrow)
    draw_line(figure, k, 1.0 if kind.log else 0.0)
    set_axis(figure, "x", k, showgrid=True, tickangle=0, **axis_settings(kind, low, high))
    set_axis(figure, "y", k, tickvals=places, showgrid=False, range=[sum(heights), 0])
    for layout, names, ticks in ((wide, labels, 6), (narrow, ids, 4)):
        layout[f"yaxis{axis(k)}.ticktext"] = ["<br>".join(lines) for lines in names]
        layout[f"xaxis{axis(k)}.nticks"] = ticks
    return sum(heights)


def _sure(c: Comparison) -> str:
    """How the published figure is known, where it was not read in its paper."""
    return "" if c.certainty in ("", "abstract read") else f" [{c.certainty.partition(' (')[0]}]"


def _label(c: Comparison) -> list[str]:
    return style.wrapped(c.finding + _sure(c), LETTERS)


def _short(c: Comparison) -> list[str]:
    """The pattern's id and the verdict, for a narrow window."""
    words = style.wrapped(c.id.replace("-", " "), NARROW_LETTERS)
    return [*words, f"<b>{c.verdict}</b>"]


def _caption(comparisons: Sequence[Comparison]) -> str:
    def held(fitted: bool) -> str:
        count = tally([c for c in comparisons if c.fitted == fitted])
        return f"{count[INSIDE]} of {count.total()} inside"

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

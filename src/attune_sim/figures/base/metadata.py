"""What every figure carries: title, caption, its numbers as a table, and layouts for two widths.

In `layout.meta` of a figure stand, besides what the picture shows:

- title, caption: as plain text, so that a page can set them itself and let them wrap;
- numbers: the table that the picture shows (`numbers` gives it back as a DataFrame);
- legend: pixels that the legend takes in each of the two layouts, for a page that has its own;
- layouts: two sets of layout changes for the figure without its heading, `wide` (as drawn) and
  `narrow` (all panels in one column), for `Plotly.relayout` in a window below `layout.NARROW`.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from attune_sim.figures.base import style
from attune_sim.figures.base.layout import (
    LEFT,
    NAME_LETTERS,
    RIGHT,
    Legend,
    Panel,
    arranged,
    arranged_narrow,
    axis,
    set_axis,
)
from attune_sim.figures.base.plotly_draft import Draft

TITLE_PX, CAPTION_PX = 26, 18
TITLE_CHARACTERS, CAPTION_CHARACTERS = 100, 160


def compose(
    draft: Draft,
    panels: Sequence[Panel],
    *,
    title: str,
    caption: str,
    numbers: pd.DataFrame,
    columns: int = 1,
    legend: Legend | None = None,
    letters: int = 0,
    wide: Mapping[str, Any] | None = None,
    narrow: Mapping[str, Any] | None = None,
) -> Draft:
    """Put panels, title, caption and numbers to a draft's traces.

    Args:
        draft: with its traces, shapes and annotations of its own; changed, and given back.
        panels: in the order of their axes.
        title: the question or subject; any text.
        caption: what is seen, how many, what the interval is; any text.
        numbers: the table that the picture shows.
        columns: of panels, in a wide window.
        legend: over the panels, if there is one.
        letters: of the longest tick label of a y axis that has words; 0 if none has.
        wide: further layout changes for a wide window.
        narrow: the same for a narrow one; what one changes, the other must too.
    """
    columns = max(1, min(columns, len(panels)))
    first = len(draft.layout["annotations"])
    layouts = {
        "wide": arranged(panels, columns, legend, first, letters) | dict(wide or {}),
        "narrow": arranged_narrow(panels, legend, first, letters) | dict(narrow or {}),
    }
    bare = {
        "wide": arranged(panels, columns, None, first, letters),
        "narrow": arranged_narrow(panels, None, first, letters),
    }
    _titles(draft, panels)
    if legend is not None:
        _break_names(draft)
    for k, p in enumerate(panels):
        set_axis(draft, "x", k, showticklabels=p.ticks, anchor=f"y{axis(k)}")
        set_axis(draft, "y", k, anchor=f"x{axis(k)}")
    lines = style.wrapped(title, TITLE_CHARACTERS)
    small = style.wrapped(caption, CAPTION_CHARACTERS)
    head = 26 + TITLE_PX * len(lines) + CAPTION_PX * len(small) + 8 if lines or small else 0
    draft.update_layout(
        title={"text": "<br>".join(lines), "subtitle": {"text": "<br>".join(small)}},
        margin={"l": LEFT, "r": RIGHT},
        showlegend=legend is not None,
        autosize=True,
    )
    draft.layout["meta"] = {
        "title": title,
        "caption": caption,
        "numbers": {
            "columns": [str(c) for c in numbers.columns],
            "rows": [list(row) for row in zip(*map(_cells, numbers.items()), strict=True)],
        },
        "legend": {w: layouts[w]["margin.t"] - bare[w]["margin.t"] for w in layouts},
        "layouts": layouts,
        "heading": head,
        "scale": 1.0,
    }
    draft.relayout(layouts["wide"])
    draft.layout["height"] += head
    draft.layout["margin"]["t"] += head
    return draft


def _break_names(draft: Draft) -> None:
    """Names in the legend go on in a further line where a phone has no room for them."""
    for trace in draft.data:
        name = trace.get("name")
        if name and len(name) > NAME_LETTERS and trace.get("showlegend", True):
            trace["name"] = "<br>".join(style.wrapped(html.unescape(name), NAME_LETTERS))


def _cells(column: tuple[Any, pd.Series]) -> list[Any]:
    """A column's values; None where not known."""
    return [None if pd.isna(v) else v for v in column[1].tolist()]


def _titles(draft: Draft, panels: Sequence[Panel]) -> None:
    for k, p in enumerate(panels):
        if p.head:
            draft.add_annotation(
                x=0,
                y=1,
                xref=f"x{axis(k)} domain",
                yref=f"y{axis(k)} domain",
                xanchor="left",
                yanchor="bottom",
            )


def numbers(figure: go.Figure) -> pd.DataFrame:
    """The table that a figure of this package shows; empty for others."""
    held = (figure.layout.meta or {}).get("numbers", {"columns": [], "rows": []})
    return pd.DataFrame(held["rows"], columns=held["columns"])


def without_heading(figure: go.Figure) -> go.Figure:
    """A copy without title and caption, for a page that sets them itself; the meta keeps them."""
    out = go.Figure(figure)
    meta = dict(out.layout.meta or {})
    head = meta.pop("heading", 0)
    out.layout.title = None
    if head:
        out.layout.height -= head
        out.layout.margin.t -= head
        out.layout.meta = meta
    return out

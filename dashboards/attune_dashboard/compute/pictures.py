"""Figures as the browser needs them: data, layouts and looks, as JSON text."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio
from plotly.utils import PlotlyJSONEncoder

from attune_sim.figures.base import style
from attune_sim.figures.base.layout import NARROW
from attune_sim.figures.base.plotly_draft import Draft


def packed(figure: Draft | go.Figure, *, projector: bool = False, legend: bool = True) -> str:
    """A figure of this project as the browser needs it: data, layouts, looks, words, numbers.

    The browser takes the heading off, and chooses light or dark.

    Args:
        figure: what is shown.
        projector: whether larger.
        legend: whether its legend is shown; it is saved in any case.
    """
    draft = figure if isinstance(figure, Draft) else Draft.of(figure)
    drawn = (draft.enlarged() if projector else draft).plain()
    layout = drawn["layout"]
    meta = layout.pop("meta", {})
    title = str(meta.get("title", ""))
    held = {
        "data": drawn["data"],
        "layout": layout,  # with the heading, as it is saved
        "heading": meta.get("heading", 0),  # its height in pixels
        "layouts": meta.get("layouts"),  # without it
        "legend": meta.get("legend"),  # pixels kept free for it
        "bare": None if legend else meta.get("legend"),  # pixels of the legend, if it is left out
        "templates": _templates(projector),
        "dark": style.swaps(),
        "narrow": NARROW * meta.get("scale", 1.0),
        "title": title,
        "caption": str(meta.get("caption", "")),
        "file": re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "figure",
        "numbers": meta.get("numbers", {"columns": [], "rows": []}),
    }
    return json.dumps(held, allow_nan=False)


@cache
def _templates(projector: bool) -> dict[str, Any]:
    looks = {shade: style.template(shade == "dark", projector) for shade in ("light", "dark")}
    return {
        shade: json.loads(json.dumps(pio.templates[look], cls=PlotlyJSONEncoder))
        for shade, look in looks.items()
    }

"""The one legend of two records that stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import solara

from attune_dashboard.components.html import markup, whole
from attune_dashboard.compute import moments
from attune_dashboard.state.choice import Choice

SWATCHES = {
    "Infant": "infant",
    "Caregiver": "caregiver",
    "Attuned": "band",
    "Rupture": "rupture",
    "Repair": "repair",
    "Alarming moment": "alarm",
}
"""What the names in a legend begin with, and the looks of their swatches."""
SIGNS = {"repair": "▼", "alarm": "✕"}


@solara.component
def Key(choices: Sequence[Choice]) -> Any:
    """The legend."""
    figures = [moments.moment(replace(c, view="play")).figure for c in choices]
    told = {str(t["name"]): t.get("legendrank", 1000) for f in figures for t in f.data
            if t.get("name") and t.get("showlegend", True)}  # fmt: skip
    items = []
    for name in sorted(told, key=lambda n: told[n]):
        look = next((look for begin, look in SWATCHES.items() if name.startswith(begin)), "")
        if look:
            swatch = markup(
                "span", SIGNS.get(look, ""), name=f"at-swatch at-{look}", aria_hidden="true"
            )
            items.append(markup("li", swatch, name))
    return whole("ul", *items, name="at-key", aria_label="Legend")

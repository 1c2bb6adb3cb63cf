"""Mean and spread of elementary effects (Morris 1991): how much a parameter matters, how evenly.

A panel for each measure, a point for each parameter. A parameter on the floor acts evenly, like the
slope of a line; one on the diagonal or above it acts so differently from place to place that
its effect changes its sign or comes from interactions and curves.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from attune_sim import numbers
from attune_sim.figures.base import labels, style
from attune_sim.figures.base.layout import Legend, Panel, axes, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft, as_plotly
from attune_sim.figures.sweep.chart_choice import FEW
from attune_sim.figures.sweep.sensitivity import important_first, numbers_of, panels_of
from attune_sim.intervals import CONFIDENCE

OTHERS = "others"
CAPTION = (
    "Points: parameters; to the right: a larger mean absolute effect; upwards: an effect that"
    " differs more from place to place (curves, interactions). Dotted: σ = μ*. Bars:"
    f" {numbers.percent(CONFIDENCE)} intervals from bootstrap samples."
)


def elementary_effects_draft(table: pd.DataFrame, title: str) -> Draft:
    """σ over μ* of every parameter.

    Args:
        table: as `attune_sim.sweep.sensitivity_analysis` gives it for a morris design.
        title: any text.
    """
    order = important_first(table, "mu_star")
    named = order if len(order) <= FEW else order[: FEW - 1]
    draft = Draft()
    panels: list[Panel] = []
    for measure, place, part in panels_of(table):
        head, unit = labels.panel_title(measure)
        _panel(draft, len(panels), part, order, named)
        note = "; ".join(text for text in (place, unit) if text)
        panels.append(Panel(head, note, 260, "mean absolute effect (μ*)"))
    names = [labels.label(name) for name in named] + [OTHERS] * (len(order) > len(named))
    return compose(
        draft,
        panels,
        title=title,
        caption=CAPTION,
        numbers=numbers_of(table),
        columns=min(3, len(panels)),
        legend=Legend(names),
    )


elementary_effects_figure = as_plotly(elementary_effects_draft)


def _panel(draft: Draft, k: int, part: pd.DataFrame, order: list[str], named: list[str]) -> None:
    shown = part[part["statistic"].isin(("mu_star", "sigma"))]
    found = {(row["statistic"], row["parameter"]): row for row in shown.to_dict("records")}
    highest = max(shown["value"].max(), shown["high"].max())
    reach = 1.05 * highest if highest > 0 else 1.0
    draft.add_scatter(
        x=[0.0, reach], y=[0.0, reach], mode="lines", hoverinfo="skip", showlegend=False,
        line={"color": style.NEUTRAL, "dash": "dot", "width": 1.2}, **axes(k),
    )  # fmt: skip
    for number, name in enumerate(order):
        look = style.level(number)
        if name not in named:
            look |= {"colour": style.NEUTRAL, "symbol": "circle-open"}
        x, y = found["mu_star", name], found["sigma", name]
        told = named.index(name) if name in named else len(named)
        draft.add_scatter(
            x=[x["value"]],
            y=[y["value"]],
            mode="markers",
            name=labels.label(name) if name in named else OTHERS,
            legendgroup=str(told),
            showlegend=k == 0 and number <= len(named),
            cliponaxis=False,
            marker={"symbol": look["symbol"], "color": look["colour"], "size": 10},
            error_x=_bar(x, look["colour"]),
            error_y=_bar(y, look["colour"]),
            hovertemplate=f"{style.plain(labels.label(name))}: μ* %{{x:.3~g}}, σ %{{y:.3~g}}"
            "<extra></extra>",
            **axes(k),
        )
    margin = 0.03 * reach
    for letter in ("x", "y"):
        set_axis(draft, letter, k, nticks=6, range=[-margin, reach + margin], showgrid=True)
    set_axis(draft, "y", k, title={"text": "spread (σ)"})


def _bar(row: Mapping[Hashable, Any], colour: str) -> dict[str, Any]:
    return {"type": "data", "array": [row["high"] - row["value"]],
            "arrayminus": [row["value"] - row["low"]], "color": colour, "thickness": 1.4,
            "width": 0}  # fmt: skip

"""A plan: how power grows with dyads, and what each design takes and costs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from attune_sim import numbers
from attune_sim.figures.base import style
from attune_sim.figures.base.layout import Legend, Panel, axes, axis, name_rows, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft, as_plotly
from attune_sim.plan.answers import Answer, Wanted
from attune_sim.plan.question import Question

TICKS = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 4000]
CURVES = 2  # number of the panel with curves
MOST_CURVES = 4
MOST_ROWS = 16
ROW_PX = 26
KEYS = ["minutes", "visits", "coders"]


def plan_draft(question: Question, answer: Answer, wanted: Wanted) -> Draft:
    """What a plan found.

    Args:
        question: that was asked.
        answer: to it.
        wanted: power or precision.
    """
    figure = Draft()
    rows = answer.table[np.isfinite(answer.table["dyads"])].head(MOST_ROWS)
    names = [_name(row) for row in rows[KEYS].to_dict("records")]
    drawn = _curves(figure, rows.head(MOST_CURVES), names, answer.curves, wanted)
    _dots(figure, 0, rows, names)
    _bars(figure, 1, rows, names)
    height = max(ROW_PX * len(rows), 240)
    goal = (
        f"dashed: {numbers.percent(wanted.power)}"
        if wanted.within is None
        else f"dashed: {numbers.plain(wanted.within)}"
    )
    what = "Power" if wanted.within is None else "Half-width of the 95% interval"
    hidden = {f"yaxis{axis(1)}.showticklabels": False}
    return compose(
        figure,
        [
            Panel("Dyads needed", "line: what the effect's interval leaves open", height, "Dyads"),
            Panel("Cost", "in the unit of the costs given", height, "Cost"),
            Panel(f"{what}, by dyads", f"the cheapest designs; {goal}", height, "Dyads"),
        ],
        title=question.words,
        caption="From samples of simulated families. The effect is the model's.",
        numbers=_numbers(answer.table),
        columns=3,
        legend=Legend(drawn) if drawn else None,
        letters=max(map(len, names), default=0),
        wide=hidden,
        narrow=dict.fromkeys(hidden, True),
    )  # fmt: skip


plan_figure = as_plotly(plan_draft)


def _name(row: dict[str, float]) -> str:
    return ", ".join(
        (
            f"{row['minutes']:g} min",
            numbers.count(int(row["visits"]), "visit"),
            numbers.count(int(row["coders"]), "coder"),
        )
    )


def _curves(
    figure: Draft, rows: pd.DataFrame, names: list[str], curves: pd.DataFrame, wanted: Wanted
) -> list[str]:
    column = "power" if wanted.within is None else "half_width"
    drawn = []
    for k, (row, name) in enumerate(zip(rows[KEYS].to_dict("records"), names, strict=False)):
        of = curves[(curves[KEYS] == pd.Series(row)).all(axis=1)]
        look = style.level(k)
        drawn.append(name)
        figure.add_scatter(
            x=of["dyads"].to_numpy(),
            y=of[column].to_numpy(),
            mode="lines",
            name=name,
            line={"color": look["colour"], "dash": look["dash"]},
            hovertemplate=f"{name}, %{{x}} dyads: %{{y:.2f}}<extra></extra>",
            **axes(CURVES),
        )
    goal = wanted.power if wanted.within is None else wanted.within
    figure.add_shape(
        type="line", xref="x3 domain", x0=0, x1=1, yref="y3", y0=goal, y1=goal,
        line={"color": style.NEUTRAL, "width": 1.5, "dash": "dash"},
    )  # fmt: skip
    set_axis(figure, "x", CURVES, type="log", tickvals=TICKS, showgrid=True)
    top = [0, 1.03] if wanted.within is None else [0, min(2.0, 4 * wanted.within)]
    form = ".0%" if wanted.within is None else ".2f"
    set_axis(figure, "y", CURVES, range=top, tickformat=form)
    return drawn


def _dots(figure: Draft, k: int, rows: pd.DataFrame, names: list[str]) -> None:
    high = rows["dyads_high"].where(np.isfinite(rows["dyads_high"]), rows["dyads"])
    figure.add_scatter(
        x=rows["dyads"].to_numpy(),
        y=list(range(len(rows))),
        mode="markers",
        showlegend=False,
        marker={"size": 10, "color": style.LEVELS[0]},
        error_x={
            "array": (high - rows["dyads"]).to_numpy(),
            "arrayminus": (rows["dyads"] - rows["dyads_low"]).to_numpy(),
            "color": style.LEVELS[0],
            "thickness": 2,
            "width": 0,
        },
        customdata=names,
        hovertemplate="%{customdata}: %{x} dyads<extra></extra>",
        **axes(k),
    )
    name_rows(figure, k, names)
    set_axis(figure, "x", k, rangemode="tozero", showgrid=True, nticks=6)


def _bars(figure: Draft, k: int, rows: pd.DataFrame, names: list[str]) -> None:
    figure.add_bar(
        x=rows["cost"].to_numpy(),
        y=list(range(len(rows))),
        orientation="h",
        showlegend=False,
        marker={"color": style.LEVELS[3]},
        customdata=names,
        hovertemplate="%{customdata}: %{x:,.0f}<extra></extra>",
        **axes(k),
    )
    name_rows(figure, k, names)
    set_axis(figure, "x", k, rangemode="tozero", showgrid=True, nticks=5)


def _numbers(table: pd.DataFrame) -> pd.DataFrame:
    shown = table.replace([np.inf, -np.inf], np.nan)
    return shown[
        [*KEYS, "reliability", "effect", "effect_low", "effect_high", "dyads", "dyads_low",
         "dyads_high", "textbook", "cost"]
    ].rename(
        columns={
            "minutes": "Film, min", "visits": "Visits", "coders": "Coders",
            "reliability": "Reliability", "effect": "Effect", "effect_low": "95% from",
            "effect_high": "95% to", "dyads": "Dyads", "dyads_low": "Dyads from",
            "dyads_high": "Dyads to", "textbook": "Dyads by formula", "cost": "Cost",
        }
    )  # fmt: skip

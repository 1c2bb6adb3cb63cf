"""Arms of a lesson beside each other: dots with intervals, a panel for each measure."""

from __future__ import annotations

import pandas as pd

from attune_sim.figures.base import labels, style
from attune_sim.figures.base.layout import Panel, axes, axis, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.lessons.run import Found
from attune_sim.lessons.subjects.subject import Measure
from attune_sim.lessons.words import common, value_in_words

ROW_PX, ROW_LETTERS = 46, 26
MOST_COLUMNS = 4
MOST_TICKS = 4  # of an axis: on a phone more of them would be turned to fit


def contrast_draft(found: Found, *, title: str = "") -> Draft:
    """What a lesson's run gave.

    Args:
        found: the run.
        title: any text; the question of the lesson if empty.
    """
    table = found.table()
    lesson = found.lesson
    measures = lesson.subject.measures
    arms = [arm.name for arm in lesson.arms]
    compared = table[table["compared"]]
    names = list(dict.fromkeys(compared["measure"]))
    shown = {name: table[(table["measure"] == name) & ~table["compared"]] for name in lesson.beside}
    figure = Draft()
    panels = []
    for k, (name, rows) in enumerate([(names[0], compared), *shown.items()]):
        measure = measures[name]
        head = measure.label if k else common([measures[n].label for n in names])
        panels.append(Panel(head, labels.spelt_out(measure.unit), ROW_PX * len(arms)))
        _dots(figure, k, rows, arms, measure)
    columns = min(MOST_COLUMNS, len(panels))
    inner = [k for k in range(len(panels)) if k % columns]  # rows are named at the left only
    hidden = {f"yaxis{axis(k)}.showticklabels": False for k in inner}
    return compose(
        figure,
        panels,
        title=title or lesson.question,
        caption=f"{lesson.number} {lesson.of} a row, with 95% intervals; all rows have the same"
        " luck.",
        numbers=table.assign(measure=[measures[m].label for m in table["measure"]])
        .drop(columns="compared")
        .rename(columns={"arm": "Row", "measure": "Measure", "mean": "Mean", "low": "95% from",
                         "high": "95% to", "n": lesson.of.capitalize()}),
        letters=min(ROW_LETTERS, max(map(len, arms))),
        columns=columns,
        wide=hidden,
        narrow=dict.fromkeys(hidden, True),
    )  # fmt: skip


def _dots(figure: Draft, k: int, rows: pd.DataFrame, arms: list[str], measure: Measure) -> None:
    colour = labels.colour(measure.like)
    at = [arms.index(name) for name in rows["arm"]]
    figure.add_scatter(
        x=rows["mean"].to_numpy(),
        y=at,
        mode="markers+text",
        name=measure.label,
        showlegend=False,
        text=[value_in_words(measure, v) for v in rows["mean"]],
        textposition="top center",
        textfont={"size": style.SMALL},
        marker={"size": 11, "color": colour},
        error_x={
            "array": (rows["high"] - rows["mean"]).to_numpy(),
            "arrayminus": (rows["mean"] - rows["low"]).to_numpy(),
            "color": colour,
            "thickness": 2,
            "width": 0,
        },
        hovertemplate="%{y}: %{x:.3f}<extra></extra>",
        cliponaxis=False,
        **axes(k),
    )
    set_axis(
        figure,
        "y",
        k,
        tickvals=list(range(len(arms))),
        ticktext=["<br>".join(style.wrapped(name, ROW_LETTERS)) for name in arms],
        showgrid=False,
        range=[len(arms) - 0.45, -0.65],
    )
    if measure.share and measure.whole:
        set_axis(figure, "x", k, range=[-0.03, 1.06], tickformat=".0%", showgrid=True)
        return
    reach = labels.axis_range([measure.like], [*rows["low"], *rows["high"]])
    scale = {"range": reach} if reach is not None else {"rangemode": "tozero"}
    ticks = {"tickformat": ".1~%"} if measure.share else {}
    set_axis(figure, "x", k, showgrid=True, nticks=MOST_TICKS, **scale, **ticks)

"""Arms of a lesson beside each other: dots with intervals, a panel for each measure."""

from __future__ import annotations

import pandas as pd

from attune_sim.figures.base import labels, style
from attune_sim.figures.base.layout import Panel, axes, axis, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.lessons.hidden import HIDDEN
from attune_sim.lessons.retest import AGAIN
from attune_sim.lessons.run import Found
from attune_sim.lessons.words import common, label, value_in_words

ROW_PX, ROW_LETTERS = 46, 26
MOST_COLUMNS = 4


def contrast_draft(found: Found, *, title: str = "") -> Draft:
    """What a lesson's run gave.

    Args:
        found: the run.
        title: any text; the question of the lesson if empty.
    """
    table = found.table()
    arms = [arm.name for arm in found.lesson.arms]
    compared = table[table["compared"]]
    measures = list(dict.fromkeys(compared["measure"]))
    head = common([label(m) for m in measures])
    figure = Draft()
    panels = [Panel(head, _unit(measures[0]), ROW_PX * len(arms))]
    _dots(figure, 0, compared, arms, measures[0])
    for measure in found.lesson.beside:
        rows = table[(table["measure"] == measure) & ~table["compared"]]
        _dots(figure, len(panels), rows, arms, measure)
        panels.append(Panel(label(measure), _unit(measure), ROW_PX * len(arms)))
    columns = min(MOST_COLUMNS, len(panels))
    inner = [k for k in range(len(panels)) if k % columns]  # rows are named at the left only
    hidden = {f"yaxis{axis(k)}.showticklabels": False for k in inner}
    return compose(
        figure,
        panels,
        title=title or found.lesson.question,
        caption=f"Means over {found.lesson.infants} infants a row, with 95% intervals; all rows"
        " have the same luck.",
        numbers=table.assign(measure=[label(m) for m in table["measure"]])
        .drop(columns="compared")
        .rename(columns={"arm": "Row", "measure": "Measure", "mean": "Mean", "low": "95% from",
                         "high": "95% to", "n": "Infants"}),
        letters=min(ROW_LETTERS, max(map(len, arms))),
        columns=columns,
        wide=hidden,
        narrow=dict.fromkeys(hidden, True),
    )  # fmt: skip


def _is_share(measure: str) -> bool:
    return measure in AGAIN or (measure not in HIDDEN and labels.is_share(measure))


def _unit(measure: str) -> str:
    if measure in HIDDEN:
        return "physiological less displayed, 0 to 1"
    return "share of infants" if measure in AGAIN else labels.spelt_out(labels.unit(measure))


def _dots(figure: Draft, k: int, rows: pd.DataFrame, arms: list[str], measure: str) -> None:
    shade = HIDDEN[measure][1][0] if measure in HIDDEN else measure
    colour = style.LEVELS[0] if measure in AGAIN else labels.colour(shade)
    at = [arms.index(name) for name in rows["arm"]]
    figure.add_scatter(
        x=rows["mean"].to_numpy(),
        y=at,
        mode="markers+text",
        name=label(measure),
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
    reach = labels.axis_range([shade], [*rows["low"], *rows["high"]])
    if _is_share(measure):
        set_axis(figure, "x", k, range=[-0.03, 1.06], tickformat=".0%", showgrid=True)
    elif reach is not None:
        set_axis(figure, "x", k, range=reach, showgrid=True)

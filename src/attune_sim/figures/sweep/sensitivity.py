"""Which parameters matter: a panel for each measure, a row for each parameter, with intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from attune_sim import numbers
from attune_sim.figures.base import labels, style
from attune_sim.figures.base.layout import Legend, Panel, axes, places, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft, as_plotly
from attune_sim.figures.sweep import curves
from attune_sim.intervals import CONFIDENCE
from attune_sim.sweep.sensitivity_analysis import SECOND, STATISTICS

DRAWN = {
    "morris": ("mu_star", "sigma"),
    "sobol": ("first_order", "total_order"),
    "pairs": (SECOND,),
}
"""Statistics that are drawn in one figure; the table has all."""
ROW_PX = 34
MOST_ROWS = 30  # of a panel; the table of numbers has all


def sensitivity_draft(table: pd.DataFrame, title: str) -> Draft:
    """Effects of parameters on measures, the largest on top, with their 95% intervals.

    Args:
        table: as `attune_sim.sweep.sensitivity_analysis` gives it. One that has nothing but
            second-order shares is drawn as such.
        title: any text.
    """
    kind = next(k for k, names in DRAWN.items() if table["statistic"].iloc[0] in names)
    drawn = DRAWN[kind]
    order = important_first(table, drawn[-1] if kind == "sobol" else drawn[0])[:MOST_ROWS]
    draft = Draft()
    panels: list[Panel] = []
    for measure, place, of_measure in panels_of(table):
        part = of_measure[of_measure["statistic"].isin(drawn)]
        head, note = labels.panel_title(measure)
        remark = _remark(part)
        unit = note if kind == "morris" else ""
        _panel(draft, len(panels), part, order, drawn, kind, legend=not panels)
        notes = "; ".join(text for text in (place, unit, remark) if text)
        panels.append(Panel(head, notes, ROW_PX * len(order), _axis_title(kind)))
    columns = min(3, len(panels))
    inner = [k for k, (_, column) in enumerate(places(panels, columns)) if column]
    ticks = [f"yaxis{k + 1}.showticklabels" for k in inner]
    shown = [labels.term(name) for name in order]
    return compose(
        draft,
        panels,
        title=title,
        caption=_caption(kind),
        numbers=numbers_of(table),
        columns=columns,
        legend=Legend([STATISTICS[name] for name in drawn]),
        letters=min(curves.ROW_LETTERS, max(map(len, shown))),
        wide=dict.fromkeys(ticks, False),
        narrow=dict.fromkeys(ticks, True),
    )


sensitivity_figure = as_plotly(sensitivity_draft)


def panels_of(table: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Each measure, where it is (scenario, level), and its part of the table."""
    groups = [name for name in ("scenario", "level") if name in table]
    keys = table[[*groups, "measure"]].drop_duplicates()
    for _, where in keys.sort_values("measure", kind="stable", key=_first_seen).iterrows():
        place = ", ".join(labels.value(where[name]) for name in groups)
        yield where["measure"], place, table[(table[list(where.index)] == where).all(axis=1)]


def _first_seen(measures: pd.Series) -> pd.Series:
    return measures.map({name: k for k, name in enumerate(measures.unique())})


def important_first(table: pd.DataFrame, by: str) -> list[str]:
    """Parameters, those first that matter most for any measure, each measure on its own scale."""
    part = table[table["statistic"] == by]
    scale = part.groupby("measure")["value"].transform("max")
    share = (part["value"] / scale.where(scale > 0)).fillna(0.0)
    return list(share.groupby(part["parameter"]).max().sort_values(ascending=False).index)


def _panel(
    draft: Draft,
    k: int,
    part: pd.DataFrame,
    order: Sequence[str],
    drawn: Sequence[str],
    kind: str,
    *,
    legend: bool,
) -> None:
    curves.rows_axis(draft, k, [labels.term(name) for name in order])
    for number, statistic in enumerate(drawn):
        rows = part[part["statistic"] == statistic].set_index("parameter").loc[list(order)]
        look = style.level(number)
        offset = 0.26 * (number - (len(drawn) - 1) / 2)
        draft.add_scatter(
            x=rows["value"].to_numpy(),
            y=[row + offset for row in range(len(order))],
            mode="markers",
            name=STATISTICS[statistic],
            legendgroup=statistic,
            showlegend=legend,
            cliponaxis=False,
            marker={"symbol": look["symbol"], "color": look["colour"], "size": 8},
            error_x={
                "array": (rows["high"] - rows["value"]).to_numpy(),
                "arrayminus": (rows["value"] - rows["low"]).to_numpy(),
                "color": look["colour"],
                "thickness": 1.8,
                "width": 0,
            },
            customdata=[
                f" (95%: {_ends(low, high)})" + (f"; {remark}" if remark else "")
                for low, high, remark in zip(rows["low"], rows["high"], rows["remark"], strict=True)
            ],
            hovertemplate=f"{STATISTICS[statistic]}: %{{x:.3g}}%{{customdata}}<extra></extra>",
            **axes(k),
        )
    ends: dict[str, Any] = {"rangemode": "tozero"}
    if kind != "morris":
        reach = part[["low", "high"]].to_numpy(float)
        low, high = (reach.min(), reach.max()) if pd.notna(reach).all() else (0.0, 1.0)
        ends = {"range": [max(-0.6, min(-0.05, low)), min(1.6, max(1.03, high))]}
    set_axis(draft, "x", k, nticks=6, showgrid=True, **ends)


def _ends(low: float, high: float) -> str:
    return numbers.interval(numbers.significant(low), numbers.significant(high))


def _remark(part: pd.DataFrame) -> str:
    """What holds of the whole panel, or how many intervals are too wide to tell."""
    remarks = part["remark"].unique().tolist()
    if len(remarks) == 1 and remarks[0] and part["value"].fillna(0.0).eq(0.0).all():
        return f"{remarks[0]}: nothing to tell"
    wide = int((part["remark"] != "").sum())
    return f"{wide} of {len(part)} intervals wider than the effect" if wide else ""


def _axis_title(kind: str) -> str:
    return "change per range of the parameter" if kind == "morris" else "share of variance"


def _caption(kind: str) -> str:
    interval = f"bars: {numbers.percent(CONFIDENCE)} interval from bootstrap samples"
    if kind == "morris":
        return (
            "Elementary effects (Morris 1991): the mean absolute effect says how much a parameter"
            " matters within its range, the spread how unlike its effect is from place to place"
            f" (curves, interactions); {interval}."
        )
    if kind == "pairs":
        return (
            "Second-order Sobol indices (Saltelli et al. 2010): the share of a measure's variance"
            " over the design that the interaction of two parameters explains, beyond what each"
            f" explains alone; {interval}."
        )
    return (
        "Sobol indices (Saltelli et al. 2010): the share of a measure's variance over the design"
        " that a parameter explains by itself (first order) and with all its interactions (total"
        f" order); {interval}."
    )


def numbers_of(table: pd.DataFrame) -> pd.DataFrame:
    """The whole table, under the labels of what it has."""
    groups = {name: labels.label(name) for name in ("scenario", "level") if name in table}
    out = table[list(groups)].rename(columns=groups)
    return out.assign(
        Measure=[labels.label(m) for m in table["measure"]],
        Parameter=[labels.term(p) for p in table["parameter"]],
        Statistic=[STATISTICS[s] for s in table["statistic"]],
        Value=table["value"],
        **{"95% from": table["low"], "95% to": table["high"]},
        Remark=table["remark"],
    )

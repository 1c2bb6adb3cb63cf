"""A sweep's answer, drawn as the right picture for what was varied (`chart_choice`).

Shares of all four patterns are stacked bars, but in the last picture and in heat maps. The attuned
share is never drawn without its surrogate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from attune_sim.errors import InputError
from attune_sim.figures.base import labels, style
from attune_sim.figures.base.layout import Legend, Panel, axis, places
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft, as_plotly
from attune_sim.figures.sweep.canvas import Canvas
from attune_sim.figures.sweep.captions import caption_of, numbers_of
from attune_sim.figures.sweep.chart_choice import Levels, Picture, choose, levels_of
from attune_sim.figures.sweep.curves import ROW_LETTERS
from attune_sim.figures.sweep.panels import PANELS
from attune_sim.outcomes import chosen
from attune_sim.sweep.summaries import summary


def sweep_draft(
    rows: pd.DataFrame,
    varied: Sequence[str],
    measures: Sequence[str] | None,
    question: str,
    *,
    infants: int | None = None,
    design: str = "grid",
    heat_map: bool = False,
    tall: int | None = None,
    caption: str | None = None,
) -> Draft:
    """The picture of a sweep: means over replications, with 95% intervals.

    Args:
        rows: a row per run: `replication`, the varied columns, measures by flat name.
        varied: columns that differ between points: parameters, the factors `scenario`, `level`.
        measures: names or groups of outcomes, all that the rows have if None.
        question: the title; any text.
        infants: how many each run had; the rows' column `infants` if None.
        design: kind of the design, as `attune_sim.sweep.Design` has it.
        heat_map: whether two varied numbers make one, though they have few values.
        tall: pixels of a heat map; as its rows need if None.
        caption: any text; what is seen, in general words, if None.

    Raises:
        InputError: unknown measures, none of them in the rows, or a share without its surrogate.
    """
    wanted = _wanted(rows, measures)
    levels = levels_of(rows, varied)
    if not levels:
        rows, levels = rows.assign(**{"": "all runs"}), {"": ["all runs"]}
    table = summary(rows, list(levels), wanted)
    picture = choose(levels, design)
    if heat_map and len(levels) == 2:
        picture = Picture("heat", *levels)
    canvas = Canvas(Draft(), picture, levels, table, rows, wanted)
    columns = PANELS[picture.kind](canvas)
    panels = canvas.panels
    if tall and picture.kind == "heat":
        panels = [replace(p, height=tall) for p in panels]
    legend = None
    if picture.by and picture.kind != "heat":
        names = [labels.value(v) for v in levels[picture.by]]
        legend = Legend(names, labels.axis_title(picture.by))
    wide, narrow = _row_labels(picture, panels, columns)
    return compose(
        canvas.draft,
        panels,
        title=question,
        caption=caption_of(rows, picture, infants, table) if caption is None else caption,
        numbers=numbers_of(table, levels),
        columns=columns,
        legend=legend,
        letters=_letters(picture, levels),
        wide=wide,
        narrow=narrow,
    )


sweep_figure = as_plotly(sweep_draft)


def _wanted(rows: pd.DataFrame, measures: Sequence[str] | None) -> list[str]:
    wanted = [m for m in chosen(measures) if m in rows]
    if not wanted:
        asked = "any measure" if measures is None else ", ".join(measures)
        raise InputError(f"there is nothing to draw: the rows do not have {asked}")
    for share in ("attuned_share", "category_share"):
        if share in wanted and f"{share}_surrogate" not in wanted:
            raise InputError(
                f"{share} is drawn beside {share}_surrogate only, which the rows do not have"
            )
    return wanted


def _row_labels(
    picture: Picture, panels: Sequence[Panel], columns: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Show titles of y axes at the first column only; in a narrow window at every panel."""
    inner = [k for k, (_, column) in enumerate(places(panels, columns)) if column]
    if picture.kind == "dots":
        keys = [f"yaxis{k + 1}.showticklabels" for k in inner]
        return dict.fromkeys(keys, False), dict.fromkeys(keys, True)
    if picture.kind == "heat":
        unit = style.plain(labels.unit(picture.by))
        title = style.plain(labels.label(picture.by))
        title += f'<br><span style="font-size:88%">{unit}</span>' if unit else ""
        keys = [f"yaxis{axis(k)}.title.text" for k in range(len(panels))]
        return {key: title if k not in inner else "" for k, key in enumerate(keys)}, dict.fromkeys(
            keys, title
        )
    return {}, {}


def _letters(picture: Picture, levels: Levels) -> int:
    if picture.kind != "dots":
        return 0
    return min(ROW_LETTERS, max(len(labels.value(v)) for v in levels[picture.x]))

"""A sweep's answer, drawn as the right picture for what was varied (`chart_choice`).

Shares of all four patterns are stacked bars, but in the last picture and in heat maps. The attuned
share is never drawn without its surrogate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from attune_sim.errors import InputError
from attune_sim.figures.base import labels, style
from attune_sim.figures.base.layout import Legend, Panel, axis, places, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft, as_plotly
from attune_sim.figures.sweep import curves, heat_map, marginals, points, stacks
from attune_sim.figures.sweep.chart_choice import Levels, Picture, choose, is_number, levels_of
from attune_sim.outcomes import chosen
from attune_sim.sweep.summaries import summary

MOST_ACROSS = 4  # panels of measures over numbers


def sweep_draft(
    rows: pd.DataFrame,
    varied: Sequence[str],
    measures: Sequence[str] | None,
    question: str,
    *,
    infants: int | None = None,
    design: str = "grid",
    heat: bool = False,
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
        heat: of two varied numbers a heat map, though they have few values.
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
    picture = Picture("heat", *levels) if heat and len(levels) == 2 else choose(levels, design)
    figure = Draft()
    if picture.kind in ("points", "star"):
        panels, columns = _point_panels(figure, picture, levels, table, rows, wanted)
    elif picture.kind == "heat":
        panels, columns = _heat_panels(figure, picture, levels, table, wanted, tall)
    elif picture.kind == "marginals":
        panels, columns = _marginal_panels(figure, picture, levels, table, wanted)
    else:
        panels, columns = _panels(figure, picture, levels, table, wanted)
    legend = None
    if picture.by and picture.kind != "heat":
        names = [labels.value(v) for v in levels[picture.by]]
        legend = Legend(names, labels.axis_title(picture.by))
    wide, narrow = _row_labels(picture, panels, columns)
    return compose(
        figure,
        panels,
        title=question,
        caption=_caption(rows, picture, infants, table) if caption is None else caption,
        numbers=_numbers(table, levels),
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


def _drawn_together(wanted: Sequence[str]) -> list[list[str]]:
    """Measures by panel: each with its companion."""
    return [
        [m, *(c for c in [labels.COMPANION.get(m, "")] if c in wanted)]
        for m in wanted
        if labels.PAIRS.get(m, ("",))[0] not in wanted
    ]


def _facets(picture: Picture, levels: Levels) -> list[Any]:
    return list(levels[picture.facet]) if picture.facet else [None]


def _cut(table: pd.DataFrame, name: str, value: Any) -> pd.DataFrame:
    return table[table[name] == value] if name else table


def _where(picture: Picture, value: Any) -> str:
    return labels.at(picture.facet, value) if picture.facet else ""


def _panels(
    figure: Draft, picture: Picture, levels: Levels, table: pd.DataFrame, wanted: Sequence[str]
) -> tuple[list[Panel], int]:
    """Curves or dots for each measure, then bars for the patterns if all four are asked for."""
    upright = picture.kind == "curves"
    stacked = set(stacks.MEASURES) <= set(wanted)
    single = [m for m in wanted if not (stacked and m in stacks.MEASURES)]
    by = picture.by or None
    lines = levels[picture.by] if picture.by else [None]
    rows = levels[picture.x]
    x_title = labels.axis_title(picture.x) if upright else ""
    tall = 240 if upright else len(rows) * (curves.ROW_PX + curves.DODGE_PX * (len(lines) - 1))
    panels: list[Panel] = []
    for drawn in _drawn_together(single):
        span = curves.reach(table, drawn)
        for value in _facets(picture, levels):
            k, part = len(panels), _cut(table, picture.facet, value)
            if upright:
                curves.curve(figure, k, part, drawn, picture.x, by, lines, legend=k == 0)
            else:
                curves.dots(figure, k, part, drawn, picture.x, rows, by, lines, legend=k == 0)
            set_axis(figure, "y" if upright else "x", k, range=span)
            head, note = labels.panel_title(
                drawn[0],
                with_companion=len(drawn) > 1,
                one_line=by is None and upright,
                where=_where(picture, value),
            )
            panels.append(Panel(head, note if upright else _as_dots(note), tall, x_title))
    several = len(lines) * len(_facets(picture, levels)) > 1
    for line in lines if stacked else ():
        for value in _facets(picture, levels):
            first = several and line == lines[0] and value == _facets(picture, levels)[0]
            part = _cut(_cut(table, picture.by, line), picture.facet, value)
            stacks.stack(figure, len(panels), part, picture.x, rows, upright=upright)
            place = [labels.at(picture.by, line) if by else "", _where(picture, value)]
            panels.append(
                Panel(
                    *stacks.title(", ".join(p for p in place if p), upright=upright),
                    240 if upright else len(rows) * curves.ROW_PX,
                    x_title,
                    new_row=first,
                    colours=style.PATTERNS,
                )
            )
    if picture.facet:
        return panels, len(levels[picture.facet])
    return panels, _across(*([len(panels)] if not several else _counts(panels)))


def _counts(panels: Sequence[Panel]) -> tuple[int, ...]:
    """Panels before and after the one that begins a new row."""
    first = next((k for k, p in enumerate(panels) if p.new_row), 0)
    return (first, len(panels) - first) if first else (len(panels),)


def _across(*counts: int) -> int:
    """Columns that leave the fewest places empty, for groups of so many panels."""
    if max(counts) <= 2:
        return max(counts)
    candidates = (3, 2, 4) if sum(counts) <= 10 else (3, 4)
    return min(candidates, key=lambda c: sum(-n % c for n in counts))


def _as_dots(note: str) -> str:
    """The key of a companion where it is a tick instead of a dotted line."""
    return note.replace("solid: ", "dots: ").replace("dotted: ", "ticks: ")


def _heat_panels(
    figure: Draft,
    picture: Picture,
    levels: Levels,
    table: pd.DataFrame,
    wanted: Sequence[str],
    tall: int | None,
) -> tuple[list[Panel], int]:
    columns, rows = levels[picture.x], levels[picture.by]
    tall = tall or max(180, min(300, 34 * len(rows)))
    panels: list[Panel] = []
    for measure in wanted:
        for value in _facets(picture, levels):
            k, part = len(panels), _cut(table, picture.facet, value)
            heat_map.heat(figure, k, part, measure, table, picture.x, picture.by, columns, rows)
            head, note = labels.panel_title(measure, where=_where(picture, value))
            x_title = labels.axis_title(picture.x)
            panels.append(Panel(head, note, tall, x_title, bar=heat_map.bar_name(k)))
    if picture.facet:
        return panels, len(levels[picture.facet])
    return panels, min(2, len(panels))


def _marginal_panels(
    figure: Draft, picture: Picture, levels: Levels, table: pd.DataFrame, wanted: Sequence[str]
) -> tuple[list[Panel], int]:
    by = picture.by or None
    lines = levels[picture.by] if picture.by else [None]
    along = [n for n in levels if n != picture.by]
    panels: list[Panel] = []
    for drawn in _drawn_together(wanted):
        for name in along:
            k = len(panels)
            marginals.marginal(
                figure, k, table, drawn, name, levels[name], by, lines, legend=k == 0
            )
            head, note = labels.panel_title(
                drawn[0], with_companion=len(drawn) > 1, one_line=by is None
            )
            panels.append(Panel(head, note, 150, labels.axis_title(name)))
    return panels, len(along)


def _point_panels(
    figure: Draft,
    picture: Picture,
    levels: Levels,
    table: pd.DataFrame,
    rows: pd.DataFrame,
    wanted: Sequence[str],
) -> tuple[list[Panel], int]:
    """Each measure over each number; of a one-at-a-time design only where the others stay."""
    by = picture.by or None
    lines = levels[picture.by] if picture.by else [None]
    along = [n for n in levels if is_number(levels, n)]
    columns = min(MOST_ACROSS, len(along))
    panels: list[Panel] = []
    for drawn in _drawn_together(wanted):
        span = curves.reach(table, drawn)
        for name in along:
            k = len(panels)
            if picture.kind == "star":
                part = points.spoke(table, rows, along, name)
                curves.curve(figure, k, part, drawn, name, by, lines, legend=k == 0)
            else:
                points.points(figure, k, table, drawn, name, by, lines, legend=k == 0)
            set_axis(figure, "y", k, range=span, nticks=4)
            head, note = labels.panel_title(
                drawn[0], with_companion=len(drawn) > 1, one_line=by is None
            )
            first = name == along[0]
            panels.append(Panel(head, note, 150, labels.axis_title(name), new_row=first))
    return panels, columns


def _row_labels(
    picture: Picture, panels: Sequence[Panel], columns: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What y axes are called stands at the first column only; in a narrow window at every panel."""
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
    return min(curves.ROW_LETTERS, max(len(labels.value(v)) for v in levels[picture.x]))


def _caption(rows: pd.DataFrame, picture: Picture, infants: int | None, table: pd.DataFrame) -> str:
    held = sorted({int(n) for n in rows["infants"].dropna()}) if "infants" in rows else []
    sizes = [infants] if infants is not None else held
    of = f" of {labels.span(sizes)} infants" if sizes else ""
    most = sorted({int(n) for n in table["n"]})
    runs = labels.span(most)
    each = f"{runs} replication{'' if runs == '1' else 's'}{of} each"
    if picture.kind == "points":
        return (
            f"Dots: single points, {each}. Lines: means of {points.BINS} bins with as many points"
            " each; bands: 95% interval of the mean over a bin's points (Student's t)."
        )
    if picture.kind == "marginals":
        return (
            f"Lines: mean over all combinations with this value. Dots: single combinations, {each}."
        )
    if not most or most[-1] < 2:
        return f"{each[:1].upper()}{each[1:]}: one value, so no interval."
    interval = {
        "curves": "bands: 95% interval of the mean (Student's t)",
        "star": "what is not on the axis is as in the scenario; bands: 95% interval of the mean"
        " (Student's t)",
        "dots": "bars: 95% interval of the mean (Student's t)",
        "heat": "95% intervals of the means are beside the pointer and in the table of numbers",
    }[picture.kind]
    return f"Means over {each}; {interval}."


def _numbers(table: pd.DataFrame, levels: Levels) -> pd.DataFrame:
    names = {name: labels.label(name) for name in levels if name}
    out = table[list(names)].rename(columns=names)
    return out.assign(
        Measure=[labels.label(m) for m in table["measure"]],
        Mean=table["mean"],
        **{"95% from": table["low"], "95% to": table["high"]},
        Replications=table["n"],
    )

"""The panels of each kind of figure: what they show, and how many are side by side.

Each function fills `canvas.panels` and gives the number of columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attune_sim.figures.base import labels, style
from attune_sim.figures.base.layout import Panel, set_axis
from attune_sim.figures.sweep import curves, heat_map, marginals, points, stacks
from attune_sim.figures.sweep.canvas import Canvas

MOST_ACROSS = 4  # panels of measures over numbers
SMALL_PX = 150  # height of a panel where there are many


def response_panels(canvas: Canvas) -> int:
    """Curves or dots for each measure, then bars for the patterns if all four are asked for."""
    stacked = set(stacks.MEASURES) <= set(canvas.measures)
    single = [m for m in canvas.measures if not (stacked and m in stacks.MEASURES)]
    for drawn in canvas.together(single):
        span = curves.reach(canvas.table, drawn)
        for facet in canvas.facets:
            _response(canvas, drawn, facet, span)
    if stacked:
        _stacks(canvas)
    if canvas.picture.facet:
        return len(canvas.facets)
    return _across(*_counts(canvas.panels))


def _upright(canvas: Canvas) -> bool:
    return canvas.picture.kind == "curves"


def _x_title(canvas: Canvas) -> str:
    return labels.axis_title(canvas.picture.x) if _upright(canvas) else ""


def _response(
    canvas: Canvas, drawn: Sequence[str], facet: object, span: list[float] | None
) -> None:
    k, x, lines = len(canvas.panels), canvas.picture.x, canvas.lines
    upright, table, rows = _upright(canvas), canvas.at(facet), canvas.levels[canvas.picture.x]
    if upright:
        curves.curve(canvas.draft, k, table, drawn, x, canvas.by, lines, legend=k == 0)
    else:
        curves.dots(canvas.draft, k, table, drawn, x, rows, canvas.by, lines, legend=k == 0)
    set_axis(canvas.draft, "y" if upright else "x", k, range=span)
    head, note = labels.panel_title(
        drawn[0],
        with_companion=len(drawn) > 1,
        one_line=canvas.by is None and upright,
        where=canvas.where(facet),
    )
    if not upright:  # a companion is a tick there instead of a dotted line
        note = note.replace("solid: ", "dots: ").replace("dotted: ", "ticks: ")
    tall = 240 if upright else len(rows) * (curves.ROW_PX + curves.DODGE_PX * (len(lines) - 1))
    canvas.panels.append(Panel(head, note, tall, _x_title(canvas)))


def _stacks(canvas: Canvas) -> None:
    x, rows, upright = canvas.picture.x, canvas.levels[canvas.picture.x], _upright(canvas)
    places = [(line, facet) for line in canvas.lines for facet in canvas.facets]
    for number, (line, facet) in enumerate(places):
        k = len(canvas.panels)
        stacks.stack(canvas.draft, k, canvas.at(facet, line), x, rows, upright=upright)
        where = [labels.at(canvas.by, line) if canvas.by else "", canvas.where(facet)]
        canvas.panels.append(
            Panel(
                *stacks.title(", ".join(filter(None, where)), upright=upright),
                240 if upright else len(rows) * curves.ROW_PX,
                _x_title(canvas),
                new_row=number == 0 and len(places) > 1,
                colours=style.PATTERNS,
            )
        )


def _counts(panels: Sequence[Panel]) -> tuple[int, ...]:
    """Panels before and after the one that begins a new row."""
    first = next((k for k, p in enumerate(panels) if p.new_row), 0)
    return (first, len(panels) - first) if first else (len(panels),)


def _across(*counts: int) -> int:
    """How many columns leave the fewest gaps, for groups of this many panels."""
    if max(counts) <= 2:
        return max(counts)
    candidates = (3, 2, 4) if sum(counts) <= 10 else (3, 4)
    return min(candidates, key=lambda c: sum(-n % c for n in counts))


def heat_panels(canvas: Canvas) -> int:
    """A heat map for each measure."""
    x, y = canvas.picture.x, canvas.picture.by
    columns, rows = canvas.levels[x], canvas.levels[y]
    tall = max(180, min(300, 34 * len(rows)))
    for measure in canvas.measures:
        for facet in canvas.facets:
            k, part = len(canvas.panels), canvas.at(facet)
            heat_map.heat(canvas.draft, k, part, measure, canvas.table, x, y, columns, rows)
            head, note = labels.panel_title(measure, where=canvas.where(facet))
            title, bar = labels.axis_title(x), heat_map.bar_name(k)
            canvas.panels.append(Panel(head, note, tall, title, bar=bar))
    return len(canvas.facets) if canvas.picture.facet else min(2, len(canvas.panels))


def _over_each(
    canvas: Canvas, along: Sequence[str], draw: Callable[[int, Sequence[str], str], None]
) -> None:
    """A small panel for each measure over each column, a row a measure."""
    for drawn in canvas.together(canvas.measures):
        for name in along:
            draw(len(canvas.panels), drawn, name)
            head, note = labels.panel_title(
                drawn[0], with_companion=len(drawn) > 1, one_line=canvas.by is None
            )
            title, first = labels.axis_title(name), name == along[0]
            canvas.panels.append(Panel(head, note, SMALL_PX, title, new_row=first))


def marginal_panels(canvas: Canvas) -> int:
    """Each measure over each column, the others averaged over."""
    along = [name for name in canvas.levels if name != canvas.picture.by]

    def draw(k: int, drawn: Sequence[str], name: str) -> None:
        values = canvas.levels[name]
        marginals.marginal(
            canvas.draft, k, canvas.table, drawn, name, values, canvas.by, canvas.lines,
            legend=k == 0,
        )  # fmt: skip

    _over_each(canvas, along, draw)
    return len(along)


def point_panels(canvas: Canvas) -> int:
    """Each measure over each number: all points, with means of bins."""

    def draw(k: int, drawn: Sequence[str], name: str) -> None:
        points.points(
            canvas.draft, k, canvas.table, drawn, name, canvas.by, canvas.lines, legend=k == 0
        )
        set_axis(canvas.draft, "y", k, range=curves.reach(canvas.table, drawn), nticks=4)

    _over_each(canvas, canvas.numbers, draw)
    return min(MOST_ACROSS, len(canvas.numbers))


def star_panels(canvas: Canvas) -> int:
    """Each measure over each number, the others as in the scenario."""

    def draw(k: int, drawn: Sequence[str], name: str) -> None:
        part = points.spoke(canvas.table, canvas.rows, canvas.numbers, name)
        curves.curve(canvas.draft, k, part, drawn, name, canvas.by, canvas.lines, legend=k == 0)
        set_axis(canvas.draft, "y", k, range=curves.reach(canvas.table, drawn), nticks=4)

    _over_each(canvas, canvas.numbers, draw)
    return min(MOST_ACROSS, len(canvas.numbers))


PANELS: dict[str, Callable[[Canvas], int]] = {
    "curves": response_panels,
    "dots": response_panels,
    "heat": heat_panels,
    "marginals": marginal_panels,
    "points": point_panels,
    "star": star_panels,
}
"""What draws each kind of picture."""

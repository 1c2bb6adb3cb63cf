"""Where the panels of a figure are placed, in a wide window and in a narrow one.

Panel k has the axes x{k} and y{k} of plotly (the first without a number). Heights are in pixels,
widths in shares of the window, so that a figure fills what it is given. Nothing here knows the font
of the reader: lines are broken where a wide font would need it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from attune_sim.figures.base import style
from attune_sim.figures.base.plotly_draft import Draft

WIDE, NARROW = 1280, 700
"""Pixels of the window that the wide layout is made for, and below which the narrow one serves."""
BESIDE = 800  # pixels from which titles of columns have room
PHONE = 350  # pixels that the narrow layout is made for
LEFT, RIGHT = 64, 24
HEAD_PX, NOTE_PX, TICKS_PX, AXIS_TITLE_PX, LINE_PX = 19, 16, 26, 28, 17
LEGEND_PX, LEGEND_LINE_PX = 40, 23
BETWEEN_PX = 14  # between a panel's foot and the next one's title
GAP_ACROSS = {1: 0.0, 2: 0.09, 3: 0.065, 4: 0.055}
BAR_SHARE = 0.13  # of a panel's width, for its colour bar
BOLD, LETTER, NOTE = 8.4, 7.2, 6.6  # pixels of a letter in a wide font: bold, labels, notes
NAME_LETTERS = 34  # of a line of a name in a legend
NARROW_LETTER = 5.4  # of a label's letter in a narrow font


@dataclass(frozen=True)
class Panel:
    """One panel.

    Attributes:
        head: what it shows, over it in bold; empty for nothing. Any text.
        note: below that and smaller: unit, which line is which.
        height: in pixels.
        x_title: under it; only at the bottom of each column where all are the same. Any text.
        ticks: whether its x axis has tick labels.
        above: pixels kept free between its title and itself, in a wide window and a narrow one.
        bar: name of its colour axis ('coloraxis2'), if it has a colour bar.
        new_row: whether it begins a row, though the one before may not be full.
        colours: words of the note before which a square stands in a colour, as in '■ secure'.
    """

    head: str
    note: str = ""
    height: int = 240
    x_title: str = ""
    ticks: bool = True
    above: tuple[int, int] = (0, 0)
    bar: str = ""
    new_row: bool = False
    colours: Mapping[str, str] = field(default_factory=dict)

    def title(self, pixels: float) -> tuple[list[str], list[str]]:
        """Head and note in lines of at most this width, in plotly's HTML."""
        notes = style.wrapped(self.note, max(8, int(pixels / NOTE)))
        for word, colour in self.colours.items():
            key = f'<span style="color:{colour}">■</span> {word}'
            notes = [n.replace(f"■ {word}", key) for n in notes]
        return style.wrapped(self.head, max(8, int(pixels / BOLD))), notes


@dataclass(frozen=True)
class Legend:
    """A legend over the panels: its title, and the names in it. Any text."""

    names: Sequence[str]
    title: str = ""

    @property
    def widths(self) -> list[int]:
        """Letters of each name's longest line."""
        return [max(map(len, style.wrapped(n, NAME_LETTERS)), default=0) for n in self.names]

    @property
    def lines(self) -> list[int]:
        """Lines of each name."""
        return [len(style.wrapped(n, NAME_LETTERS)) for n in self.names]

    def beside(self, pixels: float) -> bool:
        """Whether title and names have room in one line."""
        title = LETTER * len(self.title) + 20 if self.title else 0.0
        return sum(52 + LETTER * w for w in self.widths) + title <= pixels

    def title_lines(self, pixels: float) -> list[str]:
        """The title in lines."""
        return style.wrapped(self.title, int(pixels / LETTER))


def axis(k: int) -> str:
    """What plotly appends to 'x' and 'y' for the axes of panel k."""
    return "" if k == 0 else str(k + 1)


def axes(k: int) -> dict[str, str]:
    """The axes of panel k, as a trace names them."""
    return {"xaxis": f"x{axis(k)}", "yaxis": f"y{axis(k)}"}


def set_axis(draft: Draft, letter: str, k: int, **settings: Any) -> None:
    """Set properties of the x or y axis of panel k."""
    draft.update_layout({f"{letter}axis{axis(k)}": settings})


def name_rows(draft: Draft, k: int, names: Sequence[str]) -> None:
    """Make the y axis of panel k rows with names, from the top."""
    set_axis(
        draft,
        "y",
        k,
        tickvals=list(range(len(names))),
        ticktext=list(names),
        showgrid=False,
        range=[len(names) - 0.4, -0.6],
    )


def mark_days(draft: Draft, k: int, begins: Sequence[int], looked_at: int | None) -> None:
    """Upright lines in panel k where something begins, and on the day that is looked at."""
    marked = [(day, "dot", 1.2) for day in begins]
    marked += [(looked_at, "solid", 1.8)] if looked_at is not None else []
    for day, dash, width in marked:
        draft.add_shape(
            type="line",
            x0=day,
            x1=day,
            y0=0,
            y1=1,
            xref=f"x{axis(k)}",
            yref=f"y{axis(k)} domain",
            layer="below",
            line={"color": style.NEUTRAL, "dash": dash, "width": width},
        )


def places(panels: Sequence[Panel], columns: int) -> list[tuple[int, int]]:
    """Row and column of each panel."""
    out: list[tuple[int, int]] = []
    for p in panels:
        row, column = out[-1] if out else (0, -1)
        if column + 1 == columns or (p.new_row and out):
            row, column = row + 1, -1
        out.append((row, column + 1))
    return out


def arranged(
    panels: Sequence[Panel],
    columns: int,
    legend: Legend | None,
    first_annotation: int,
    letters: int,
) -> dict[str, Any]:
    """Layout changes that arrange the panels in this many columns, for `Plotly.relayout`.

    Args:
        panels: in the order of their axes.
        columns: how many.
        legend: over the panels, if there is one.
        first_annotation: number of the annotation that is the first panel's title.
        letters: of the longest tick label of a y axis that has words; 0 if none has.
    """
    return _Grid(panels, columns, WIDE, legend, letters).changes(first_annotation)


def arranged_narrow(
    panels: Sequence[Panel], legend: Legend | None, first_annotation: int, letters: int
) -> dict[str, Any]:
    """The same for a narrow window: panels below each other, titles over the tick labels too."""
    return _Grid(panels, 1, PHONE, legend, letters).changes(first_annotation)


class _Grid:
    """Rows and columns of panels in a window of a width."""

    def __init__(
        self,
        panels: Sequence[Panel],
        columns: int,
        window: int,
        legend: Legend | None,
        letters: int,
    ) -> None:
        self.panels, self.columns, self.window, self.legend = panels, columns, window, legend
        self.narrow = window < NARROW
        self.at = places(panels, columns)
        count = self.at[-1][0] + 1
        self.rows = [[k for k, (r, _) in enumerate(self.at) if r == row] for row in range(count)]
        self.gap = GAP_ACROSS.get(columns, 0.05)
        self.width = (1.0 - self.gap * (columns - 1)) / columns
        self.plot = window - LEFT - RIGHT
        # Columns stand side by side on less, too: beside controls, or through a projector.
        self.least = self.plot if columns == 1 else BESIDE - LEFT - RIGHT
        # How far titles reach to the left: what the labels take in a narrow font; what a wide one
        # takes more is missing at the right.
        self.shift = round(max(LEFT, NARROW_LETTER * letters) - 8) if self.narrow else 0
        labels = max(0.0, NOTE * letters + 10 - LEFT)
        self.title_px = (self.least - labels) * self.width + min(labels + LEFT, self.shift)
        self.titles = [p.title(self.title_px) for p in panels]

    def _x_title(self, k: int) -> list[str]:
        p = self.panels[k]
        same = len({q.x_title for q in self.panels}) == 1
        bottoms = {column: j for j, (_, column) in enumerate(self.at)}  # the last of each column
        if not p.x_title or (same and bottoms[self.at[k][1]] != k):
            return []
        pixels = self.least * (self.width + self.gap) + (40 if self.narrow else 0)
        return style.wrapped(p.x_title, max(10, int(pixels / LETTER)))

    def _foot(self, row: Sequence[int]) -> int:
        def of(k: int) -> int:
            lines = len(self._x_title(k))
            titles = AXIS_TITLE_PX + LINE_PX * (lines - 1) if lines else 0
            return TICKS_PX * self.panels[k].ticks + titles

        return max(of(k) for k in row)

    def _above(self, k: int) -> int:
        return self.panels[k].above[self.narrow]

    def _lines(self, row: Sequence[int]) -> tuple[int, int]:
        """Lines of heading and note in this row: the same for all, so that they line up."""
        heads = max(len(self.titles[k][0]) for k in row)
        return heads, max(len(self.titles[k][1]) for k in row)

    def _head(self, row: Sequence[int]) -> int:
        heads, notes = self._lines(row)
        above = max(self._above(k) for k in row)
        return above + (HEAD_PX * heads + NOTE_PX * notes + 10 if heads or notes else 12)

    def title(self, k: int) -> str:
        """The text over panel k, with empty lines up to its row's height."""
        heads, notes = self.titles[k]
        row = self.rows[self.at[k][0]]
        missing = sum(self._lines(row)) - len(heads) - len(notes)
        small = [f'<span style="font-size:88%">{n}</span>' for n in notes]
        return "<br>".join([*(f"<b>{h}</b>" for h in heads), *small, *[" "] * missing])

    def changes(self, first_annotation: int) -> dict[str, Any]:
        tops, inner = [], 0.0
        for r, row in enumerate(self.rows):
            inner += BETWEEN_PX + self._head(row) if r else 0
            tops.append(inner)
            inner += max(self.panels[k].height for k in row)
            inner += self._foot(row) if r < len(self.rows) - 1 else 0
        out: dict[str, Any] = {}
        annotation = first_annotation
        for k, (r, column) in enumerate(self.at):
            out |= self._place(k, tops[r], column, inner)
            if self.panels[k].head:
                out[f"annotations[{annotation}].text"] = self.title(k)
                out[f"annotations[{annotation}].xshift"] = -self.shift
                out[f"annotations[{annotation}].yshift"] = 4 + self._above(k)
                annotation += 1
        head = self._head(self.rows[0])
        out["margin.t"] = head + 10 + self._legend(out, head, inner)
        out["margin.b"] = self._foot(self.rows[-1]) + 14
        out["height"] = inner + out["margin.t"] + out["margin.b"]
        return out

    def _place(self, k: int, top_px: float, column: int, inner: float) -> dict[str, Any]:
        p, n = self.panels[k], axis(k)
        left, top = column * (self.width + self.gap), 1.0 - top_px / inner
        right = min(1.0, left + self.width * (1.0 - (BAR_SHARE if p.bar else 0.0)))
        bottom = max(0.0, top - p.height / inner)
        out: dict[str, Any] = {
            f"xaxis{n}.domain": [left, right],
            f"yaxis{n}.domain": [bottom, top],
            # None where there is none: plotly keeps room for an empty one.
            f"xaxis{n}.title.text": "<br>".join(self._x_title(k)) or None,
        }
        if p.bar:
            out[f"{p.bar}.colorbar.x"] = right + 0.008
            out[f"{p.bar}.colorbar.y"] = (bottom + top) / 2
            out[f"{p.bar}.colorbar.len"] = p.height / inner
        return out

    def _legend(self, out: dict[str, Any], head: int, inner: float) -> int:
        """Put the legend over the panels; the pixels that it takes."""
        if self.legend is None:
            return 0
        room = self.plot if not self.narrow else self.window - RIGHT
        lines, names = self.legend.title_lines(room), len(self.legend.names)
        beside = not self.narrow and self.legend.beside(room)
        across = max(1, int(room / (52 + LETTER * max(self.legend.widths, default=0))))
        tall = max(self.legend.lines, default=1)
        deep = sum(self.legend.lines) if across == 1 else math.ceil(names / across) * tall
        rows = tall if beside else deep + len(lines)
        out["legend.orientation"] = "h" if across > 1 else "v"
        out["legend.x"] = -self.shift / self.plot
        out["legend.y"] = 1.0 + (head + 8) / inner
        out["legend.title.side"] = "left" if beside else "top"
        out["legend.title.text"] = "<br>".join(lines) + ("  " if lines and beside else "")
        return LEGEND_PX + LEGEND_LINE_PX * (rows - 1)

"""Published figures beside those of the model, as tables for people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from attune_sim import numbers
from attune_sim.cli.terminal.tables import Grid
from attune_sim.cli.terminal.text import MODEL, notes, prose, section
from attune_sim.evidence.validation.comparison import SIDES
from attune_sim.evidence.validation.tally import counted_once, in_words
from attune_sim.evidence.verdicts import (
    CANNOT_TELL,
    DIRECTION,
    INSIDE,
    NOT_TESTABLE,
    READING,
    SAME_ORDER,
    VERDICTS,
    WRONG,
)

if TYPE_CHECKING:
    from attune_sim.evidence import Comparison
    from attune_sim.evidence.validation.judgement import Interval

INDENT = 2  # characters before a table in its section
FEW = 8  # findings that are described one by one
COLOURS = {
    INSIDE: "blue",
    DIRECTION: "yellow",
    SAME_ORDER: "yellow",
    WRONG: "red",
    CANNOT_TELL: "dim",
    NOT_TESTABLE: "dim",
}
STAYS = "Findings that the model gets wrong stay in this list."
NARROW = "Published intervals are not shown; they need a wider terminal."
UNSURE = "? The figure was not read in the paper itself: second-hand or unconfirmed."


def summary_of_validation(found: Sequence[Comparison], width: int) -> RenderableType:
    """What `attune-sim validate` prints.

    Args:
        found: the comparisons, in order.
        width: of the terminal, in characters.
    """
    parts: list[RenderableType] = [Text("")]
    tables = {
        title: [c for c in found if c.fitted == fitted]
        for title, fitted in (("Used to fit", True), ("Kept back for validation", False))
    }
    for title, rows in tables.items():
        if rows:
            parts.append(section(f"{title}: {in_words(rows)}", table_of_comparisons(rows, width)))
    if len(found) <= FEW:
        parts += [_details(c) for c in found]
    unsure = [UNSURE] if any(_mark(c) for c in found) else []
    narrow = [NARROW] if any(lacks_intervals(rows, width) for rows in tables.values()) else []
    once = [words] if (words := counted_once(found)) else []
    brackets = "In brackets: 95% intervals."
    return Group(*parts, notes(brackets, *narrow, *unsure, *once, READING, STAYS, MODEL))


def table_of_comparisons(rows: Sequence[Comparison], width: int) -> Grid:
    """Published against model, a row a finding.

    Published intervals are left out where that keeps a row on its line; NARROW says so.

    Args:
        rows: the comparisons, in order.
        width: of the terminal, in characters.
    """
    return _grid(rows, intervals=not lacks_intervals(rows, width))


def lacks_intervals(rows: Sequence[Comparison], width: int) -> bool:
    """Whether `table_of_comparisons` leaves out the published intervals at this width."""
    room = width - INDENT
    return (
        _grid(rows, intervals=True).least_width()
        > room
        >= _grid(rows, intervals=False).least_width()
    )


def _grid(rows: Sequence[Comparison], *, intervals: bool) -> Grid:
    grid = Grid("finding", "published", "model", "verdict")
    for c in rows:
        verdict = Text(VERDICTS[c.verdict].marked, style=COLOURS[c.verdict])
        grid.add(c.id, _published(c, intervals), _interval(c.model), verdict)
    return grid


def _mark(c: Comparison) -> str:
    return "" if c.certainty in ("", "abstract read") else " ?"


def _published(c: Comparison, interval: bool) -> str:
    if c.direction is not None:
        return SIDES[c.direction] + _mark(c)
    return (_interval(c.published) if interval else _number(c.published.value)) + _mark(c)


def _interval(interval: Interval) -> str:
    ends = (_number(interval.low), _number(interval.high))
    return numbers.with_interval(_number(interval.value), *ends)


def _number(value: float) -> str:
    return numbers.decimals(value, 2 if abs(value) < 10 else 0)


def _details(c: Comparison) -> RenderableType:
    lines = [prose(c.finding)]
    if c.citation:
        how = f" ({c.certainty})" if c.certainty else ""
        lines.append(prose(c.citation + how, style="dim"))
    if c.note:
        lines.append(prose(c.note, style="dim"))
    if c.direction is None:
        lines.append(prose(f"Published: {_interval(c.published)}.", style="dim"))
    if math.isfinite(c.study.low) and math.isfinite(c.study.high):
        ends = numbers.interval(_number(c.study.low), _number(c.study.high))
        size = f"In the model, a single study of {c.study.n} families would find {ends}."
        lines.append(prose(size, style="dim"))
    return Group(Text(c.id, style="bold"), Padding(Group(*lines), (0, 0, 1, 2)))

"""What the model reproduces, as tables for people."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from attune_sim.cli.terminal.text import MODEL, notes, prose, section
from attune_sim.evidence.validation.comparison import SIDES
from attune_sim.evidence.verdicts import DIRECTION, INSIDE, READING, VERDICTS, WRONG

if TYPE_CHECKING:
    from attune_sim.evidence import Comparison
    from attune_sim.evidence.validation.comparison import Interval

FEW = 8  # findings that are told one by one
WIDE = 100  # characters of a line that has room for published intervals
COLOURS = {INSIDE: "blue", DIRECTION: "yellow", WRONG: "red"}
STAYS = "What is wrong stays here."
UNSURE = "? The figure was not read in its paper: second-hand, or unconfirmed."


def summary_of_validation(found: Sequence[Comparison], width: int) -> RenderableType:
    """What `attune-sim validate` prints.

    Args:
        found: the comparisons, in order.
        width: of the terminal, in characters.
    """
    parts: list[RenderableType] = [Text("")]
    for fitted, title in ((True, "Used to fit"), (False, "Kept back for validation")):
        rows = [c for c in found if c.fitted == fitted]
        if rows:
            parts.append(section(f"{title}: {_count(rows)}", table_of_comparisons(rows, width)))
    if len(found) <= FEW:
        parts += [_details(c) for c in found]
    unsure = [UNSURE] if any(_mark(c) for c in found) else []
    interval = "In brackets: 95 % intervals."
    return Group(*parts, notes(interval, *unsure, READING, STAYS, MODEL))


def _count(rows: Sequence[Comparison]) -> str:
    count = Counter(c.verdict for c in rows)
    return ", ".join(f"{count[name]} {name}" for name in VERDICTS if count[name])


def table_of_comparisons(rows: Sequence[Comparison], width: int) -> Table:
    """Published against model, a row a finding; intervals where the terminal is wide enough."""
    wide = width >= WIDE
    gap = 2 if wide else 1
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style="dim")
    for title in ("finding", "published", "model", "verdict"):
        table.add_column(title, no_wrap=True)
    for c in rows:
        table.add_row(
            c.id,
            _published(c, wide),
            _interval(c.model),
            Text(VERDICTS[c.verdict].marked, style=COLOURS[c.verdict]),
        )
    return table


def _mark(c: Comparison) -> str:
    return "" if c.certainty in ("", "abstract read") else " ?"


def _published(c: Comparison, wide: bool) -> str:
    if c.direction is not None:
        return SIDES[c.direction] + _mark(c)
    return (_interval(c.published) if wide else _number(c.published.value)) + _mark(c)


def _interval(interval: Interval) -> str:
    if not math.isfinite(interval.value):
        return "undefined"
    if not (math.isfinite(interval.low) and math.isfinite(interval.high)):
        return _number(interval.value)
    return f"{_number(interval.value)} ({_number(interval.low)}, {_number(interval.high)})"


def _number(value: float) -> str:
    """Short, without the zero before the point: .34, -.06, 15."""
    text = f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"
    text = text.removeprefix("-") if float(text) == 0 else text
    return text.replace("0.", ".", 1) if abs(value) < 1 else text


def _details(c: Comparison) -> RenderableType:
    lines = [prose(c.finding)]
    if c.citation:
        how = f" ({c.certainty})" if c.certainty else ""
        lines.append(prose(c.citation + how, style="dim"))
    if c.note:
        lines.append(prose(c.note, style="dim"))
    if c.direction is None:
        lines.append(prose(f"Published: {_interval(c.published)}.", style="dim"))
    single = _interval(c.study).partition(" ")[2]
    if single:
        size = f"A single study of {c.study.n} would find it in the model within {single}."
        lines.append(prose(size, style="dim"))
    return Group(Text(c.id, style="bold"), Padding(Group(*lines), (0, 0, 1, 2)))

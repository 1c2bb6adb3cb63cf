"""A sweep's means as tables, for people."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from attune_sim.cli.terminal.text import MODEL, SHARES, count, notes, prose, rounded
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import PARAMETERS
from attune_sim.sweep.moments import MOMENTS

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.sweep import SweepResult, SweepSpec

MOST_ROWS = 30
GAP = 3  # blanks between columns
INTERVALS = "Means over replications, in brackets their 95 % intervals."
ONE_RUN = "One run at each point: it does not show how far chance moves these numbers."


def summary_of_sweep(
    spec: SweepSpec, result: SweepResult, means: pd.DataFrame, told: pd.DataFrame, width: int
) -> RenderableType:
    """What `attune-sim sweep` prints: a row per point, a column per measure.

    Measures asked for by name come first, in their order, and are all shown; then what comes along
    with them, or all measures, in as many tables as fit into about thirty rows. The rest is said
    to be left out.

    Args:
        spec: what was asked.
        result: what was done.
        means: a row per point and measure, from `attune_sim.sweep.summary`.
        told: what can be told apart, from `attune_sim.sweep.comparisons`.
        width: of the terminal, in characters.
    """
    by_measure = {
        str(name): rows.sort_values("point").to_dict("records")
        for name, rows in means.groupby("measure", sort=False)
    }
    first = by_measure[spec.measures[0]]
    points = len(first)
    done = f"{count(result.rows_total // spec.replications, 'point')}"
    done += f", {count(result.rows_total, 'run')}"
    if result.already_there:
        done += f", {result.already_there:,} of them there already"
    if result.failed:
        done += f", {result.failed:,} failed"
    keys = [(heading_of(name), [_level(row[name]) for row in first]) for name in spec.varied]
    order = [*spec.asked, *(name for name in spec.measures if name not in spec.asked)]
    columns = [(heading_of(name), [_mean(name, row) for row in by_measure[name]]) for name in order]
    blocks = list(_fitting(columns, width - sum(_width(c) for c in keys)))
    shown = blocks[: max(1, MOST_ROWS // points, _holding(blocks, len(spec.asked)))]
    return Group(
        Padding(
            Group(prose(spec.question or spec.name, style="bold"), Text(done, style="dim")),
            (1, 0, 1, 0),
        ),
        *(Padding(_table(keys, block), (0, 0, 1, 0)) for block in shown),
        notes(
            *_left_out(points - MOST_ROWS, sum(map(len, blocks[len(shown) :]))),
            INTERVALS if spec.replications > 1 else ONE_RUN,
            *_underpowered(spec, told),
            MODEL,
        ),
    )


Column = tuple[str, list[str]]


def _width(column: Column) -> int:
    """Characters that a column needs: its longest cell, or the longest word of its heading."""
    heading, cells = column
    return max(map(len, (*heading.split(), *cells))) + GAP


def _fitting(columns: Sequence[Column], width: int) -> Iterator[list[Column]]:
    """The columns in blocks that fit beside the keys, at least one in each."""
    block: list[Column] = []
    for column in columns:
        if block and sum(map(_width, (*block, column))) > width:
            yield block
            block = []
        block.append(column)
    yield block


def _holding(blocks: Sequence[list[Column]], columns: int) -> int:
    """How many of the blocks hold the first so many columns."""
    ends = accumulate(map(len, blocks), initial=0)
    return next(number for number, end in enumerate(ends) if end >= columns)


def _table(keys: list[Column], block: list[Column]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim")
    for column in (*keys, *block):
        table.add_column(column[0], vertical="bottom", max_width=_width(column) - GAP)
    cells = [column[1][:MOST_ROWS] for column in (*keys, *block)]
    for row in zip(*cells, strict=True):
        table.add_row(*row)
    return table


def heading_of(name: str) -> str:
    """A parameter, factor or measure as the heading of a column, with its unit."""
    parameter, _, moment = name.partition(".")
    if parameter in PARAMETERS:
        return PARAMETERS[parameter].label + (f", {MOMENTS[moment]}" if moment else "")
    if name not in OUTCOMES:
        return name.capitalize()
    outcome = OUTCOMES[name]
    if outcome.unit.startswith(SHARES):
        return f"{outcome.label} %"
    return f"{outcome.label} ({outcome.unit})" if outcome.unit else outcome.label


def _level(value: Any) -> str:
    if isinstance(value, str):
        return value
    return f"{value:.4g}" if math.isfinite(value) else "as it is"


def _mean(name: str, row: Mapping[Any, Any]) -> str:
    if not math.isfinite(row["mean"]):
        return "undefined"
    text = _number(name, row["mean"])
    if math.isfinite(row["low"]):
        low, high = _within_scale(name, row["low"]), _within_scale(name, row["high"])
        text += f" ({_number(name, low)} to {_number(name, high)})"
    return text


def _within_scale(name: str, value: float) -> float:
    """An interval's end, no further than the measure can go."""
    low, high = OUTCOMES[name].low, OUTCOMES[name].high
    value = value if low is None else max(low, value)
    return value if high is None else min(high, value)


def _number(name: str, value: float) -> str:
    return f"{100 * value:.0f}" if OUTCOMES[name].unit.startswith(SHARES) else rounded(value)


def _underpowered(spec: SweepSpec, told: pd.DataFrame) -> list[str]:
    """A warning where the points differ by less than these replications can find, if they do."""
    weak = told[told["underpowered"]]
    if weak.empty:
        return []
    some = [
        f"{heading_of(name).lower()} (points differ by {rounded(span)} at most)"
        for name, span in zip(weak["measure"][:3], weak["span"][:3], strict=True)
    ]
    more = f" and {count(len(weak) - 3, 'more measure')}" if len(weak) > 3 else ""
    return [
        f"Too few replications to compare points: with {spec.replications} of them a difference"
        f" must be larger than any found here to be seen four times in five, in {', '.join(some)}"
        f"{more}. attune-sim how-many tells how many it takes."
    ]


def _left_out(points: int, measures: int) -> list[str]:
    """What is not shown, as a sentence, if anything is."""
    missing = [
        count(number, what)
        for number, what in ((points, "more point"), (measures, "more measure"))
        if number > 0
    ]
    return [f"Not shown: {' and '.join(missing)}; they are among the rows."] if missing else []

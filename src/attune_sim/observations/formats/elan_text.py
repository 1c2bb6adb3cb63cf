"""ELAN's tab-delimited export without a heading: tier, participant, times, value.

Which times are in it depends on what was ticked: beginning, end and duration, each in up to three
notations. So the beginning is the first column of times, and the end the first that differs.
"""

from __future__ import annotations

from attune_sim.errors import InputError
from attune_sim.observations.formats.headings import getter
from attune_sim.observations.recording import Layout, Observation, Recording, Stretch
from attune_sim.observations.tables import Cells
from attune_sim.observations.times import factor_of, seconds

LAST_COLUMN = 12
"""Columns of times stand before it: a participant, and three times in three notations."""


def recording_of_elan_text(cells: Cells, layout: Layout) -> Recording | None:
    """The recording of such a table; None if it is another."""
    width = max(len(row) for _, row in cells.rows)
    factor = factor_of("", layout)
    if any(not row[0] or _time(row[0]) is not None for _, row in cells.rows):
        return None
    columns = range(1, min(width - 1, LAST_COLUMN))
    times = [found for k in columns if (found := _times(cells, k, factor))]
    if not times:
        return None
    begins = times[0]
    ends = next((t for t in times if not _same(begins, t)), None)
    if ends is None:
        return None
    code = getter(width - 1)
    stretches = tuple(
        Stretch(row[0], code(row), start, end, number)
        for (number, row), start, end in zip(cells.rows, begins, ends, strict=True)
        if code(row)
    )
    return Recording("ELAN (text)", (Observation("", stretches),)) if stretches else None


def _same(times: list[float], others: list[float]) -> bool:
    """Whether two columns are one time in two notations, of which one may be milliseconds."""
    return any(
        all(abs(factor * x - y) <= 0.01 * factor for x, y in zip(times, others, strict=True))
        for factor in (1, 1000)
    )


def _times(cells: Cells, column: int, factor: float) -> list[float]:
    """The seconds of a column; empty if one of its cells is no time."""
    cell = getter(column)
    found = []
    for _, row in cells.rows:
        time = _time(cell(row), factor)
        if time is None:  # most columns are given up at their first row
            return []
        found.append(time)
    return found


def _time(text: str, factor: float = 1.0) -> float | None:
    try:
        return seconds(text, factor)
    except InputError:
        return None

"""Tables of text as rows of cells; the heading is found below any head rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from attune_sim.errors import InputError

Row = tuple[int, list[str]]
"""Its number in the file, from 1, and its cells without blanks around them."""

SEPARATORS = ("\t", ";", ",", "|")
MOST_ROWS, MOST_CELLS = 100_000, 400_000
"""A film of 27 hours has 100,000 seconds; cells are rows times columns, even if rows are short."""
MOST_COLUMNS, FEW_ROWS = 1_000, 12
"""A table of more columns is one of a few rows: a row for each person, a column for each unit."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A table as it was read.

    Attributes:
        rows: those that hold anything.
        separator: between cells; empty for a workbook.
    """

    rows: tuple[Row, ...]
    separator: str = ""

    def head(self, most: int = 80) -> Iterator[Row]:
        """The first rows, in which a heading may stand."""
        yield from self.rows[:most]


def cells_of_text(text: str) -> Cells:
    """The cells of a text, by the separator that gives the most alike rows.

    Raises:
        InputError: it cannot be taken apart, or has too many rows or cells.
    """
    separator = _separator(text)
    lines = text.count("\n") + 1
    check_size(lines, lines + text.count(separator))  # before each cell costs its memory
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[Row] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error as error:
        raise InputError(
            f"row {reader.line_num}: this cannot be read as a table: {error}"
        ) from None
    if not rows:
        raise InputError("the table is empty")
    check_columns(rows)
    return Cells(tuple(rows), separator)


def _separator(text: str) -> str:
    """The one that stands in the most lines, and in these most often."""
    lines = [line for line in text[:100_000].split("\n") if line.strip()][:200]
    # A decimal comma stands in as many lines as a separator, so the rarer signs come first.
    return max(
        SEPARATORS,
        key=lambda sign: (sum(sign in line for line in lines), -SEPARATORS.index(sign)),
    )


def check_size(rows: int, cells: int) -> None:
    """Refuse a table that is too large.

    Raises:
        InputError: it has so many rows or cells.
    """
    if rows > MOST_ROWS or cells > MOST_CELLS:
        raise InputError(
            f"the table has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells (rows times"
            " columns), the most that are read"
        )


def check_columns(rows: list[Row]) -> None:
    """Refuse a table that is too wide: every row is looked at for every column of the heading."""
    columns = max(len(cells) for _, cells in rows)
    if len(rows) > FEW_ROWS and columns > MOST_COLUMNS:
        raise InputError(
            f"the table has {columns:,} columns; one of more than {FEW_ROWS} rows may have at most"
            f" {MOST_COLUMNS:,}"
        )
    check_size(len(rows), len(rows) * columns)

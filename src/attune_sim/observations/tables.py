"""Tables of text or of a workbook as rows of cells; the heading is found below any head rows."""

from __future__ import annotations

import csv
import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from attune_sim.errors import InputError
from attune_sim.observations.content import begins_as_xml, entry_of, marks_of, unzipped

Row = tuple[int, list[str]]
"""Its number in the file, from 1, and its cells without blanks around them."""

SEPARATORS = ("\t", ";", ",", "|")
MOST_ROWS, MOST_CELLS = 100_000, 400_000
"""A film of 27 hours has 100,000 seconds; cells are rows times columns, even if rows are short."""
MOST_MARKS = 200_000
"""Tags and attributes in a workbook; a cell has six to nine, one with a formula three more."""
_LIGHT = ("xl/worksheets/", "xl/sharedStrings", "xl/calcChain", "xl/theme/", "xl/media/")
"""Parts whose marks cost what those of cells do, or nothing; styles, for instance, cost more."""
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
    _check_columns(rows)
    return Cells(tuple(rows), separator)


def _separator(text: str) -> str:
    """The one that stands in the most lines, and in these most often."""
    lines = [line for line in text[:100_000].split("\n") if line.strip()][:200]
    # A decimal comma stands in as many lines as a separator, so the rarer signs come first.
    return max(
        SEPARATORS,
        key=lambda sign: (sum(sign in line for line in lines), -SEPARATORS.index(sign)),
    )


def cells_of_workbook(content: bytes) -> Cells:
    """The cells of a workbook's first sheet that holds any; what formulas gave, not formulas.

    Raises:
        InputError: it is damaged or too large.
    """
    from openpyxl import load_workbook

    _check_workbook(unzipped(content))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, which nobody needs
            _check_sheets(content)
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            seen = 0
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # a file may say that it has a billion rows
                rows: list[Row] = []
                for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                    seen += 1 + len(cells)  # also those that the file leaves out
                    if seen > MOST_MARKS:
                        raise _too_large()
                    texts = [_text(cell) for cell in cells]
                    if any(texts):
                        rows.append((number, texts))
                if rows:
                    _check_columns(rows)
                    return Cells(tuple(rows))
    except InputError:
        raise
    except Exception:  # whatever a damaged workbook makes the library raise
        raise InputError("this workbook is damaged, or is none that can be read") from None
    raise InputError("the workbook has no cells")


def _check_workbook(archive: zipfile.ZipFile) -> None:
    """Refuse a workbook that would take long: taking it apart costs ten times what a text does.

    Raises:
        InputError: it is damaged, or has too many cells, styles or sheets.
    """
    total = 0
    for name in archive.namelist():
        part = entry_of(archive, name)
        if begins_as_xml(part):
            total += marks_of(part) * (1 if name.startswith(_LIGHT) else 4)
    if total > MOST_MARKS:
        raise _too_large()


def _check_sheets(content: bytes) -> None:
    """Refuse sheets that are the same part, which would be taken apart again for each of them.

    Raises:
        InputError: there are some.
    """
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(io.BytesIO(content), read_only=True)
    reader.read_manifest()
    reader.read_workbook()
    parts = [relation.target for _, relation in reader.parser.find_sheets()]
    if len(set(parts)) < len(parts):
        raise InputError("this workbook is damaged: two of its sheets are the same part")


def _too_large() -> InputError:
    return InputError(
        "the workbook is too large: its sheets may have about 20,000 cells in all, fewer with"
        " formulas or many styles; save the sheet that you need as CSV, which may have"
        f" {MOST_CELLS:,}"
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


def _check_columns(rows: list[Row]) -> None:
    """Refuse a table that is too wide: every row is looked at for every column of the heading."""
    columns = max(len(cells) for _, cells in rows)
    if len(rows) > FEW_ROWS and columns > MOST_COLUMNS:
        raise InputError(
            f"the table has {columns:,} columns; one of more than {FEW_ROWS} rows may have at most"
            f" {MOST_COLUMNS:,}"
        )
    check_size(len(rows), len(rows) * columns)


def _text(cell: object) -> str:
    """A workbook's cell as a text file would hold it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime.timedelta):
        return repr(cell.total_seconds())
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()

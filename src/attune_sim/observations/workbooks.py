"""Workbooks as rows of cells."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from typing import Any

from openpyxl.reader.excel import ExcelReader

from attune_sim.errors import InputError
from attune_sim.observations.content import begins_as_xml, entry_of, marks_of, unzipped
from attune_sim.observations.tables import MOST_CELLS, Cells, Row, check_columns

MOST_MARKS = 200_000
"""Tags and attributes in a workbook; a cell has six to nine, one with a formula three more."""
LIGHT = (
    *("xl/worksheets/", "xl/sharedStrings", "xl/calcChain", "xl/theme/", "xl/media/", "xl/pivot"),
    *("xl/comments", "xl/threadedComments", "xl/drawings/", "xl/charts/"),
)
"""Parts whose marks cost no more than those of cells; styles, for instance, cost more."""


def cells_of_workbook(content: bytes) -> Cells:
    """The cells of a workbook's first sheet that holds any; what formulas gave, not formulas.

    Raises:
        InputError: it is damaged or too large.
    """
    _check_size(unzipped(content))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, which nobody needs
            return _cells(content)
    except InputError:
        raise
    except Exception:  # whatever a damaged workbook makes the library raise
        raise InputError("this workbook is damaged, or is none that can be read") from None


class Reader(ExcelReader):
    """The library's reader, of sheets of cells only, each of which is a part of its own."""

    def read_worksheets(self) -> None:
        """Prepare the sheets.

        Raises:
            ValueError: two are the same part, which would be taken apart again for each of them.
        """
        parts = [relation.target for _, relation in self.parser.find_sheets()]
        if len(set(parts)) < len(parts):
            raise ValueError("two sheets are the same part")
        super().read_worksheets()

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """Nothing: a picture holds no codes."""


def _cells(content: bytes) -> Cells:
    # Links to other files would be read again wherever they are named.
    reader = Reader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read()
    seen = 0
    for sheet in reader.wb.worksheets:
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
            check_columns(rows)
            return Cells(tuple(rows))
    raise InputError("the workbook has no cells")


def _check_size(archive: zipfile.ZipFile) -> None:
    """Refuse a workbook that would take long: taking it apart costs ten times what a text does.

    Raises:
        InputError: it is damaged, or has too many cells or styles.
    """
    total = 0
    for name in archive.namelist():
        part = entry_of(archive, name)
        if begins_as_xml(part):
            total += marks_of(part) * (1 if name.startswith(LIGHT) else 4)
    if total > MOST_MARKS:
        raise _too_large()


def _too_large() -> InputError:
    return InputError(
        "the workbook is too large: its sheets may have about 20,000 cells in all, fewer with"
        " formulas or many styles; save the sheet that you need as CSV, which may have"
        f" {MOST_CELLS:,} cells"
    )


def _text(cell: object) -> str:
    """A workbook's cell as a text file would hold it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime.timedelta):
        return repr(cell.total_seconds())
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()

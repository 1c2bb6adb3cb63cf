"""Workbooks as rows of cells."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from attune_sim.errors import InputError
from attune_sim.observations.content import LARGEST, begins_as_xml, entry_of, marks_of, unzipped
from attune_sim.observations.tables import MOST_CELLS, Cells, Row, check_columns

MOST_MARKS = 200_000
"""Tags and attributes in a workbook; a cell has six to nine, one with a formula three more."""
LIGHT = (
    *("xl/worksheets/", "xl/sharedStrings", "xl/calcChain", "xl/theme/", "xl/media/", "xl/pivot"),
    *("xl/comments", "xl/threadedComments", "xl/drawings/", "xl/charts", "xl/externalLinks/"),
    "xl/tables/",
)
"""Parts whose marks cost no more than those of cells; styles, for instance, cost more."""
STYLES = "xl/styles.xml"
_RANGES = re.compile(rb"sqref\s*=\s*[\"'][^\"']*")
_RANGE = 3
"""Letters of the shortest range of cells and a blank; each range becomes an object."""
_FORMAT, _STYLE = re.compile(rb"numFmt\s[^<]*"), re.compile(rb"xf[\s/>]")
_LETTERS = 8_000
"""Pairs of letters of the longest format that cost what a mark does, for each style."""
_SHEET_LINKS = re.compile(r"xl/worksheets/_rels/sheet\d+\.xml\.rels")
"""Addresses that cells link to, which nobody reads."""


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
    """openpyxl's reader, for sheets of cells only; no two may be the same part."""

    def read(self) -> None:
        """Read what cells need: names of ranges, for instance, could cost minutes.

        Raises:
            ValueError: a part is damaged, or stands for two sheets, and would be read for each.
        """
        self.read_manifest()
        self.read_strings()
        # Otherwise each cell that has a long one would hold a copy without its blanks.
        self.shared_strings[:] = [text.strip() for text in self.shared_strings]
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        parts = [(s, r.target) for s, r in self.parser.find_sheets() if "chart" not in r.Type]
        if len({part for _, part in parts}) < len(parts):
            raise ValueError("two sheets are the same part")
        self.sheets: list[Any] = [  # the stubs do not know how their rows are read
            ReadOnlyWorksheet(self.wb, sheet.name, part, self.shared_strings)
            for sheet, part in parts
            if part in self.valid_files
        ]


def _cells(content: bytes) -> Cells:
    # Links to other files would be read again wherever they are named.
    reader = Reader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read()
    seen = length = 0
    for sheet in reader.sheets:
        sheet.reset_dimensions()  # a file may say that it has a billion rows
        rows: list[Row] = []
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            seen += 1 + len(cells)  # also those that the file leaves out
            texts = [_text(cell) for cell in cells]
            length += sum(map(len, texts))  # many cells may hold the same long text
            if seen > MOST_MARKS or length > LARGEST:
                raise _too_large()
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
            plain = part.replace(b"\0", b"")  # of UTF-16
            total += marks_of(plain) * (1 if _is_light(name) else 4)
            total += sum(len(found) // _RANGE for found in _RANGES.findall(plain))
            if name == STYLES:
                total += _cost_of_formats(plain)
    if total > MOST_MARKS:
        raise _too_large()


def _is_light(name: str) -> bool:
    light = name.startswith(LIGHT) and "/_rels/" not in name
    return light or _SHEET_LINKS.fullmatch(name) is not None


def _cost_of_formats(styles: bytes) -> int:
    """Marks that formats of numbers are worth: each style searches its own, bracket by bracket."""
    longest = max(map(len, _FORMAT.findall(styles)), default=0)
    return len(_STYLE.findall(styles)) * longest**2 // _LETTERS


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

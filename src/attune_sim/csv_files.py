"""Tables as CSV that R, Python and spreadsheets of any country read as they were written.

Undefined values are empty. Numbers keep all their digits. Text that a spreadsheet would run as a
formula gets an apostrophe before it, which a spreadsheet shows as text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from attune_sim.errors import InputError, shown

if TYPE_CHECKING:
    import pandas as pd

SEPARATORS = {",": ",", ";": ";", "|": "|", "tab": "\t", "\\t": "\t", "\t": "\t"}
"""What may stand between two values, as a person writes it."""
DECIMALS = (".", ",")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes text that begins with one of these for a formula."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written.

    Attributes:
        sep: between values: a comma, ';', '|', or 'tab'.
        decimal: in numbers, '.' or ','.
        bom: whether the file begins with a byte order mark, by which Excel knows UTF-8.
    """

    sep: str = ","
    decimal: str = "."
    bom: bool = False

    def __post_init__(self) -> None:
        """Refuse what a reader could not take apart."""
        if self.sep not in SEPARATORS:
            raise InputError(f"sep = {shown(self.sep)} is not one of ',', ';', '|' or 'tab'")
        if self.decimal not in DECIMALS:
            raise InputError(f"decimal = {shown(self.decimal)} is not '.' or ','")
        object.__setattr__(self, "sep", SEPARATORS[self.sep])
        if self.sep == self.decimal:
            raise InputError(
                "sep and decimal are both ','; with a decimal comma write --sep ';' or --sep tab"
            )

    @property
    def encoding(self) -> str:
        """The name of the file's encoding in Python."""
        return "utf-8-sig" if self.bom else "utf-8"


PLAIN = Dialect()
"""What R and Python expect."""


def write_csv(
    parts: Iterable[pd.DataFrame],
    path: Path,
    dialect: Dialect = PLAIN,
    float_format: str | None = None,
) -> int:
    """Write tables with the same columns below each other, under one heading; how many rows.

    Args:
        parts: at least one, which may have no rows.
        path: of the file.
        dialect: how it is written.
        float_format: of numbers with a decimal point; all digits if None.
    """
    with path.open("w", encoding=dialect.encoding, newline="") as file:
        return _write(parts, file, dialect, float_format)


def csv_text(table: pd.DataFrame, dialect: Dialect = PLAIN) -> str:
    """A table as CSV."""
    out = io.StringIO(newline="")
    _write([table], out, dialect, None)
    return out.getvalue()


def append(
    part: pd.DataFrame,
    file: TextIO,
    dialect: Dialect = PLAIN,
    float_format: str | None = None,
    *,
    heading: bool = False,
) -> None:
    """Write rows at the end of an open file.

    Args:
        part: the rows.
        file: opened with newline="" and the dialect's encoding.
        dialect: how it is written.
        float_format: of numbers with a decimal point; all digits if None.
        heading: whether the columns' names come first.
    """
    neutral(part).to_csv(
        file,
        index=False,
        header=heading,
        sep=dialect.sep,
        decimal=dialect.decimal,
        float_format=float_format,
        lineterminator="\n",
    )


def _write(
    parts: Iterable[pd.DataFrame], file: TextIO, dialect: Dialect, float_format: str | None
) -> int:
    rows = 0
    for number, part in enumerate(parts):
        append(part, file, dialect, float_format, heading=number == 0)
        rows += len(part)
    return rows


def neutral(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before each text that a spreadsheet would run."""
    texts = [name for name in table if not _is_number(table[name])]
    changed = {str(name): table[name].map(_neutral_cell, na_action="ignore") for name in texts}
    return table.assign(**changed).rename(columns=_neutral_cell)


def _is_number(column: pd.Series) -> bool:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return is_numeric_dtype(column) or is_bool_dtype(column)


def _neutral_cell(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(FORMULA) and not _is_number_or_range(cell):
        return f"'{cell}"
    return cell


def _is_number_or_range(text: str) -> bool:
    """Whether it is '-1', or '-1 to 1' as scales are written: no spreadsheet runs these."""
    try:
        for end in text.split(" to "):
            float(end)
    except ValueError:
        return False
    return True

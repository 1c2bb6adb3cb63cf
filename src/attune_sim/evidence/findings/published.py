"""The table of published figures: what was found, by whom, and how certain it is."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from attune_sim import numbers
from attune_sim.errors import InputError

COLUMNS = (
    "id",
    "topic",
    "finding",
    "measure",
    "value",
    "low",
    "high",
    "n",
    "population",
    "citation",
    "doi",
    "certainty",
)

_HYPHEN = re.compile(r"(?<![^/( ])-(?=\d)")
"""A hyphen before a number that does not join it to another, as in 1-9."""


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure.

    Attributes:
        id: its row in the table.
        topic, finding, measure: in words.
        value: the figure; NaN where the study gives a direction or a pattern only.
        low, high: its 95% interval as published; NaN where none is given.
        n: people in the study or studies; None where unknown.
        text: the value as the table has it.
        population, citation, doi: of the study.
        certainty: how it is known: 'abstract read', 'second-hand', 'unconfirmed', 'not found'.
    """

    id: str
    topic: str
    finding: str
    measure: str
    value: float
    low: float
    high: float
    n: int | None
    text: str
    population: str
    citation: str
    doi: str
    certainty: str

    @property
    def figure(self) -> str:
        """The value with its interval and what it measures; empty where the table has no number."""
        if not any(letter.isdigit() for letter in self.text):
            return ""
        value = self.text
        if math.isfinite(self.low) and math.isfinite(self.high):
            value += f" ({numbers.interval(numbers.plain(self.low), numbers.plain(self.high))})"
        return f"{_HYPHEN.sub(numbers.MINUS, value)}, {self.measure}"

    @property
    def line(self) -> str:
        """What was found, by whom, and how certain it is."""
        found = f"{self.finding}: {self.figure}" if self.figure else self.finding
        return f"{self.id} {found}. {self.citation} [{self.certainty}]"


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def read_published(path: Path) -> dict[str, Published]:
    """The figures of a CSV file by id.

    Raises:
        InputError: a missing file or column, a row without id, an id given twice.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in COLUMNS if c not in (reader.fieldnames or ())]
            if missing:
                raise InputError(f"{path} has no column {', '.join(missing)}")
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read as a table of figures: {error}") from None
    out: dict[str, Published] = {}
    for line, row in enumerate(rows, start=2):
        name = (row["id"] or "").strip()
        if not name or name in out:
            fault = f"gives the id {name} twice" if name else "has no id"
            raise InputError(f"{path}, line {line} {fault}")
        n = row["n"] or ""
        out[name] = Published(
            id=name,
            value=_number(row["value"] or ""),
            low=_number(row["low"] or ""),
            high=_number(row["high"] or ""),
            n=int(n) if n.isdigit() else None,
            text=row["value"] or "",
            **{
                key: row[key] or ""
                for key in (
                    "topic",
                    "finding",
                    "measure",
                    "population",
                    "citation",
                    "doi",
                    "certainty",
                )
            },
        )
    return out


@cache
def published() -> Mapping[str, Published]:
    """The figures that come with the package."""
    return read_published(
        Path(str(resources.files("attune_sim.evidence.findings") / "published.csv"))
    )

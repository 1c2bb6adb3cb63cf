"""The last full validation, kept with the package: read without simulating anything."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from attune_sim.errors import InputError
from attune_sim.evidence.validation.comparison import Comparison
from attune_sim.evidence.validation.judgement import Interval
from attune_sim.evidence.verdicts import VERDICTS
from attune_sim.identity import MODEL, settings

FILE = Path(str(resources.files("attune_sim.evidence.validation") / "shipped.json"))
"""Written by docs/record_validation.py."""


@dataclass(frozen=True, slots=True)
class ValidationRecord:
    """The results of a validation, with date and version.

    Attributes:
        date: of the run, as YYYY-MM-DD.
        version: of attune-sim.
        model: number of the model's equations, see `attune_sim.identity`.
        settings: hash of the defaults that it holds for.
        families: simulated in each cohort.
        comparisons: a comparison a finding, in the order of the findings.
    """

    date: str
    version: str
    model: int
    settings: str
    families: int
    comparisons: tuple[Comparison, ...]

    @property
    def is_current(self) -> bool:
        """Whether the model and its defaults are still those."""
        return (self.model, self.settings) == (MODEL, settings())

    def by_id(self) -> dict[str, Comparison]:
        """The comparisons by their finding's id."""
        return {c.id: c for c in self.comparisons}

    def judged(self) -> ValidationRecord:
        """The same numbers with the verdicts that follow from them by the rules of today."""
        found = tuple(replace(c, verdict=c.judged) for c in self.comparisons)
        return replace(self, comparisons=found)

    def as_dict(self) -> dict[str, Any]:
        """Plain types, with null for undefined values, as in the file."""
        return {
            "date": self.date,
            "version": self.version,
            "model": self.model,
            "settings": self.settings,
            "families": self.families,
            "comparisons": [c.as_dict() for c in self.comparisons],
        }


@cache
def stored_validation() -> ValidationRecord:
    """The record that comes with the package."""
    return read_validation(FILE)


def read_validation(path: Path) -> ValidationRecord:
    """A record from its JSON file.

    Raises:
        InputError: a file that cannot be read; a missing or unknown entry, with its comparison.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read as a record of a validation: {error}") from None
    where = str(path)
    try:
        found = []
        for number, row in enumerate(raw["comparisons"], start=1):
            where = f"{path}, comparison {number}"
            found.append(_comparison(row))
        where = str(path)
        head = {k: raw[k] for k in ("date", "version", "model", "settings", "families")}
        return ValidationRecord(**head, comparisons=tuple(found))
    except KeyError as error:
        raise InputError(f"{where}: the entry {error} is missing") from None
    except (TypeError, ValueError) as error:
        raise InputError(f"{where} is not as a validation is recorded: {error}") from None


def _comparison(raw: Mapping[str, Any]) -> Comparison:
    if raw["verdict"] not in VERDICTS:
        raise ValueError(f"verdict = {raw['verdict']!r}")
    published = dict(raw["published"])
    entries = dict(raw) | {"certainty": published.pop("certainty"), "published": published}
    values = {field.name: entries[field.name] for field in fields(Comparison)}
    for part in ("published", "model", "study"):
        values[part] = _interval(values[part])
    return Comparison(**values)


def _interval(raw: Mapping[str, Any]) -> Interval:
    numbers = {k: math.nan if raw[k] is None else float(raw[k]) for k in ("value", "low", "high")}
    return Interval(**numbers, n=raw["n"])

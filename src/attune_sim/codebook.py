"""What each column of a table means: label, unit, scale, meaning and where it comes from.

entries = entries_of(table.columns)         # one for each column, in order
write(entries, folder / "codebook.csv")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from attune_sim.csv_files import PLAIN, Dialect, write_csv
from attune_sim.outcomes import DECLARED, PATTERNS, PROCEDURE_TITLES, SSP, Outcome
from attune_sim.parameters import CAREGIVER, CIRCUMSTANCES, PARAMETERS, TEMPERAMENT, Parameter

STATE = "read from the model's state; not an observation"
"""Source of an outcome that no procedure measures."""
CUT_OFF = (
    "A distribution that reaches beyond the parameter's range is cut off there, and then its real"
    " mean and SD are not those set."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One column.

    Attributes:
        column: its name in the table.
        label: for axes and headings.
        unit: in words; empty where it has none.
        scale: its ends, or what it may hold; empty where it has none.
        meaning: a sentence.
        source: who or what says so: a study, a procedure, the run.
    """

    column: str
    label: str
    unit: str
    scale: str
    meaning: str
    source: str


KEYS: dict[str, Entry] = {
    entry.column: entry
    for entry in (
        Entry("scenario", "Scenario", "", "text", "Name of the scenario that was run.", "the run"),
        Entry(
            "run",
            "Run",
            "",
            "from 0",
            "Number of the run in its sweep; 0 where there is only one.",
            "the run",
        ),
        Entry("point", "Point", "", "from 0", "Number of the point in the sweep.", "the sweep"),
        Entry(
            "replication",
            "Replication",
            "",
            "from 0",
            "Number of the replication. Rows with the same replication share random numbers, unless"
            ' the sweep says random_numbers = "own".',
            "the sweep",
        ),
        Entry("level", "Level", "", "text", "Label of the level in the sweep.", "the sweep"),
        Entry(
            "seed",
            "Random seed",
            "",
            f"0 to {2**53 - 1}",
            "Seed of the run: the same scenario with the same seed gives the same infants.",
            "the run",
        ),
        Entry(
            "infant",
            "Infant",
            "",
            "from 0",
            "Number of the infant in the run. Infants with the same number and seed share random"
            " numbers, so runs of two scenarios can be compared in pairs.",
            "the run",
        ),
        Entry(
            "caregiver",
            "Caregiver",
            "",
            "text",
            "Name of the caregiver, as in the scenario. An infant has a row with each of them.",
            "the scenario",
        ),
        Entry("infants", "Infants", "", "from 1", "How many infants the run has.", "the run"),
        Entry("days", "Days", "days", "from 0", "How long they lived.", "the run"),
        Entry("error", "Error", "", "text", "Why the run failed; empty if it did not.", "the run"),
        Entry("age", "Age", "days", "from 0", "Age of the infant when observed.", "the run"),
        Entry(
            "pattern",
            "Pattern shown",
            "",
            ", ".join(PATTERNS),
            "Pattern that the infant shows with this caregiver on that day, with coder's error.",
            PROCEDURE_TITLES[SSP],
        ),
    )
}
"""Columns that are neither a parameter nor an outcome."""


def entries_of(
    columns: Iterable[str],
    notes: Mapping[str, str] | None = None,
    others: Mapping[str, Entry] | None = None,
) -> list[Entry]:
    """What these columns mean.

    Args:
        columns: their names.
        notes: sentences to add to the meaning of some.
        others: entries of columns that are declared elsewhere, by column.

    Raises:
        KeyError: a column that nobody declares.
    """
    notes, others = notes or {}, others or {}
    entries = (others.get(column) or _entry(column) for column in columns)
    return [
        replace(entry, meaning=f"{entry.meaning} {notes[entry.column]}")
        if entry.column in notes
        else entry
        for entry in entries
    ]


def of_outcome(outcome: Outcome) -> Entry:
    """The entry of an outcome."""
    return Entry(
        outcome.name,
        outcome.label,
        outcome.unit,
        _scale(outcome.low, outcome.high),
        outcome.meaning,
        PROCEDURE_TITLES[outcome.needs] if outcome.needs else STATE,
    )


def write(entries: Iterable[Entry], path: Path, dialect: Dialect = PLAIN) -> None:
    """Write a codebook as CSV, a row for each column of the table it belongs to."""
    import pandas as pd

    table = pd.DataFrame(map(asdict, entries), columns=[f.name for f in fields(Entry)])
    write_csv([table], path, dialect)


def _entry(column: str) -> Entry:
    parameter, _, moment = column.partition(".")
    if column in KEYS:
        return KEYS[column]
    if column in DECLARED:
        return of_outcome(DECLARED[column])
    return _of_parameter(column, PARAMETERS[parameter], moment)


def _of_parameter(column: str, p: Parameter, moment: str) -> Entry:
    if moment:
        label = f"{p.label}, {moment}"
        said = f"{moment} over infants, as set: {p.meaning} {CUT_OFF}"
        return Entry(column, label, p.unit, "", said, "the sweep")
    # What people are like, and how they live, changes with the years and by events.
    changes = any(column in group for group in (CAREGIVER, CIRCUMSTANCES, TEMPERAMENT))
    meaning = f"{p.meaning} The value at birth." if changes else p.meaning
    return Entry(column, p.label, p.unit, _scale(p.low, p.high), meaning, p.source)


def _scale(low: float | None, high: float | None) -> str:
    if low is None:
        return "" if high is None else f"up to {high:g}"
    return f"from {low:g}" if high is None else f"{low:g} to {high:g}"

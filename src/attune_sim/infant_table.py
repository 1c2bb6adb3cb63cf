"""The tidy table of a run: a row per infant and caregiver, with traits as drawn and every outcome.

    with Writer(folder) as files:                       # infants.csv, .parquet, codebook.csv
        for part in tidy_parts(scenario, table):        # in constant memory
            files.add(part)

Columns, in order: KEYS, the traits (`trait_names`), `pattern` where it was coded, the outcomes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from attune_sim import codebook, csv_files
from attune_sim.csv_files import PLAIN, Dialect
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import CAREGIVER, CIRCUMSTANCES, PARAMETERS, TEMPERAMENT
from attune_sim.population import Population
from attune_sim.run import lives, parts
from attune_sim.scenario import Scenario

if TYPE_CHECKING:
    import pyarrow.parquet as pq

KEYS = ("scenario", "run", "seed", "infant", "caregiver", "age")
"""Columns that say whose row it is; `age` is in days."""
FILES = ("infants.csv", "infants.parquet", "codebook.csv")


def trait_names(also: Iterable[str] = ()) -> tuple[str, ...]:
    """The traits that a table has: caregivers' and infants', and parameters that are set.

    Args:
        also: parameters that a scenario or a sweep sets.
    """
    given = set(also)
    wanted = {*CAREGIVER, *TEMPERAMENT, *given}
    if "family_life" not in given:  # nobody has circumstances then
        wanted -= {name for name in CIRCUMSTANCES if name not in given}
    return tuple(name for name in PARAMETERS if name in wanted)


def traits(newborn: Population, names: Iterable[str]) -> pd.DataFrame:
    """Each infant's and caregiver's traits, a row per infant and caregiver.

    Args:
        newborn: before anything has happened to them.
        names: of parameters.
    """
    counts = newborn.infants["bonds"].astype(np.int64)
    infant = np.repeat(np.arange(len(newborn)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    bonds = newborn.bonds[newborn.infants["first_bond"][infant] + within]
    people = newborn.caregivers[bonds["caregiver"]]
    columns: dict[str, Any] = {"infant": newborn.infants["number"][infant].astype(np.int64)}
    for name in names:
        whole = np.int64 if PARAMETERS[name].whole else np.float64
        own = people[name] if name in CAREGIVER else newborn.values(name)[infant]
        columns[name] = own.astype(whole)
    return pd.DataFrame(columns)


def tidy(
    table: pd.DataFrame | Mapping[str, np.ndarray],
    born: pd.DataFrame,
    scenario: Scenario,
    *,
    seed: int | np.ndarray,
    run: int | np.ndarray = 0,
) -> pd.DataFrame:
    """The table of some infants, as it is written.

    Args:
        table: from `attune_sim.run.infants` or `attune_sim.measurement.observe`, or its columns.
        born: from `traits`, of the same infants in the same order.
        scenario: names the caregivers; its days are the age.
        seed: of the run, or that of each row.
        run: its number, or that of each row.
    """
    names = np.array([caregiver.name for caregiver in scenario.caregivers], dtype=object)
    keys = {
        "scenario": scenario.name,
        "run": run,
        "seed": seed,
        "infant": np.asarray(table["infant"]),
        "caregiver": names[np.asarray(table["caregiver"])],
        "age": scenario.days,
    }
    own = {name: born[name].to_numpy() for name in born if name != "infant"}
    measured = {name: np.asarray(table[name]) for name in ("pattern", *OUTCOMES) if name in table}
    return pd.DataFrame(keys | own | measured)


def tidy_parts(
    scenario: Scenario,
    table: pd.DataFrame,
    *,
    seed: int | None = None,
    run: int = 0,
    names: Iterable[str] | None = None,
) -> Iterator[pd.DataFrame]:
    """The whole table of a run, some infants at a time.

    Args:
        scenario: what was simulated.
        table: from `attune_sim.run.infants`.
        seed: of the run; the scenario's if None.
        run: its number.
        names: of the traits; those that the scenario sets beside the usual ones if None.
    """
    seed = scenario.seed if seed is None else seed
    wanted = trait_names(scenario.parameters) if names is None else tuple(names)
    first = 0
    for numbers in parts(scenario):
        newborn, _ = lives(scenario, [], seed=seed, numbers=numbers)
        born = traits(newborn, wanted)
        rows = table.iloc[first : first + len(born)]
        first += len(born)
        yield tidy(rows, born, scenario, seed=seed, run=run)


class Writer:
    """Writes the table as CSV and Parquet, part by part, and its codebook beside them."""

    def __init__(
        self, folder: Path, notes: Mapping[str, str] | None = None, dialect: Dialect = PLAIN
    ) -> None:
        """Begin.

        Args:
            folder: is there already.
            notes: sentences that the codebook adds to some columns.
            dialect: how the two CSV files are written.
        """
        self.folder = folder
        self.notes = notes
        self.dialect = dialect
        self._open = ExitStack()
        self._parquet: pq.ParquetWriter | None = None

    def __enter__(self) -> Writer:
        path = self.folder / "infants.csv"
        self._csv = self._open.enter_context(
            path.open("w", encoding=self.dialect.encoding, newline="")
        )
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.close()

    def add(self, part: pd.DataFrame) -> None:
        """Write these rows below those before."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        rows = pa.Table.from_pandas(part, preserve_index=False)
        if self._parquet is None:
            entries = codebook.entries_of(part.columns, self.notes)
            codebook.write(entries, self.folder / "codebook.csv", self.dialect)
            # An open file: pyarrow would take the name of a folder such as 'a:b' for an address.
            file = self._open.enter_context((self.folder / "infants.parquet").open("wb"))
            self._parquet = self._open.enter_context(
                pq.ParquetWriter(file, rows.schema, compression="zstd")
            )
        csv_files.append(part, self._csv, self.dialect, heading=self._csv.tell() == 0)
        self._parquet.write_table(rows)

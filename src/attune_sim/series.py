"""Time series over the infants of a run: number, mean and spread of each measure at each time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from attune_sim.measurement import everyday, inner_state
from attune_sim.outcomes import OUTCOMES, SERIES, chosen
from attune_sim.population import Population

Sums = tuple[int, int, str, int, float, float]
"""Day, caregiver, measure; number, sum and sum of squares over infants."""


def moments(population: Population, day: int) -> list[Sums]:
    """Sums of SERIES on a day, for each caregiver, over a part of the infants."""
    rows: list[Sums] = []
    for caregiver in range(int(population.infants["bonds"].max())):
        families = population.having(caregiver)
        values = inner_state(families, day, caregiver) | everyday(families, caregiver)
        rows += [(day, caregiver, name, *_sums(values[name])) for name in SERIES]
    return rows


def observed(table: pd.DataFrame, day: int, measures: Sequence[str] | None) -> list[Sums]:
    """The same of the measures that procedures gave on a day, in a table of `observe`."""
    rows: list[Sums] = []
    needed = [name for name in chosen(measures) if OUTCOMES[name].needs is not None]
    for caregiver in range(int(table["caregiver"].max()) + 1):
        part = table[table["caregiver"] == caregiver]
        rows += [(day, caregiver, name, *_sums(part[name].to_numpy(float))) for name in needed]
    return rows


def _sums(values: np.ndarray) -> tuple[int, float, float]:
    known = values[np.isfinite(values)]
    return len(known), known.sum(), np.square(known).sum()


def join(rows: list[Sums]) -> pd.DataFrame:
    """Long table: day, caregiver, measure, mean, sd, n over infants."""
    totals: dict[tuple[int, int, str], np.ndarray] = {}
    for day, caregiver, name, *sums in rows:
        key = day, caregiver, name
        totals[key] = totals.get(key, 0) + np.array(sums)
    days, caregivers, names = zip(*totals, strict=True)
    n, total, squares = np.array(list(totals.values())).T
    with np.errstate(invalid="ignore"):  # of nobody there is no mean
        mean = total / n
        sd = np.sqrt(np.maximum(squares / n - mean**2, 0.0))
    return pd.DataFrame(
        {
            "day": days,
            "caregiver": caregivers,
            "measure": names,
            "mean": mean,
            "sd": sd,
            "n": n.astype(np.int64),
        }
    )

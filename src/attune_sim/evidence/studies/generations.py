"""What studies of generations see: each generation of a family, as infants and grown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import pandas as pd

from attune_sim.generations import CARE, STATE
from attune_sim.generations import check as check_families
from attune_sim.generations import generations as simulate
from attune_sim.outcomes import PATTERNS
from attune_sim.scenario import Scenario

LABELS = ("pattern", "forced_pattern")
OUTCOMES = (*PATTERNS, "insecure", "sensitivity_rating", *STATE, *CARE, *LABELS)
"""Of a generation: the pattern as infants, the care they had, and their state of mind grown up."""
GROWN = 730
"""Age in days to which each generation grows."""


class Visit(Protocol):
    """Which generation."""

    @property
    def generation(self) -> int | None: ...  # noqa: D102


def check(scenario: Scenario, count: int) -> None:
    """Refuse families of whom so many generations cannot be simulated.

    Raises:
        InputError: that says why.
    """
    check_families(scenario.with_(days=GROWN), count)


def seen(
    scenario: Scenario,
    count: int,
    visits: Mapping[str, Visit],
    outcomes: Mapping[str, Sequence[str]],
    seed: int,
    numbers: range,
) -> pd.DataFrame:
    """Some families through several generations: a row each; columns are `visit key|outcome`.

    Args:
        scenario: of the first generation, and of all that is drawn anew.
        count: of generations.
        visits: by key.
        outcomes: what each visit is made for, by its key.
        seed: of the first generation.
        numbers: which families.
    """
    tables = simulate(scenario.with_(days=GROWN), count, seed=seed, numbers=numbers)
    found = {}
    for key, visit in visits.items():
        table = tables[(visit.generation or 1) - 1]
        for name in outcomes.get(key, ()):
            found[f"{key}|{name}"] = _column(table, name)
    return pd.DataFrame(found)


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    if name in LABELS:
        return table[name].map({pattern: float(k) for k, pattern in enumerate(PATTERNS)})
    if name in PATTERNS:
        return (table["pattern"] == name).astype(float)
    if name == "insecure":
        return (table["pattern"] != "secure").astype(float)
    return table[name].astype(float)

"""What follows what: the state space grid of two people, cross-correlation, and sequential tables.

States are the mapping's categories, or four equal parts of the scale. A step counts only if both
its units are coded. All of it describes one film; units follow each other, so no p-value is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attune_sim import measures
from attune_sim.codes import Floats

States = NDArray[np.int64]
"""The number of the state in each unit, -1 where not coded."""

LONGEST_LAG_S = 10.0
LEAST_PAIRS = 10
"""Units that a correlation needs."""


def states_of(values: Floats, categories: Sequence[str]) -> States:
    """The states of one person."""
    if not categories:
        return measures.category(values).astype(np.int64)
    steps = max(1, len(categories) - 1)
    return np.where(np.isnan(values), -1, np.rint(np.nan_to_num(values) * steps)).astype(np.int64)


def labels_of(categories: Sequence[str]) -> list[str]:
    """What the states are called."""
    if categories:
        return list(categories)
    edges = (0.0, *measures.EDGES, 1.0)
    return [f"{low:g} to {high:g}" for low, high in pairwise(edges)]


def grid(infant: States, caregiver: States, states: int, unit: float) -> dict[str, float]:
    """Measures of the state space grid, whose cells are the two people's joint states.

    Dispersion is 0 if all time is spent in one cell, 1 if all cells have the same time (Hollenstein
    2013); entropy is Shannon's, of the time in cells, in bits.
    """
    known = (infant >= 0) & (caregiver >= 0)
    cells = np.where(known, infant * states + caregiver, -1)
    time = np.bincount(cells[known], minlength=states**2)
    seen = known[1:] & known[:-1]
    moved = seen & (cells[1:] != cells[:-1])
    undefined = {"grid_cells": 0.0, "grid_dispersion": np.nan, "grid_entropy": np.nan,
                 "grid_transitions_per_min": np.nan}  # fmt: skip
    if not time.sum():
        return undefined
    shares = time / time.sum()
    spread = np.nan
    if states > 1:
        spread = 1 - (states**2 * float((shares**2).sum()) - 1) / (states**2 - 1)
    visited = shares[shares > 0]
    return {
        "grid_cells": float(len(visited)),
        "grid_dispersion": spread,
        "grid_entropy": abs(float((visited * np.log2(visited)).sum())),
        "grid_transitions_per_min": (
            60 * float(moved.sum() / seen.sum()) / unit if seen.any() else np.nan
        ),
    }


def cross_correlation(infant: Floats, caregiver: Floats, unit: float) -> list[dict[str, Any]]:
    """Pearson's r of the two series at each lag up to 10 s; positive: the infant comes first."""
    rows = []
    most = min(len(infant) - 1, round(LONGEST_LAG_S / unit))
    for lag in range(-most, most + 1):
        first = infant[max(0, -lag) : len(infant) - max(0, lag)]
        second = caregiver[max(0, lag) : len(caregiver) - max(0, -lag)]
        known = ~np.isnan(first - second)
        rows.append(
            {
                "lag_s": round(lag * unit, 6),
                "correlation": _pearson(first[known], second[known]),
                "units": int(known.sum()),
            }
        )
    return rows


def _pearson(a: Floats, b: Floats) -> float:
    if len(a) < LEAST_PAIRS or np.ptp(a) == 0 or np.ptp(b) == 0:
        return np.nan
    return float(np.corrcoef(a, b)[0, 1])


def contingencies(infant: States, caregiver: States, labels: Sequence[str]) -> list[dict[str, Any]]:
    """For each state of one person, how often each state of the other follows a unit later.

    Every row is a two-by-two table of its own: this state or another, then that state or another.
    """
    rows = []
    for given, target, names in (
        (infant, caregiver, ("infant", "caregiver")),
        (caregiver, infant, ("caregiver", "infant")),
    ):
        before, after = given[:-1], target[1:]
        known = (before >= 0) & (after >= 0)
        before, after = before[known], after[known]
        for i, first in enumerate(labels):
            for j, then in enumerate(labels):
                was, follows = before == i, after == j
                both = int((was & follows).sum())
                only_first, only_then = int(was.sum()) - both, int(follows.sum()) - both
                neither = len(before) - both - only_first - only_then
                rows.append(
                    {
                        "given_person": names[0],
                        "given_state": first,
                        "target_person": names[1],
                        "target_state": then,
                        "followed": both,
                        **association(both, only_first, only_then, neither),
                    }
                )
    return rows


def association(both: int, only_first: int, only_then: int, neither: int) -> dict[str, float]:
    """Expected count, adjusted residual and Yule's Q of a two-by-two table; NaN where undefined."""
    total = both + only_first + only_then + neither
    row, column = both + only_first, both + only_then
    expected = row * column / total if total else np.nan
    adjusted = yule = np.nan
    if 0 < row < total and 0 < column < total:
        spread = expected * (1 - row / total) * (1 - column / total)
        adjusted = (both - expected) / float(np.sqrt(spread))
        along, across = both * neither, only_first * only_then
        yule = (along - across) / (along + across)
    return {"expected": expected, "adjusted_residual": adjusted, "yules_q": yule}

"""How far two coders of the same films agree, unit by unit.

Kappa takes values as labels; the intraclass correlation takes them as measurements. Both coders'
files are laid on the same clock, so a film need not begin with the same code for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from attune_sim.codes import Floats
from attune_sim.errors import InputError
from attune_sim.measures import kappa
from attune_sim.observations.formats.recognition import recording_of
from attune_sim.observations.mapping import Mapping
from attune_sim.observations.recording import Observation
from attune_sim.observations.units import both
from attune_sim.textfiles.text import name_of

TOLERANCE = 1
"""Units by which the coders may differ in time, for kappa with tolerance."""


def agreement(first: Path, second: Path, mapping: Mapping) -> pd.DataFrame:
    """A row for each person of each observation, in the order of the files.

    Columns: `observation` (from 1), `person`, `units` coded by both coders, `agreement` (share of
    these with the same value), `kappa` (Cohen 1960), `kappa_tolerance` (of Bakeman, Quera & Gnisci
    2009: a code counts as the same if the other coder has it within a unit), and `icc` (absolute
    agreement of single coders: Shrout & Fleiss 1979, case 2; NaN for categories).

    Raises:
        InputError: a file that cannot be read, or files with different numbers of observations.
    """
    recordings = [recording_of(path, mapping.layout()) for path in (first, second)]
    counts = [len(recording.observations) for recording in recordings]
    if counts[0] != counts[1]:
        raise InputError(
            f"{name_of(first)} has {counts[0]} observations and {name_of(second)} has {counts[1]};"
            " two coders' files have to hold the same films, in the same order"
        )
    rows: list[dict[str, Any]] = []
    pairs = zip(*(recording.observations for recording in recordings), strict=True)
    for number, pair in enumerate(pairs, 1):
        coded = []
        for path, observation in zip((first, second), _on_one_clock(*pair), strict=True):
            try:
                coded.append(both(observation, mapping))
            except InputError as error:
                raise InputError(f"{name_of(path)}: {error}") from None
        for k, person in enumerate(("infant", "caregiver")):
            values = coded[0][k].values, coded[1][k].values
            found = _agreement(*values, named=bool(mapping.categories()))
            rows.append({"observation": number, "person": person, **found})
    return pd.DataFrame(rows)


def _on_one_clock(first: Observation, second: Observation) -> list[Observation]:
    films = [first.film(), second.film()]
    start, end = min(film[0] for film in films), max(film[1] for film in films)
    return [replace(observation, start=start, end=end) for observation in (first, second)]


def _agreement(a: Floats, b: Floats, named: bool) -> dict[str, Any]:
    a, b = a.round(6), b.round(6)
    known = ~np.isnan(a - b)
    count = int(known.sum())
    return {
        "units": count,
        "agreement": float((a[known] == b[known]).mean()) if count else np.nan,
        "kappa": kappa(a, b),
        "kappa_tolerance": kappa_with_tolerance(a, b),
        "icc": np.nan if named else intraclass(np.column_stack([a, b])[known]),
    }


def kappa_with_tolerance(a: Floats, b: Floats, tolerance: int = TOLERANCE) -> float:
    """Kappa of two series, the mean of both directions; a near code counts as the same."""
    return (kappa(a, _moved(a, b, tolerance)) + kappa(b, _moved(b, a, tolerance))) / 2


def _moved(a: Floats, b: Floats, tolerance: int) -> Floats:
    """What b says, but what a says where b says it within a few units."""
    padded = np.pad(b, tolerance, constant_values=np.nan)
    near = np.lib.stride_tricks.sliding_window_view(padded, 2 * tolerance + 1)
    return np.where(~np.isnan(b) & (near == a[:, None]).any(axis=1), a, b)


def intraclass(ratings: Floats | Sequence[Sequence[float]]) -> float:
    """Intraclass correlation (2,1) of Shrout & Fleiss (1979); NaN for fewer than two items.

    Args:
        ratings: (items, coders), without gaps.
    """
    values = np.asarray(ratings, float)
    n, k = values.shape
    if n < 2:
        return np.nan
    rest = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0) + values.mean()
    items = k * values.mean(axis=1).var(ddof=1)
    coders = n * values.mean(axis=0).var(ddof=1)
    error = float((rest**2).sum()) / ((n - 1) * (k - 1))
    whole = items + (k - 1) * error + k * (coders - error) / n
    return float((items - error) / whole) if whole > 0 else np.nan

"""Coded files and a mapping: a row for each dyad, with the measures that simulated films get.

No name and no path enters a row. A number is compared with chance, never with a norm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from attune_sim import measures
from attune_sim.codes import ROUNDING, Mask
from attune_sim.errors import InputError
from attune_sim.observations import bootstrap
from attune_sim.observations.codebook import DYADS, LAGS, SEQUENCES, WINDOWS
from attune_sim.observations.formats.recognition import recording_of
from attune_sim.observations.mapping import Mapping
from attune_sim.observations.recording import Observation
from attune_sim.observations.sequences import (
    contingencies,
    cross_correlation,
    grid,
    labels_of,
    states_of,
)
from attune_sim.observations.units import Floats, NobodyCoded, Series, both
from attune_sim.observations.windows import windowed
from attune_sim.textfiles.text import name_of

SHORTEST_SHIFT_S = 10.0
"""Seconds by which a surrogate is shifted at least, as for simulated films."""
_ID = re.compile(r"[A-Za-z]{0,3}[-_]?\d{1,12}(-[A-Za-z]{0,3}[-_]?\d{1,12})*")
"""What may be written out as an id: numbers, with three letters before each at most."""


class Result(NamedTuple):
    """What was measured.

    Attributes:
        table: a row for each dyad.
        lags: a row for each dyad and lag: cross-correlation.
        sequences: a row for each dyad and pair of states: what follows what.
        windows: a row for each dyad and window: windowed cross-correlation.
        series: of each dyad, the infant's and the caregiver's values, unit by unit.
        told: what a person should know; it may hold names of files and tracks, for the screen only.
    """

    table: pd.DataFrame
    lags: pd.DataFrame
    sequences: pd.DataFrame
    windows: pd.DataFrame
    series: list[tuple[Floats, Floats]]
    told: list[str]


def measured(paths: Sequence[Path], mapping: Mapping) -> Result:
    """Every dyad of some files.

    Raises:
        InputError: a file that cannot be read, or that has nobody coded as the mapping says.
    """
    rows: list[dict[str, Any]] = []
    lags: list[dict[str, Any]] = []
    sequences: list[dict[str, Any]] = []
    windows: list[dict[str, Any]] = []
    series: list[tuple[Floats, Floats]] = []
    told: list[str] = []
    categories = mapping.categories()
    for number, path in enumerate(paths, 1):
        name = name_of(path)
        recording = recording_of(path, mapping.layout())
        told += [f"{name}: {sentence}" for sentence in recording.told]
        several = len(recording.observations) > 1
        left_out: dict[int, NobodyCoded] = {}
        for k, observation in enumerate(recording.observations, 1):
            where = f"{name}, observation {k}" if several else name
            try:
                infant, caregiver = both(observation, mapping)
            except NobodyCoded as error:
                left_out[k] = error
                continue
            except InputError as error:
                raise InputError(f"{where}: {error}") from None
            dyad = _id(observation, mapping) or str(len(rows) + 1)
            row = {"dyad": dyad, "file": number, "observation": k, "format": recording.format}
            rows.append(row | row_of(infant, caregiver, mapping))
            values = infant.values, caregiver.values
            series.append(values)
            if not categories:  # they have no order
                lags += _of(dyad, cross_correlation(*values, mapping.unit))
                parts = windowed(*values, mapping.unit)
                windows += _of(dyad, parts.rows)
                rows[-1] |= parts.whole
            first, second = (states_of(person, categories) for person in values)
            sequences += _of(dyad, contingencies(first, second, labels_of(categories)))
            told += [f"{where}: {sentence}" for sentence in _doubts(infant, caregiver)]
        if len(left_out) == len(recording.observations):
            raise InputError(f"{name}: {next(iter(left_out.values()))}")
        if left_out:
            told.append(
                f"{name}: left out, because they have no track of the infant or none of the"
                f" caregiver: observation {', '.join(map(str, left_out))}"
            )
    return Result(
        pd.DataFrame(rows, columns=[entry.column for entry in DYADS]),
        pd.DataFrame(lags, columns=["dyad", *(entry.column for entry in LAGS)]),
        pd.DataFrame(sequences, columns=["dyad", *(entry.column for entry in SEQUENCES)]),
        pd.DataFrame(windows, columns=["dyad", *(entry.column for entry in WINDOWS)]),
        series,
        told,
    )


def _of(dyad: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"dyad": dyad, **row} for row in rows]


def _id(observation: Observation, mapping: Mapping) -> str:
    """The id that columns of the file give; empty where there is none, or it may be a name."""
    return observation.name if mapping.dyad and _ID.fullmatch(observation.name) else ""


def _doubts(infant: Series, caregiver: Series) -> list[str]:
    known = ~np.isnan(infant.values - caregiver.values)
    if not known.any():
        return ["in no unit are both coded, so nothing could be measured"]
    if np.array_equal(infant.values, caregiver.values, equal_nan=True):
        return ["infant and caregiver have the same value in every unit; are these two people?"]
    return []


def row_of(infant: Series, caregiver: Series, mapping: Mapping) -> dict[str, Any]:
    """One dyad's columns, but for the ids."""
    a, b, unit = infant.values, caregiver.values, mapping.unit
    named = bool(mapping.categories())
    tolerance = 0.0 if named else mapping.tolerance
    known = measures.both_coded(a, b)
    matched = measures.attuned(a, b, tolerance)
    credit = _credit(a, b, named)
    sums = {
        "attuned_share_above_chance": (
            _excess(a, b, matched, known, tolerance),
            known.astype(float),
        ),
        **_sums(matched, known, credit, unit),
    }
    values = {name: float(value) for name, value in values_of(a, b, tolerance, unit).items()}
    if named:
        values["repaired_by_caregiver"] = _ratio(*sums["repaired_by_caregiver"])
    ends = bootstrap.intervals(
        np.array([part for part, _ in sums.values()]),
        np.array([whole for _, whole in sums.values()]),
        unit,
    )
    for (name, (part, whole)), found in zip(sums.items(), ends, strict=True):
        # But for the excess, of which chance is approximate, the ratio is the value itself.
        low, high = (found - _ratio(part, whole) + values[name]).tolist()
        values |= {f"{name}_low": low, f"{name}_high": high}
    return {
        "unit_s": unit,
        "rule": mapping.rule,
        "tolerance": np.nan if named else tolerance,
        "film_s": unit * len(a),
        "coded_infant_s": unit * int((~np.isnan(a)).sum()),
        "coded_caregiver_s": unit * int((~np.isnan(b)).sum()),
        "coded_both_s": unit * int(known.sum()),
        **values,
        "ruptures": int(sums["ruptures_per_min"][0].sum()),
        "repairs": int(sums["next_step_repair"][0].sum()),
        **_grid(a, b, mapping),
        **{f"infant_{name}": n for name, n in asdict(infant.faults).items()},
        **{f"caregiver_{name}": n for name, n in asdict(caregiver.faults).items()},
    }


def values_of(a: Floats, b: Floats, tolerance: float, unit: float) -> dict[str, Floats]:
    """The measures of films, without intervals; each of shape (...).

    Args:
        a: the infant's values, (..., units).
        b: the caregiver's.
        tolerance: how far apart two values may be and still match.
        unit: seconds.
    """
    known = measures.both_coded(a, b)
    matched = measures.attuned(a, b, tolerance)
    share = measures.attuned_share(a, b, tolerance)
    chance = measures.surrogate_share(a, b, tolerance, max(1, round(SHORTEST_SHIFT_S / unit)))
    return {
        "attuned_share": share,
        "attuned_share_surrogate": chance,
        "attuned_share_above_chance": share - chance,
        "match_duration_s": unit * measures.match_duration_s(matched, known),
        "repair_latency_s": unit * measures.repair_latency_s(matched, known),
        "ruptures_per_min": measures.ruptures_per_min(matched, known) / unit,
        "transitions_per_min": measures.transitions_per_min(matched, known) / unit,
        "next_step_repair": measures.next_second_repair(matched, known),
        "repaired_by_caregiver": measures.repaired_by_caregiver(a, b, tolerance),
    }


def _grid(a: Floats, b: Floats, mapping: Mapping) -> dict[str, float]:
    categories = mapping.categories()
    first, second = (states_of(values, categories) for values in (a, b))
    return grid(first, second, len(labels_of(categories)), mapping.unit)


def _credit(a: Floats, b: Floats, named: bool) -> Floats:
    """Of each step, 1 if the caregiver changed more, 0 if the infant did, a half if they tie."""
    moves = np.abs(np.diff(b)), np.abs(np.diff(a))
    if named:  # one category is not farther away than another
        moves = (moves[0] > ROUNDING) * 1.0, (moves[1] > ROUNDING) * 1.0
    lead = moves[0] - moves[1]
    return np.where(np.abs(lead) <= ROUNDING, 0.5, lead > 0)


def _excess(a: Floats, b: Floats, matched: Mask, known: Mask, tolerance: float) -> Floats:
    """Of each unit, whether it is matched, less how often the caregiver's codes at large would be.

    That is the surrogate with all shifts; the caregiver's codes are taken as they are.
    """
    ordered = np.sort(b[~np.isnan(b)])
    ends = (
        np.searchsorted(ordered, a + (tolerance + ROUNDING), side="right"),
        np.searchsorted(ordered, a - (tolerance + ROUNDING), side="left"),
    )
    return np.where(known, matched - (ends[0] - ends[1]) / max(1, len(ordered)), 0.0)


def _sums(
    matched: Mask, known: Mask, credit: Floats, unit: float
) -> dict[str, tuple[Floats, Floats]]:
    """Of each measure, what is summed over units above and below the line.

    A step counts in the unit it leads to, a rupture's length where it ends.
    """
    was, now = matched[:-1], matched[1:]
    seen = known[:-1] & known[1:]
    rupture, repair = seen & was & ~now, seen & ~was & now
    begins = matched & ~np.append(False, seen & was)
    ended, lengths = _ended_ruptures(rupture, repair, seen)

    def steps(values: Mask | Floats) -> Floats:
        return np.append(0.0, values).astype(np.float64)

    minutes = steps(seen) * unit / 60
    return {
        "attuned_share": (matched.astype(float), known.astype(float)),
        "match_duration_s": (unit * matched.astype(float), begins.astype(float)),
        "repair_latency_s": (unit * steps(lengths), steps(ended)),
        "ruptures_per_min": (steps(rupture), minutes),
        "transitions_per_min": (steps(rupture | repair), minutes),
        "next_step_repair": (steps(repair), steps(seen & ~was)),
        "repaired_by_caregiver": (steps(credit * repair), steps(repair)),
    }


def _ended_ruptures(rupture: Mask, repair: Mask, seen: Mask) -> tuple[Mask, Floats]:
    """Steps that repair a rupture that was seen to begin, and how many units it lasted."""
    place = np.arange(len(seen))
    began = np.maximum.accumulate(np.where(rupture, place, -1))
    gap = np.maximum.accumulate(np.where(seen, -1, place))
    ended = repair & (began > gap) & (began >= 0)
    return ended, np.where(ended, place - began, 0.0)


def _ratio(part: Floats, whole: Floats) -> float:
    return float(part.sum() / whole.sum()) if whole.sum() else float("nan")

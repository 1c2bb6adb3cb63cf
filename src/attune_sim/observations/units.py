"""One person's stretches as one value per unit of time, by a stated rule; all that is odd counted.

A unit is coded if the rule finds a value. At a unit's middle two stretches may disagree: then the
unit is not coded, and counts as overlapping. A stretch that could not be coded counts as such.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attune_sim.codes import ROUNDING
from attune_sim.errors import InputError
from attune_sim.observations.mapping import Mapping, Person, numeric, value_of
from attune_sim.observations.recording import Observation, Stretch, within


class NobodyCoded(InputError):  # noqa: N818 - it says what is the matter
    """An observation has none of the tracks in which the mapping looks for a person."""


MOST_UNITS = 60_000
"""Units of a film, sixteen hours in seconds: chance takes as long as their number squared."""

Floats = NDArray[np.float64]
Valued = tuple[float, float, float]
"""Beginning and end in seconds of the film, and value; NaN where it could not be coded."""


@dataclass(frozen=True, slots=True)
class Faults:
    """What of one person could not be used as it stands.

    Attributes:
        uncodable_units: units that the coder marked as missing.
        overlapping_units: units in which two stretches disagree about the code.
        uncoded_units: units in which nothing is coded.
        too_short: stretches that may decide no unit: by rule 'middle' those that reach over no
            unit's middle, by 'longest' those shorter than half a unit.
        points: codes without duration; left out.
        reversed: stretches that end before they begin; left out.
        open: stretches that never end, or end without having begun; left out.
        unmapped: stretches whose code is not in the mapping; left out.
        unmapped_codes: how many different codes these have.
    """

    uncodable_units: int = 0
    overlapping_units: int = 0
    uncoded_units: int = 0
    too_short: int = 0
    points: int = 0
    reversed: int = 0
    open: int = 0
    unmapped: int = 0
    unmapped_codes: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """One person, unit by unit.

    Attributes:
        values: 0 to 1, NaN where not coded.
        faults: what could not be used.
    """

    values: Floats
    faults: Faults


def both(observation: Observation, mapping: Mapping) -> tuple[Series, Series]:
    """Infant and caregiver, unit by unit, over the same film.

    Raises:
        InputError: a track that the file does not have, a code outside the scale, a film too long.
    """
    start, end = _filmed(observation, mapping)
    count = math.floor((end - start) / mapping.unit + ROUNDING)
    if count < 1:
        raise InputError(
            f"the film of {end - start:g} s is shorter than one unit of {mapping.unit:g} s"
        )
    if count > MOST_UNITS:
        raise InputError(
            f"the film of {end - start:,.0f} s has more than {MOST_UNITS:,} units; are the times in"
            ' seconds? Otherwise the mapping has to say time = "ms"'
        )
    known = {stretch.track for stretch in observation.stretches}
    for who, person in (("infant", mapping.infant), ("caregiver", mapping.caregiver)):
        if not known & set(person.tracks):
            raise NobodyCoded(
                f"nothing is coded of the {who}: of the tracks that the mapping names"
                f" ({', '.join(map(repr, person.tracks))}) this observation has none; `attune-sim"
                " observations inspect` shows those there are"
            )
    first, second = (
        _series(observation.stretches, person, mapping, start, count)
        for person in (mapping.infant, mapping.caregiver)
    )
    return first, second


def in_units(seconds: Floats, mapping: Mapping, count: int) -> Floats:
    """Values of whole seconds as values of the mapping's units, by its rule.

    Args:
        seconds: (films, seconds), all known.
        mapping: says unit and rule.
        count: of units that are wanted.
    """
    if mapping.unit == 1.0:  # a second is filled by one value, whatever the rule
        return seconds[:, :count].copy()
    return np.stack([_RULES[mapping.rule](_runs(film), mapping.unit, count)[0] for film in seconds])


def _runs(seconds: Floats) -> list[Valued]:
    """Stretches of the same value."""
    edges = np.flatnonzero(np.diff(seconds)) + 1
    starts, ends = [0, *edges.tolist()], [*edges.tolist(), len(seconds)]
    return [
        (float(start), float(end), float(seconds[start]))
        for start, end in zip(starts, ends, strict=True)
    ]


def _filmed(observation: Observation, mapping: Mapping) -> tuple[float, float]:
    start, end = observation.film()
    if mapping.window is None:
        return start, end
    return start + mapping.window[0], min(end, start + mapping.window[1])


def _series(
    stretches: Sequence[Stretch], person: Person, mapping: Mapping, start: float, count: int
) -> Series:
    told: Counter[str] = Counter()
    unmapped: set[str] = set()
    valued = sorted(_valued(stretches, person, mapping, start, told, unmapped))
    values, coded, missing, overlapping = _RULES[mapping.rule](valued, mapping.unit, count)
    if person.otherwise is not None:
        values[~coded] = numeric(person.otherwise, mapping.categories())
        coded = np.ones_like(coded)
    faults = Faults(
        uncodable_units=int(missing.sum()),
        overlapping_units=int(overlapping.sum()),
        uncoded_units=int((~coded).sum()),
        unmapped_codes=len(unmapped),
        **told,
    )
    return Series(values, faults)


def _valued(
    stretches: Sequence[Stretch],
    person: Person,
    mapping: Mapping,
    start: float,
    told: Counter[str],
    unmapped: set[str],
) -> Iterator[Valued]:
    """The stretches that can be used, in seconds of the film; the others are counted in `told`."""
    meaning = functools.cache(
        lambda code: value_of(code, person, mapping.categories())
    )  # a file repeats a few codes
    for stretch in stretches:
        if stretch.track not in person.tracks:
            continue
        try:
            value = meaning(stretch.code)
        except InputError as error:
            raise within(f"{stretch.track!r}: {error}", stretch.row) from None
        length = stretch.end - stretch.start
        if value is None:
            told["unmapped"] += 1
            unmapped.add(stretch.code)
        elif math.isnan(length):
            told["open"] += 1
        elif length < 0:
            told["reversed"] += 1
        elif length == 0:
            told["points"] += 1
        else:
            began, ended = stretch.start - start, stretch.end - start
            told["too_short"] += _too_short(began, ended, mapping)
            yield began, ended, value


def _too_short(start: float, end: float, mapping: Mapping) -> bool:
    if mapping.rule == "middle":
        first, last = _middles(start, end, mapping.unit)
        return first >= last
    return mapping.rule == "longest" and end - start < mapping.unit / 2 - ROUNDING


def _middles(start: float, end: float, unit: float) -> tuple[int, int]:
    """The first unit whose middle a stretch reaches over, and the first after those."""
    first, last = (math.ceil(edge / unit - 0.5 - ROUNDING) for edge in (start, end))
    return first, last


Units = tuple[Floats, NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]
"""Of each unit: value, whether anything is coded, whether missing, whether codes disagree."""


def _middle(stretches: Sequence[Valued], unit: float, count: int) -> Units:
    """The value at the middle of the unit, from a stretch's beginning up to its end."""
    values = np.full(count, np.nan)
    coded, missing, overlapping = (np.zeros(count, bool) for _ in range(3))
    for start, end, value in stretches:
        first, last = _middles(start, end, unit)
        part = slice(max(0, first), max(0, first, min(count, last)))
        if math.isnan(value):
            missing[part] = True
        else:
            overlapping[part] |= np.abs(values[part] - value) > ROUNDING
            values[part] = value
        coded[part] = True
    overlapping &= ~missing
    values[missing | overlapping] = np.nan
    return values, coded, missing, overlapping


def _longest(stretches: Sequence[Valued], unit: float, count: int) -> Units:
    """The value of the stretch that fills most of the unit; of equals, that which began first."""
    values, most = np.full(count, np.nan), np.zeros(count)
    for start, end, value in stretches:
        part, shares = _shares(start, end, unit, count)
        more = shares > most[part] + ROUNDING
        values[part] = np.where(more, value, values[part])
        most[part] = np.where(more, shares, most[part])
    coded = most > 0
    return values, coded, coded & np.isnan(values), np.zeros(count, bool)


def _mean(stretches: Sequence[Valued], unit: float, count: int) -> Units:
    """The mean value over the time of the unit that is coded."""
    total, time, missing = np.zeros(count), np.zeros(count), np.zeros(count)
    for start, end, value in stretches:
        part, shares = _shares(start, end, unit, count)
        if math.isnan(value):
            missing[part] += shares
        else:
            total[part] += shares * value
            time[part] += shares
    values = total / np.where(time > ROUNDING, time, np.nan)
    known = time > ROUNDING
    return (
        values,
        known | (missing > ROUNDING),
        ~known & (missing > ROUNDING),
        np.zeros(count, bool),
    )


def _any(stretches: Sequence[Valued], unit: float, count: int) -> Units:
    """The highest value that occurs in the unit, however briefly."""
    values = np.full(count, np.nan)
    missing = np.zeros(count, bool)
    for start, end, value in stretches:
        part, shares = _shares(start, end, unit, count)
        touched = shares > ROUNDING
        if math.isnan(value):
            missing[part] |= touched
        else:
            values[part] = np.where(touched, np.fmax(values[part], value), values[part])
    missing &= np.isnan(values)
    return values, missing | ~np.isnan(values), missing, np.zeros(count, bool)


def _shares(start: float, end: float, unit: float, count: int) -> tuple[slice, Floats]:
    """The units that a stretch touches, and how much of each it fills, 0 to 1."""
    first = min(count, max(0, math.floor(start / unit)))
    last = max(first, min(count, math.ceil(end / unit)))
    edges = np.arange(first, last)
    return slice(first, last), np.clip(end / unit - edges, 0, 1) - np.clip(
        start / unit - edges, 0, 1
    )


_RULES = {"middle": _middle, "longest": _longest, "mean": _mean, "any": _any}

"""Labels, units, scales and colours of measures and parameters, from their declarations."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from attune_sim import numbers
from attune_sim.figures.base import style
from attune_sim.outcomes import DECLARED
from attune_sim.parameters import PARAMETERS
from attune_sim.sweep import people_and_events
from attune_sim.sweep.moments import MOMENTS, moment
from attune_sim.sweep.people_and_events import is_place
from attune_sim.sweep.vocabulary import BY, OF

_SETTINGS = {
    "infants": ("Infants", "number"),
    "days": ("Age", "days"),
    "seed": ("Seed", ""),
    "scenario": ("Scenario", ""),
    "level": ("Level", ""),
}
PAIRS = {
    "attuned_share_surrogate": ("attuned_share", "", "dotted: by chance"),
    "category_share_surrogate": ("category_share", "", "dotted: by chance"),
    "display_everyday": ("distress_everyday", "solid: physiological", "dotted: displayed"),
    **{
        f"{when}_displayed": (f"{when}_physiological", "solid: physiological", "dotted: displayed")
        for when in ("separation", "reunion")
    },
}
"""Measures drawn in the panel of another: companion -> (that one, its key, the companion's key)."""
COMPANION = {of: companion for companion, (of, _, _) in PAIRS.items()}
"""The same the other way round."""

_COLOURS = (
    (("attuned_share", "category_share", "match_duration_s"), style.ATTUNEMENT),
    (("ruptures_per_min", "transitions_per_min"), style.RUPTURE),
    (("repair_latency_s", "next_second_repair", "repaired_by_caregiver"), style.REPAIR),
    (("separation_", "reunion_", "distress_", "display_"), style.DISTRESS),
)


def label(name: str) -> str:
    """What a parameter, measure or setting is called."""
    for declared in (DECLARED, PARAMETERS):
        if name in declared:
            return declared[name].label
    if is_place(name):
        return people_and_events.label(name)
    parameter, part = moment(name)
    if part and parameter in PARAMETERS:
        return f"{PARAMETERS[parameter].label}, {MOMENTS.get(part, part)}"
    if name in _SETTINGS:
        return _SETTINGS[name][0]
    words = name.rpartition(".")[2].replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def term(name: str) -> str:
    """A parameter, a level, or an interaction: 'Repair rate × Responsiveness', 'frozen (level)'."""
    parts = (part.partition(OF) for part in name.split(BY))
    return BY.join(f"{level} ({of})" if sign else label(of) for of, sign, level in parts)


def unit(name: str) -> str:
    """Its unit in words; empty if it has none."""
    for declared in (DECLARED, PARAMETERS):
        if name in declared:
            return declared[name].unit
    if is_place(name):
        return people_and_events.unit(name)
    if moment(name)[0] in PARAMETERS:
        return PARAMETERS[moment(name)[0]].unit
    return _SETTINGS.get(name, ("", ""))[1]


def spelt_out(name: str) -> str:
    """A unit that stands by itself: 'seconds', where an axis has 'Repair latency (s)'."""
    return "seconds" if name == "s" else name


def axis_title(name: str) -> str:
    """Label and unit for an axis: 'Repair rate (probability per second)'."""
    return label(name) + (f" ({unit(name)})" if unit(name) else "")


def panel_title(
    name: str, *, with_companion: bool = False, one_line: bool = True, where: str = ""
) -> tuple[str, str]:
    """Head and note of a panel: the measure's label; where this is, its unit, which line is which.

    Args:
        name: of the measure.
        with_companion: whether its companion (PAIRS) is drawn too.
        one_line: whether the measure itself is one line, so that a dash can be its key.
        where: which facet.
    """
    head, notes = label(name), [where, spelt_out(unit(name))]
    if with_companion:
        _, own, companion = PAIRS[COMPANION[name]]
        notes += [own if one_line else "", companion]
        head = head.removesuffix(", physiological")
    return head, "; ".join(note for note in notes if note)


def is_share(name: str) -> bool:
    """Whether the measure is a share, to be written in per cent."""
    return unit(name).startswith("share of")


def written(name: str, number: float) -> str:
    """A value of this measure in a sentence or beside a pointer: 46.2%, 0.346."""
    return numbers.percent(number, 1) if is_share(name) else numbers.significant(number)


def tick_format(name: str) -> str:
    """How numbers of this measure are written on an axis."""
    return ".1~%" if is_share(name) else ""


def hover_format(name: str) -> str:
    """How numbers of this measure are written beside the pointer."""
    return ".1%" if is_share(name) else ".3~g"


def colour(name: str) -> str:
    """The colour of a measure's curve, where it is the only one."""
    for names, value in _COLOURS:
        if name.startswith(names):
            return value
    return style.LEVELS[0]


def _nice(value: float) -> float:
    """The next round number."""
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    return next(step * power for step in steps if step * power >= value * 0.9999)


def axis_range(names: Iterable[str], values: Iterable[float]) -> list[float] | None:
    """Where an axis begins and ends: the declared scale where it says more than the data do.

    Ratings have their whole scale. What begins at zero is drawn from zero, to a round number above
    the data but no further than the scale's end. Differences are symmetric around zero. None (let
    plotly choose) where no scale is declared or nothing is known.
    """
    found = [v for v in values if math.isfinite(v)]
    known = [name for name in names if name in DECLARED]
    if not found or not known:
        return None
    low, high = DECLARED[known[0]].low, DECLARED[known[0]].high
    top = max(found)
    if DECLARED[known[0]].is_rating and low is not None and high is not None:
        return [low - 0.2, high + 0.2]
    if unit(known[0]) == "difference":
        reach = 1.12 * _nice(max(abs(v) for v in found)) if any(found) else 0.1
        return [-reach, reach]
    if low == 0:
        end = _nice(top) if top > 0 else (high or 1.0)
        end = min(end, high) if high is not None and high >= top else end
        return [-0.03 * end, 1.03 * end]
    return None


def value(given: object) -> str:
    """A varied parameter's value or a factor's level, short: 0.25, 3, 1,000, learning frozen."""
    if isinstance(given, int | float | np.number) and not isinstance(given, bool):
        return numbers.significant(float(given), 4)
    return str(given)


def at(name: str, given: object) -> str:
    """A parameter at a value, or a level by its name: 'Consistency 0.25', 'learning frozen'."""
    if isinstance(given, str):
        return given
    return f"{label(name)} {value(given)}"


def span(found: Sequence[int]) -> str:
    """Whole numbers in ascending order, in words: '1,000', '48 to 60', '0' for none."""
    if not found:
        return "0"
    first, last = (f"{number:,}" for number in (found[0], found[-1]))
    return first if first == last else numbers.interval(first, last)

"""Varied names of one caregiver, or of one event: what a scenario has more than one of.

    caregivers.parent.responsiveness      # a trait or circumstance of the caregiver of this name
    events.back to work.day               # when the event of this title is; so latest, rise,
                                          # length, fade and share
    events.back to work.add.work          # how much it changes something; so multiply and set

In a TOML file `events."back to work".day = [60, 180]`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from attune_sim.codebook import Entry
from attune_sim.errors import InputError, near, shown
from attune_sim.parameters import CAREGIVER, PARAMETERS
from attune_sim.scenario import CaregiverSpec, Distribution, Event, Scenario

CAREGIVERS, EVENTS = "caregivers", "events"
TIMES = {
    "day": "day",
    "latest": "latest day",
    "rise": "days of rise",
    "length": "length",
    "fade": "days of fading",
}
"""What of an event is a whole number of days, and what it is called."""
SHARE = "share"
CHANGES = {"add": "added", "multiply": "multiplied", "set": "set"}
"""What an event does to a parameter, in words."""
_EVENT = re.compile(rf"(.+)\.(?:({'|'.join(TIMES)}|{SHARE})|({'|'.join(CHANGES)})\.(\w+))", re.S)
_CAREGIVER = re.compile(r"(.+)\.(\w+)", re.S)


class Place(NamedTuple):
    """What of whom is varied.

    Attributes:
        kind: 'caregivers' or 'events'.
        whose: the caregiver's name, or the event's title.
        key: of the event: one of its times, its share, or add, multiply, set; of a caregiver ''.
        parameter: that is set or changed; '' for an event's time or share.
    """

    kind: str
    whose: str
    key: str
    parameter: str

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers."""
        return self.key in TIMES


def is_place(name: str) -> bool:
    """Whether a varied name begins as one of these."""
    return name.partition(".")[0] in (CAREGIVERS, EVENTS)


def place(name: str) -> Place:
    """What a varied name means.

    Raises:
        InputError: it is not complete, or names no parameter.
    """
    kind, _, rest = name.partition(".")
    match = (_CAREGIVER if kind == CAREGIVERS else _EVENT).fullmatch(rest)
    if match is None:
        raise InputError(
            f"{name} is not written {CAREGIVERS}.NAME.PARAMETER"
            if kind == CAREGIVERS
            else f"{name} is not written {EVENTS}.TITLE.KEY, with one of"
            f" {', '.join((*TIMES, SHARE))}, or add, multiply or set and a parameter, as KEY"
        )
    if kind == CAREGIVERS:
        found = Place(kind, match[1], "", match[2])
        if found.parameter == SHARE:
            raise InputError(
                f"{name}: a sweep does not vary a caregiver's share, since all shares add up to 1;"
                " write a scenario for each division of care, and list them under scenarios"
            )
        if found.parameter not in CAREGIVER:
            raise InputError(
                f"{name}: {shown(found.parameter)} is no caregiver's trait;"
                f" {near(found.parameter, CAREGIVER)}"
            )
        return found
    found = Place(kind, match[1], match[2] or match[3], match[4] or "")
    if found.parameter and found.parameter not in PARAMETERS:
        raise InputError(
            f"{name}: there is no parameter {shown(found.parameter)};"
            f" {near(found.parameter, PARAMETERS)}"
        )
    return found


def flat(table: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The tables in tables that TOML makes of dotted names, as dotted names again."""
    out: dict[str, Any] = {}
    for whose, keys in table.items():
        if not isinstance(keys, dict):
            out[f"{kind}.{whose}"] = keys
            continue
        for key, inner in keys.items():
            if kind == EVENTS and key in CHANGES and isinstance(inner, dict):
                out |= {f"{kind}.{whose}.{key}.{name}": value for name, value in inner.items()}
            else:
                out[f"{kind}.{whose}.{key}"] = inner
    return out


def with_place(scenario: Scenario, name: str, value: float) -> Scenario:
    """A copy of a scenario in which this is so.

    Raises:
        InputError: nobody has this name, no event this title, or the value is not allowed.
    """
    where = place(name)
    if where.kind == CAREGIVERS:
        _whose(scenario, where)
        caregivers = tuple(
            replace(c, parameters={**c.parameters, where.parameter: value})
            if c.name == where.whose
            else c
            for c in scenario.caregivers
        )
        return replace(scenario, caregivers=caregivers)
    _whose(scenario, where)
    events = tuple(
        _changed(event, where, value) if event.title == where.whose else event
        for event in scenario.events
    )
    return replace(scenario, events=events)


def value_at(scenario: Scenario, name: str) -> float | int | None:
    """What an unchanged scenario has there; None if it is not a single number."""
    where = place(name)
    found = {_held(scenario, one, where) for one in _whose(scenario, where)}
    return found.pop() if len(found) == 1 else None


def _held(scenario: Scenario, one: CaregiverSpec | Event, where: Place) -> float | int | None:
    if isinstance(one, CaregiverSpec):
        held = scenario.value(where.parameter, scenario.caregivers.index(one))
        return None if isinstance(held, Distribution) else held
    held = getattr(one, where.key)
    return held.get(where.parameter) if where.parameter else held


def _changed(event: Event, where: Place, value: float) -> Event:
    held: dict[str, Any] = {where.key: value}
    if not where.parameter:
        return replace(event, **held)
    table = event.changes[where.key]
    if where.parameter not in table:
        has = ", ".join(f"{key} {n}" for key, names in event.changes.items() for n in names)
        raise InputError(
            f"event {shown(event.title)} does not {where.key} {where.parameter};"
            f" it has {has or 'care only'}"
        )
    held[where.key] = {**table, where.parameter: value}
    return replace(event, **held)


def _whose(scenario: Scenario, where: Place) -> list[CaregiverSpec] | list[Event]:
    """The caregiver of this name, or the events of this title.

    Raises:
        InputError: there is none.
    """
    if where.kind == CAREGIVERS:
        people = [c for c in scenario.caregivers if c.name == where.whose]
        if people:
            return people
        known, what = [c.name for c in scenario.caregivers], "caregiver"
    else:
        events = [event for event in scenario.events if event.title == where.whose]
        if events:
            return events
        known, what = [event.title for event in scenario.events], "event"
    there = near(where.whose, known) if known else f"it has no {what}s"
    raise InputError(f"scenario '{scenario.name}' has no {what} {shown(where.whose)}; {there}")


def label(name: str) -> str:
    """What a varied name is called, as in 'Work of parent'."""
    where = place(name)
    if where.kind == CAREGIVERS:
        return f"{PARAMETERS[where.parameter].label} of {where.whose}"
    if not where.parameter:
        what = TIMES.get(where.key, "share of families")
        return f"{what[:1].upper()}{what[1:]} of '{where.whose}'"
    return f"{PARAMETERS[where.parameter].label} {CHANGES[where.key]} by '{where.whose}'"


def unit(name: str) -> str:
    """Its unit in words; empty if it has none."""
    where = place(name)
    if where.key in TIMES:
        return "days"
    if not where.parameter:
        return "share"
    return "factor" if where.key == "multiply" else PARAMETERS[where.parameter].unit


def entry(name: str) -> Entry:
    """What stands about it in a codebook."""
    where = place(name)
    about = f" {PARAMETERS[where.parameter].meaning}" if where.parameter else ""
    meaning = f"What the sweep gives {where.whose!r} instead of what the scenario has.{about}"
    return Entry(name, label(name), unit(name), "", meaning, "the sweep")

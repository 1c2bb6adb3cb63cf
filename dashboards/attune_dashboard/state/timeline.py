"""What a visitor does to a family's life on the timeline, as another scenario.

Each message of the browser gives a scenario that is checked whole, or a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from attune_sim.errors import InputError
from attune_sim.parameters import CIRCUMSTANCES
from attune_sim.scenario import CARE, CaregiverSpec, Event, Scenario

LEVERS = (
    *("support", "money_strain", "work", "night_care"),
    *("conflict", "shared_home", "other_children", "low_mood"),
)
"""Circumstances in the order in which they are offered: what can be changed from outside first."""
assert set(LEVERS) == set(CIRCUMSTANCES)
LONGEST_NAME = 60
LONGEST = 36_500
"""Days that an event may last."""
CHANGED = ", changed"


class Kind(NamedTuple):
    """An event that can be placed at a click.

    Attributes:
        title: what it is called.
        add: what it adds to parameters of the caregiver chosen.
        length: days it lasts; None is for good.
        away: whether the caregiver is not there meanwhile, and the others care.
    """

    title: str
    add: Mapping[str, float]
    length: int | None = None
    away: bool = False


KINDS = {
    "support": Kind("Others help", {"support": 0.4}),
    "money": Kind("Money gets short", {"money_strain": 1.0}),
    "leave": Kind("Home from work", {"work": -1.0}, 180),
    "work": Kind("Work begins", {"work": 1.0}),
    "away": Kind("Away", {}, 14, away=True),
    "conflict": Kind("Quarrels", {"conflict": 1.0}, 90),
    "low": Kind("Low mood", {"low_mood": 1.0}, 120),
}


def edited(scenario: Scenario, sent: Mapping[str, Any], span: int) -> Scenario:
    """The scenario after one message; the same if the message makes no sense.

    Args:
        scenario: as it is.
        sent: what the browser says: `what` is done, and to which event or caregiver.
        span: days of life that the timeline shows.

    Raises:
        InputError: what was asked for is not allowed.
    """
    what, value = str(sent.get("what")), sent.get("value")
    event = _number(sent.get("event"), len(scenario.events))
    person = _number(sent.get("caregiver"), len(scenario.caregivers))
    key = str(sent.get("key", ""))
    if what == "add" and str(value) in KINDS and person is not None:
        day = _whole("day", sent.get("day"), 0, span)
        return _with_events(scenario, (*scenario.events, _made(scenario, str(value), day, person)))
    if what == "person":
        return _joined(scenario)
    if event is not None:
        if what == "remove":
            rest = (e for k, e in enumerate(scenario.events) if k != event)
            return _with_events(scenario, tuple(rest))
        change = _EVENT.get(what)
        if change is not None:
            old = scenario.events[event]
            new = change(scenario, old, key, value, span)
            if new == old:
                return scenario
            events = (*scenario.events[:event], new, *scenario.events[event + 1 :])
            return _with_events(scenario, events)
    if person is not None and what in _PERSON:
        wanted = _PERSON[what](scenario, person, key, value)
        return scenario if wanted == scenario else _titled(wanted)
    return scenario


def _with_events(scenario: Scenario, events: tuple[Event, ...]) -> Scenario:
    return _titled(replace(scenario, events=events))


def _titled(scenario: Scenario) -> Scenario:
    title = scenario.title.removesuffix(CHANGED)
    return replace(scenario, title=(title or "A family") + CHANGED)


def _made(scenario: Scenario, name: str, day: int, person: int) -> Event:
    kind = KINDS[name]
    names = [c.name for c in scenario.caregivers]
    if kind.away:
        if len(names) < 2:
            raise InputError("nobody else is there to care; add a caregiver first")
        shares = without(care_at(scenario, day), person)
        care = dict(zip(names, shares, strict=True))
        return Event(day=day, title=f"{names[person]} away", length=kind.length, care=care)
    return Event(
        day=day, title=kind.title, whom=(names[person],), add=dict(kind.add), length=kind.length
    )


# --- events --------------------------------------------------------------------------------------


def _moved(_: Scenario, event: Event, key: str, value: Any, span: int) -> Event:
    del key
    day = _whole("day", value, 0, span)
    latest = None if event.latest is None else event.latest + day - event.day
    return replace(event, day=day, latest=latest)


def _set(scenario: Scenario, event: Event, key: str, value: Any, span: int) -> Event:
    if key == "title":
        return replace(event, title=str(value)[:LONGEST_NAME])
    if key == "whom":
        names = [c.name for c in scenario.caregivers]
        return replace(event, whom=(str(value),) if value in names else ())
    if key in ("latest", "length"):
        given = None if value in ("", None) else _whole(key, value, 0, LONGEST)
        changes: dict[str, Any] = {key: given}
        if key == "length" and given is None:
            changes["fade"] = 0
        return replace(event, **changes)
    if key in ("rise", "fade"):
        days: dict[str, Any] = {key: _whole(key, value, 0, LONGEST)}
        return replace(event, **days)
    if key == "share":
        return replace(event, share=_real(key, value))
    return _moved(scenario, event, key, value, span) if key == "day" else event


def _amount(_: Scenario, event: Event, key: str, value: Any, span: int) -> Event:
    """Another amount of what it does to a parameter; nothing takes that away."""
    del span
    table = next((t for t, held in event.changes.items() if key in held), "add")
    held = {k: v for k, v in event.changes[table].items() if k != key}
    if value not in ("", None):
        held[key] = _real(key, value)
    changes: dict[str, Any] = {table: held}
    return replace(event, **changes)


def _cared(scenario: Scenario, event: Event, key: str, value: Any, span: int) -> Event:
    """Another share of care from the event on; nothing leaves the shares as they are."""
    del span
    names = [c.name for c in scenario.caregivers]
    if key == "on":
        care = dict(zip(names, care_at(scenario, event.day), strict=True)) if value else {}
        return replace(event, care=care)
    if key not in event.care:
        return event
    shares = rescaled([event.care[n] for n in names], names.index(key), _real("share", value))
    return replace(event, care=dict(zip(names, shares, strict=True)))


_EVENT = {"day": _moved, "set": _set, "amount": _amount, CARE: _cared}

# --- people --------------------------------------------------------------------------------------


def _shared(scenario: Scenario, person: int, key: str, value: Any) -> Scenario:
    del key
    shares = rescaled([c.share for c in scenario.caregivers], person, _real("share", value))
    people = zip(scenario.caregivers, shares, strict=True)
    return replace(scenario, caregivers=tuple(replace(c, share=s) for c, s in people))


def _circumstances(scenario: Scenario, person: int, key: str, value: Any) -> Scenario:
    if key not in LEVERS:
        return scenario
    own = dict(scenario.caregivers[person].parameters)
    own.pop(key, None)
    if value not in ("", None):
        own[key] = _real(key, value)
    return _with_person(scenario, person, replace(scenario.caregivers[person], parameters=own))


def _named(scenario: Scenario, person: int, key: str, value: Any) -> Scenario:
    del key
    old, new = scenario.caregivers[person].name, " ".join(str(value).split())[:LONGEST_NAME]
    if not new:
        raise InputError("a caregiver needs a name")
    caregivers = tuple(
        replace(c, name=new) if k == person else c for k, c in enumerate(scenario.caregivers)
    )
    if len({c.name for c in caregivers}) < len(caregivers):
        raise InputError("two caregivers cannot have the same name")
    events = tuple(
        replace(
            e,
            whom=tuple(new if n == old else n for n in e.whom),
            care={new if n == old else n: v for n, v in e.care.items()},
        )
        for e in scenario.events
    )
    return replace(scenario, caregivers=caregivers, events=events)


def _left(scenario: Scenario, person: int, key: str, value: Any) -> Scenario:
    """The family without this caregiver; the others take their share."""
    del key, value
    if len(scenario.caregivers) < 2:
        raise InputError("an infant needs a caregiver")
    gone = scenario.caregivers[person].name
    shares = without([c.share for c in scenario.caregivers], person)
    people = zip(scenario.caregivers, shares, strict=True)
    rest = tuple(replace(c, share=s) for c, s in people if c.name != gone)
    events = []
    for event in scenario.events:
        whom = tuple(name for name in event.whom if name != gone)
        care = event.care
        if care:
            others = without(list(care.values()), list(care).index(gone))
            care = {n: s for n, s in zip(care, others, strict=True) if n != gone}
        if (event.whom and not whom) or (len(rest) == 1 and not event.names):
            continue  # it was about this caregiver only
        events.append(replace(event, whom=whom, care=care))
    return replace(scenario, caregivers=rest, events=tuple(events))


_PERSON = {"share": _shared, "circumstance": _circumstances, "name": _named, "leave": _left}


def _with_person(scenario: Scenario, person: int, spec: CaregiverSpec) -> Scenario:
    people = scenario.caregivers
    return replace(scenario, caregivers=(*people[:person], spec, *people[person + 1 :]))


def _joined(scenario: Scenario) -> Scenario:
    """The family with one more caregiver, who does no share of the care yet."""
    names = {c.name for c in scenario.caregivers}
    name = next(
        n for n in ("grandparent", *(f"caregiver {k}" for k in range(2, 99))) if n not in names
    )
    events = tuple(
        replace(e, care=dict(e.care) | {name: 0.0}) if e.care else e for e in scenario.events
    )
    newcomer = CaregiverSpec(name=name, share=0.0)
    people = (*scenario.caregivers, newcomer)
    return _titled(replace(scenario, caregivers=people, events=events))


# --- shares of care ------------------------------------------------------------------------------


def care_at(scenario: Scenario, day: int) -> list[float]:
    """Each caregiver's share of the care on a day of life, as a mean over families.

    Where an event begins on a day of each family's own, every day is weighted.
    """
    shares = [c.share for c in scenario.caregivers]
    for event in scenario.events:
        if not event.care:
            continue
        lates = range((event.latest or event.day) - event.day + 1)
        step = lates[:: max(1, len(lates) // 16)]
        there = event.share * sum(event.weight(day - late) for late in step) / len(step)
        shares = [
            s + there * (event.care[c.name] - s)
            for s, c in zip(shares, scenario.caregivers, strict=True)
        ]
    return shares


def rescaled(shares: Sequence[float], of: int, share: float) -> list[float]:
    """Shares of care of which one is set anew, and the others fill the rest as before.

    Raises:
        InputError: it is no share, or nobody else is there.
    """
    if not 0 <= share <= 1:
        raise InputError(f"share = {share:g} is not a number from 0 to 1")
    rest = sum(shares) - shares[of]
    others = len(shares) - 1
    if not others:
        raise InputError("a caregiver alone has all of the care; add another one first")
    out = [
        (1 - share) * (s / rest if rest > 0 else 1 / others) if k != of else share
        for k, s in enumerate(shares)
    ]
    out = [round(s, 4) for s in out]
    largest = max((k for k in range(len(out)) if k != of), key=lambda k: out[k])
    out[largest] = round(out[largest] + 1 - sum(out), 6)
    return out


def without(shares: Sequence[float], person: int) -> list[float]:
    """Shares of care while somebody is away: the others fill the rest."""
    return rescaled(shares, person, 0.0)


# --- values --------------------------------------------------------------------------------------


def _number(value: Any, count: int) -> int | None:
    return value if isinstance(value, int) and 0 <= value < count else None


def _whole(name: str, value: Any, low: int, high: int) -> int:
    number = _real(name, value)
    if number != int(number) or not low <= number <= high:
        raise InputError(f"{name} = {number:g} is not a whole number from {low} to {high}")
    return int(number)


def _real(name: str, value: Any) -> float:
    try:
        number = float(value) if len(str(value)) < 20 else float("nan")
    except (TypeError, ValueError):
        number = float("nan")
    if not abs(number) < 1e9:
        raise InputError(f"{name} is not a number")
    return number

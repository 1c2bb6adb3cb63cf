"""An event in the life of a family: when it happens, to whom, what changes, and for how long.

    [[events]]
    title = "back to work"
    day = 180
    latest = 240                          # each family on a day of its own up to this one
    whom = "mother"                       # or a list of names; everyone in the family if left out
    add = { responsiveness = -0.15 }      # or multiply = { ... }, or set = { ... }
    rise = 30                             # days over which it comes on
    length = 60                           # days, with these; for good if left out
    fade = 30                             # days over which it then passes off
    share = 0.5                           # of the families that it befalls
    care = { mother = 0.6, father = 0.4 } # who cares how much from then on

An event changes traits, constants and shares of care, never an outcome. What a family makes of it
is simulated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator

from attune_sim.errors import InputError, near, shown
from attune_sim.parameters import CAREGIVER, MECHANISMS, PARAMETERS, TEMPERAMENT, Parameter
from attune_sim.scenario.values import check_value, values_from
from attune_sim.textfiles.checked import checked
from attune_sim.textfiles.kinds import Is, Names, is_finite, text, whole
from attune_sim.textfiles.toml import Fault

MOST_DAYS = 9_125  # of life: 25 years
MOST_EVENTS = 64
LONGEST = 36_500  # days that an event may last or fade
LARGEST_FACTOR = 1_000.0
CARE = "care"

CHANGEABLE = tuple(
    name for name in (*CAREGIVER, *TEMPERAMENT, *MECHANISMS) if not PARAMETERS[name].whole
)
"""Parameters that an event can change. Whole numbers are fixed: they count the episodes of a day,
and random numbers belong to episodes."""


def _difference(name: str, value: Any) -> float:
    """An amount by which a parameter can be moved."""
    spec = _changeable(name)
    widest = spec.high - spec.low
    if not (is_finite(value) and abs(value) <= widest):
        raise InputError(f"{name} = {shown(value)} is not a number from {-widest:g} to {widest:g}")
    return float(value)


def _factor(name: str, value: Any) -> float:
    """A number by which a parameter can be multiplied."""
    _changeable(name)
    if not (is_finite(value) and 0 <= value <= LARGEST_FACTOR):
        raise InputError(
            f"{name} = {shown(value)} is not a factor, a number from 0 to {LARGEST_FACTOR:g}"
        )
    return float(value)


def _share(name: str, value: Any) -> float:
    """A caregiver's share of the care."""
    if not (is_finite(value) and 0 <= value <= 1):
        raise InputError(f"{name} = {shown(value)} is not a share of care, a number from 0 to 1")
    return float(value)


def _value(name: str, value: Any) -> float:
    """A value that a parameter can be set to."""
    _changeable(name)
    checked_value = check_value(name, value)
    assert isinstance(checked_value, float)
    return checked_value


def _changeable(name: str) -> Parameter:
    if name not in PARAMETERS:
        raise InputError(f"there is no parameter {shown(name)}; {near(name, CHANGEABLE)}")
    if name not in CHANGEABLE:
        why = "a whole number" if PARAMETERS[name].whole else "of the observation"
        raise InputError(f"{name} is {why}, which an event cannot change")
    return PARAMETERS[name]


_Table = Is("a table of parameters and numbers", lambda value: isinstance(value, Mapping))
Differences = Annotated[
    Mapping[str, float], PlainValidator(lambda raw: values_from(raw, _difference)), _Table
]
"""Parameters and amounts added to them."""
Factors = Annotated[
    Mapping[str, float], PlainValidator(lambda raw: values_from(raw, _factor)), _Table
]
"""Parameters and what they are multiplied by."""
Shares = Annotated[
    Mapping[str, float],
    PlainValidator(lambda raw: values_from(raw, _share)),
    Is("a table of caregivers and their shares", lambda value: isinstance(value, Mapping)),
]
"""Caregivers' names and their shares of care."""
Settings = Annotated[
    Mapping[str, float], PlainValidator(lambda raw: values_from(raw, _value)), _Table
]
"""Parameters and the values they take."""
Whom = Annotated[Names, BeforeValidator(lambda raw: (raw,) if isinstance(raw, str) else raw)]
"""A caregiver's name, or several."""


@checked
class Event:
    """From `day` on, parameters of those affected change.

    Attributes:
        day: age of the infant in days; the change is there before that day is lived.
        latest: last day on which it may begin; each family then has a day of its own between the
            two, all of them alike likely. None is the same day for all.
        title: for people.
        whom: names of the caregivers affected; everyone in the family if empty. With names, it
            changes caregivers' traits only.
        add: amounts added to parameters, each held within the parameter's range.
        multiply: factors of parameters, held likewise: .8 takes a fifth away.
        set: values that parameters take instead.
        rise: days over which it comes on, evenly; 0 is at once.
        length: days it lasts, from the first; None is for good.
        fade: days over which it passes off after that, evenly; 0 is at once.
        share: of the families that it befalls, above 0 and up to 1, drawn for each family.
        care: the share of care that each of the family's caregivers gives from then on, by name;
            they add up to 1. `whom` does not limit it.
    """

    day: Annotated[int, whole(0, MOST_DAYS, f"a day of life from 0 to {MOST_DAYS}")]
    title: Annotated[str, text(empty=True)] = ""
    whom: Whom = ()
    add: Differences = field(default_factory=dict)
    multiply: Factors = field(default_factory=dict)
    set: Settings = field(default_factory=dict)
    latest: Annotated[int, whole(0, MOST_DAYS, f"a day of life from 0 to {MOST_DAYS}")] | None = (
        None
    )
    rise: Annotated[int, whole(0, LONGEST, f"a number of days from 0 to {LONGEST}")] = 0
    length: Annotated[int, whole(1, LONGEST, f"a number of days from 1 to {LONGEST}")] | None = None
    fade: Annotated[int, whole(0, LONGEST, f"a number of days from 0 to {LONGEST}")] = 0
    share: Annotated[
        float,
        Is(
            "a number above 0 and up to 1, the share of families",
            lambda value: is_finite(value) and 0 < value <= 1,
        ),
    ] = 1.0
    care: Shares = field(default_factory=dict)

    @staticmethod
    def elsewhere(key: str) -> str | None:
        """Where a key belongs that does not belong here."""
        return "put it under add, multiply or set" if key in PARAMETERS else None

    def __post_init__(self) -> None:
        """Check what its parts have to do with each other."""
        if self.fade and self.length is None:
            raise Fault(
                f"fade = {self.fade} needs a length, because a change for good never fades", "fade"
            )
        if self.length is not None and self.rise >= self.length:
            raise Fault(
                f"rise = {self.rise} is not below length = {self.length}, so that it would be over"
                " before it is all there",
                "rise",
            )
        if self.latest is not None and self.latest < self.day:
            raise Fault(f"latest = {self.latest} is before day = {self.day}", "latest")
        if not self.names and not self.care:
            raise Fault("an event changes something; give it add, multiply, set or care")
        under: dict[str, str] = {}
        for key, table in self.changes.items():
            for name in table:
                if self.whom and name not in CAREGIVER:
                    raise Fault(f"{name} is not a caregiver's trait; leave out whom", key, name)
                if name in under:
                    raise Fault(
                        f"{name} stands under {under[name]} and under {key}; one of them is meant",
                        *(key, name),
                    )
                under[name] = key
        total = sum(self.care.values())
        if self.care and abs(total - 1.0) > 1e-6:
            raise Fault(f"the shares under care add up to {total:.4g}, not to 1", CARE)

    @property
    def changes(self) -> dict[str, Mapping[str, float]]:
        """What it does to parameters, by the key under which it stands."""
        return {"add": self.add, "multiply": self.multiply, "set": self.set}

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters it changes."""
        return (*self.add, *self.multiply, *self.set)

    def weight(self, day: int) -> float:
        """How much of the change is there on a day of life: 0 none to 1 all of it.

        In a family that it befalls so many days after `day`, ask for as many days before.
        """
        if day < self.day:
            return 0.0
        if self.length is None or day < self.day + self.length:
            return min(1.0, (day - self.day + 1) / (self.rise + 1))
        return max(0.0, 1.0 - (day - self.day - self.length + 1) / (self.fade + 1))

    def as_dict(self) -> dict[str, Any]:
        """In plain types, as in a TOML file, leaving out what is left out there."""
        out: dict[str, Any] = {"day": self.day}
        if self.title:
            out["title"] = self.title
        if self.whom:
            out["whom"] = list(self.whom)
        out |= {key: dict(table) for key, table in self.changes.items() if table}
        if self.latest is not None:
            out["latest"] = self.latest
        if self.rise:
            out["rise"] = self.rise
        if self.length is not None:
            out["length"] = self.length
        if self.fade:
            out["fade"] = self.fade
        if self.share != 1.0:
            out["share"] = self.share
        if self.care:
            out[CARE] = dict(self.care)
        return out


def events_without(
    events: Sequence[Event], titles: Sequence[str], scenario: str
) -> tuple[Event, ...]:
    """A scenario's events but those of these titles.

    Raises:
        InputError: no event is called so.
    """
    known = [event.title for event in events]
    for title in titles:
        if title not in known:
            told = near(title, known) if known else "it has no events"
            raise InputError(f"{scenario} has no event {shown(title)}; {told}")
    return tuple(event for event in events if event.title not in titles)

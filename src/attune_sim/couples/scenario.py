"""A couple's scenario: how the two were raised, what weighs on them, what happens to them.

    title = "Where turning away meets crying out"
    couples = 100
    days = 1095

    [parameters]                 # of `attune_sim.parameters.couple`
    contagion = 0.02

    [[partners]]                 # two of them
    name = "Alex"
    raised = "erratic"           # the scenario in which they were infants
    parameters = { work = 0.5 }  # their care and circumstances, where they are not as others'

    [[events]]                   # as in families; days are counted from the first one together
    day = 180
    add = { work = 2.0 }

Nobody is given a style: each adult is an infant who grew up in this model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, PlainValidator

from attune_sim.errors import InputError, near, shown
from attune_sim.parameters import CAREGIVER, PARAMETERS
from attune_sim.parameters.couple import COUPLE
from attune_sim.scenario import (
    LARGEST_SEED,
    MOST_DAYS,
    MOST_EVENTS,
    WORDS,
    Event,
    Scenario,
    events_without,
    is_there,
    scenario_names,
)
from attune_sim.scenario import load as load_family
from attune_sim.scenario.values import Value, plain, value_from, values_from
from attune_sim.textfiles.checked import checked, checked_content
from attune_sim.textfiles.kinds import Is, Line, is_finite, many, text, whole
from attune_sim.textfiles.toml import Fault, read_toml

MOST_COUPLES = 100_000
_FOLDER = Path(str(resources.files("attune_sim.couples"))) / "scenarios"
_Text = Annotated[str, text(empty=True)]
_JOINERS = re.compile("[\u200c\u200d]")
"""Unseen characters with which names of some scripts are written."""


def _constant(name: str, value: Any) -> float:
    if name in CAREGIVER:
        raise InputError(f"{name} is a partner's; put it in a partner's parameters")
    if name not in COUPLE:
        raise InputError(f"a couple has no parameter {shown(name)}; {near(name, COUPLE)}")
    spec = COUPLE[name]
    if not (is_finite(value) and spec.low <= value <= spec.high):
        raise InputError(f"{name} = {shown(value)} is not {spec.allowed}")
    return float(value)


def _raised(named: str) -> str:
    raised_in(named)
    return named


def is_file(raised: str) -> bool:
    """Whether a partner was raised in a file's scenario, not in one that has a name."""
    return raised.endswith(".toml")


def raised_in(named: str) -> Scenario:
    """The scenario in which an adult was an infant.

    Raises:
        InputError: there is none of this name, or it cannot be read.
    """
    if named in couple_scenarios():
        raise InputError(f"{named} is a couple's scenario; give that of a family")
    if not is_file(named):
        return _raised_in(named)
    return _without_model(named, load_family(named))  # a file may have changed since


@cache
def _raised_in(named: str) -> Scenario:
    return _without_model(named, load_family(named))


def _without_model(named: str, found: Scenario) -> Scenario:
    if found.model:
        raise InputError(f"{named} has a model of its own; leave that out")
    return found


def _trait(name: str, raw: Any) -> Value:
    """A value of a partner's parameter."""
    if name in COUPLE:
        raise InputError(f"{name} is the couple's; put it under [parameters]")
    if name in PARAMETERS and name not in CAREGIVER:
        raise InputError(
            f"{name} is not about the care they give or their circumstances; it comes from the"
            " scenario in which they were raised"
        )
    return value_from(name, raw)


_Own = Annotated[
    Mapping[str, Value],
    PlainValidator(lambda raw: values_from(raw, _trait)),
    Is("a table of parameters and values", lambda value: isinstance(value, Mapping)),
]


@checked
class Partner:
    """One of two adults: how they were raised, and what is theirs alone.

    Attributes:
        name: of the person, for people.
        raised: name or path of the scenario of their first two years.
        parameters: of the care they give and of their circumstances; else as among other adults.
    """

    name: Line
    raised: Annotated[str, text(), AfterValidator(_raised)]
    parameters: _Own = field(default_factory=dict)


_Constants = Annotated[
    Mapping[str, float],
    PlainValidator(lambda raw: values_from(raw, _constant)),
    Is("a table of parameters and numbers", lambda value: isinstance(value, Mapping)),
]


@checked
class CoupleScenario:
    """What is simulated of couples.

    Attributes:
        name: preset's or file's name.
        title, story, look_for, source: for people.
        couples: how many.
        days: that they live together, at most.
        seed: of the random numbers.
        parameters: of a couple that differ from the defaults.
        partners: two.
        events: what happens to them; days are counted from the first one together.
    """

    partners: Annotated[tuple[Partner, ...], many(2, 2, "partners")]
    name: _Text = "couple"
    title: _Text = ""
    story: _Text = ""
    look_for: _Text = ""
    source: _Text = ""
    couples: Annotated[int, whole(1, MOST_COUPLES)] = 100
    days: Annotated[int, whole(0, MOST_DAYS)] = 1095
    seed: Annotated[int, whole(0, LARGEST_SEED)] = 1
    parameters: _Constants = field(default_factory=dict)
    events: Annotated[tuple[Event, ...], many(0, MOST_EVENTS, "events")] = ()

    @staticmethod
    def elsewhere(key: str) -> str | None:
        """Where a key belongs that does not belong here."""
        if key in ("infants", "caregivers", "extends"):
            return "this is for a family; a couple has partners, and a family's file raises them"
        return "put it under [parameters]" if key in COUPLE else None

    def __post_init__(self) -> None:
        """Check what its parts have to do with each other."""
        names = [partner.name for partner in self.partners]
        for k, name in enumerate(names):
            if not _JOINERS.sub("", name).isprintable():
                raise Fault(
                    f"partners: name = {shown(name)} has a character that cannot be seen",
                    *("partners", k, "name"),
                )
        if names[0] == names[1]:
            raise Fault(
                f"two partners have the same name, {shown(names[0])}", "partners", 1, "name"
            )
        for k, event in enumerate(self.events):
            if event.care:
                raise Fault("events: care is for infants; leave it out", "events", k, "care")
            for name in event.whom:
                if name not in names:
                    raise Fault(
                        f"events: whom = {shown(name)} is not a partner; {near(name, names)}",
                        *("events", k, "whom"),
                    )

    def value(self, name: str) -> float:
        """The value of a couple's parameter."""
        default = COUPLE[name].default
        assert default is not None
        return self.parameters.get(name, default)

    def with_(self, **changes: Any) -> CoupleScenario:
        """Copy with other couples, days, seed, or parameters of a couple; None changes nothing."""
        given = {name: value for name, value in changes.items() if value is not None}
        values = {name: _constant(name, given.pop(name)) for name in COUPLE if name in given}
        return replace(self, parameters={**self.parameters, **values}, **given)

    def without(self, *titles: str) -> CoupleScenario:
        """The same couples without the events of these titles.

        Raises:
            InputError: no event is called so.
        """
        return replace(self, events=events_without(self.events, titles, self.name))

    def identity(self) -> dict[str, Any]:
        """What decides the numbers of a run, in plain types: no story, and no path of a file."""
        out = {key: value for key, value in self.as_dict().items() if key not in WORDS}
        for partner in out["partners"]:
            if is_file(partner["raised"]):
                partner["raised"] = raised_in(partner["raised"]).identity()
        return out

    def to_toml(self, raised: Mapping[str, str] | None = None) -> str:
        """The scenario as a TOML file's text.

        Args:
            raised: what to write instead of a partner's `raised`, by that.
        """
        import tomli_w

        content = self.as_dict()
        for partner in content["partners"]:
            partner["raised"] = (raised or {}).get(partner["raised"], partner["raised"])
        return tomli_w.dumps(content, multiline_strings=True)

    def as_dict(self) -> dict[str, Any]:
        """Everything that defines the run, in plain types, as in its TOML."""
        return {
            "title": self.title,
            "story": self.story,
            "look_for": self.look_for,
            **({"source": self.source} if self.source else {}),
            "couples": self.couples,
            "days": self.days,
            "seed": self.seed,
            "parameters": dict(self.parameters),
            "partners": [
                {"name": p.name, "raised": p.raised, "parameters": plain(p.parameters)}
                for p in self.partners
            ],
            **({"events": [event.as_dict() for event in self.events]} if self.events else {}),
        }


def couple_scenarios() -> list[str]:
    """Names of the shipped scenarios of couples."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def load(what: str | Path | CoupleScenario) -> CoupleScenario:
    """A couple's scenario by its name, or a TOML file's path.

    Raises:
        InputError: unknown name, unreadable file, or a value that is not allowed; the sentence
            names file, line, key, value and what is allowed.
    """
    if isinstance(what, CoupleScenario):
        return what
    known = couple_scenarios()
    path = _FOLDER / f"{what}.toml" if str(what) in known else Path(what)
    if path.suffix != ".toml" and not is_there(path):
        told = near(str(what), known)
        if str(what) in scenario_names():
            told = f"that is a family's; {told}"
        raise InputError(f"there is no couple's scenario {str(what)!r}; {told}")
    document = read_toml(path)
    with document.told():
        if "name" in document.content:
            raise Fault("there is no key 'name'; a scenario is named as its file is", "name")
        content = {**document.content, "name": path.stem}
        if isinstance(content.get("partners"), list):
            content["partners"] = [_beside(one, path.parent) for one in content["partners"]]
        return checked_content(content, CoupleScenario)


def _beside(partner: Any, folder: Path) -> Any:
    """A partner whose scenario, if it is a file's path, is sought from the couple's file on."""
    raised = partner.get("raised") if isinstance(partner, Mapping) else None
    if isinstance(raised, str) and is_file(raised):
        return {**partner, "raised": str(folder / raised)}
    return partner

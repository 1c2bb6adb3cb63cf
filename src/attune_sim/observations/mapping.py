"""The mapping: whose track is whose, what each code means, and how stretches become units of time.

Written by the researcher as a TOML file, because no program can know it. Every rule that changes a
number stands in it: unit, rule, tolerance, what counts as missing.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from attune_sim.errors import InputError, shown
from attune_sim.observations.recording import Layout
from attune_sim.observations.times import UNITS
from attune_sim.parameters import PARAMETERS
from attune_sim.textfiles.checked import checked, checked_document
from attune_sim.textfiles.kinds import Is, Names, SomeNames, is_finite, number, one_of
from attune_sim.textfiles.toml import read_toml

RULES = ("middle", "longest", "mean", "any")
SHORTEST_UNIT, LONGEST_UNIT = 0.1, 5.0
LARGEST_FILE = 100_000
_NUMBER = re.compile(r"[-+−]?(\d{1,12}([.,]\d{0,25})?|[.,]\d{1,25})([eE][-+]?\d{1,2})?")

ANY_OTHER = "*"

Value = float | str
"""What a code means: a number from 0 to 1, or the name of a category."""


def number_of(code: str) -> float | None:
    """The number that a code is, also with a decimal comma; None if it is none."""
    if not _NUMBER.fullmatch(code):
        return None
    return float(code.replace(",", ".").replace("−", "-"))


def as_compared(code: str) -> str:
    """A code as it is looked up: 1, 1.0 and 1,0 are the same code."""
    value = number_of(code)
    return code.strip() if value is None else f"{value:.10g}"


def _or_left_out(kind: Is) -> Is:
    """The same kind of value, or none at all: what a changed copy hands on."""
    return Is(kind.allowed, lambda value: value is None or kind.test(value))


def _is_value(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip()) and len(value) <= 60
    return is_finite(value) and 0.0 <= value <= 1.0


def _is_pair(value: Any) -> bool:
    if not isinstance(value, list | tuple) or len(value) != 2 or not all(map(is_finite, value)):
        return False
    return bool(value[0] < value[1])


_SCALE = Is("a list of two numbers, the lowest and the highest rating", _is_pair)
_WINDOW = Is(
    "a list of two numbers, from and to, in seconds of the film",
    lambda value: _is_pair(value) and value[0] >= 0,
)
_MEANING = Is("a number from 0 to 1, or the name of a category in quotes", _is_value)


def _compared(codes: dict[str, Value]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for code, value in codes.items():
        known = found.setdefault(as_compared(code), value)
        if known != value:
            raise ValueError(f"the code {shown(code)} is given two meanings")
    return found


@checked
class Person:
    """Where one of the two is coded, and what the codes mean.

    Attributes:
        tracks: the columns, subjects or tiers in which they are coded.
        codes: what each code means; all numbers from 0 to 1, or all names of categories; the
            code of one star is any other code.
        scale: ends of a rating, lowest and highest, brought to 0 and 1.
        missing: codes for what could not be coded.
        otherwise: what a time means in which nothing is coded; without it, it is not coded.
    """

    tracks: SomeNames
    codes: Annotated[dict[str, Annotated[Value, _MEANING]], AfterValidator(_compared)] = Field(
        default_factory=dict
    )
    scale: Annotated[tuple[float, float] | None, _or_left_out(_SCALE)] = None
    missing: Names = ()
    otherwise: Annotated[Value | None, _or_left_out(_MEANING)] = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.codes and self.scale is None:
            raise ValueError(
                "it says of no code what it means; write codes = { smile = 1.0 } or scale = [1, 5]"
            )
        if self.scale is not None and self.categories():
            raise ValueError("scale makes numbers, so its codes cannot be categories; give one")
        both = sorted({as_compared(code) for code in self.missing} & set(self.codes))
        if both:
            raise ValueError(f"the code {both[0]!r} has a meaning and is missing; take one away")
        return self

    def meanings(self) -> list[Value]:
        """What its codes may mean."""
        more = [] if self.otherwise is None else [self.otherwise]
        return [*self.codes.values(), *more]

    def categories(self) -> list[str]:
        """The categories that it knows, in order."""
        return [m for m in dict.fromkeys(self.meanings()) if isinstance(m, str)]


@checked
class Mapping:
    """A mapping file.

    Attributes:
        unit: seconds of a unit of time, 0.1 to 5.
        rule: which code a unit has: that at its middle, that of the stretch that fills most of it,
            the mean over its time, or the highest that occurs in it.
        tolerance: how far apart two values may be and still match; categories have to be the same.
        dyad: columns that tell one dyad from another.
        where: only rows with these values in these columns.
        time: the unit of times, if headings do not say it.
        fps: frames a second.
        step: seconds from one row to the next, where rows have no times.
        window: the part of the film to measure, seconds from its beginning.
        infant: one of the two people.
        caregiver: the other.
    """

    infant: Person
    caregiver: Person
    unit: Annotated[float, number(SHORTEST_UNIT, LONGEST_UNIT)] = 1.0
    rule: Annotated[str, one_of(*RULES)] = "middle"
    tolerance: Annotated[float, number(0.0, 1.0)] = float(
        PARAMETERS["coding_tolerance"].default or 0.0
    )
    dyad: Names = ()
    where: dict[str, str] = Field(default_factory=dict)
    time: Annotated[str | None, _or_left_out(one_of(*UNITS))] = None
    fps: Annotated[float | None, _or_left_out(number(1, 1000))] = None
    step: Annotated[float | None, _or_left_out(number(0.001, 60))] = None
    window: Annotated[tuple[float, float] | None, _or_left_out(_WINDOW)] = None

    @model_validator(mode="after")
    def _together(self) -> Self:
        people = (self.infant, self.caregiver)
        kinds = {isinstance(m, str) for person in people for m in person.meanings()}
        kinds |= {False for person in people if person.scale is not None}
        if len(kinds) > 1:
            raise ValueError(
                "some codes mean numbers and others categories; use one of the two for both people"
            )
        if self.categories() and self.rule in ("mean", "any"):
            raise ValueError(
                f"rule = {self.rule!r} needs numbers; categories take 'middle' or 'longest'"
            )
        return self

    def layout(self) -> Layout:
        """What it says about the table."""
        return Layout(self.dyad, dict(self.where), self.time or "", self.fps, self.step)

    def categories(self) -> tuple[str, ...]:
        """The categories of both, in order; none where codes mean numbers."""
        return tuple(dict.fromkeys([*self.infant.categories(), *self.caregiver.categories()]))


def read_mapping(path: Path) -> Mapping:
    """The mapping of a TOML file.

    Raises:
        InputError: that names file, line, key and what is allowed.
    """
    return checked_document(read_toml(path, LARGEST_FILE), Mapping)


def value_of(code: str, person: Person, categories: tuple[str, ...]) -> float | None:
    """What a code means as a number from 0 to 1, NaN if missing, None if the mapping is silent.

    A category is its place in the list of categories, spread from 0 to 1: only whether two are the
    same may be read from it. A code with a modifier (`smile:broad`) is looked up with it first.

    Raises:
        InputError: a rating outside the scale.
    """
    missing = {as_compared(name) for name in person.missing}
    for name in dict.fromkeys((as_compared(code), as_compared(code.split(":")[0]))):
        if name in missing:
            return math.nan
        if name in person.codes:
            return numeric(person.codes[name], categories)
    rating = number_of(code)
    if person.scale is None or rating is None:
        other = person.codes.get(ANY_OTHER)
        return None if other is None else numeric(other, categories)
    low, high = person.scale
    if not low <= rating <= high:
        raise InputError(
            f"the code {shown(code)} is outside the scale from {low:g} to {high:g}; if it stands"
            " for a missing value, add it to missing"
        )
    return (rating - low) / (high - low)


def numeric(meaning: Value, categories: tuple[str, ...]) -> float:
    """A meaning as a number from 0 to 1."""
    if isinstance(meaning, str):
        return categories.index(meaning) / max(1, len(categories) - 1)
    return meaning

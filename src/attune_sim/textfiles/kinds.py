"""Kinds of values that a file may hold, each with a description of what is allowed.

minutes: Annotated[int, whole(1, 60)]
measure: Annotated[str, known("measure", lambda: OUTCOMES)]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from attune_sim.errors import near, shown

NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class Is:
    """What a value has to be, and a test for it; true and false are no numbers."""

    allowed: str
    test: Callable[[Any], bool]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """The test, then the conversion to the declared type."""
        return core_schema.no_info_before_validator_function(self._tested, handler(source))

    def _tested(self, value: Any) -> Any:
        if not self.test(value):
            raise PydanticCustomError(NOT_ALLOWED, "{allowed}", {"allowed": self.allowed})
        return value


def is_number(value: Any) -> bool:
    """Whether a value is a number; True and False are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_finite(value: Any) -> bool:
    """Whether a value is a finite number that a float can hold."""
    return is_number(value) and abs(value) <= sys.float_info.max


def is_whole(value: Any) -> bool:
    """Whether a value is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def whole(low: int, high: int, allowed: str = "") -> Is:
    """A whole number from low to high."""
    words = allowed or f"a whole number from {low} to {high}"
    return Is(words, lambda value: is_whole(value) and low <= value <= high)


def number(low: float, high: float, allowed: str = "") -> Is:
    """A number from low to high."""
    words = allowed or f"a number from {low:g} to {high:g}"
    return Is(words, lambda value: is_number(value) and low <= value <= high)


@dataclass(frozen=True, slots=True)
class Text(Is):
    """Text of bounded length; with something in it, unless it may be empty."""

    longest: int | None
    empty: bool

    def _tested(self, value: Any) -> Any:
        Is._tested(self, value)
        if self.longest is not None and len(value) > self.longest:
            raise ValueError(f"the text is longer than {self.longest} characters")
        if not self.empty and not value.strip():
            raise ValueError("the text is empty")
        return value


def text(longest: int | None = None, empty: bool = False) -> Text:
    """Text."""
    return Text("text", lambda value: isinstance(value, str), longest, empty)


@dataclass(frozen=True, slots=True)
class Many(Is):
    """A list of tables, and how many there may be."""

    low: int
    high: int

    def _tested(self, value: Any) -> Any:
        Is._tested(self, value)
        if not self.low <= len(value) <= self.high:
            allowed = str(self.low) if self.low == self.high else f"{self.low} to {self.high}"
            raise ValueError(f"{allowed} are allowed, not {len(value)}")
        return value


def many(low: int, high: int, what: str) -> Many:
    """Tables, each written [[what]]."""
    return Many(
        f"a list of tables, each written [[{what}]]",
        lambda value: isinstance(value, list | tuple),
        low,
        high,
    )


def one_of(*names: str) -> Is:
    """One of a few names."""
    return Is(f"one of {', '.join(map(repr, names))}", lambda value: value in names)


def is_name(what: str, names: Callable[[], Collection[str]]) -> AfterValidator:
    """A known name, or a tuple of such; a misspelt one is answered with those like it."""

    def check(value: Any) -> Any:
        for name in (value,) if isinstance(value, str) else value:
            check_known(name, names(), what)
        return value

    return AfterValidator(check)


def check_known(name: str, names: Collection[str], what: str) -> None:
    """Refuse a name that is not known.

    Raises:
        ValueError: with those like it.
    """
    if name not in names:
        raise ValueError(f"there is no {what} {shown(name)}; {near(name, names)}")


def one_line(value: str) -> str:
    """Running text; line breaks of the file mean nothing."""
    return " ".join(value.split())


def paragraphs(value: str) -> str:
    """Running text in paragraphs, which empty lines part."""
    return "\n\n".join(one_line(part) for part in re.split(r"\n\s*\n", value.strip()))


def _texts(allowed: str, at_least: int = 0) -> Is:
    return Is(
        allowed,
        lambda value: (
            isinstance(value, list | tuple)
            and len(value) >= at_least
            and all(isinstance(v, str) for v in value)
        ),
    )


Flag = Annotated[bool, Is("true or false", lambda value: isinstance(value, bool))]
Line = Annotated[str, text(), AfterValidator(one_line)]
"""Text whose line breaks mean nothing; not empty."""
Note = Annotated[str, text(empty=True), AfterValidator(one_line)]
"""The same, that may be empty."""
Lines = Annotated[
    tuple[str, ...], _texts("a list of texts"), AfterValidator(lambda v: tuple(map(one_line, v)))
]
Names = Annotated[tuple[str, ...], _texts("a list of names")]
SomeNames = Annotated[tuple[str, ...], _texts("a list of at least one name", at_least=1)]

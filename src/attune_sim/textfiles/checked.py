"""Tables declared with pydantic; a fault is reported in one sentence, wherever it came from."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import field
from typing import Any, TypeVar, cast, dataclass_transform, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as pydantic_dataclass
from pydantic.fields import FieldInfo

from attune_sim.errors import near, shown
from attune_sim.textfiles.kinds import NOT_ALLOWED, Is
from attune_sim.textfiles.lines import Place
from attune_sim.textfiles.toml import Document, Fault

T = TypeVar("T")


class Table(BaseModel):
    """A table of a file, and no other keys.

    A subclass's `elsewhere` may say where a key belongs that does not belong here.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass_transform(frozen_default=True, field_specifiers=(field, Field))
def checked(cls: type[T]) -> type[T]:
    """Make a frozen dataclass whose values are checked at creation, from a file or in Python.

    Raises:
        Fault: from its constructor; with one sentence.
    """
    made: Any = pydantic_dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))(cls)
    construct = made.__init__

    @functools.wraps(construct)
    def __init__(self: Any, *args: Any, **values: Any) -> None:  # noqa: N807
        try:
            construct(self, *args, **values)
        except ValidationError as error:
            raise fault_of(error, made) from None

    made.__init__ = __init__
    return made


def checked_document(document: Document, kind: type[T]) -> T:
    """The content of a file as an object of its declared class.

    Raises:
        InputError: that names file, line, key, value and what is allowed.
    """
    with document.told():
        return checked_content(document.content, kind)


def checked_content(content: Any, kind: type[T]) -> T:
    """Parsed or given values as an object of their declared class.

    Raises:
        Fault: that names key, value and what is allowed.
    """
    try:
        read: T = adapter(cast("Any", kind)).validate_python(content)
        return read
    except ValidationError as error:
        raise fault_of(error, kind) from None


@functools.cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """What checks values of a type, made once."""
    return TypeAdapter(kind)


# --- sentences ------------------------------------------------------------------------------------

_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
_WORDS = {
    "dict_type": "a table",
    "model_type": "a table",
    "dataclass_type": "a table",
    "tuple_type": "a list",
    "list_type": "a list",
    "string_type": "text",
    "bool_type": "true or false",
}
"""What pydantic's own refusals ask for."""


def fault_of(error: ValidationError, kind: type) -> Fault:
    """The first fault; an unknown key comes first, because a missing key may be misspelt."""
    errors = error.errors(include_url=False)
    first = min(errors, key=lambda e: e["type"] not in _UNKNOWN)
    place, cause = first["loc"], first["type"]
    if place and isinstance(place[0], int):  # a constructor's argument without its name
        place = (list(_fields(kind))[place[0]], *place[1:])
    key, table = dotted(place), dotted(place[:-1])
    within = f" in {table}" if table else ""
    if cause in _UNKNOWN:
        return Fault(f"there is no key {_key(place[-1])}{within}; {_hint(kind, place)}", *place)
    if cause.startswith("missing"):
        allowed = _allowed(kind, place)
        return Fault(f"the key {_key(place[-1])}{within} is missing{allowed}", *place[:-1])
    if cause == "value_error":
        fault = first["ctx"]["error"]
        above = table if getattr(fault, "complete", False) else key
        return Fault(
            f"{above}: {fault}" if above else str(fault), *place, *getattr(fault, "where", ())
        )
    given = shown(first["input"])
    if cause == NOT_ALLOWED:
        words = first["msg"]
    else:
        words = _WORDS.get(cause, f"allowed: {first['msg']}")
        if words == "a table" and key and not any(isinstance(part, int) for part in place):
            words += f"; write [{key}]"
    return Fault(f"{key} = {given} is not {words}" if key else f"{given} is not {words}", *place)


def dotted(place: Place) -> str:
    """The keys of a place as a file writes them; numbers of elements are left out."""
    return ".".join(_plain(part) for part in place if isinstance(part, str))


def _plain(part: str) -> str:
    return part if re.fullmatch(r"[\w\-]{1,60}", part) else shown(part)


def _key(part: str | int) -> str:
    return shown(str(part))


def _hint(kind: type, place: Place) -> str:
    """What may have been meant by a key that is not known."""
    table, key = _table_at(kind, place[:-1]), str(place[-1])
    elsewhere = getattr(table, "elsewhere", None)
    told: str | None = elsewhere(key) if elsewhere else None
    return told or near(key, _fields(table))


def _allowed(kind: type, place: Place) -> str:
    """What a missing key would be."""
    wanted = _fields(_table_at(kind, place[:-1])).get(str(place[-1]))
    words = [m.allowed for m in wanted.metadata if isinstance(m, Is)] if wanted else []
    return f"; it is {words[0]}" if words else ""


def _fields(kind: type) -> Mapping[str, FieldInfo]:
    """The declared keys of a table."""
    found: Mapping[str, FieldInfo] = getattr(kind, "__pydantic_fields__", {})
    return {field.alias or name: field for name, field in found.items()}


def _table_at(kind: type, place: Place) -> type:
    """The declaration of the table at a place."""
    for part in place:
        wanted = _fields(kind).get(str(part))
        if wanted is not None:
            kind = next(_tables(wanted.annotation), kind)
    return kind


def _tables(annotation: Any) -> Any:
    if hasattr(annotation, "__pydantic_fields__"):
        yield annotation
    for inner in get_args(annotation):
        yield from _tables(inner)

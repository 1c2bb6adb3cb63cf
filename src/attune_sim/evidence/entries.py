"""Tables of a TOML file, each checked by its declaration: a fault names file, entry and key."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictStr, ValidationError

from attune_sim.errors import InputError, near, shown
from attune_sim.scenario import read_toml

Text = Annotated[
    StrictStr, AfterValidator(lambda text: " ".join(text.split())), Field(description="text")
]
"""Running text; line breaks of the file mean nothing."""
Names = Annotated[tuple[StrictStr, ...], Field(description="a list of names")]


class Entry(BaseModel):
    """One table; every field's description says what is allowed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Kind = TypeVar("Kind", bound=Entry)


def read_entries(path: Path, key: str, kind: type[Kind]) -> tuple[Kind, ...]:
    """The entries of a file, written as [[key]].

    Raises:
        InputError: that names the file, the entry (by its id, or its number) and the key.
    """
    raw = read_toml(path)
    for other in raw:
        if other != key:
            raise InputError(f"{path}: there is no key '{other}'; entries are written [[{key}]]")
    tables = raw.get(key, [])
    if not isinstance(tables, list) or not tables:
        raise InputError(f"{path} holds no {key}; entries are written [[{key}]]")
    out = []
    for number, table in enumerate(tables, start=1):
        name = table.get("id") if isinstance(table, dict) else None
        called = f"'{name}'" if isinstance(name, str) else str(number)
        try:
            out.append(kind.model_validate(table))
        except ValidationError as error:
            raise InputError(f"{path}, {key} {called}: {_fault(error, kind)}") from None
    return tuple(out)


def check_known(given: Collection[str], known: Collection[str], what: str) -> None:
    """Refuse a name that is not known.

    Raises:
        ValueError: with the near ones.
    """
    for name in given:
        if name not in known:
            raise ValueError(f"there is no {what} '{name}'; {near(name, known)}")


def _fault(error: ValidationError, kind: type[Entry]) -> str:
    """The first fault in one sentence."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"there is no key '{where}'; {near(where, kind.model_fields)}"
    if first["type"] == "missing":
        return f"the key '{where}' is missing"
    if first["type"] == "value_error":
        said = str(first["ctx"]["error"])
        return f"{where}: {said}" if where else said
    given = shown(first["input"])
    if not where:
        return f"{given} is not a table"
    field = kind.model_fields.get(str(first["loc"][0]))
    allowed = field.description if field and len(first["loc"]) == 1 else None
    return f"{where} = {given} is not {allowed or 'allowed'}: {first['msg']}"

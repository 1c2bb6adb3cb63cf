"""Entries of a TOML file, each written [[key]]: a fault names file, line, entry and key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from attune_sim.errors import shown
from attune_sim.textfiles.checked import checked_content
from attune_sim.textfiles.kinds import Is
from attune_sim.textfiles.toml import Document, Fault, read_toml

Id = Annotated[
    str,
    Is(
        "a short name in small letters, digits and hyphens",
        lambda value: isinstance(value, str) and bool(re.fullmatch(r"[a-z0-9-]+", value)),
    ),
]
Kind = TypeVar("Kind")


def read_entries(path: Path, key: str, kind: type[Kind]) -> tuple[Kind, ...]:
    """The entries of a file, no two with the same id.

    Raises:
        InputError: that names the file, the line, the entry (by its id, or its number) and the key.
    """
    document = read_toml(path)
    tables = _tables(document, key)
    with document.told():
        return tuple(_entry(tables, k, key, kind) for k in range(len(tables)))


def _tables(document: Document, key: str) -> list[Any]:
    for other in document.content:
        if other != key:
            raise document.error(
                f"there is no key {shown(other)}; entries are written [[{key}]]", other
            )
    tables = document.content.get(key, [])
    if not isinstance(tables, list) or not tables:
        raise document.error(f"the file holds no {key}; entries are written [[{key}]]")
    return tables


def _entry(tables: list[Any], k: int, key: str, kind: type[Kind]) -> Kind:
    name = _id(tables[k])
    if name is not None and name in map(_id, tables[:k]):
        raise Fault(f"two entries [[{key}]] have the id {shown(name)}", key, k, "id")
    try:
        return checked_content(tables[k], kind)
    except Fault as fault:
        called = k + 1 if name is None else shown(name)
        raise Fault(f"{key} {called}: {fault}", key, k, *fault.where) from None


def _id(table: Any) -> str | None:
    name = table.get("id") if isinstance(table, Mapping) else None
    return name if isinstance(name, str) else None

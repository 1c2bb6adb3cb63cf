"""Read TOML files; every fault is reported with file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attune_sim.errors import InputError
from attune_sim.numbers import size
from attune_sim.textfiles.lines import Excess, Place, check_bounds, line_of
from attune_sim.textfiles.text import LARGEST, name_of, read_text


class Fault(InputError):  # noqa: N818 - as it is called in every sentence
    """A fault below a table.

    Attributes:
        where: it stands, seen from that table.
        complete: whether its sentence names what stands there, so that only what is above the
            table needs to be named before it.
    """

    def __init__(self, text: str, *where: str | int, complete: bool = False) -> None:
        super().__init__(text)
        self.where: Place = where
        self.complete = complete


@contextmanager
def placed(*where: str | int) -> Iterator[None]:
    """An `InputError` within becomes a `Fault` of what stands there."""
    try:
        yield
    except InputError as error:
        raise Fault(str(error), *where, *getattr(error, "where", ())) from None


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed TOML text.

    Attributes:
        name: of the file, for sentences.
        text: as it was read.
        content: as it was parsed.
    """

    name: str
    text: str
    content: dict[str, Any]

    def error(self, said: str, *where: str | int) -> InputError:
        """A fault at this place, with file and line."""
        return InputError(f"{self.name}, line {line_of(self.text, where)}: {said}")

    @contextmanager
    def told(self) -> Iterator[None]:
        """A `Fault` within becomes an error with file and line."""
        try:
            yield
        except Fault as fault:
            raise self.error(str(fault), *fault.where) from None


def read_toml(path: Path, largest: int = LARGEST) -> Document:
    """A TOML file.

    Raises:
        InputError: it cannot be read, is too large, or is no TOML; file, line and fault are named.
    """
    return parse_toml(read_text(path, largest), name_of(path), largest)


def parse_toml(text: str, name: str, largest: int = LARGEST) -> Document:
    """A TOML text; `name` is what sentences call its file.

    Raises:
        InputError: it is too large or too deep, or no TOML; file, line and fault are named.
    """
    if len(text) > largest:
        raise InputError(f"{name} is larger than {size(largest)}, the most that is read")
    try:
        check_bounds(text)
        return Document(name, text, tomllib.loads(text))
    except Excess as excess:
        raise InputError(f"{name}, line {excess.line}: {excess.text}") from None
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise InputError(_invalid(text, name, str(error))) from None


_PLACE = re.compile(r" \(at (?:line (\d+), (column \d+)|(end of document))\)$")
_CURLY = re.compile("[“”„‟«»‘’‚]")


def _invalid(text: str, name: str, said: str) -> str:
    """The message about a text that is not TOML."""
    place = _PLACE.search(said)
    end = text.count("\n", 0, len(text.rstrip())) + 1
    line = int(place[1]) if place and place[1] else end if place else 1
    reason = _PLACE.sub("", said)
    at = f" ({place[2]})" if place and place[2] else ""
    sentence = f"{name}, line {line}: this is not valid TOML: {reason}{at}"
    lines = text.split("\n")
    if line <= len(lines) and _CURLY.search(lines[line - 1]):
        sentence += '; it holds curly quotation marks, and TOML takes straight ones (")'
    return sentence

"""Which row of a table is its heading, and what its columns are for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from attune_sim.errors import InputError
from attune_sim.observations.tables import MOST_COLUMNS, Cells
from attune_sim.observations.times import seconds

NAMES = {
    "onset": "onset|onset time|start|start time|time start|begin|begin time|tmin|xmin",
    "offset": "offset|offset time|end|end time|time end|time stop|stop|stop time|tmax|xmax",
    "duration": "duration|duration time|duration sf|duration s|duration msec",
    "time": "time|times|second|seconds|sec|t|frame|frames|frame number|timestamp|"
    "time relative sf|time relative s|time relative hms",
    "person": "subject|subjects|person|who|tier|participant|speaker|track|dyad member",
    "code": "behavior|behaviour|code|codes|value|annotation|event|label|behavior code|text",
    "status": "status|event type|behavior type|state",
    "observation": "observation id|observation",
    "modifier": "modifiers|modifier|modifier 1|modifier #1",
    "length": "total length|media duration|observation duration",
}
"""How the columns of a role are called, in small letters."""
ROLES = {name: role for role, names in NAMES.items() for name in names.split("|")}
BEGINS = {"start": "START", "state start": "START", "begin": "START",
          "stop": "STOP", "state stop": "STOP", "end": "STOP",
          "point": "POINT", "state": "STATE"}  # fmt: skip
"""What a column of the role 'status' may say."""


def plain(heading: str) -> str:
    """A heading as names are compared: small letters, without a unit in parentheses."""
    # Not [^)]: a cell of opening parentheses only would be searched to its end for each of them.
    text = re.sub(r"\([^()]*\)", " ", heading.lower().replace("_", " "))
    return " ".join(re.split(r"\s-\s", text)[0].split())


@dataclass(frozen=True, slots=True)
class Heading:
    """A table's heading.

    Attributes:
        at: the number among the rows read.
        names: of the columns, as the file writes them.
        roles: the first column of each role.
    """

    at: int
    names: tuple[str, ...]
    roles: dict[str, int]

    def column(self, name: str, what: str) -> int:
        """The column that a mapping names.

        Raises:
            InputError: there is none.
        """
        if name not in self.names:
            known = ", ".join(repr(known) for known in self.names if known)
            raise InputError(f"{what}: the table has no column {name!r}; it has {known[:400]}")
        return self.names.index(name)

    def others(self) -> list[int]:
        """Columns that may hold codes: they have a name, and no other purpose."""
        used = {k for k, name in enumerate(self.names) if plain(name) in ROLES}
        return [k for k, name in enumerate(self.names) if name and k not in used]


def heading_of(cells: Cells) -> Heading | None:
    """The first row that names times and at least one more column; None if there is none."""
    for at, (_, row) in enumerate(cells.head()):
        if len(row) > MOST_COLUMNS:
            continue  # a person's units of time, no heading
        names = [plain(name) for name in row]
        roles: dict[str, int] = {}
        for k, name in enumerate(names):
            if name in ROLES:
                roles.setdefault(ROLES[name], k)
        several = sum(bool(name) for name in names) >= 2
        if several and ("time" in roles or "onset" in roles) and _followed(cells, at, roles):
            return Heading(at, tuple(row), roles)
    return None


def _followed(cells: Cells, at: int, roles: dict[str, int]) -> bool:
    """Whether a time stands below the heading of times, in one of the rows that follow."""
    column = roles.get("onset", roles.get("time", 0))
    below = [row[column] for _, row in cells.rows[at + 1 : at + 12] if column < len(row)]
    return not below or any(map(_is_time, below))


def _is_time(text: str) -> bool:
    try:
        seconds(text)
    except InputError:
        return False
    return True


def cell_of(row: Sequence[str], column: int | None) -> str:
    """A row's cell in a column; empty where there is none."""
    return row[column] if column is not None and column < len(row) else ""


def getter(column: int | None) -> Callable[[Sequence[str]], str]:
    """What takes a row's cell in a column."""
    return lambda row: cell_of(row, column)

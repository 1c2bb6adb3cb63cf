"""What a page draws of a room, and when it draws it anew."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import solara

from attune_dashboard.state import classroom

POLL_S = 0.5
"""Between two looks at whether something has changed in the room."""


@dataclass(frozen=True)
class Snapshot:
    """What a page draws of a room, as it was at one moment.

    Components get it as an argument: given the room itself they would not be drawn anew, for it
    stays the same room whatever changes in it. `tally` is of the vote that is open or shown,
    `first` and `second` of either; `shift` is as the room gives it.
    """

    stage: str
    tally: tuple[int, ...]
    first: tuple[int, ...]
    second: tuple[int, ...]
    shift: tuple[int, int]
    committed: int
    most_from_one_address: int
    limit: int
    refused: int
    ended: bool

    @property
    def count(self) -> int:
        """Predictions that count."""
        return sum(self.tally)

    @property
    def voting(self) -> bool:
        """Whether predictions are open."""
        return self.stage in classroom.VOTES

    @property
    def showing(self) -> bool:
        """Whether the result is shown."""
        return self.stage in (classroom.SHOW, classroom.WHY)

    @property
    def tallies(self) -> dict[str, tuple[int, ...]]:
        """How many predicted what in each vote that there was."""
        if not sum(self.second):
            return {"In the class": self.first}
        return {"First vote": self.first, "Second vote": self.second}


def use_room(found: classroom.Room) -> Snapshot:
    """How the room is now; the page is drawn anew whenever something changes in it."""
    version, set_version = solara.use_state(found.version)

    async def watch() -> None:
        while True:
            classroom.look_at(found)
            if found.version != version:
                set_version(found.version)
                return
            await asyncio.sleep(POLL_S)

    solara.lab.use_task(watch, dependencies=[version])
    return snapshot(found)


def snapshot(found: classroom.Room) -> Snapshot:
    """How the room is now."""
    return Snapshot(
        found.stage,
        tuple(found.tally()),
        tuple(found.tally(0)),
        tuple(found.tally(1)),
        found.shift(),
        len(found.votes),
        found.most_from_one_address(),
        found.limit,
        found.refused,
        found.ended,
    )

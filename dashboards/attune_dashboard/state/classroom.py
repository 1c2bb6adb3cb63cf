"""Class mode: rooms in which a class commits predictions. In memory only, without names.

A room lives until its teacher ends it, or nobody has asked for it in a while; with the server it
is gone.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass, field

LETTERS = "abcdefghjkmnpqrstuvwxyz"
"""Of codes: none that is easily taken for another."""
CODE_LETTERS = 5
MOST_ROOMS, MOST_VOTES = 40, 400
IDLE_S = 4 * 3600.0
PREDICT, SHOW = "predict", "show"
"""What a room is doing: predictions are open, or the result is shown."""


@dataclass
class Room:
    """One class with one lesson.

    Attributes:
        code: in the link that students open.
        key: in the link of the teacher only.
        lesson: the lesson's name.
        options: how many predictions there are to choose from.
        stage: PREDICT or SHOW.
        votes: option by seat; a seat is a number made up for a browser, for this room only.
        ended: whether the teacher has ended it.
        version: counts changes, so that pages know when to draw anew.
        seen: when it was last asked for.
    """

    code: str
    key: str
    lesson: str
    options: int
    stage: str = PREDICT
    votes: dict[str, int] = field(default_factory=dict)
    ended: bool = False
    version: int = 0
    seen: float = field(default_factory=time.monotonic)

    def seat(self, browser: str) -> str:
        """A browser's seat: from it nobody finds back to the browser."""
        return hashlib.sha256(f"{self.key}{browser}".encode()).hexdigest()[:16]

    def tally(self) -> list[int]:
        """How many predicted each option."""
        votes = list(self.votes.values())
        return [votes.count(k) for k in range(self.options)]


_rooms: dict[str, Room] = {}
_lock = threading.Lock()


def open_room(lesson: str, options: int) -> Room | None:
    """A new room; None if there are too many already."""
    with _lock:
        _forget()
        if len(_rooms) >= MOST_ROOMS:
            return None
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
            if code not in _rooms:
                break
        room = Room(code, secrets.token_urlsafe(9), lesson, options)
        _rooms[code] = room
        return room


def _forget() -> None:
    now = time.monotonic()
    for code in [c for c, room in _rooms.items() if now - room.seen > IDLE_S]:
        del _rooms[code]


def room(code: str) -> Room | None:
    """The room of a code, if there is one."""
    with _lock:
        found = _rooms.get(code.lower())
        if found is not None:
            found.seen = time.monotonic()
        return found


def taught(code: str, key: str) -> Room | None:
    """The room of a code, for whoever has its key."""
    found = room(code)
    return found if found is not None and secrets.compare_digest(found.key, key) else None


def predict(found: Room, seat: str, option: int) -> bool:
    """Commit a prediction; False if it is too late, senseless, or this seat has one already."""
    with _lock:
        fits = found.stage == PREDICT and 0 <= option < found.options
        if not fits or seat in found.votes or len(found.votes) >= MOST_VOTES:
            return False
        found.votes[seat] = option
        found.version += 1
        return True


def show(found: Room, stage: str) -> None:
    """Close predictions and show the result, or open them again."""
    with _lock:
        found.stage = stage
        found.version += 1


def clear(found: Room) -> None:
    """Forget all predictions, and open them anew."""
    with _lock:
        found.votes.clear()
        found.stage = PREDICT
        found.version += 1


def end(found: Room) -> None:
    """Close the room for good."""
    with _lock:
        _rooms.pop(found.code, None)
        found.votes.clear()
        found.ended = True
        found.version += 1

"""Class mode: rooms in which a class commits predictions. In memory only, without names.

A room lives until its teacher ends it, or nobody has looked at it for a while; with the server it
is gone. What one visitor can take up is limited twice: by the browser, which a private window
evades, and by the network address, which a whole school may share. So limits of an address are
wide, and the teacher is told and may set them closer or wider.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from attune_dashboard.state.visitor import Visitor

LETTERS = "abcdefghjkmnpqrstuvwxyz"
"""Of codes: none that is easily taken for another."""
CODE_LETTERS = 5
MOST_ROOMS, MOST_VOTES = 40, 400
ROOMS_OF_BROWSER, ROOMS_OF_ADDRESS = 3, 20
"""How many rooms one browser, and all browsers of one network address, may have open."""
ONE, USUAL, ALL = 1, 60, MOST_VOTES
"""Predictions taken from one network address: as the teacher sets it. USUAL holds two classes."""
IDLE_S = 4 * 3600.0
LEFT_S = 15 * 60.0
"""When all rooms are taken, one that nobody has looked at for so long is given up."""
PREDICT, TALLY, AGAIN, SHOW, WHY = "predict", "tally", "again", "show", "why"
STAGES = (PREDICT, TALLY, AGAIN, SHOW, WHY)
"""What a room is doing: a first vote, its tally, a second vote, the result, or why. While a vote is
open nobody sees how others vote."""
VOTES = (PREDICT, AGAIN)
"""The stages in which predictions are open; each has a vote of its own."""
COMMITTED, CLOSED, TWICE, CROWDED, SENSELESS = "committed", "closed", "twice", "crowded", "none"
"""What became of a prediction: CROWDED if enough have come from its network address."""


@dataclass(frozen=True)
class Vote:
    """A prediction: the option, and what stands for the network address it came from."""

    option: int
    origin: str


@dataclass
class Room:
    """One class with one lesson.

    Attributes:
        code: in the link that students open.
        key: in the link of the teacher only.
        lesson: the lesson's name.
        options: how many predictions there are to choose from.
        browser, address: of the visitor who opened it, as digests.
        stage: one of STAGES.
        rounds: of each of VOTES the votes by seat; a seat is a number made up for a browser, for
            this room only.
        limit: how many predictions are taken from one network address.
        refused: how many predictions were refused for that reason.
        ended: whether the teacher has ended it.
        version: counts changes, so that pages know when to draw anew.
        seen: when a page last looked at it.
    """

    code: str
    key: str
    lesson: str
    options: int
    browser: str = ""
    address: str = ""
    stage: str = PREDICT
    rounds: tuple[dict[str, Vote], ...] = field(default_factory=lambda: ({}, {}))
    limit: int = USUAL
    refused: int = 0
    ended: bool = False
    version: int = 0
    seen: float = field(default_factory=time.monotonic)

    def seat(self, browser: str) -> str:
        """A browser's seat, or an address's mark: nobody finds back from it to either."""
        return _digest(self.key, browser)

    @property
    def number(self) -> int:
        """The round that is open, or whose tally is shown; at the result the last one voted in."""
        if self.stage in (PREDICT, TALLY):
            return 0
        return 1 if self.stage == AGAIN or self.rounds[1] else 0

    @property
    def votes(self) -> dict[str, Vote]:
        """Of that round."""
        return self.rounds[self.number]

    def predicted(self, seat: str) -> int | None:
        """The option that a seat has committed in that round; in the end, the last it has."""
        vote = self.votes.get(seat)
        if vote is None and self.stage in (SHOW, WHY):
            vote = self.rounds[0].get(seat)
        return None if vote is None else vote.option

    def shift(self) -> tuple[int, int]:
        """How many voted twice, and how many of these otherwise the second time."""
        with _lock:
            first, second = self.rounds
            both = [(first[seat].option, second[seat].option) for seat in first if seat in second]
        return len(both), sum(one != other for one, other in both)

    def tally(self, number: int | None = None) -> list[int]:
        """How many predicted each option; of one address, at most the first `limit` count.

        Args:
            number: of the round; None: that of `number`.
        """
        with _lock:
            votes = list((self.votes if number is None else self.rounds[number]).values())
        so_far: Counter[str] = Counter()
        counts = [0] * self.options
        for vote in votes:
            so_far[vote.origin] += 1
            if so_far[vote.origin] <= self.limit:
                counts[vote.option] += 1
        return counts

    def most_from_one_address(self) -> int:
        """How many predictions came from the network address that most came from."""
        with _lock:
            counts = Counter(vote.origin for vote in self.votes.values())
        return max(counts.values(), default=0)


_rooms: dict[str, Room] = {}
_lock = threading.RLock()
_salt = secrets.token_hex(16)


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()[:16]


def open_room(lesson: str, options: int, visitor: Visitor) -> Room | None:
    """A new room; None if there are too many already, of this visitor or of all."""
    browser, address = _digest(_salt, visitor.browser), _digest(_salt, visitor.address)
    with _lock:
        _forget()
        if sum(room.browser == browser for room in _rooms.values()) >= ROOMS_OF_BROWSER:
            return None
        if sum(room.address == address for room in _rooms.values()) >= ROOMS_OF_ADDRESS:
            return None
        if len(_rooms) >= MOST_ROOMS:
            return None
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
            if code not in _rooms:
                break
        room = Room(code, secrets.token_urlsafe(9), lesson, options, browser, address)
        _rooms[code] = room
        return room


def _forget() -> None:
    """Drop rooms that have been idle; where all are taken, also one that was left."""
    now = time.monotonic()
    for found in [r for r in _rooms.values() if now - r.seen > IDLE_S]:
        end(found)
    if len(_rooms) >= MOST_ROOMS:
        oldest = min(_rooms.values(), key=lambda r: r.seen)
        if now - oldest.seen > LEFT_S:
            end(oldest)


def opened_by(visitor: Visitor) -> list[Room]:
    """The rooms that a browser has open, in the order in which it opened them."""
    browser = _digest(_salt, visitor.browser)
    with _lock:
        return [room for room in _rooms.values() if room.browser == browser]


def room(code: str) -> Room | None:
    """The room of a code, if there is one."""
    with _lock:
        found = _rooms.get(code.lower())
        if found is not None:
            look_at(found)
        return found


def look_at(found: Room) -> None:
    """Note that a page shows the room."""
    found.seen = time.monotonic()


def taught(code: str, key: str) -> Room | None:
    """The room of a code, for whoever has its key."""
    found = room(code)
    same = found is not None and secrets.compare_digest(found.key.encode(), key.encode())
    return found if same else None


def predict(found: Room, visitor: Visitor, option: int) -> str:
    """Commit a prediction, and tell what became of it: COMMITTED, CLOSED, TWICE, CROWDED, ..."""
    seat, origin = found.seat(visitor.browser), found.seat(visitor.address)
    with _lock:
        if found.stage not in VOTES or found.ended:
            return CLOSED
        if not 0 <= option < found.options:
            return SENSELESS
        if seat in found.votes:
            return TWICE
        from_there = sum(vote.origin == origin for vote in found.votes.values())
        if from_there >= found.limit or len(found.votes) >= MOST_VOTES:
            found.refused += 1
            found.version += 1
            return CROWDED
        found.votes[seat] = Vote(option, origin)
        found.version += 1
        return COMMITTED


def take(found: Room, limit: int) -> None:
    """Set how many predictions of one network address are taken and counted."""
    with _lock:
        found.limit, found.refused = limit, 0
        found.version += 1


def show(found: Room, stage: str) -> None:
    """Go to one of STAGES, onward or back."""
    with _lock:
        found.stage = stage
        found.version += 1


def clear(found: Room) -> None:
    """Forget all predictions, and open them anew."""
    with _lock:
        for votes in found.rounds:
            votes.clear()
        found.refused = 0
        found.stage = PREDICT
        found.version += 1


def end(found: Room) -> None:
    """Close the room for good."""
    with _lock:
        _rooms.pop(found.code, None)
        for votes in found.rounds:
            votes.clear()
        found.ended = True
        found.version += 1

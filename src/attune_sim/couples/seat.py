"""A person takes one partner's place in a conversation, one second at a time.

The other sits down as in `conversations.record`, with the same random numbers: a person's record
and the couple's own begin alike and differ by what the person does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from attune_sim.couples.conversations import conversation, needs, time_of
from attune_sim.couples.pairs import Couples, days_of
from attune_sim.dyad import noise
from attune_sim.dyad.couple import all_sit_down, second_with_person
from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.errors import InputError, shown


@dataclass(frozen=True)
class Act:
    """What a person can do in a second.

    Attributes:
        title: for people.
        engagement: shown, 0 to 1.
        display: distress shown, 0 to 1.
    """

    title: str
    engagement: float
    display: float


ACTS = {
    "toward": Act("Turn toward", 0.75, 0.0),
    "ask": Act("Ask", 0.9, 0.35),
    "complain": Act("Complain", 0.9, 0.8),
    "pause": Act("Pause", 0.1, 0.0),
}
"""With `repair`, which meets what the other shows just now."""
REPAIR = "repair"


class PartnerSeat:
    """The place of one partner in a conversation.

    Args:
        couples: those who are together; not changed.
        couple: which of them, counted among those who are together.
        kind: one of CONVERSATIONS.
        day: counted from the first one together.
        side: whose place is taken, 0 the first partner's, 1 the second's.

    Raises:
        IndexError: there is no such couple together.
        InputError: there is no such conversation, day or side.
    """

    def __init__(
        self, couples: Couples, couple: int, *, kind: str = "conflict", day: int, side: int = 1
    ) -> None:
        self.seconds = 60 * conversation(kind).minutes
        days_of([day], "day")
        if side not in (0, 1):
            raise InputError(f"side = {shown(side)} is not 0, the first partner's, or 1")
        guests = couples.copy()
        first = guests.firsts()[couple : couple + 1]
        if not first.size:
            raise IndexError(f"there is no couple {couple} together")
        self._rows, self._together = guests.people.rows, guests.together
        for people in (self._rows.infants, self._rows.caregivers):
            noise.visit(people, day + 1)
        self._time = time_of(kind)
        one, other = (needs(guests, kind, first + k, k) for k in (0, 1))
        all_sit_down(self._rows, first, self._time, one, other)
        self._adult = int(first[0]) + 1 - side
        self._available = float(self._rows.bonds["availability"][self._adult ^ 1])
        self.elapsed = 0
        self._films = np.full((2, self.seconds), np.nan, TRACE_DTYPE)

    @property
    def over(self) -> bool:
        """Whether the conversation has come to its end."""
        return self.elapsed >= self.seconds

    @property
    def partner(self) -> npt.NDArray[np.void]:
        """What is seen of the other, (seconds,); NaN in the seconds that have not been."""
        return self._films[0].copy()

    @property
    def person(self) -> npt.NDArray[np.void]:
        """What is seen of the person, and how the other answers them."""
        return self._films[1].copy()

    def act(self, name: str) -> None:
        """Let one second pass in which the person does this; none after the end.

        Raises:
            InputError: nobody can do that.
        """
        if name == REPAIR:
            self.second(float(self._rows.infants["shown"][self._adult]), 0.0)
        elif name in ACTS:
            self.second(ACTS[name].engagement, ACTS[name].display)
        else:
            raise InputError(f"{name!r} is none of {', '.join([*ACTS, REPAIR])}")

    def second(self, engagement: float, display: float) -> None:
        """Let one second pass in which the person shows this; none after the end.

        Args:
            engagement: 0 none to 1 full.
            display: of distress, 0 none to 1 full.

        Raises:
            InputError: one of them is not a number from 0 to 1.
        """
        for name, value in (("engagement", engagement), ("display", display)):
            if not (isinstance(value, int | float | np.number) and 0.0 <= value <= 1.0):
                raise InputError(f"{name} = {shown(value)} is not a number from 0 to 1")
        if self.over:
            return
        second_with_person(
            self._rows, self._adult, self._time, self.elapsed, self._together, self._available,
            float(engagement), float(display), self._films[0], self._films[1],
        )  # fmt: skip
        self.elapsed += 1

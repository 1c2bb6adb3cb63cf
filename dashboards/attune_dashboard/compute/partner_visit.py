"""Two minutes in one partner's place: what a person did, and the couple's own beside it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from attune_dashboard.compute.couple_films import conversation, found
from attune_dashboard.state.couples import CoupleChoice
from attune_sim.couples.conversations import demanding, turned
from attune_sim.couples.pairs import Couples
from attune_sim.couples.seat import ACTS, REPAIR, PartnerSeat
from attune_sim.procedures.thresholds import FUSSING

LASTS = 120
"""Seconds that it takes."""
DOES = (*ACTS, REPAIR)
"""All acts, by the names that the browser knows (static/view/places.js)."""


class PartnerVisit:
    """A person in one partner's place, who goes on doing what they last chose."""

    def __init__(self, looks: Mapping[int, Couples], wanted: CoupleChoice) -> None:
        """With the other partner of a couple, as in their own conversation."""
        self.day, couples, at = found(looks, wanted)
        self.place = wanted.place
        self._seat = PartnerSeat(
            couples, at, kind=wanted.conversation, day=self.day, side=wanted.place
        )
        self._act = "toward"

    @property
    def elapsed(self) -> int:
        """Seconds that have passed."""
        return self._seat.elapsed

    @property
    def over(self) -> bool:
        """Whether it has come to its end."""
        return self.elapsed >= LASTS

    @property
    def seen(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Both records, the first partner's place first; NaN in seconds that have not been."""
        both = [pd.DataFrame(part[:LASTS]) for part in (self._seat.person, self._seat.partner)]
        return (both[0], both[1]) if self.place == 0 else (both[1], both[0])

    def act(self, name: str) -> None:
        """Let a second pass in which the person does, or goes on doing, something.

        Args:
            name: of the act; what is none of DOES changes nothing.
        """
        if name in DOES:
            self._act = name
        if not self.over:
            self._seat.act(self._act)


def own(looks: Mapping[int, Couples], wanted: CoupleChoice) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same two minutes of the couple itself."""
    film = conversation(looks, wanted)
    return film.one[:LASTS], film.other[:LASTS]


def counted(records: tuple[pd.DataFrame, pd.DataFrame], place: int) -> dict[str, int]:
    """Seconds of a record in which something was so.

    Keys: `upset` (the other shows it), `alone` (and whoever has the place has turned away),
    `answered` (the other is turned to whoever has the place), `inside` (per cent of distress that
    nobody sees, on average).

    Args:
        records: both partners'.
        place: number of the partner whose place is meant.
    """
    mine, theirs = records[place], records[1 - place]
    return {
        "upset": int((theirs["display"] > FUSSING).sum()),
        "alone": int(demanding(theirs, mine).sum()),
        "answered": int(turned(theirs, mine).sum()),
        "inside": round(100 * float(theirs["distress"].mean())),
    }

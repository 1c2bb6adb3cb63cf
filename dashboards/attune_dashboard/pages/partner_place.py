"""A visitor in one partner's place: what the browser is told, second by second and at the end."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from attune_dashboard.components.view import played
from attune_dashboard.compute import partner_visit
from attune_dashboard.compute.couple_films import CoupleMoment, cameras, shown
from attune_dashboard.compute.pictures import packed
from attune_dashboard.pages.caregiver_place import SOONEST_S
from attune_dashboard.state.couples import CoupleChoice
from attune_sim.couples.pairs import Couples


class PartnerPlace:
    """A visitor in one partner's place."""

    def __init__(
        self, looks: Mapping[int, Couples], wanted: CoupleChoice, *, projector: bool = False
    ) -> None:
        self.looks, self.wanted, self.projector = looks, wanted, projector
        self.visit = partner_visit.PartnerVisit(looks, wanted)
        self.asked = 0.0

    @property
    def names(self) -> tuple[str, str]:
        """Of the two on the stage."""
        one, other = self.wanted.names
        return ("You", other) if self.wanted.place == 0 else (one, "You")

    def taken(self) -> dict[str, Any]:
        """What the browser shows at the beginning."""
        return {"what": "sat", "film": self._film(self._moment())}

    def second(self, act: Any) -> dict[str, Any] | None:
        """Let a second pass and show what came of it; 'wait' if asked too soon.

        Args:
            act: what the visitor does from now on, or an empty text; nothing is answered to what
                makes no sense.
        """
        if act not in ("", *partner_visit.DOES):
            return None
        now = time.monotonic()
        if now - self.asked < SOONEST_S:  # `now` makes each answer another, so that it is sent
            return {"what": "wait", "elapsed": self.visit.elapsed, "now": now}
        self.asked = now
        self.visit.act(act)
        seen = cameras(*self.visit.seen)
        answer = {"what": "second", "elapsed": self.visit.elapsed, **seen}
        return answer | self._end() if self.visit.over else answer

    def _moment(self) -> CoupleMoment:
        whose = self.wanted.names[self.wanted.place]
        return shown(*self.visit.seen, self.names, f"You in {whose}'s place", self.visit.day)

    def _film(self, film: CoupleMoment) -> str:
        return played(film.moment, on_stage=film.on_stage, can_sit=True)

    def _end(self) -> dict[str, Any]:
        """The whole record, and what there was in it beside the couple's own."""
        film, place = self._moment(), self.wanted.place
        return {
            "figure": packed(film.moment.figure, projector=self.projector),
            "film": self._film(film),
            "summary": compared(
                partner_visit.counted(self.visit.seen, place),
                partner_visit.counted(partner_visit.own(self.looks, self.wanted), place),
                self.wanted.names[1 - place],
            ),
        }


def compared(you: dict[str, int], own: dict[str, int], name: str) -> dict[str, Any]:
    """What there was in two records, as sentences without praise or blame and rows of a table.

    Args:
        you: of the visitor's record, as `partner_visit.counted` gives it.
        own: of the couple's own.
        name: of the other partner.

    Keys: `told`, sentences about the visitor's; `rows`, each a label and two values.
    """
    rows = [
        [f"Seconds in which {name} was upset for all to see", you["upset"], own["upset"]],
        ["… while you, or they, had turned away", you["alone"], own["alone"]],
        [f"Seconds in which {name} was turned to you, or them", you["answered"], own["answered"]],
        [f"{name}'s distress inside, on average", f"{you['inside']}%", f"{own['inside']}%"],
    ]
    told = (
        f"{name} was upset for all to see for {you['upset']} of {partner_visit.LASTS} seconds and"
        f" turned to you for {you['answered']}; in the couple's own two minutes it was"
        f" {own['upset']} and {own['answered']}. Inside, {name}'s distress was {you['inside']}%"
        f" instead of {own['inside']}%. Another couple, or the other place, answers otherwise."
    )
    return {"told": told, "rows": rows}

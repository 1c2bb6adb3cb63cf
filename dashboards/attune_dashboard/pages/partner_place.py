"""A visitor in one partner's place: what they see, and what there was in the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attune_dashboard.components.view import played
from attune_dashboard.compute import couple_films
from attune_dashboard.compute.moments import Moment
from attune_dashboard.compute.partner_visit import DOES, LASTS, PartnerVisit, counted, own
from attune_dashboard.pages.place import Place
from attune_dashboard.state.couples import CoupleChoice
from attune_sim.couples.pairs import Couples


class PartnerPlace(Place):
    """A visitor in one partner's place."""

    visit: PartnerVisit

    def __init__(
        self, looks: Mapping[int, Couples], wanted: CoupleChoice, *, projector: bool = False
    ) -> None:
        super().__init__(PartnerVisit(looks, wanted), DOES, projector=projector)
        self.looks, self.wanted = looks, wanted

    @property
    def names(self) -> tuple[str, str]:
        """Of the two on the stage."""
        one, other = self.wanted.names
        return ("You", other) if self.wanted.place == 0 else (one, "You")

    def filmed(self) -> tuple[Moment, str]:
        """The record so far, and the same as the stage plays it."""
        title = f"You in {self.wanted.names[self.wanted.place]}'s place"
        film = couple_films.shown(*self.visit.seen, self.names, title, self.visit.day)
        return film.moment, played(film.moment, on_stage=film.on_stage, can_sit=True)

    def cameras(self) -> dict[str, Any]:
        """What the cameras have seen of both so far."""
        return couple_films.cameras(*self.visit.seen)

    def summary(self) -> dict[str, Any]:
        """What there was in the record, beside the couple's own."""
        place = self.wanted.place
        return compared(
            counted(self.visit.seen, place),
            counted(own(self.looks, self.wanted), place),
            self.wanted.names[1 - place],
        )


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
        f"{name} was upset for all to see for {you['upset']} of {LASTS} seconds and"
        f" turned to you for {you['answered']}; in the couple's own two minutes it was"
        f" {own['upset']} and {own['answered']}. Inside, {name}'s distress was {you['inside']}%"
        f" instead of {own['inside']}%. Another couple, or the other partner, would respond"
        " differently."
    )
    return {"told": told, "rows": rows}

"""A visitor in the caregiver's place: what they see, and what there was in the end."""

from __future__ import annotations

from typing import Any

from attune_dashboard import narration
from attune_dashboard.components.view import played
from attune_dashboard.compute import moments, stage
from attune_dashboard.compute.moments import Moment
from attune_dashboard.compute.visit import ACTS, Visit, with_own
from attune_dashboard.pages.place import Place
from attune_dashboard.state.choice import Choice

TITLE = "You in the caregiver's place"


class CaregiverPlace(Place):
    """A visitor in the caregiver's place."""

    visit: Visit

    def __init__(self, choice: Choice) -> None:
        super().__init__(Visit(choice), ACTS, projector=choice.projector)
        self.choice = choice
        self.width = moments.tolerance(choice)

    def filmed(self) -> tuple[Moment, str]:
        """The record so far, and the same as the stage plays it."""
        moment = moments.shown(self.visit.seen, [], self.width, TITLE)
        return moment, played(moment, can_sit=True)

    def cameras(self) -> dict[str, Any]:
        """What the camera has seen so far."""
        return {"camera": stage.camera(self.visit.seen)}

    def summary(self) -> dict[str, Any]:
        """What there was in the record, beside that of the infant's own caregiver."""
        return compared(
            narration.summary(self.visit.seen, self.width),
            narration.summary(with_own(self.choice), self.width),
        )


def compared(you: dict[str, int], own: dict[str, int]) -> dict[str, Any]:
    """What there was in two records, as a sentence for each thing and rows of a table.

    Keys: `told`, sentences about the visitor's; `rows`, each a label and two values.
    """
    rows = [
        ["Times you lost each other (ruptures)", you["ruptures"], own["ruptures"]],
        ["… repaired by the caregiver", you["by_caregiver"], own["by_caregiver"]],
        ["… repaired by the infant", you["by_infant"], own["by_infant"]],
        ["… repaired by both at once", you["by_both"], own["by_both"]],
        ["… not repaired by the end", you["open"], own["open"]],
        ["Seconds of fussing or crying", you["fussing_s"], own["fussing_s"]],
        ["… longest without a break", you["longest_s"], own["longest_s"]],
    ]
    return {"told": told(you, own), "rows": rows}


def told(you: dict[str, int], own: dict[str, int]) -> str:
    """The same in a few sentences, without praise or blame."""
    lost = f"You lost each other {_times(you['ruptures'])}"
    if you["ruptures"]:
        lost += f"; you set {you['by_caregiver']} of these right, and the infant {you['by_infant']}"
    fussed = (
        f"The infant fussed or cried for {you['fussing_s']} seconds"
        if you["fussing_s"]
        else "The infant did not fuss or cry"
    )
    return (
        f"{lost}. {fussed}. In the same two minutes the infant and their own caregiver lost each"
        f" other {_times(own['ruptures'])}, and the infant fussed for {own['fussing_s']} seconds."
        " Losing each other often is ordinary; what differs is how it is set right."
    )


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")

"""A visitor in the caregiver's place: what the browser is told, second by second and at the end."""

from __future__ import annotations

import time
from typing import Any

from attune_dashboard import narration
from attune_dashboard.components.view import played
from attune_dashboard.compute import moments, stage, visit
from attune_dashboard.compute.pictures import packed
from attune_dashboard.state.choice import Choice

SOONEST_S = 0.1
"""Between two seconds that a visitor may ask for."""
TITLE = "You in the caregiver's place"


class Place:
    """A visitor in the caregiver's place."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.visit = visit.Visit(choice)
        self.width = moments.tolerance(choice)
        self.asked = 0.0

    def taken(self) -> dict[str, Any]:
        """What the browser shows at the beginning."""
        moment = moments.shown(self.visit.seen, [], self.width, TITLE)
        return {"what": "sat", "film": played(moment, can_sit=True)}

    def second(self, act: Any) -> dict[str, Any] | None:
        """Let a second pass and show what came of it; 'wait' if asked too soon.

        Args:
            act: what the visitor does from now on, or an empty text; nothing is answered to what
                makes no sense.
        """
        if act not in ("", *visit.ACTS):
            return None
        now = time.monotonic()
        if now - self.asked < SOONEST_S:  # `now` makes each answer another, so that it is sent
            return {"what": "wait", "elapsed": self.visit.elapsed, "now": now}
        self.asked = now
        self.visit.act(act)
        trace = self.visit.seen
        answer = {
            "what": "second",
            "elapsed": self.visit.elapsed,
            "camera": stage.camera(trace),
        }
        return answer | self._end() if self.visit.over else answer

    def _end(self) -> dict[str, Any]:
        """The whole record, and what there was in it beside that of the infant's own caregiver."""
        moment = moments.shown(self.visit.seen, [], self.width, TITLE)
        return {
            "figure": packed(moment.figure, projector=self.choice.projector),
            "film": played(moment, can_sit=True),
            "summary": compared(
                narration.summary(self.visit.seen, self.width),
                narration.summary(visit.with_own(self.choice), self.width),
            ),
        }


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

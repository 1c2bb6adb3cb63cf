"""`/`: one dyad, second by second, played; a person may take the caregiver's place."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pandas as pd
import solara

from attune_dashboard import narration
from attune_dashboard.components.controls import Controls
from attune_dashboard.components.glossary import explained
from attune_dashboard.components.html import element
from attune_dashboard.components.view import View, csv, played
from attune_dashboard.compute import moments, stage
from attune_dashboard.compute.pictures import data, packed
from attune_dashboard.state.choice import EVERYDAY, Choice
from attune_dashboard.state.session import session
from attune_sim.errors import InputError
from attune_sim.outcomes import FACE, SSP
from attune_sim.procedures.live_caregiver import Seat


@solara.component
def MomentPage() -> None:
    """The page."""
    here = solara.use_context(session)
    choice = here.choice
    picture = solara.use_memo(lambda: picture_of(choice, opening=unchanged(choice)), [choice])
    place = solara.use_ref(None)

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            return csv(moments.moment(choice).trace.reset_index(names="second"), "moment")
        if sent.get("what") == "sit":
            place.current = Place(choice)
            return place.current.taken()
        if sent.get("what") == "second" and place.current is not None:
            return place.current.second(sent.get("engagement"))
        return None

    scenario = choice.preset()
    with element("div", name="at-page"):
        Head(scenario.title, choice.view)
        with element("div", name="at-two"):
            with element("div", name="at-main-column"):
                View(picture["figure"], answer, picture["film"])
                Story(scenario.story, scenario.look_for)
            Controls(
                choice,
                here.set_choice,
                on_undo=here.undo,
                can_undo=here.can_undo,
                view=True,
                age=True,
            )


WHAT_THEY_DO = {
    "play": "at play. Each second they turn to each other or away, lose each other and find each"
    " other again.",
    FACE: "at play, until the caregiver keeps a still face for two minutes.",
    SSP: "in a strange room, where the caregiver leaves twice and comes back.",
    EVERYDAY: "on an ordinary day, between play and distress.",
}
"""What is to be seen of the two, by what is filmed."""


@solara.component
def Head(title: str, view: str) -> Any:
    """What this is; a component, so that it is left alone while other luck is looked at."""
    return element(
        "div",
        element("h1", title),
        element("p", f"A simulated baby and caregiver {WHAT_THEY_DO[view]}", name="at-lead"),
        name="at-head at-brief",
    )


@solara.component
def Story(story: str, look_for: str) -> Any:
    """What the scenario is, and what to notice in it."""
    return element(
        "div",
        element("p", *explained(" ".join(story.split())), name="at-lead"),
        element(
            "p",
            element("strong", "Notice: "),
            *explained(" ".join(look_for.split())),
            name="at-lead",
        ),
        name="at-told",
    )


def unchanged(choice: Choice) -> bool:
    """Whether nothing was asked for: who comes so has come for the first time."""
    return choice == Choice(projector=choice.projector)


def picture_of(
    choice: Choice, *, can_sit: bool = True, legend: bool = True, opening: bool = False
) -> dict[str, str]:
    """Figure and film of a choice, as the browser needs them.

    Args:
        choice: what is filmed.
        can_sit: whether one may take the caregiver's place.
        legend: whether the figure shows its own legend.
        opening: whether it begins to play by itself where it is first shown.
    """
    moment = moments.moment(choice)
    return {
        "figure": packed(moment.figure, projector=choice.projector, legend=legend),
        "film": played(
            moment,
            second=choice.second,
            can_sit=can_sit and choice.view == "play",
            opening=0 if opening else None,
        ),
    }


SOONEST_S = 0.1
"""Between two seconds that a visitor may ask for."""


class Place:
    """A visitor in the caregiver's place."""

    def __init__(self, choice: Choice) -> None:
        self.choice = replace(choice, view="play")
        self.seat: Seat = moments.seat(self.choice)
        self.width = moments.tolerance(self.choice)
        self.asked = 0.0

    def _shown(self) -> moments.Moment:
        trace = pd.DataFrame(self.seat.trace)
        return moments.shown(trace, [], self.width, "You in the caregiver's place")

    def taken(self) -> dict[str, Any]:
        """What the browser shows at the beginning."""
        moment = self._shown()
        own = narration.tally(moments.moment(self.choice).trace, self.width)
        return {
            "what": "sat",
            "figure": packed(moment.figure, projector=self.choice.projector),
            "film": played(moment, can_sit=True, typical=own),
        }

    def second(self, engagement: Any) -> dict[str, Any] | None:
        """Let a second pass and show what came of it; 'wait' if asked too soon.

        Nothing is answered to what makes no sense.
        """
        if isinstance(engagement, bool) or not isinstance(engagement, int | float):
            return None
        now = time.monotonic()
        if now - self.asked < SOONEST_S:  # `now` makes each answer another, so that it is sent
            return {"what": "wait", "elapsed": self.seat.elapsed, "now": now}
        self.asked = now
        try:
            self.seat.second(float(engagement))
        except InputError:
            return None
        moment = self._shown()
        return {
            "what": "second",
            "elapsed": self.seat.elapsed,
            "data": data(moment.figure),
            "tally": moment.tally,
            "events": [list(event) for event in moment.events],
            "camera": stage.camera(moment.trace),
        }

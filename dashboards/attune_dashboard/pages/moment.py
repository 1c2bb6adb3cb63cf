"""`/`: one dyad, second by second, played; a person may take the caregiver's place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import solara

from attune_dashboard.components.controls import Controls
from attune_dashboard.components.glossary import explained
from attune_dashboard.components.html import element
from attune_dashboard.components.stylesheet import Look
from attune_dashboard.components.view import View, csv, played
from attune_dashboard.compute import in_words, moments
from attune_dashboard.compute.course_in_words import in_months
from attune_dashboard.compute.pictures import packed
from attune_dashboard.pages.caregiver_place import CaregiverPlace
from attune_dashboard.pages.guide.page import GuidePage
from attune_dashboard.state.changes import file_name, titled
from attune_dashboard.state.choice import EVERYDAY, MOST_DAYS, Choice
from attune_dashboard.state.page_settings import value
from attune_dashboard.state.session import Session, session
from attune_sim.outcomes import FACE, SSP


@solara.component
def MomentPage() -> None:
    """The page."""
    here = solara.use_context(session)
    choice = here.choice
    scene = int(value(choice.extra, "scene"))
    if scene:
        GuidePage(scene)
    else:
        Dyad(here)


@solara.component
def Dyad(here: Session) -> None:
    """One dyad with all settings."""
    choice = replace(here.choice, age=min(here.choice.age, MOST_DAYS))
    picture = solara.use_memo(lambda: picture_of(choice, opening=unchanged(choice)), [choice])
    place = solara.use_ref(None)

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            return csv(
                moments.moment(choice).trace.reset_index(names="second"),
                file_name(choice, "moment"),
            )
        if sent.get("what") == "sit":
            place.current = CaregiverPlace(choice)
            return place.current.taken()
        if sent.get("what") == "second" and place.current is not None:
            return place.current.second(sent.get("act"))
        return None

    told = in_words.of_moment(moments.moment(choice), moments.tolerance(choice))
    scenario = choice.preset()
    Look()
    with element("div", name="at-page"):
        Head(titled(choice), choice.view)
        with element("div", name="at-two"):
            with element("div", name="at-main-column"):
                View(picture["figure"], answer, picture["film"], told=told)
                Story(scenario.story, scenario.look_for)
                if scenario.days > MOST_DAYS and scenario.value("family_life") == 1:
                    Longer(here.link("/family"), scenario.days)
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


@solara.component
def Longer(family: str, days: int) -> Any:
    """That this is the beginning of a life, and where the rest is.

    Args:
        family: address of the page that shows all of it.
        days: how long it lasts.
    """
    return element(
        "p",
        f"This life lasts {in_months(days)}; the stage shows its first two years. All of it: ",
        element("a", "Family", href=family),
        name="at-lead",
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

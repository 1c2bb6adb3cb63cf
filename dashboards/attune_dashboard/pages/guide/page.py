"""`/` for who comes for the first time: the guided path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import solara

from attune_dashboard.components.html import button, element
from attune_dashboard.components.stylesheet import Look
from attune_dashboard.pages.guide.scenes import (
    AgainScene,
    DistressScene,
    RuptureScene,
    StudyScene,
    YearScene,
)
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.page_settings import with_value
from attune_dashboard.state.session import session

SCENES = (
    (
        "A match, a rupture, a repair",
        "A simulated baby and caregiver at play: they match, lose each other and find each other"
        " again.",
        RuptureScene,
    ),
    (
        "Distress answered",
        "A simulated baby and caregiver, and hunger. What the caregiver does decides how long the"
        " crying lasts.",
        DistressScene,
    ),
    (
        "A year of it",
        "A simulated baby and caregiver after a year of such moments, in a strange room.",
        YearScene,
    ),
    (
        "The same family again",
        "A simulated baby and caregiver live the same year again, with other luck.",
        AgainScene,
    ),
    (
        "What a study would see",
        "A simulated baby and caregiver are one family of many. Would a study find what goes on"
        " in them?",
        StudyScene,
    ),
)
"""Title, what is to be seen, and the component of each scene."""


@solara.component
def GuidePage(number: int) -> None:
    """The page.

    Args:
        number: of the scene, from 1.
    """
    here = solara.use_context(session)
    choice = here.choice
    title, lead, scene = SCENES[number - 1]

    def go(wanted: int) -> None:
        here.set_choice(to_scene(choice, wanted))

    Look()
    with element("div", name="at-page at-guide", data_scene=str(number)):
        element(
            "div",
            element("h1", title),
            element("p", lead, name="at-lead"),
            name="at-head at-brief",
        ).key(f"head {number}")
        scene(choice, lambda: Onward(number, go)).key(f"scene {number}")


@solara.component
def Onward(number: int, go: Callable[[int], None]) -> Any:
    """The way to the other scenes, and to all settings."""
    here = solara.use_context(session)
    on = (
        button(
            f"Next: {SCENES[number][0].lower()}", partial(go, number + 1), name="at-button at-run"
        ).key(f"next {number}")
        if number < len(SCENES)
        else element("a", "Lessons", href=here.link("/lessons"), name="at-after").key("lessons")
    )
    return element(
        "nav",
        element("div", on, name="at-buttons"),
        Scenes(number, go),
        "" if here.recorded else button("All settings", partial(go, 0)).key("settings"),
        name="at-onward-scenes",
        aria_label="Scenes",
    )


@solara.component
def Scenes(number: int, go: Callable[[int], None]) -> Any:
    """A button for each scene."""
    return element(
        "ol",
        *(
            element(
                "li",
                button(
                    str(k),
                    partial(go, k),
                    name=f"at-button{' at-chosen' if k == number else ''}",
                    aria_label=f"Scene {k}: {title}",
                    title=title,
                    **({"aria_current": "step"} if k == number else {}),
                ),
            ).key(str(k))
            for k, (title, *_) in enumerate(SCENES, 1)
        ),
        name="at-scenes",
    )


def to_scene(choice: Choice, number: int) -> Choice:
    """The same choice at a scene of the path; 0: at all settings."""
    return replace(choice, extra=with_value(choice.extra, "scene", str(number)))

"""The stage of a lesson: the two whom it is about, at play, before anything is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import solara

from attune_dashboard.components.html import element
from attune_dashboard.components.view import View, csv, played
from attune_dashboard.compute import moments
from attune_dashboard.compute.cache import FEW, kept
from attune_dashboard.compute.pictures import packed
from attune_dashboard.state.changes import file_name
from attune_dashboard.state.choice import EVERYDAY, Choice
from attune_dashboard.state.link import from_query
from attune_sim.lessons import Lesson


@solara.component
def LessonStage(choice: Choice, *, projector: bool, own: bool = False) -> None:
    """Two at play, on the stage, with their lines small below it.

    Args:
        choice: who.
        projector: whether everything is drawn larger.
        own: whether they are a student's own pair; their lines are then left out.
    """
    moment = solara.use_memo(lambda: small(choice), [choice])

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            return csv(moment.trace.reset_index(names="second"), file_name(choice, "moment"))
        return None

    with element("div", name=f"at-guide at-lesson-stage{' at-own' if own else ''}"):
        View(
            packed(moment.figure, projector=projector),
            answer,
            played(moment, second=0, counted=False),
        )


def watched(lesson: Lesson) -> Choice:
    """Who is to be watched: whom the lesson links to, or the first infant of its own arm."""
    for _, address in lesson.links:
        path, _, query = address.partition("?")
        if path == "/":
            choice = from_query(query)[0]
            return replace(choice, view=choice.view if choice.view == EVERYDAY else "play")
    return changed(lesson, {})


def changed(lesson: Lesson, values: Mapping[str, float]) -> Choice:
    """The first infant of the arm that a student may change, with these values."""
    arm = lesson.arm(lesson.change_arm)
    given = {name: float(value) for name, value in {**arm.parameters, **values}.items()}
    return Choice(arm.scenario, seed=lesson.seed).with_changes(given)


@kept(FEW)
def small(choice: Choice) -> moments.Moment:
    """The record with its lines low."""
    whole = moments.moment(choice)
    return moments.shown(whole.trace, [], moments.tolerance(choice), "At play", small=True)

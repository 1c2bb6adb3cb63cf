"""What the pages of a class have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import solara

from attune_dashboard.components.html import busy, element, live
from attune_dashboard.components.lesson_parts import Growing, Happened, Why, paragraphs
from attune_dashboard.components.lesson_stage import LessonStage
from attune_dashboard.pages.class_mode.snapshot import Snapshot
from attune_dashboard.state import classroom
from attune_dashboard.state.session import session
from attune_sim.csv_files import csv_text
from attune_sim.lessons import Lesson


@solara.component
def NoRoom(*, ended: bool = False) -> Any:
    """What is said where there is no such room.

    Args:
        ended: whether it was here until now.
    """
    link = solara.use_context(session).link
    return element(
        "div",
        element("h1", "The class has ended" if ended else "There is no such class"),
        element(
            "p",
            "All predictions are gone. You can go on with the "
            if ended
            else "The class has ended, or the link was mistyped. Ask your teacher for the link, or"
            " look at the ",
            element("a", "lessons", href=link("/lessons")),
            ".",
            name="at-lead",
        ),
        name="at-page at-head",
        data_room="none",
    )


@solara.component
def Asked(lesson: Lesson, now: Snapshot) -> None:
    """The question, and how many have answered; who answered what only once the vote is closed."""
    projector = solara.use_context(session).choice.projector
    with element("div", name="at-asked"):
        with element("div"):
            element("h2", lesson.question, name="at-section at-first")
            # Another key, so that nothing of a page that a browser has translated is kept.
            Tally(lesson, now.tally, hidden=now.voting).key(f"tally hidden {now.voting}")
        if now.stage == classroom.PREDICT:
            with element("div").key("puzzle"):
                paragraphs(lesson.puzzle)
                LessonStage(lesson, projector=projector)
        else:
            element("p", TALK[now.stage], name="at-lead").key(now.stage)


TALK = {
    classroom.TALLY: "Find someone who predicted something else, and try to convince each other.",
    classroom.AGAIN: "Vote again, on the same page as before: the same, or something else.",
}
"""What a class is asked to do."""


@solara.component
def Shown(result: Any, lesson: Lesson, predicted: int | None, now: Snapshot) -> None:
    """What came out; and why, once that is the stage."""
    projector = solara.use_context(session).choice.projector
    with element("div"):
        element("h2", "What happened", name="at-section at-first")
        with element("div"):
            busy(result)
            if result.value is not None and result.busy:
                Growing(result.value, lesson, projector=projector).key("growing")
            elif result.value is not None:
                Happened(result.value, predicted, projector=projector, tallies=now.tallies).key(
                    "happened"
                )
        live("p", shifted(*now.shift), name="at-lead", id="at-shift")
        if now.stage == classroom.WHY:
            element("h2", "Why", name="at-section").key("why-title")
            Why(lesson).key("why")


def shifted(both: int, changed: int) -> str:
    """How many changed their prediction; empty where nobody voted twice."""
    if not both:
        return ""
    return f"Of {both} who voted twice, {changed or 'nobody'} changed their prediction."


def saved(lesson: Lesson, now: Snapshot, came: Sequence[bool | None] | None) -> str:
    """The votes as CSV: a row for each prediction, and whether it happened, if that is known.

    Args:
        lesson: whose predictions.
        now: the room.
        came: of each prediction; None where it has not been shown.
    """
    happened = {True: "yes", False: "no", None: "cannot tell"}
    table = pd.DataFrame(
        {
            "prediction": [option.text for option in lesson.options],
            "first_vote": list(now.first),
            "second_vote": list(now.second),
            "happened": [happened[c] for c in came] if came else [""] * len(lesson.options),
        }
    )
    return csv_text(table)


@solara.component
def Tally(lesson: Lesson, tally: Sequence[int], *, hidden: bool = False) -> Any:
    """How many predicted what, as bars and numbers; or only how many there are."""
    whole = sum(tally)
    if hidden:
        options = [element("li", option.text, name="at-option") for option in lesson.options]
        return element(
            "div",
            element("ul", *options, name="at-options"),
            live("p", predictions(whole), name="at-counted", role="status", id="at-whole"),
            data_tally="hidden",
            name="at-tally-box",
        )
    rows = []
    for option, count in zip(lesson.options, tally, strict=True):
        share = count / whole if whole else 0.0
        bar = element("span", name="at-bar-fill", style=f"width: {100 * share:.1f}%")
        rows.append(
            element(
                "li",
                element("span", option.text, name="at-option"),
                element("span", bar, name="at-bar-track", aria_hidden="true"),
                live("span", str(count), name="at-count-of"),
            )
        )
    return element(
        "div",
        element("ul", *rows, name="at-tally-list"),
        live("p", predictions(whole), name="at-caption", role="status", id="at-whole"),
        data_tally=",".join(map(str, tally)),
        name="at-tally-box",
    )


def predictions(count: int) -> str:
    """A number of predictions, in words."""
    return f"{count} prediction{'' if count == 1 else 's'}"

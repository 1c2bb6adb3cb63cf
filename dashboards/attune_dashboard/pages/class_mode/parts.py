"""What the pages of a class have in common."""

from __future__ import annotations

from typing import Any

import solara

from attune_dashboard.components.html import busy, element, live
from attune_dashboard.components.lesson_parts import Happened, Why, paragraphs
from attune_dashboard.state.session import session
from attune_sim.lessons import Lesson


@solara.component
def NoRoom() -> Any:
    """What is said where there is no such room."""
    link = solara.use_context(session).link
    return element(
        "div",
        element("h1", "There is no such class"),
        element(
            "p",
            "The class has ended, or the link was mistyped. Ask your teacher for the link, or"
            " look at the ",
            element("a", "lessons", href=link("/lessons")),
            ".",
            name="at-lead",
        ),
        name="at-page at-head",
        data_room="none",
    )


@solara.component
def Asked(lesson: Lesson, tally: list[int]) -> None:
    """The puzzle, the question, and how many have answered what."""
    with element("div", name="at-asked"):
        paragraphs(lesson.puzzle)
        with element("div"):
            element("h2", lesson.question, name="at-section at-first")
            Tally(lesson, tally)


@solara.component
def Shown(result: Any, lesson: Lesson, predicted: int | None, tally: list[int]) -> None:
    """What came out, and why."""
    projector = solara.use_context(session).choice.projector
    with element("div"):
        element("h2", "What happened", name="at-section at-first")
        with element("div"):
            busy(result)
            if result.value is not None:
                Happened(result.value, predicted, projector=projector, tally=tally)
        element("h2", "Why", name="at-section")
        Why(lesson)


@solara.component
def Tally(lesson: Lesson, tally: list[int]) -> Any:
    """How many predicted what, as bars and numbers."""
    whole = sum(tally)
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

"""A lesson on paper: the teacher's page and the hand-out."""

from __future__ import annotations

from typing import Any

import solara

from attune_dashboard.components.disclaimers import LESSON
from attune_dashboard.components.html import busy, element, markup, whole
from attune_dashboard.components.lesson_parts import Happened, Why, not_this, paragraphs
from attune_dashboard.components.print_button import Print
from attune_dashboard.compute import lesson_runs
from attune_dashboard.compute.background import Job, use_work
from attune_dashboard.state.session import session
from attune_sim.lessons import Lesson


@solara.component
def TeacherSheet(lesson: Lesson) -> None:
    """Everything a teacher needs, with what comes out now."""
    here = solara.use_context(session)
    projector = here.choice.projector

    def compute(job: Job) -> Any:
        return lesson_runs.found(lesson, job.cancelled)

    result = use_work(compute, lesson)
    teacher = lesson.teacher
    with element("div", name="at-page at-sheet"):
        element(
            "div",
            element("h1", f"{lesson.title}: teacher's page"),
            element("p", f"{lesson.summary} ({lesson.minutes} minutes alone)", name="at-lead"),
            name="at-head",
        )
        with element("div", name="at-buttons at-screen"):
            Print()
            for text, page in (
                ("The lesson", f"/lessons/{lesson.name}"),
                ("Hand-out", f"/lessons/{lesson.name}/hand-out"),
                ("With a class", "/class"),
            ):
                element("a", text, href=here.link(page), name="at-after")
        element("h2", "Aim", name="at-section")
        paragraphs(teacher.aim)
        element("h2", "Preparation", name="at-section")
        paragraphs(teacher.preparation)
        element("p", f"Say at the beginning: {LESSON[lesson.of]}", name="at-rule")
        element("h2", "Puzzle", name="at-section")
        paragraphs(lesson.puzzle)
        element("h2", "Prediction", name="at-section")
        element("p", lesson.question)
        whole("ul", *(markup("li", option.text) for option in lesson.options), name="at-list")
        element("h2", "What is run", name="at-section")
        paragraphs(lesson.doing)
        element("h2", "What happens (run just now)", name="at-section")
        with element("div"):
            busy(result)
            if result.value is not None:
                Happened(result.value, None, projector=projector)
        element("h2", "Why", name="at-section")
        Why(lesson)
        element("h2", "Change something", name="at-section")
        paragraphs(lesson.change)
        element("h2", "Questions for the class", name="at-section")
        whole("ol", *(markup("li", text) for text in teacher.questions), name="at-list")
        if teacher.misconceptions:
            element("h2", "Likely misconceptions", name="at-section")
            whole(
                "dl",
                *(
                    part
                    for says, answer in teacher.misconceptions
                    for part in (markup("dt", f"'{says}'"), markup("dd", answer))
                ),
                name="at-pairs",
            )
        if teacher.distortions:
            element(
                "h2", "Popular distortions: teach about them, do not repeat them", name="at-section"
            )
            whole("ul", *(markup("li", text) for text in teacher.distortions), name="at-list")


@solara.component
def HandOut(lesson: Lesson) -> None:
    """One page of paper for a student."""
    link = solara.use_context(session).link
    with element("div", name="at-page at-sheet at-hand-out"):
        element("div", element("h1", lesson.title), name="at-head")
        with element("div", name="at-buttons at-screen"):
            Print()
            for text, page in (
                ("The lesson", f"/lessons/{lesson.name}"),
                ("Teacher's page", f"/lessons/{lesson.name}/teacher"),
            ):
                element("a", text, href=link(page), name="at-after")
        element("h2", "The puzzle", name="at-section")
        paragraphs(lesson.puzzle)
        element("h2", "My prediction", name="at-section")
        element("p", lesson.question)
        whole(
            "ul",
            *(markup("li", f"☐  {option.text}") for option in lesson.options),
            name="at-boxes",
        )
        element("h2", "What is run", name="at-section")
        paragraphs(lesson.doing)
        element("h2", "What happened", name="at-section")
        _lines(4)
        element("h2", "Why? And how certain is that?", name="at-section")
        _lines(4)
        element("h2", "What I would change, and what I expect to happen", name="at-section")
        paragraphs(lesson.change)
        _lines(3)
        not_this(lesson)


def _lines(count: int) -> Any:
    return whole("div", *(markup("div", name="at-line") for _ in range(count)))

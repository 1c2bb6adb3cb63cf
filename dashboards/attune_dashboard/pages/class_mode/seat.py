"""What a student sees."""

from __future__ import annotations

from typing import Any

import solara

from attune_dashboard.components.html import element
from attune_dashboard.components.lesson_parts import not_this, paragraphs
from attune_dashboard.components.prediction import Ask
from attune_dashboard.compute import lesson_runs
from attune_dashboard.compute.background import Job, use_work
from attune_dashboard.pages.class_mode.parts import NoRoom, Shown
from attune_dashboard.pages.class_mode.snapshot import use_room
from attune_dashboard.state import classroom
from attune_dashboard.state.visitor import visitor
from attune_sim.lessons import Lesson

CROWDED = (
    "This prediction was not counted, because your network connection has already sent as many"
    " as are allowed. Tell your teacher, who can allow more, and then commit it again."
)


WAIT = "Nobody can see who predicted what. When everyone has predicted, look at the screen."
TALK = "Talk about it with someone who predicted something else. You may vote again afterwards."


@solara.component
def Seat(found: classroom.Room, lesson: Lesson) -> None:
    """What a student sees."""
    now = use_room(found)
    problem, set_problem = solara.use_state("")
    who = visitor()
    predicted = found.predicted(found.seat(who.browser))
    showing = now.showing
    waiting = now.stage == classroom.TALLY

    def commit(number: int) -> None:
        crowded = classroom.predict(found, who, number) == classroom.CROWDED
        set_problem(CROWDED if crowded else "")

    def compute(job: Job) -> Any:
        return lesson_runs.watched(lesson, job.cancelled, job.show) if showing else None

    result = use_work(compute, (lesson, showing))
    if now.ended:
        NoRoom(ended=True)
        return
    with element(
        "div",
        name="at-page at-lesson at-student",
        data_stage=found.stage,
        data_predicted=str(predicted),
    ):
        element("div", element("h1", lesson.title), name="at-head")
        if now.stage == classroom.PREDICT:
            paragraphs(lesson.puzzle).key("puzzle")
        Ask(
            lesson.question,
            [option.text for option in lesson.options],
            commit,
            committed=predicted,
            closed=not now.voting,
        ).key(f"ask {now.stage == classroom.AGAIN}")
        if problem and predicted is None and now.voting:
            element("p", problem, name="at-problem", role="status").key("problem")
        if showing:
            Shown(result, lesson, predicted, now).key("shown")
        else:
            element("p", TALK if waiting else WAIT, name="at-caption").key(f"wait {waiting}")
        not_this(lesson).key("not-this")

"""The stage of a lesson: those whom it is about, before anything is asked."""

from __future__ import annotations

from typing import Any

import solara

from attune_dashboard.components.html import element
from attune_dashboard.components.view import View, csv, played
from attune_dashboard.compute.lesson_stages import Own, staged
from attune_dashboard.compute.pictures import packed
from attune_sim.lessons import Lesson


@solara.component
def LessonStage(lesson: Lesson, own: Own | None = None, *, projector: bool) -> None:
    """Two on the stage, with their lines small below it, or one family's generations.

    Args:
        lesson: which.
        own: a student's own values; what is on the stage is then shown without its lines.
        projector: whether everything is drawn larger.
    """
    shown = solara.use_memo(lambda: staged(lesson, own), [lesson, own])

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        return csv(shown.numbers, lesson.name) if sent.get("what") == "csv" else None

    figure = packed(shown.figure, projector=projector)
    if shown.film is None:
        with element("div"):
            View(figure, answer)
        return
    film = played(shown.film, second=0, counted=False, on_stage=shown.on_stage)
    with element("div", name=f"at-guide at-lesson-stage{'' if own is None else ' at-own'}"):
        View(figure, answer, film)

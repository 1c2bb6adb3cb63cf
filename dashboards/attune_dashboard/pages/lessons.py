"""`/lessons`: the list; `/lessons/NAME`: one, step by step, with its sheets of paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import solara

from attune_dashboard.components.html import busy, element, markup, whole
from attune_dashboard.components.lesson_parts import Growing, Happened, Why, not_this, paragraphs
from attune_dashboard.components.lesson_sliders import Knobs
from attune_dashboard.components.lesson_stage import LessonStage
from attune_dashboard.components.prediction import Ask
from attune_dashboard.components.stylesheet import Look
from attune_dashboard.components.view import View, csv
from attune_dashboard.compute import lesson_runs
from attune_dashboard.compute.background import Job, use_work
from attune_dashboard.compute.lesson_stages import begins, staged
from attune_dashboard.compute.pictures import packed
from attune_dashboard.pages.sheets import HandOut, TeacherSheet
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.page_settings import value, with_value
from attune_dashboard.state.session import session
from attune_sim.errors import InputError
from attune_sim.figures.families.contrast import contrast_draft
from attune_sim.lessons import Lesson

STEPS = ("Puzzle", "Prediction", "Run", "What happened", "Why", "Change something")
PREDICTION, RUN, HAPPENED, WHY, CHANGE = 1, 2, 3, 4, 5


@solara.component
def LessonsPage() -> None:
    """The page that the address asks for."""
    parts = [part for part in solara.use_router().parts if part]
    lessons, faults = lesson_runs.shelf()
    lesson = lessons.get(parts[1]) if len(parts) > 1 else None
    sheet = parts[2] if len(parts) > 2 else ""
    Look()
    if len(parts) == 1:
        Shelf(list(lessons.values()), [fault.why for fault in faults])
    elif lesson is None or len(parts) > 3 or sheet not in ("", "teacher", "hand-out"):
        Missing(parts[1] if lesson is None else "/".join(parts[1:]))
    elif sheet == "teacher":
        TeacherSheet(lesson)
    elif sheet == "hand-out":
        HandOut(lesson)
    else:
        Walk(lesson).key(lesson.name)


@solara.component
def Missing(name: str) -> Any:
    """What is said of a lesson that is not there."""
    link = solara.use_context(session).link
    return element(
        "div",
        element("h1", "There is no such lesson"),
        element(
            "p",
            f"'{name[:60]}' is not one of the lessons here. ",
            element("a", "All lessons", href=link("/lessons")),
            name="at-lead",
        ),
        name="at-page at-head",
    )


@solara.component
def Shelf(lessons: list[Lesson], faults: list[str]) -> Any:
    """All lessons, and what is wrong with files that are none."""
    link = solara.use_context(session).link
    cards = [
        markup(
            "li",
            markup("a", lesson.title, href=link(f"/lessons/{lesson.name}")),
            markup("p", lesson.summary),
            markup(
                "p",
                f"{lesson.minutes} minutes · ",
                markup("a", "Teacher's page", href=link(f"/lessons/{lesson.name}/teacher")),
                " · ",
                markup("a", "Hand-out", href=link(f"/lessons/{lesson.name}/hand-out")),
                name="at-note",
            ),
            name="at-card",
        )
        for lesson in lessons
    ]
    wrong = element(
        "div",
        element("p", "Some files are not lessons and were left out:"),
        element("ul", *(element("li", text) for text in faults)),
        name="at-notice at-inside",
        role="status",
    )
    return element(
        "div",
        element(
            "div",
            element("h1", "Lessons"),
            element(
                "p",
                "Each lesson begins with a puzzle and a prediction, then runs the model and"
                " compares"
                " the two. It takes five to ten minutes alone; with a class, as long as the"
                " discussion lasts. ",
                element("a", "Teach one with a class", href=link("/class")),
                name="at-lead",
            ),
            name="at-head",
        ),
        whole("ol", *cards, name="at-cards"),
        wrong if faults else "",
        name="at-page at-lesson",
    )


@solara.component
def Walk(lesson: Lesson, last: Callable[[Lesson], Any] | None = None) -> None:
    """One lesson, step by step.

    Args:
        lesson: which.
        last: what its last step shows; `Change` if None.
    """
    here = solara.use_context(session)
    projector = here.choice.projector
    step, predicted = place(here.choice, lesson)
    begun, set_begun = solara.use_state(step > RUN)

    def compute(job: Job) -> Any:
        return lesson_runs.watched(lesson, job.cancelled, job.show) if begun else None

    result = use_work(compute, (lesson, begun))
    done = begun and not result.busy and result.value is not None
    open_steps = {
        0: True,
        PREDICTION: True,
        RUN: predicted is not None,
        HAPPENED: done,
        WHY: done,
        CHANGE: done,
    }

    def keep(key: str, text: str) -> None:
        extra = with_value(here.choice.extra, key, text)
        here.set_choice(replace(here.choice, extra=extra))

    def go(number: int) -> Any:
        return lambda: keep("step", str(number)) if open_steps[number] else None

    with element("div", name="at-page at-lesson"):
        element(
            "div",
            element("h1", lesson.title),
            element("p", f"{lesson.summary} ({lesson.minutes} minutes)", name="at-lead"),
            element(
                "ol",
                *(
                    element(
                        "li",
                        solara.Button(
                            f"{number + 1}  {name}",
                            on_click=go(number),
                            disabled=not open_steps[number],
                            classes=["at-button", *(["at-chosen"] if number == step else [])],
                            text=True,
                            attributes={"aria-current": "step" if number == step else "false"},
                        ),
                    )
                    for number, name in enumerate(STEPS)
                ),
                name="at-steps",
                aria_label="Steps",
            ),
            name="at-head",
        )
        told = "" if predicted is None else str(predicted)
        with element(
            "section",
            name="at-step",
            data_step=str(step),
            data_predicted=told,
            aria_label=STEPS[step],
        ):
            element("h2", STEPS[step], name="at-section at-first")
            with element("div").key(f"step-{step}"):  # a step takes over nothing of another one
                if step == 0:
                    with element("div", name="at-puzzle"):
                        paragraphs(lesson.puzzle)
                        LessonStage(lesson, projector=projector)
                    not_this(lesson)
                elif step == PREDICTION:
                    Ask(
                        lesson.question,
                        [option.text for option in lesson.options],
                        lambda number: keep("said", str(number + 1)),
                        committed=predicted,
                    )
                elif step == RUN:
                    paragraphs(lesson.doing)
                    busy(result)
                    if begun and not done and result.value is not None:
                        Growing(result.value, lesson, projector=projector).key("growing")
                    solara.Button(
                        "It has run" if done else "Run",
                        on_click=lambda: set_begun(True),
                        disabled=begun,
                        classes=["at-button", "at-run"],
                        text=True,
                    )
                elif not done:  # the link of a later step: the lesson runs first
                    busy(result)
                    if result.value is not None:
                        Growing(result.value, lesson, projector=projector).key("growing")
                elif step == HAPPENED:
                    Happened(result.value, predicted, projector=projector)
                elif step == WHY:
                    Why(lesson)
                elif step == CHANGE:
                    (last or Change)(lesson)
        with element("div", name="at-buttons at-onward"):
            if step > 0:
                solara.Button("Back", on_click=go(step - 1), classes=["at-button"], text=True)
            if step < len(STEPS) - 1:
                solara.Button(
                    f"Next: {STEPS[step + 1].lower()}",
                    on_click=go(step + 1),
                    disabled=not open_steps[step + 1],
                    classes=["at-button", "at-run"],
                    text=True,
                ).key("next")
            element("a", "All lessons", href=here.link("/lessons"), name="at-after").key("all")


def place(choice: Choice, lesson: Lesson) -> tuple[int, int | None]:
    """The step of a lesson at which a link is, and the number of the prediction that it holds.

    Nobody gets past a prediction that was not made.
    """
    said = int(value(choice.extra, "said") or 0)
    predicted = said - 1 if 1 <= said <= len(lesson.options) else None
    step = int(value(choice.extra, "step"))
    return (step if predicted is not None else min(step, PREDICTION)), predicted


@solara.component
def Change(lesson: Lesson) -> None:
    """A student's own arm beside the others."""
    here = solara.use_context(session)
    projector = here.choice.projector
    values, set_values = solara.use_state(None)
    begin = solara.use_memo(lambda: begins(lesson), [lesson])

    def compute(job: Job) -> Any:
        if values is None:
            return None
        try:
            staged(lesson, values)  # so that it is there when the page is drawn
            found = lesson_runs.with_own(lesson, dict(values), job.cancelled)
        except InputError as error:
            return str(error)
        return packed(contrast_draft(found), projector=projector), found

    result = use_work(compute, (lesson, values, projector))

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv" and isinstance(result.value, tuple):
            return csv(result.value[1].table(), lesson.name)
        return None

    own = values if isinstance(result.value, tuple) and values is not None else begin.items()
    with element("div", name="at-puzzle"):
        with element("div"):
            paragraphs(lesson.change)
            element(
                "p",
                f"Your own row begins as '{lesson.arm(lesson.change_arm).name}'.",
                name="at-caption",
            )
            Knobs(
                {name: lesson.subject.parameters[name] for name in lesson.change_parameters},
                begin,
                lambda given: set_values(tuple(sorted(given.items()))),
                few=here.recorded,
            )
        LessonStage(lesson, tuple(own), projector=projector)
    with element("div"):
        busy(result)
        if isinstance(result.value, str):
            element("p", f"Not run: {result.value}.", name="at-problem").key("fault")
        elif result.value is not None:
            View(result.value[0], answer).key("view")
    if lesson.links:
        element(
            "ul",
            *(
                element(
                    "li",
                    element("a", text, href=here.link(address), target="_blank", rel="noopener"),
                )
                for text, address in lesson.links
            ),
            name="at-links",
            aria_label="More (opens in a new tab)",
        )

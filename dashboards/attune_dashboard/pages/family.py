"""`/family`: families over days, what happens to them on a timeline, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import solara

from attune_dashboard.components.html import busy, button, element, live
from attune_dashboard.components.timeline import (
    FamilyFields,
    FamilyLook,
    Timeline,
    fields_state,
    packed,
    timeline_state,
)
from attune_dashboard.components.view import View, csv
from attune_dashboard.compute import course_in_words, family_courses, moments
from attune_dashboard.compute.background import Job, Working, use_work
from attune_dashboard.compute.family_courses import Course
from attune_dashboard.compute.pictures import packed as picture
from attune_dashboard.pages.moment import picture_of
from attune_dashboard.state import families
from attune_dashboard.state.changes import file_name, titled
from attune_dashboard.state.choice import EVERYDAY, VIEWS, Choice
from attune_dashboard.state.code import course as command
from attune_dashboard.state.session import session
from attune_sim.errors import InputError

LEAD = (
    "Simulated families, followed from birth: move what happens, or who cares. Grey: the same"
    " families, with the same random numbers, without the events."
)
NOT = (
    "What comes out follows from the model's assumptions. No number of weeks of leave or hours of"
    " day-care can be read from it, and it says nothing about a particular family."
)


@solara.component
def FamilyPage() -> None:
    """The page."""
    here = solara.use_context(session)
    choice = families.shown(here.choice)
    problem, set_problem = solara.use_state("")
    scenario = choice.built()
    span = family_courses.span(scenario)
    choice = replace(choice, age=min(choice.age, span))

    key = family_courses.lived(choice)

    def compute(job: Job) -> Done:
        done = None
        for course in family_courses.courses(choice, job.cancelled):
            done = Done(key, course)
            job.show(done)
        assert done is not None
        return done

    working = use_work(compute, key)
    done: Done | None = working.value

    def heard(sent: dict[str, Any]) -> None:
        if sent.get("what") == "undo":
            here.undo()
            return
        try:
            wanted = families.changed(choice, sent, span)
        except InputError as error:
            set_problem(str(error))
            return
        set_problem("")
        here.set_choice(wanted)

    one = families.removed(choice)
    line = packed(timeline_state(scenario, span, choice.age))
    rail = packed(
        fields_state(
            scenario,
            span,
            presets=families.offered(choice),
            chosen=choice.scenario,
            story=" ".join(scenario.story.split()),
            look_for=" ".join(scenario.look_for.split()),
            caregiver=choice.caregiver,
            without=0 if one is None else one + 1,
            age=choice.age,
            can_undo=here.can_undo,
            problem=problem,
            code={
                "toml": scenario.to_toml(),
                "command": command(choice, family_courses.ages(scenario)),
            },
        )
    )
    FamilyLook()
    with element("div", name="at-page"):
        with element("div", name="at-head at-brief"):
            element("h1", f"{titled(choice)}: family life")
            element("p", LEAD, name="at-lead")
        with element("div", name="at-two"):
            with element("div", name="at-main-column"):
                Answer(choice, done if done is not None and done.key == key else None, working)
                Timeline(line, heard)
                if done is not None:
                    Courses(done, choice, heard)
                Moments(choice)
                element("p", NOT, name="at-caption at-tight")
            FamilyFields(rail, heard)


@dataclass(frozen=True)
class Done:
    """Families that have been followed.

    Attributes:
        key: what they depend on. Where something was changed since, it is no longer what is shown
            on the timeline.
        course: theirs.
    """

    key: Choice
    course: Course


@solara.component
def Answer(choice: Choice, done: Done | None, working: Working) -> Any:
    """What came out, in a sentence or two, and how many families there are so far."""
    if done is None:
        return busy(working)
    whole = sum(family_courses.PARTS)
    growing = working.busy and done.course.families < whole
    so_far = f"{done.course.families} of {whole} families so far …" if growing else ""
    beside = course_in_words.told_beside(choice, done.course)
    return element(
        "div",
        live(
            "p",
            course_in_words.told(choice, done.course),
            name="at-finding",
            id="at-answer",
            role="status",
        ),
        live("p", beside, name="at-lead at-tight"),
        live("p", working.error or so_far, name="at-busy", data_busy=str(working.busy)),
    )


@solara.component
def Courses(done: Done, choice: Choice, heard: Callable[[dict[str, Any]], None]) -> None:
    """The courses on the timeline's axis, and the patterns at an age below."""
    last = len(done.key.built().caregivers) - 1
    shown = replace(done.key, age=choice.age, caregiver=min(choice.caregiver, last))
    age = family_courses.told_age(shown)
    course = solara.use_memo(
        lambda: picture(
            family_courses.course_figure(shown, done.course, f"{titled(shown)}: over days"),
            projector=choice.projector,
        ),
        [id(done), shown, choice.projector],
    )
    patterns = solara.use_memo(
        lambda: (
            picture(
                family_courses.pattern_figure(shown, done.course, age), projector=choice.projector
            )
            if age is not None
            else ""
        ),
        [id(done), age, choice.projector],
    )

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            return csv(done.course.lines, file_name(shown, "family"))
        if sent.get("what") == "click" and isinstance(sent.get("x"), int | float):
            heard({"what": "age", "value": round(max(0, sent["x"]))})
        return None

    def answer_patterns(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            return csv(done.course.seen, file_name(shown, "family-patterns"))
        return None

    with element("div", name="at-course"):
        View(course, answer)
    if age is not None:
        View(patterns, answer_patterns)


@solara.component
def Moments(choice: Choice) -> None:
    """The first of the families at the age that is looked at, on the stage."""
    here = solara.use_context(session)
    filmed = choice if choice.view in ("play", EVERYDAY) else replace(choice, view="play")
    found = solara.use_memo(lambda: picture_of(filmed, can_sit=False), [filmed])
    name = filmed.built().caregivers[filmed.caregiver].name

    def view(wanted: str) -> Any:
        return button(
            VIEWS[wanted],
            lambda: here.set_choice(replace(choice, view=wanted, second=None)),
            name=f"at-button{' at-chosen' if filmed.view == wanted else ''}",
            aria_pressed=str(filmed.view == wanted).lower(),
        )

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            trace = moments.moment(filmed).trace.reset_index(names="second")
            return csv(trace, file_name(filmed, "moment"))
        return None

    with element("div", id="at-moments"):
        live(
            "h2",
            f"The first of these families at {course_in_words.in_months(choice.age)}, with"
            f" {course_in_words.called(name)}",
            name="at-section",
        )
        with element("div", name="at-buttons", role="group", aria_label="Situation"):
            view("play")
            view(EVERYDAY)
        View(found["figure"], answer, found["film"])

"""`/family`: families over days, what happens to them on a timeline, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import solara

from attune_dashboard.components.finding import Finding
from attune_dashboard.components.html import button, element, live
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
from attune_dashboard.compute.background import growing, use_work
from attune_dashboard.compute.family_courses import Course
from attune_dashboard.compute.pictures import packed as picture
from attune_dashboard.pages.moment import picture_of
from attune_dashboard.state import families
from attune_dashboard.state.changes import file_name, titled
from attune_dashboard.state.choice import EVERYDAY, MOST_DAYS, VIEWS, Choice
from attune_dashboard.state.code import course as command
from attune_dashboard.state.session import session
from attune_sim import ages
from attune_sim.errors import InputError

LEAD = (
    "Simulated families, followed from birth. Move an event, or change who looks after the infant."
    " Grey: the same families, with the same random numbers, without the events."
)
NOT = (
    "What comes out follows from the model's assumptions. No number of weeks of leave or hours of"
    " day-care can be read from it, and it says nothing about a particular family."
)

TOO_OLD = (
    "The stage shows infants, up to two years. Look at a younger age to see the first of these"
    " families on it."
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
    parts, whole = partial(family_courses.courses, choice), sum(family_courses.sizes(scenario))
    working = use_work(growing(parts, lambda part: part.families == whole), key)
    course: Course | None = working.value
    told = course if working.fresh else None

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
                "command": command(choice, family_courses.looks(scenario)),
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
                Finding(
                    working,
                    "" if told is None else course_in_words.told(choice, told),
                    "" if told is None else course_in_words.so_far(choice, told),
                    "" if told is None else course_in_words.told_beside(choice, told),
                )
                Timeline(line, heard)
                if course is not None:
                    Courses(course, choice, heard)
                Moments(choice)
                for note in ages.notes(scenario):
                    live("p", note, name="at-caption at-tight")
                element("p", NOT, name="at-caption at-tight")
            FamilyFields(rail, heard)


@solara.component
def Courses(found: Course, choice: Choice, heard: Callable[[dict[str, Any]], None]) -> None:
    """The courses on the timeline's axis, and the patterns at an age below."""
    last = len(found.choice.built().caregivers) - 1
    shown = replace(found.choice, age=choice.age, caregiver=min(choice.caregiver, last))
    age = family_courses.told_age(shown)
    course = solara.use_memo(
        lambda: picture(
            family_courses.course_figure(shown, found, f"{titled(shown)}: over days"),
            projector=choice.projector,
        ),
        [id(found), shown, choice.projector],
    )
    patterns = solara.use_memo(
        lambda: (
            picture(family_courses.pattern_figure(shown, found, age), projector=choice.projector)
            if age is not None
            else ""
        ),
        [id(found), age, choice.projector],
    )

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            return csv(found.lines, file_name(shown, "family"))
        if sent.get("what") == "click" and isinstance(sent.get("x"), int | float):
            heard({"what": "age", "value": round(max(0, sent["x"]))})
        return None

    def answer_patterns(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            return csv(found.seen, file_name(shown, "family-patterns"))
        return None

    with element("div", name="at-course"):
        View(course, answer)
    if age is not None:
        View(patterns, answer_patterns)


@solara.component
def Moments(choice: Choice) -> None:
    """The first of the families at the age that is looked at, on the stage."""
    with element("div", id="at-moments"):
        if choice.age > MOST_DAYS:
            element("p", TOO_OLD, name="at-lead")
        else:
            Film(choice)


@solara.component
def Film(choice: Choice) -> None:
    """Their film, and which one it is."""
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

    with element("div"):
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

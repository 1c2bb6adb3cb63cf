"""Where a teacher chooses a lesson for a class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import solara

from attune_dashboard.components.html import element, live, markup, whole
from attune_dashboard.pages.class_mode.address import reach
from attune_dashboard.state import classroom
from attune_dashboard.state.session import session
from attune_dashboard.state.visitor import visitor
from attune_sim.lessons import Lesson


@solara.component
def Opening(lessons: list[Lesson]) -> None:
    """Where a teacher chooses a lesson for a class."""
    router = solara.use_router()
    here = solara.use_context(session)
    link = here.link
    problem, set_problem = solara.use_state("")
    mine = classroom.opened_by(visitor())

    def begin(lesson: Lesson) -> None:
        found = classroom.open_room(lesson.name, len(lesson.options), visitor())
        if found is None:
            set_problem(
                f"You have {len(mine)} classes open; end one of them first."
                if len(mine) >= classroom.ROOMS_OF_BROWSER
                else "Too many classes are open on this computer. End one, or try again in a"
                " quarter of an hour: classes that nobody uses are closed by then."
            )
        else:
            router.push(here.path(f"/class/{found.code}/{found.key}"))

    titles = {lesson.name: lesson.title for lesson in lessons}
    with element("div", name="at-page at-lesson"):
        element(
            "div",
            element("h1", "With a class"),
            element(
                "p",
                "Students open a link and commit a prediction; the projector shows how many"
                " predicted what. Nobody is asked for a name, nothing is stored, and you can clear"
                " the predictions at any time. Please do not enter data about a real child.",
                name="at-lead",
            ),
            element("p", reach(here), name="at-lead"),
            name="at-head",
        )
        live("p", problem, name="at-problem", role="status")
        if mine:
            element("h2", "Your open classes", name="at-section")
            element("ul", *(mine_again(room, titles, link) for room in mine), name="at-mine")
        with element("ul", name="at-cards"):
            for lesson in lessons:
                with element("li", name="at-card"):
                    title = markup("h2", lesson.title, name="at-small")
                    whole("div", title, markup("p", lesson.summary))
                    solara.Button(
                        "Open a class",
                        on_click=partial(begin, lesson),
                        classes=["at-button"],
                        text=True,
                        attributes={"aria-label": f"Open a class: {lesson.title}"},
                    )


def mine_again(found: classroom.Room, titles: Mapping[str, str], link: Callable[[str], str]) -> Any:
    """The way back into a room, for whoever opened it."""
    title = titles.get(found.lesson, found.lesson)
    return element(
        "li",
        element("a", f"{title} ({found.code})", href=link(f"/class/{found.code}/{found.key}")),
    )

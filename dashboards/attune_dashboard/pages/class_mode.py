"""`/class`: a teacher opens a room; `/class/CODE`: students; `/class/CODE/KEY`: the projector."""

from __future__ import annotations

import asyncio
import math
import os
import socket
import time
from collections.abc import Callable
from typing import Any

import solara

from attune_dashboard.components.html import busy, element
from attune_dashboard.components.lesson_parts import NOT_THIS, Happened, Why, paragraphs
from attune_dashboard.components.prediction import Ask
from attune_dashboard.components.stylesheet import Look
from attune_dashboard.compute import lesson_runs
from attune_dashboard.compute.background import Job, use_work
from attune_dashboard.state import classroom
from attune_dashboard.state.session import session
from attune_sim.lessons import Lesson

POLL_S = 0.5
"""Between two looks at whether something has changed in the room."""
DOUBLE_S = 0.8
"""Within which a second press on the same button counts as part of a double click."""
LOCAL = ("localhost", "127.0.0.1", "::1")


@solara.component
def ClassPage() -> None:
    """The page that the address asks for."""
    parts = [part for part in solara.use_router().parts if part]
    lessons, _ = lesson_runs.shelf()
    Look()
    if len(parts) == 1:
        Opening(list(lessons.values()))
        return
    taught = classroom.taught(parts[1], parts[2]) if len(parts) == 3 else None
    joined = classroom.room(parts[1]) if len(parts) == 2 else None
    found = taught or joined
    lesson = lessons.get(found.lesson) if found is not None else None
    if found is None or lesson is None:
        NoRoom()
    elif taught is not None:
        Projector(found, lesson)
    else:
        Seat(found, lesson)


@solara.component
def NoRoom() -> Any:
    """What is said where there is no such room."""
    link = solara.use_context(session).link
    return element(
        "div",
        element("h1", "There is no such class"),
        element(
            "p",
            "It has been ended, or the link has a typing mistake. Ask your teacher for the link, or"
            " look at the ",
            element("a", "lessons", href=link("/lessons")),
            ".",
            name="at-lead",
        ),
        name="at-page at-head",
        data_room="none",
    )


@solara.component
def Opening(lessons: list[Lesson]) -> None:
    """Where a teacher chooses a lesson for a class."""
    router = solara.use_router()
    link = solara.use_context(session).link
    problem, set_problem = solara.use_state("")

    def begin(lesson: Lesson) -> None:
        found = classroom.open_room(lesson.name, len(lesson.options))
        if found is None:
            set_problem("Too many classes are open on this machine; end one first.")
        else:
            router.push(link(f"/class/{found.code}/{found.key}"))

    with element("div", name="at-page at-lesson"):
        element(
            "div",
            element("h1", "With a class"),
            element(
                "p",
                "Students open a link and commit a prediction; the projector shows how many"
                " predicted what. No names are asked for, nothing is stored, and you can clear it"
                " at any time. Please enter no data on a real child.",
                name="at-lead",
            ),
            element("p", reach(), name="at-lead"),
            name="at-head",
        )
        element("p", problem, name="at-problem", role="status")
        with element("ul", name="at-cards"):
            for lesson in lessons:
                with element("li", name="at-card"):
                    element("h2", lesson.title, name="at-small")
                    element("p", lesson.summary)
                    solara.Button(
                        "Open a class",
                        on_click=lambda lesson=lesson: begin(lesson),
                        classes=["at-button"],
                        text=True,
                        attributes={"aria-label": f"Open a class: {lesson.title}"},
                    )


def bound() -> tuple[str, str]:
    """Host and port at which this server answers, as far as it is known."""
    host, _, port = os.environ.get("ATTUNE_ADDRESS", "localhost:8765").rpartition(":")
    return host, port


def reach() -> str:
    """Who can open a link, in a sentence."""
    if bound()[0] in LOCAL:
        return (
            "Only this machine can open it now. So that students can, end the dashboard and start"
            " it again with: attune-sim dashboard --host 0.0.0.0"
        )
    return "Students in the same network can open it; so can everyone else in that network."


def address(code: str) -> str:
    """The link for students, with an address of this machine that others can reach."""
    host, port = bound()
    if host in ("0.0.0.0", "::"):
        host = _own_address()
    elif host in LOCAL:
        host = "localhost"
    return f"http://{host}:{port}/class/{code}"


def _own_address() -> str:
    """This machine's address in its network; asks the routing table, sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address that is kept for documents
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()


def use_room(found: classroom.Room) -> int:
    """Draw anew whenever something changes in the room; gives how often it has."""
    version, set_version = solara.use_state(found.version)

    async def watch() -> None:
        while True:
            if found.version != version:
                set_version(found.version)
                return
            await asyncio.sleep(POLL_S)

    solara.lab.use_task(watch, dependencies=[version])
    return int(version)


@solara.component
def Projector(found: classroom.Room, lesson: Lesson) -> None:
    """What the class sees: the link, the tally, and what came out."""
    use_room(found)
    router = solara.use_router()
    link = solara.use_context(session).link

    def compute(job: Job) -> Any:  # while the class predicts, so that nobody waits afterwards
        return lesson_runs.found(lesson, job.cancelled)

    result = use_work(compute, lesson)
    showing = found.stage == classroom.SHOW
    count = len(found.votes)

    def leave() -> None:
        classroom.end(found)
        router.push(link("/class"))

    with element(
        "div", name="at-page at-lesson at-class", data_stage=found.stage, data_count=str(count)
    ):
        element(
            "div",
            element("h1", lesson.title),
            element(
                "p",
                "Open ",
                element("strong", address(found.code), name="at-code", id="at-link"),
                name="at-lead at-join",
            ),
            name="at-head",
        )
        Teaching(found, lesson, leave)
        if showing:
            Shown(result, lesson, None, found.tally()).key("shown")
        else:
            Asked(lesson, found.tally()).key("asked")


@solara.component
def Teaching(found: classroom.Room, lesson: Lesson, leave: Callable[[], None]) -> None:
    """The teacher's buttons, each always in one place; what cannot be undone is asked twice.

    What asks back stands in a line of its own below, and a second press on the same button takes
    the question away: a double click neither clears nor ends anything.
    """
    link = solara.use_context(session).link
    asking, set_asking = solara.use_state("")
    turned: Any = solara.use_ref(-math.inf)
    showing, count = found.stage == classroom.SHOW, len(found.votes)

    def turn() -> None:
        if time.monotonic() - turned.current > DOUBLE_S:
            turned.current = time.monotonic()
            set_asking("")
            classroom.show(found, classroom.PREDICT if showing else classroom.SHOW)

    def clear() -> None:
        set_asking("")
        classroom.clear(found)

    def risky(what: str, text: str) -> None:
        solara.Button(
            text,
            on_click=lambda: set_asking("" if asking == what else what),
            classes=["at-button", *(["at-chosen"] if asking == what else [])],
            text=True,
            attributes={"aria-expanded": str(asking == what).lower()},
        ).key(what)

    with element("div", name="at-buttons at-teaching at-screen"):
        solara.Button(
            "Back to predictions" if showing else "Show what happened",
            on_click=turn,
            classes=["at-button", "at-run"],
            text=True,
        ).key("turn")
        risky("clear", "Clear predictions")
        risky("end", "End the class")
        element("a", "Teacher's page", href=link(f"/lessons/{lesson.name}/teacher"),
                target="_blank", rel="noopener", name="at-after").key("teacher")  # fmt: skip
    with element("div", name="at-buttons at-really at-screen", role="status"):
        if asking == "clear":
            element("span", predictions(count) + " will be gone.").key("clear-text")
            solara.Button(
                "Really clear?", on_click=clear, classes=["at-button", "at-run"], text=True
            ).key("really-clear")
        elif asking == "end":
            element("span", "The link will lead nowhere, and all be gone.").key("end-text")
            solara.Button(
                "Really end?", on_click=leave, classes=["at-button", "at-run"], text=True
            ).key("really-end")


def predictions(count: int) -> str:
    """A number of predictions, in words."""
    return f"{count} prediction{'' if count == 1 else 's'}"


@solara.component
def Asked(lesson: Lesson, tally: list[int]) -> None:
    """The puzzle, the question, and how many have answered what."""
    with element("div"):
        paragraphs(lesson.puzzle)
        element("h2", lesson.question, name="at-section")
        Tally(lesson, tally)


@solara.component
def Shown(result: Any, lesson: Lesson, predicted: int | None, tally: list[int]) -> None:
    """What came out, and why."""
    projector = solara.use_context(session).choice.projector
    with element("div"):
        element("h2", "What happened", name="at-section")
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
                element("span", str(count), name="at-count-of"),
            )
        )
    return element(
        "div",
        element("ul", *rows, name="at-tally-list"),
        element("p", predictions(whole), name="at-caption", role="status", id="at-whole"),
        data_tally=",".join(map(str, tally)),
        name="at-tally-box",
    )


@solara.component
def Seat(found: classroom.Room, lesson: Lesson) -> None:
    """What a student sees."""
    use_room(found)
    seat = found.seat(solara.get_session_id())
    predicted = found.votes.get(seat)
    showing = found.stage == classroom.SHOW

    def compute(job: Job) -> Any:
        return lesson_runs.found(lesson, job.cancelled) if showing else None

    result = use_work(compute, (lesson, showing))
    if found.ended:
        NoRoom()
        return
    with element(
        "div", name="at-page at-lesson", data_stage=found.stage, data_predicted=str(predicted)
    ):
        element("div", element("h1", lesson.title), name="at-head")
        if not showing:
            paragraphs(lesson.puzzle).key("puzzle")
        Ask(
            lesson.question,
            [option.text for option in lesson.options],
            lambda number: classroom.predict(found, seat, number),
            committed=predicted,
            closed=showing,
        ).key("ask")
        if showing:
            Shown(result, lesson, predicted, found.tally()).key("shown")
        else:
            element(
                "p",
                "Nobody sees who predicted what. When all have, look at the screen.",
                name="at-caption",
            ).key("wait")
        element("p", NOT_THIS, name="at-caption").key("not-this")

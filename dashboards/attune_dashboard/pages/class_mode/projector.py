"""What the class sees, and the buttons of its teacher."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import solara

from attune_dashboard import qr
from attune_dashboard.components.html import button, element, live
from attune_dashboard.compute import lesson_runs
from attune_dashboard.compute.background import Job, use_work
from attune_dashboard.pages.class_mode.address import links
from attune_dashboard.pages.class_mode.parts import Asked, NoRoom, Shown, predictions, saved
from attune_dashboard.pages.class_mode.snapshot import Snapshot, use_room
from attune_dashboard.state import classroom
from attune_dashboard.state.session import session
from attune_sim.lessons import Lesson

DOUBLE_S = 0.8
"""Within which a second press on the same button counts as part of a double click."""


@solara.component
def Projector(found: classroom.Room, lesson: Lesson) -> None:
    """What the class sees: the link, the tally, and what came out."""
    now = use_room(found)
    router = solara.use_router()
    here = solara.use_context(session)

    def compute(job: Job) -> Any:  # while the class predicts, so that nobody waits afterwards
        return lesson_runs.watched(lesson, job.cancelled, job.show)

    result = use_work(compute, lesson)

    def leave() -> None:
        classroom.end(found)
        router.push(here.path("/class"))

    if now.ended:
        NoRoom()
        return
    with element(
        "div", name="at-page at-lesson at-class", data_stage=now.stage, data_count=str(now.count)
    ):
        Teaching(found, lesson, now, leave)  # first, so that its buttons never move
        Invitation(lesson, links(found.code, here), asks=now.voting).key(f"asks {now.voting}")
        if now.showing:
            Shown(result, lesson, None, now).key("shown")
        else:
            Asked(lesson, now).key("asked")
            Connections(found, now).key("connections")
        if not now.voting:
            Votes(lesson, now, None if result.busy else result.value).key("votes")


@solara.component
def Invitation(lesson: Lesson, found: list[str], *, asks: bool) -> Any:
    """What is taught, and how students come in: the link, its QR code, and other links.

    Args:
        lesson: that is taught.
        found: links, likeliest first.
        asks: whether students are to come in now; else the link is small.
    """
    if not asks:
        link = element("span", found[0], id="at-link", translate="no")
        return element(
            "div",
            element("h1", lesson.title),
            element("p", link, name="at-caption"),
            name="at-head",
        )
    words = [
        element("h1", lesson.title),
        element("p", "Open", name="at-lead"),
        element("strong", found[0], name="at-code", id="at-link", translate="no"),
    ]
    if found[1:]:
        others = element("span", ", ".join(found[1:]), translate="no")
        words.append(element("p", "If it does not open: ", others, name="at-caption"))
    code = solara.HTML("div", unsafe_innerHTML=qr.svg(found[0]), classes=["at-qr"])
    return element(
        "div", element("div", *words, name="at-join"), code, name="at-head at-invitation"
    )


@solara.component
def Teaching(
    found: classroom.Room, lesson: Lesson, now: Snapshot, leave: Callable[[], None]
) -> None:
    """The teacher's buttons, each always in one place; what cannot be undone is asked twice.

    What asks back stands in a line of its own below, and a second press on the same button takes
    the question away: a double click neither clears nor ends anything.
    """
    link = solara.use_context(session).link
    asking, set_asking = solara.use_state("")
    turned: Any = solara.use_ref(-math.inf)
    at = classroom.STAGES.index(now.stage)
    onward = classroom.STAGES[min(at + 1, len(classroom.STAGES) - 1)]

    def turn(stage: str) -> None:
        if time.monotonic() - turned.current > DOUBLE_S:
            turned.current = time.monotonic()
            set_asking("")
            classroom.show(found, stage)

    def clear() -> None:
        set_asking("")
        classroom.clear(found)

    def risky(what: str, text: str) -> None:
        button(
            text,
            lambda: set_asking("" if asking == what else what),
            name=f"at-button{' at-chosen' if asking == what else ''}",
            aria_expanded=str(asking == what).lower(),
        ).key(what)

    with element("div", name="at-buttons at-teaching at-screen"):
        button(
            f"Next: {NAMES[onward].lower()}" if onward != now.stage else "That was all",
            lambda: turn(onward),
            name="at-button at-run",
        ).key("turn")
        element(
            "ol",
            *(
                element(
                    "li",
                    button(
                        f"{number} {NAMES[stage]}",
                        partial(turn, stage),
                        name=f"at-button{' at-chosen' if stage == now.stage else ''}",
                        **({"aria_current": "step"} if stage == now.stage else {}),
                    ),
                ).key(stage)
                for number, stage in enumerate(classroom.STAGES, 1)
            ),
            name="at-class-steps",
            aria_label="Steps",
        ).key("steps")
        risky("clear", "Clear predictions")
        risky("end", "End the class")
        element("a", "Teacher's page", href=link(f"/lessons/{lesson.name}/teacher"),
                target="_blank", rel="noopener", name="at-after").key("teacher")  # fmt: skip
    with element("div", name="at-buttons at-really at-screen", role="status"):
        if asking == "clear":
            live("span", f"This removes {predictions(now.committed)}.").key("clear-text")
            button("Really clear?", clear, name="at-button at-run").key("really-clear")
        elif asking == "end":
            live("span", "The link will stop working and all predictions will be gone.").key(
                "end-text"
            )
            button("Really end?", leave, name="at-button at-run").key("really-end")


NAMES = {
    classroom.PREDICT: "Vote",
    classroom.TALLY: "Tally",
    classroom.AGAIN: "Second vote",
    classroom.SHOW: "Result",
    classroom.WHY: "Why",
}
"""What the steps of a class are called."""


@solara.component
def Votes(lesson: Lesson, now: Snapshot, result: Any) -> Any:
    """The votes, to be kept as a file."""
    came = None
    if now.showing and result is not None:
        came = [result.came(option) for option in lesson.options]
    return element(
        "div",
        solara.FileDownload(
            lambda: saved(lesson, now, came),
            filename=f"votes-{lesson.name}.csv",
            children=[element("span", "Save the votes (CSV)", name="at-button at-save-votes")],
        ),
        name="at-buttons at-screen",
    )


@solara.component
def Connections(found: classroom.Room, now: Snapshot) -> None:
    """How many predictions share a network address, and what the teacher can do about it."""
    one = now.limit == classroom.ONE
    with element("div", name="at-screen at-connections", data_refused=str(now.refused)):
        live("p", shared(now), name="at-caption", role="status").key("shared")
        with element("div", name="at-buttons"):
            if one or now.most_from_one_address > 1:
                button(
                    "Count one prediction per connection",
                    lambda: classroom.take(found, classroom.USUAL if one else classroom.ONE),
                    name=f"at-button{' at-chosen' if one else ''}",
                    aria_pressed=str(one).lower(),
                ).key("one")
            if now.refused and not one and now.limit < classroom.ALL:
                button(
                    "Accept more from one connection",
                    lambda: classroom.take(found, classroom.ALL),
                ).key("all")


def shared(now: Snapshot) -> str:
    """What a teacher should know of predictions from one network address; empty if nothing."""
    parts = []
    if now.most_from_one_address > 1:
        parts.append(
            f"{now.most_from_one_address} predictions came from one network connection. That is"
            " usual where a school shares one; otherwise someone may have predicted more than once."
        )
    left_out = now.committed - now.count
    if left_out:
        parts.append(f"{predictions(left_out)} not counted.")
    if now.refused:
        parts.append(
            f"{predictions(now.refused)} refused: at most {now.limit} from one connection"
            f" {'is' if now.limit == 1 else 'are'} accepted."
        )
    return " ".join(parts)

"""`/map`: a measure over two parameters, coarse at once and then refined."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import solara

from attune_dashboard import work
from attune_dashboard.choice import Choice
from attune_dashboard.components.controls import Controls
from attune_dashboard.components.plain import element
from attune_dashboard.components.view import View, csv, packed
from attune_dashboard.session import session
from attune_dashboard.working import Job, Working, use_work
from attune_sim.outcomes import OUTCOMES

PAUSE_S = 0.6
"""Between two pictures of a map that grows."""


@dataclass(frozen=True)
class Shown:
    """A map, and its picture as the browser needs it."""

    found: work.Map
    figure: str


@solara.component
def MapPage() -> None:
    """The page."""
    here = solara.use_context(session)
    choice = here.choice
    # The map's own two parameters are set by the map.
    base = choice.with_changes(
        {name: v for name, v in choice.changes if name not in (choice.x, choice.y)}
    )
    key = replace(base, age=0, view="play", second=None)

    def compute(job: Job) -> Shown:
        shown, last = None, 0.0
        for found in work.mapped(base, job.cancelled):
            ends = found.done in (found.cells, work.COARSE**2)
            if ends or time.monotonic() - last > PAUSE_S:
                last = time.monotonic()
                figure = work.map_figure(base, found)
                shown = Shown(found, packed(figure, projector=base.projector))
                job.show(shown)
        assert shown is not None
        return shown

    working = use_work(compute, key)

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if working.value is None:
            return None
        if sent.get("what") == "csv":
            return csv(working.value.found.rows, "map")
        if sent.get("what") == "click":
            there = cell(base, working.value.found, sent)
            if there is not None:
                here.go("/", replace(there, view="play", second=None, age=work.DAYS))
        return None

    with element("div", name="at-page"):
        element(
            "div",
            element("h1", f"{choice.preset().title}: a map"),
            element(
                "p",
                f"{OUTCOMES[choice.measure].meaning} In each cell {work.MAP_INFANTS} infants of"
                f" {work.DAYS} days, with the same luck in all cells. Click a cell to see its"
                " dyad.",
                name="at-lead",
            ),
            name="at-head",
        )
        with element("div", name="at-two"):
            with element("div", name="at-main-column"):
                Progress(working)
                if working.value is not None:
                    View(working.value.figure, answer)
            Controls(
                choice,
                here.set_choice,
                on_undo=here.undo,
                can_undo=here.can_undo,
                grid=True,
            )


def cell(choice: Choice, found: work.Map, sent: dict[str, Any]) -> Choice | None:
    """The choice that a click on the map asks for; None if it hit no cell."""
    try:
        x, y = found.xs[int(sent["x"])], found.ys[int(sent["y"])]
    except (KeyError, IndexError, TypeError, ValueError):
        return None
    return choice.with_value(choice.x, x).with_value(choice.y, y)


@solara.component
def Progress(working: Working) -> Any:
    """How far the map is, and a button that stops it."""
    found = working.value.found if working.value is not None else None
    done = f"{found.done} of {found.cells} cells" if found is not None else "Simulating …"
    text = working.error or (done if working.busy else f"{done}." if found else "Stopped.")
    status = element(
        "p", text, name="at-busy", role="status", data_busy=str(working.busy), id="at-progress"
    )
    children = [status]
    if working.busy:
        children.append(
            solara.Button("Stop", on_click=working.stop, classes=["at-button"], text=True)
        )
    return element("div", *children, name="at-buttons")

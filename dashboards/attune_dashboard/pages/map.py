"""`/map`: a measure over two parameters, coarse at once and then refined."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import solara

from attune_dashboard.components import bench
from attune_dashboard.components.controls import Controls
from attune_dashboard.components.glossary import explained
from attune_dashboard.components.html import element
from attune_dashboard.components.page_settings import Field
from attune_dashboard.components.view import View, csv
from attune_dashboard.compute import in_words, maps
from attune_dashboard.compute.background import Job, Working, use_work
from attune_dashboard.compute.finished_sweeps import Swept, opened
from attune_dashboard.compute.first_years import DAYS
from attune_dashboard.compute.pictures import packed
from attune_dashboard.state.changes import file_name, titled
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.session import session
from attune_sim.errors import InputError
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import PARAMETERS

PAUSE_S = 0.6
"""Between two pictures of a map that grows."""


@dataclass(frozen=True)
class Shown:
    """A map, its picture as the browser needs it, and what it was made of.

    Attributes:
        found: the map.
        figure: its picture.
        base: the choice that all cells share.
        swept: the sweep that it was read from, if it was.
    """

    found: maps.Map
    figure: str
    base: Choice
    swept: Swept | None = None


@solara.component
def MapPage() -> None:
    """The page."""
    here = solara.use_context(session)
    choice = here.choice
    # The map's own two parameters are set by the map.
    base = choice.with_changes(
        {name: v for name, v in choice.changes if name not in (choice.x, choice.y)}
    )
    key = replace(base, age=0, view="play", second=None, extra=()), maps.grid(base)
    on = bench.is_on(choice) and not base.result

    def compute(job: Job) -> Shown:
        if base.result:
            return _read(base)
        shown, last = None, 0.0
        for found in maps.mapped(base, job.cancelled):
            ends = found.done == len(found.rows)
            if ends or time.monotonic() - last > PAUSE_S:
                last = time.monotonic()
                figure = maps.map_figure(base, found)
                shown = Shown(found, packed(figure, projector=base.projector), base)
                job.show(shown)
        assert shown is not None
        return shown

    working = use_work(compute, key)
    shown: Shown | None = working.value

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if shown is None:
            return None
        if sent.get("what") == "csv":
            return csv(shown.found.rows, file_name(choice, f"map-{choice.measure}"))
        if sent.get("what") == "click":
            there = cell(shown, sent)
            if there is not None:
                here.go("/", replace(there, view="play", second=None, age=DAYS))
        return None

    measure = shown.base.measure if shown and base.result else choice.measure
    made = (
        f"Each cell averages {maps.grid(base).infants} infants simulated for {DAYS} days; all cells"
        " use the same random numbers."
        if not base.result
        else f"From the results of the sweep {base.result}."
    )
    title = f"{titled(choice)}: a map" if not base.result else f"{base.result}: a map"
    with element("div", name="at-page"):
        element(
            "div",
            element("h1", title),
            element(
                "p",
                *explained(
                    f"{OUTCOMES[measure].meaning} {made} Click a cell to see its dyad; or go to the"
                    " map with Tab, choose a cell with the arrow keys and press Enter."
                ),
                name="at-lead",
            ),
            name="at-head at-brief",
        )
        with element("div", name="at-two"):
            with element("div", name="at-main-column"):
                Progress(working)
                if shown is not None:
                    View(shown.figure, answer, pick=True, told=told(shown))
            with element("div", name="at-side"):
                bench.Bench(here, typed(choice) if on else ())
                Controls(
                    replace(choice, x=shown.base.x, y=shown.base.y, measure=shown.base.measure)
                    if shown and shown.swept and base.result
                    else choice,
                    here.set_choice,
                    on_undo=here.undo,
                    can_undo=here.can_undo,
                    grid=True,
                    bench=on,
                ).key(f"controls {on}")


def typed(choice: Choice) -> list[Field]:
    """The numbers that can be typed: size of cells, and what is shown of each parameter."""
    fields = [
        bench.count(choice, "cell", "Infants in each cell"),
        bench.count(choice, "cells", "Values of each parameter"),
    ]
    for axis, ends in (("x", maps.grid(choice).x), ("y", maps.grid(choice).y)):
        p = PARAMETERS[getattr(choice, axis)]
        fields += [
            bench.number(
                choice,
                f"{axis}_{end}",
                f"{p.label}, {end}",
                low=p.low,
                high=p.high,
                usual=f"{at:g}",
            )
            for end, at in zip(("from", "to"), ends, strict=True)
        ]
    return fields


def _read(base: Choice) -> Shown:
    """The map of a finished sweep."""
    swept = opened(base.result)
    adapted = swept.adapted(base)
    figure = packed(swept.figure(adapted), projector=base.projector)
    return Shown(swept.map(), figure, adapted, swept)


def cell(shown: Shown, sent: dict[str, Any]) -> Choice | None:
    """The choice that a click on the map asks for; None if it hit no cell, or there is no such."""
    try:
        column, row = int(sent["x"]), int(sent["y"])
        if column < 0 or row < 0:
            return None
        x, y = shown.found.xs[column], shown.found.ys[row]
        if shown.swept is not None:
            there = shown.swept.dyad(shown.base, x, y)
        else:
            base = shown.base
            there = base.with_value(base.x, x).with_value(base.y, y)
        there.built()
    except (KeyError, IndexError, TypeError, ValueError, OverflowError, InputError):
        return None
    return there


def told(shown: Shown) -> str:
    """Where the map is lowest and highest."""
    base = shown.base
    return in_words.of_map(shown.found, base.x, base.y, base.measure)


def _going(done: str) -> str:
    return f"Simulating: {done} …" if done else "Simulating …"


@solara.component
def Progress(working: Working) -> Any:
    """How far the map is, and a button that stops it."""
    found = working.value.found if working.value is not None else None
    done = f"{found.done} of {found.cells} cells" if found is not None else ""
    text = working.error or (_going(done) if working.busy else f"{done}." if found else "Stopped.")
    status = element(
        "p", text, name="at-busy", role="status", data_busy=str(working.busy), id="at-progress"
    )
    children = [status]
    if working.busy:
        children.append(
            solara.Button("Stop", on_click=working.stop, classes=["at-button"], text=True)
        )
    return element("div", *children, name="at-buttons at-progress")

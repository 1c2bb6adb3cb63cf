"""A figure in the browser, still or playing: the one place where the dashboard shows pictures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import solara
import traitlets

from attune_dashboard.components.glossary import terms
from attune_dashboard.components.messages import listener
from attune_dashboard.components.report import use_place
from attune_dashboard.components.script import STATIC, script
from attune_dashboard.compute import stage
from attune_dashboard.compute.moments import Moment
from attune_sim.csv_files import csv_text
from attune_sim.figures.base import style
from attune_sim.figures.film.time_axis import MIDNIGHT

SCENE = tuple(
    f"scene/{part}.js"
    for part in (
        "drawing",
        "head",
        "heart",
        "infant",
        "grown_up",
        "film",
        "play_room",
        "laboratory",
        "words",
        "dyad",
        "couple",
        "sound",
        "scene",
    )
)
PARTS = tuple(
    f"view/{part}.js"
    for part in (
        "plotly",
        "points",
        "figure",
        "cells",
        "saving",
        "numbers",
        "player",
        "story",
        "places",
        "seat",
        "keys",
        "view",
    )
)
RECOLOUR = Path(style.__file__).with_name("recolour.js")

OPENING_S = 10
"""Seconds for which a record plays by itself."""
COUNTS = {
    "attuned": ("attuned share", "chance level"),
    "rupture": ("rupture",),
    "repair": ("repair latency",),
}
"""Which terms explain the running counts."""


class ViewWidget(anywidget.AnyWidget):
    """Its browser side is static/view/. `sent` comes from there, the rest goes there.

    What is large goes as JSON text: reacton would walk through every number of it.
    """

    _esm = script(RECOLOUR, *SCENE, *PARTS)
    _css = (STATIC / "scene.css").read_text("utf-8")
    figure = traitlets.Unicode("null").tag(sync=True)
    film = traitlets.Unicode("null").tag(sync=True)
    pick = traitlets.Bool(False).tag(sync=True)
    told = traitlets.Unicode("").tag(sync=True)
    sent = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)


Answer = Callable[[dict[str, Any]], dict[str, Any] | None]


@solara.component
def View(
    figure: str, answer: Answer, film: str = "null", *, pick: bool = False, told: str = ""
) -> None:
    """A figure, and below it what it says in words and numbers.

    Args:
        figure: as `pictures.packed` gives it.
        answer: gets each message from the browser and gives what is sent back, if anything.
        film: as `played` gives it; nothing for a still picture.
        pick: whether a cell of its heat map can be chosen by keyboard, too: Enter is a click.
        told: what it shows, in a sentence above it.
    """
    widget = solara.use_ref(None)
    use_place(figure)

    def heard(sent: dict[str, Any]) -> None:
        back = answer(sent)
        if back is not None and widget.current is not None:
            widget.current.answer = back | {"n": sent.get("n")}

    element = ViewWidget.element(
        figure=figure, film=film, pick=pick, told=told, on_sent=listener(heard)
    )

    def remember() -> None:
        widget.current = solara.get_widget(element)

    solara.use_effect(remember, [])


def played(
    moment: Moment,
    *,
    second: int | None = None,
    can_sit: bool = False,
    opening: int | None = None,
    plays: int = OPENING_S,
    counted: bool = True,
    press: str = "",
    on_stage: dict[str, Any] | None = None,
) -> str:
    """What the browser needs to play a record: what is seen, its length, words, running counts.

    Args:
        moment: the record.
        second: where playing begins; None shows all of it.
        can_sit: whether a person may take the caregiver's place.
        opening: second at which playing begins by itself; None does not.
        plays: for how many seconds.
        press: text of a button that tells the second in which it is pressed; none if empty.
        counted: whether running counts and the words of all that happens are shown.
        on_stage: what the stage shows, if it is not an infant and a caregiver.
    """
    held = {
        "seconds": len(moment.trace),
        "first": moment.first,
        "start": MIDNIGHT + 1000 * moment.first,
        "opening": opening,
        "plays": plays,
        "press": press,
        "counted": counted,
        **(on_stage or stage.seen(moment.trace, moment.episodes, first=moment.first)),
        "second": None if second is None else min(second, len(moment.trace) - 1),
        "events": [list(event) for event in moment.events],
        "tally": moment.tally,
        "can_sit": can_sit,
        "glossary": {key: " ".join(terms()[t] for t in names) for key, names in COUNTS.items()},
    }
    return json.dumps(held, allow_nan=False)


def csv(table: pd.DataFrame, name: str) -> dict[str, Any]:
    """A table as a file that the browser saves."""
    return {"what": "csv", "name": f"{name}.csv", "text": csv_text(table)}

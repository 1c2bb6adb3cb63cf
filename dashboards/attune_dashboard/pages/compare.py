"""`/compare`: two scenarios with the same luck, overlaid; only what differs is listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import solara

from attune_dashboard.components.controls import Controls
from attune_dashboard.components.glossary import explained
from attune_dashboard.components.html import busy, element
from attune_dashboard.components.stylesheet import Look
from attune_dashboard.components.view import View, csv
from attune_dashboard.compute import comparison, first_years, moments
from attune_dashboard.compute.background import Job, use_work
from attune_dashboard.compute.pictures import packed
from attune_dashboard.pages.moment import picture_of
from attune_dashboard.state.changes import file_name
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.session import session
from attune_sim import numbers
from attune_sim.parameters import PARAMETERS

WHAT_IF = (
    (
        "the caregiver were often elsewhere and turned crying away",
        {
            "responsiveness": 0.35,
            "responsiveness_in_play": 0.35,
            "consistency": 0.4,
            "rejection": 0.2,
        },
    ),
    ("repair were quicker", {"repair_rate": 0.8}),
    ("repair were slower", {"repair_rate": 0.1}),
    ("care came and went", {"consistency": 0.05}),
    ("only loud signals were answered", {"loudness_contingency": 1.0}),
    ("the infant were more reactive", {"reactivity": 2.0}),
)
"""What the second scenario may differ by, at a click: words, and values by parameter."""


@solara.component
def ComparePage() -> None:
    """The page."""
    here = solara.use_context(session)
    one = here.choice
    other = replace(
        here.other or asked_by(one, WHAT_IF[0][1]),
        seed=one.seed,
        age=one.age,
        view="play",
        projector=one.projector,
    )
    names = named(one, other)
    listed = solara.use_memo(lambda: comparison.differences(one, other), [one, other])

    def compute(job: Job) -> tuple[str, ...]:
        figures = comparison.compared(one, other, names, job.cancelled)
        told = comparison.told(one, other, names) if listed else ""
        return told, *(packed(figure, projector=one.projector) for figure in figures)

    key = (
        first_years.yearly(one),
        first_years.yearly(other),
        one.caregiver,
        other.caregiver,
        one.projector,
    )
    found = use_work(compute, key)
    pictures = solara.use_memo(
        lambda: [
            picture_of(replace(c, view="play", second=None), can_sit=False, legend=False)
            for c in (one, other)
        ],
        [one, other],
    )

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            parts = [
                first_years.year(c).series.assign(scenario=name)
                for c, name in zip((one, other), names, strict=True)
            ]
            return csv(pd.concat(parts), file_name(one, "compare"))
        return None

    def moment_answer(choice: Choice, name: str) -> Callable[[dict[str, Any]], Any]:
        def tell(sent: dict[str, Any]) -> dict[str, Any] | None:
            if sent.get("what") == "csv":
                trace = moments.moment(replace(choice, view="play")).trace
                return csv(trace.reset_index(names="second"), file_name(choice, name))
            return None

        return tell

    Look()
    with element("div", name="at-page"):
        with element("div", name="at-head"):
            element("h1", "Two scenarios, the same luck")
            element(
                "p",
                *explained(
                    "Both dyads get the same random numbers (the same luck), so any difference"
                    " below is caused by the settings listed here."
                ),
                name="at-lead",
            )
            with element("div", name="at-buttons at-what-if", role="group", aria_label="What if"):
                element("span", "What if", name="at-if")
                for words, values in WHAT_IF:
                    pressed = other.changes == asked_by(one, values).changes
                    solara.Button(
                        f"{words}?",
                        on_click=lambda v=values: here.set_other(asked_by(one, v)),
                        classes=["at-button", *(["at-chosen"] if pressed else [])],
                        text=True,
                        attributes={"aria-pressed": str(pressed).lower()},
                    )
            Differences(listed, names)
        with element("div", name="at-main-column"):
            busy(found)
            if found.value is not None:
                told, years, patterns = found.value
                View(patterns, answer, told=told)
                View(years, answer)
        element("h2", "The same three minutes of play", name="at-section")
        Key((one, other))
        with element("div", name="at-halves"):
            for choice, name, picture in zip((one, other), names, pictures, strict=True):
                with element("div", element("h3", name, name="at-half")):
                    View(picture["figure"], moment_answer(choice, "play"), picture["film"])
        element("h2", "Change the settings", name="at-section")
        with element("div", name="at-halves"):
            Controls(
                one,
                here.set_choice,
                on_undo=here.undo,
                can_undo=here.can_undo,
                heading="First scenario",
                story=True,
            )
            Controls(
                other,
                here.set_other,
                on_undo=here.undo,
                can_undo=here.can_undo,
                heading="Second scenario",
                luck=False,
                story=True,
            )


def asked_by(one: Choice, values: Mapping[str, float]) -> Choice:
    """The second scenario that a question is about."""
    return one.with_changes(dict(one.changes) | dict(values))


SWATCHES = {
    "Infant": "infant",
    "Caregiver": "caregiver",
    "Attuned": "band",
    "Rupture": "rupture",
    "Repair": "repair",
    "Alarming moment": "alarm",
}
"""What the names in a legend begin with, and the looks of their swatches."""
SIGNS = {"repair": "▼", "alarm": "✕"}


@solara.component
def Key(choices: Sequence[Choice]) -> Any:
    """The one legend of both records."""
    figures = [moments.moment(replace(c, view="play")).figure for c in choices]
    told = {str(t["name"]): t.get("legendrank", 1000) for f in figures for t in f.data
            if t.get("name") and t.get("showlegend", True)}  # fmt: skip
    items = []
    for name in sorted(told, key=lambda n: told[n]):
        look = next((look for begin, look in SWATCHES.items() if name.startswith(begin)), "")
        if look:
            swatch = element(
                "span", SIGNS.get(look, ""), name=f"at-swatch at-{look}", aria_hidden="true"
            )
            items.append(element("li", swatch, name))
    return element("ul", *items, name="at-key", aria_label="Legend")


@solara.component
def Differences(listed: list[tuple[str, str, str]], names: tuple[str, str]) -> Any:
    """A table of the parameters that differ, or a sentence if none does."""
    if not listed:
        return element(
            "p",
            "The two are the same so far. Choose a question above or change a setting below.",
            name="at-lead",
            data_differ="0",
        )
    head = element("tr", *(element("th", t, scope="col") for t in ("Setting", *names)))
    rows = [element("tr", *(element("td", text) for text in row)) for row in listed]
    table = element("table", element("thead", head), element("tbody", *rows))
    return element("div", table, name="at-scroll at-differ", data_differ=str(len(listed)))


def named(one: Choice, other: Choice) -> tuple[str, str]:
    """Short names that tell the two apart."""
    if (one.scenario, one.own) != (other.scenario, other.own):
        return one.preset().title, other.preset().title
    for words, values in WHAT_IF:
        if other.changes == asked_by(one, values).changes != one.changes:
            return one.preset().title, f"{one.preset().title}, if {words}"
    changes = dict(other.changes)
    unlike = [n for n, v in changes.items() if dict(one.changes).get(n) != v]
    if len(unlike) == 1:
        what = f"{PARAMETERS[unlike[0]].label} {numbers.significant(changes[unlike[0]])}"
    else:
        what = "other settings" if one.changes != other.changes else "unchanged"
    return one.preset().title, f"{one.preset().title}, {what.lower()}"

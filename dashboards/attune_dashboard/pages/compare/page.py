"""`/compare`: scenarios with the same luck, overlaid; only what differs is listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import solara

from attune_dashboard.components import bench
from attune_dashboard.components.glossary import explained
from attune_dashboard.components.html import busy, button, element
from attune_dashboard.components.stylesheet import Look
from attune_dashboard.components.table import table
from attune_dashboard.components.view import View, csv
from attune_dashboard.compute import comparison, first_years, moments
from attune_dashboard.compute.background import Job, use_work
from attune_dashboard.compute.pictures import packed
from attune_dashboard.pages.compare.kept_runs import KeptRuns
from attune_dashboard.pages.compare.legend import Key
from attune_dashboard.pages.compare.rail import Rail
from attune_dashboard.pages.moment import picture_of
from attune_dashboard.state.arms import WHAT_IF, asked_by, names
from attune_dashboard.state.changes import file_name
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.runs import Run
from attune_dashboard.state.session import Session, session


@solara.component
def ComparePage() -> None:
    """The page."""
    here = solara.use_context(session)
    chosen, set_chosen = solara.use_state(1)
    choices = compared(here)
    named = names(choices)
    chosen = min(chosen, len(choices) - 1)
    count = comparison.families(here.choice)
    listed = solara.use_memo(lambda: comparison.differences(choices), [choices])

    def compute(job: Job) -> Shown:
        figures = comparison.compared(choices, named, count, job.cancelled)
        years, patterns = (packed(figure, projector=here.choice.projector) for figure in figures)
        told = comparison.told(choices, named, count) if listed else ""
        return Shown(told, years, patterns, tuple(run(choice, count) for choice in choices))

    years = tuple((first_years.yearly(c), c.caregiver) for c in choices)
    found = use_work(compute, (years, count, here.choice.projector))
    shown: Shown | None = found.value

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            parts = [
                comparison.lived(c, count).series.assign(scenario=name)
                for c, name in zip(choices, named, strict=True)
            ]
            return csv(pd.concat(parts), file_name(here.choice, "compare"))
        return None

    Look()
    with element("div", name="at-page"):
        with element("div", name="at-head at-brief"):
            element("h1", f"{comparison.COUNTED[len(choices)]} scenarios, the same luck")
            element(
                "p",
                *explained(
                    f"{count} families of each kind live for a year. Families of the same number"
                    " get the same random numbers, so any difference below is caused by the"
                    " settings listed here."
                ),
                name="at-lead",
            )
            Questions(here, choices)
        with element("div", name="at-two"):
            with element("div", name="at-main-column"):
                busy(found)
                if shown is not None:
                    View(shown.patterns, answer, told=shown.told).key("patterns")
                Differences(listed, named).key("differences")
                if shown is not None:
                    View(shown.years, answer).key("years")
                if bench.is_on(here.choice) or here.runs:
                    new = shown.runs if shown is not None and not found.busy else ()
                    KeptRuns(here, new, choices[1:]).key("kept")
            Rail(here, choices, named, chosen, set_chosen)
        element("h2", "The same three minutes of play", name="at-section")
        element("p", "Of the first family of each kind.", name="at-lead at-tight")
        Moments([choices[0], choices[max(1, chosen)]], [named[0], named[max(1, chosen)]])


@dataclass(frozen=True)
class Shown:
    """What has run, ready to be shown.

    Attributes:
        told: the answer in a sentence.
        years, patterns: the figures, as the browser needs them.
        runs: one for each scenario, to be kept.
    """

    told: str
    years: str
    patterns: str
    runs: tuple[Run, ...]


def run(choice: Choice, count: int) -> Run:
    """A scenario that has run, and what came of it."""
    bare = replace(choice.bare(), age=Choice().age)
    return Run(bare, count, tuple(comparison.at_end(choice, count).items()))


def compared(here: Session) -> tuple[Choice, ...]:
    """The scenarios of a tab; who has chosen none beside the first is asked the first question."""
    one = here.choice
    others = here.others or (asked_by(one, WHAT_IF[0].values),)
    return (
        one,
        *(
            replace(other, seed=one.seed, age=one.age, view="play", projector=one.projector)
            for other in others
        ),
    )


@solara.component
def Questions(here: Session, choices: Sequence[Choice]) -> None:
    """What the second scenario may differ by, at a click."""
    one, other = choices[:2]
    with element("div", name="at-buttons at-what-if", role="group", aria_label="What if"):
        element("span", "What if", name="at-if")
        for question in WHAT_IF:
            asked = asked_by(one, question.values)
            pressed = other.changes == asked.changes
            button(
                f"{question.words}?",
                lambda asked=asked: here.set_others((asked, *here.others[1:])),  # type: ignore[misc]
                name=f"at-button{' at-chosen' if pressed else ''}",
                aria_pressed=str(pressed).lower(),
            ).key(question.name)


@solara.component
def Differences(listed: Sequence[tuple[str, ...]], named: Sequence[str]) -> Any:
    """A table of the parameters that differ, or a sentence if none does."""
    if not listed:
        return element(
            "p",
            "The two are the same so far. Choose a question above or change a setting.",
            name="at-lead",
            data_differ="0",
        )
    return element(
        "div",
        element("h2", "What differs", name="at-small"),
        table(("Setting", *named), listed, label="What differs"),
        name="at-differ",
        data_differ=str(len(listed)),
    )


@solara.component
def Moments(choices: Sequence[Choice], named: Sequence[str]) -> None:
    """Two of the scenarios second by second, under one legend."""
    pictures = solara.use_memo(
        lambda: [
            picture_of(replace(c, view="play", second=None), can_sit=False, legend=False)
            for c in choices
        ],
        [tuple(choices)],
    )

    def answering(choice: Choice) -> Callable[[dict[str, Any]], dict[str, Any] | None]:
        def tell(sent: dict[str, Any]) -> dict[str, Any] | None:
            if sent.get("what") == "csv":
                trace = moments.moment(replace(choice, view="play")).trace
                return csv(trace.reset_index(names="second"), file_name(choice, "play"))
            return None

        return tell

    Key(choices)
    with element("div", name="at-halves"):
        for choice, name, picture in zip(choices, named, pictures, strict=True):
            with element("div", element("h3", name, name="at-half")):
                View(picture["figure"], answering(choice), picture["film"])

"""`/population`: many families, what goes with security, and what samples of them would find."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import solara

from attune_dashboard.components.html import button, element
from attune_dashboard.components.page_settings import Field, Fields
from attune_dashboard.components.strips import Studies
from attune_dashboard.components.stylesheet import Look
from attune_dashboard.components.view import View, csv
from attune_dashboard.compute import families, guide
from attune_dashboard.compute.background import Job, Working, use_work
from attune_dashboard.compute.pictures import packed
from attune_dashboard.state.choice import MOST_SEED
from attune_dashboard.state.page_settings import POPULATIONS, SETTINGS, value, with_value
from attune_dashboard.state.session import session
from attune_sim import numbers
from attune_sim.evidence.studies.design import population

PAUSE_S = 0.8
"""Between two pictures while families are still coming."""


@dataclass(frozen=True)
class Shown:
    """A study, and its pictures as the browser needs them."""

    study: families.Study
    security: str
    samples: str
    patterns: str


@solara.component
def PopulationPage() -> None:
    """The page."""
    here = solara.use_context(session)
    choice = here.choice
    name = value(choice.extra, "population")
    size, draw = int(float(value(choice.extra, "sample"))), int(value(choice.extra, "draw"))
    noise = float(value(choice.extra, "noise"))
    title = population(name).title

    def compute(job: Job) -> Shown:
        shown, last = None, float("-inf")
        for table in families.observed(name, choice.seed, noise, job.cancelled):
            done = len(table) >= families.FAMILIES
            if done or (len(table) >= size and time.monotonic() - last > PAUSE_S):
                last = time.monotonic()
                found = families.study(table, size, draw, title)
                big = choice.projector
                shown = Shown(
                    found,
                    packed(found.security, projector=big),
                    packed(found.samples, projector=big),
                    packed(found.patterns, projector=big),
                )
                job.show(shown)
        assert shown is not None
        return shown

    found = use_work(compute, (name, choice.seed, noise, size, draw, choice.projector))

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv" and found.value is not None:
            table = found.value.study.table
            return csv(table[["infant", *families.MEASURES, "pattern"]], "families")
        return None

    def change(key: str, text: str) -> None:
        here.set_choice(replace(choice, extra=with_value(choice.extra, key, text)))

    story = " ".join(population(name).story.split())
    Look()
    with element("div", name="at-page"):
        element(
            "div",
            element("h1", "Many families"),
            element(
                "p",
                f"{families.FAMILIES} families with traits drawn from distributions live for a"
                " year. An observer rates sensitivity at home, and a coder codes a Strange"
                " Situation; both make errors. What goes with what, and would a study of thirty"
                " families find it?",
                name="at-lead",
            ),
            element("p", element("strong", f"{title}. "), story, name="at-lead"),
            name="at-head",
        )
        with element("div", name="at-two"):
            with element("div", name="at-main-column"):
                Coming(found)
                if found.value is not None:
                    element("p", told(found.value.study, size), name="at-rule", id="at-told")
                    View(found.value.security, answer)
                    OneByOne(found.value.study.table, size).key(f"one by one {name} {size} {draw}")
                    View(found.value.samples, answer)
                    View(found.value.patterns, answer)
            with element("div"):
                Fields(
                    "Families and samples",
                    fields(name, size, noise),
                    change,
                )
                with element("div", name="at-buttons"):
                    solara.Button(
                        "Draw other samples",
                        on_click=lambda: change("draw", str(draw % 9999 + 1)),
                        classes=["at-button"],
                        text=True,
                    )
                    solara.Button(
                        "Other families",
                        on_click=lambda: here.set_choice(
                            replace(choice, seed=choice.seed % MOST_SEED + 1)
                        ),
                        classes=["at-button"],
                        text=True,
                    )


MOST_SHOWN = 20
"""Studies, one below another."""


@solara.component
def OneByOne(table: pd.DataFrame, size: int) -> None:
    """One study after the other, as a reader of journals meets them."""
    count, set_count = solara.use_state(0)
    done = [guide.one_study(table, size, number + 1) for number in range(count)]
    with element("section", name="at-do at-one-by-one", aria_label="One study at a time"):
        element("h2", "One study at a time", name="at-small")
        element("p", "Which of them would you believe?")
        with element("div", name="at-buttons"):
            button(
                f"Run {'another' if count else 'a'} study of {size} families",
                lambda: set_count(min(count + 1, MOST_SHOWN)),
                name="at-button at-run",
            )
        if done:
            Studies(done, guide.security(table))


def fields(name: str, size: int, noise: float) -> list[Field]:
    """What can be set."""
    sample, error = SETTINGS["sample"], SETTINGS["noise"]
    return [
        Field(
            "population",
            "Families",
            name,
            options=tuple((p, population(p).title) for p in POPULATIONS),
        ),
        Field(
            "sample",
            "Families in a sample",
            str(size),
            low=sample.low,
            high=sample.high,
            step=5,
            note="How many families a single study observes.",
        ),
        Field(
            "noise",
            "Error of ratings",
            f"{noise:g}",
            low=error.low,
            high=error.high,
            step=0.25,
            note="Errors of observer and coder, as a multiple of the usual error; 0 means no"
            " errors.",
        ),
    ]


@solara.component
def Coming(found: Working) -> Any:
    """How many families there are already."""
    count = len(found.value.study.table) if found.value is not None else 0
    text = found.error or (
        f"{count} of {families.FAMILIES} families …" if found.busy else f"{count} families."
    )
    return element(
        "p", text, name="at-busy", role="status", data_busy=str(found.busy), id="at-progress"
    )


def told(found: families.Study, size: int) -> str:
    """What single studies would report, in words."""
    unrated = len(found.table) - found.whole.n
    why = (
        f" {unrated} of the {len(found.table)} {'has' if unrated == 1 else 'have'} no rating:"
        " during the home visit the infant sent no signal."
        if unrated
        else ""
    )
    return (
        f"In {'' if unrated else 'all '}{found.whole.n} families, rated sensitivity and"
        f" security: r = {numbers.decimals(found.whole.r)}.{why} Of {families.SAMPLES} studies of"
        f" {size} families each, {numbers.percent(found.clear)} would report a significant link in"
        f" either direction (p < .05), and {numbers.percent(found.against)} would find the opposite"
        " link or none at all. A small study that reports a link tends to report one that is too"
        " large."
    )

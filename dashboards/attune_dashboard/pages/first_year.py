"""`/first-year`: how one infant develops with its caregivers, and how it might have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import solara

from attune_dashboard.components import bench
from attune_dashboard.components.controls import Controls
from attune_dashboard.components.glossary import explained
from attune_dashboard.components.html import busy, element
from attune_dashboard.components.view import View, csv
from attune_dashboard.compute import first_years, in_words
from attune_dashboard.compute.background import Job, use_work
from attune_dashboard.compute.pictures import packed
from attune_dashboard.state.changes import file_name, titled
from attune_dashboard.state.page_settings import value
from attune_dashboard.state.session import session

READING = (
    "The bands show how far apart chance alone pulls the infants. Observed security is the share of"
    " them coded secure in a Strange Situation, which was made for infants of 12 to 20 months."
    " Attuned share and distress can be seen from outside; the other panels show what goes on"
    " inside the infant: what they expect, and what they have learned to do."
)
"""What the panels show."""


@solara.component
def FirstYearPage() -> None:
    """The page."""
    here = solara.use_context(session)
    choice = here.choice
    count, on = int(value(choice.extra, "infants")), bench.is_on(choice)

    def compute(job: Job) -> tuple[str, ...]:
        figures = first_years.year_figures(choice, job.cancelled, count)
        lived = first_years.year(choice, job.cancelled, count).patterns
        own = lived.loc[lived["caregiver"] == choice.caregiver, "pattern"]
        shown = (packed(figure, projector=choice.projector) for figure in figures)
        return in_words.of_year(list(own)), *shown

    found = use_work(compute, (first_years.yearly(choice), count, choice.projector))

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            return csv(
                first_years.year(choice, count=count).series, file_name(choice, "first-year")
            )
        if sent.get("what") == "click" and isinstance(sent.get("x"), int | float):
            day = round(min(first_years.DAYS, max(0, sent["x"])))
            here.go("/", replace(choice, age=day, view="everyday", second=None))
        return None

    def answer_patterns(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") == "csv":
            return csv(
                first_years.year(choice, count=count).patterns, file_name(choice, "patterns")
            )
        return None

    days = replace(choice, view="everyday", second=None)
    with element("div", name="at-page"):
        element(
            "div",
            element("h1", f"{titled(choice)}: the first year"),
            element(
                "p",
                *explained(
                    f"{count} infants with the same traits and caregivers; only their luck"
                    f" differs. {first_years.whose(choice)}"
                ),
                name="at-lead",
            ),
            name="at-head at-brief",
        )
        with element("div", name="at-two"):
            with element("div", name="at-main-column"):
                busy(found)
                if found.value is not None:
                    told, development, patterns = found.value
                    View(development, answer, told=told).key("development")
                    element("p", *explained(READING), name="at-lead").key("reading")
                    element(
                        "p",
                        "Click a day to see its moments, or go to those at ",
                        *_links(
                            {
                                day: here.link("/", replace(days, age=day))
                                for day in (30, 90, 180, 270, 365)
                            }
                        ),
                        " days.",
                        name="at-lead at-days",
                    ).key("days")
                    View(patterns, answer_patterns).key("patterns")
            with element("div", name="at-side"):
                bench.Bench(here, [bench.count(choice, "infants", "Infants")])
                Controls(
                    choice,
                    here.set_choice,
                    on_undo=here.undo,
                    can_undo=here.can_undo,
                    bench=on,
                ).key(f"controls {on}")


def _links(links: Mapping[int, str]) -> list[Any]:
    """Links to days, as a list in a sentence."""
    shown = [element("a", str(day), href=link) for day, link in links.items()]
    between = [", "] * (len(shown) - 2) + [" or ", ""]
    return [part for pair in zip(shown, between, strict=True) for part in pair]

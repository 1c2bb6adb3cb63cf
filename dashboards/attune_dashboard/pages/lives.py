"""`/lives`: one family over three generations, and many as a river of patterns."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import solara

from attune_dashboard.components.disclaimers import CHILDHOOD_HELP
from attune_dashboard.components.finding import Finding
from attune_dashboard.components.html import button, element, live
from attune_dashboard.components.page_settings import Field, Fields
from attune_dashboard.components.view import View, csv
from attune_dashboard.compute import lives
from attune_dashboard.compute.background import growing, use_work
from attune_dashboard.compute.pictures import packed
from attune_dashboard.state.choice import MOST_SEED
from attune_dashboard.state.page_settings import ORIGINS, SETTINGS, value, with_value
from attune_dashboard.state.session import session
from attune_sim.figures.families.lives import family_draft, river_draft
from attune_sim.scenario import load

LEAD = (
    "Simulated children grow up and become parents. One number sets how closely the care"
    " they give follows what they learnt; all else about them is drawn anew."
)
NOT = (
    "This page types nobody, and nothing here is anybody's destiny. Most families change, in the"
    " model as in studies, and the links in studies are small. Genes, school, friends, partners and"
    " luck between two years and parenthood are left out."
)
KEYS = ("origin", "passing", "family")


@solara.component
def LivesPage() -> None:
    """The page."""
    here = solara.use_context(session)
    choice = here.choice
    origin, passing = value(choice.extra, "origin"), float(value(choice.extra, "passing"))
    family = int(value(choice.extra, "family")) - 1
    key = (origin, passing, choice.seed)
    parts = partial(lives.lives, *key)
    working = use_work(growing(parts, lambda part: len(part[0]) == lives.FAMILIES), key)
    tables: lives.Tables | None = working.value if working.fresh else None

    def change(name: str, text: str) -> None:
        if name in KEYS:
            here.set_choice(replace(choice, extra=with_value(choice.extra, name, text)))

    with element("div", name="at-page"):
        with element("div", name="at-head at-brief"):
            live("h1", f"{load(origin).title}: three generations")
            element("p", LEAD, name="at-lead")
        with element("div", name="at-two"):
            with element("div", name="at-main-column"):
                Finding(
                    working,
                    "" if tables is None else lives.told(tables),
                    "" if tables is None else f"{len(tables[0])} of {lives.FAMILIES} families",
                )
                if tables is not None:
                    Pictures(tables, family, choice.projector)
                element("p", NOT, name="at-caption at-tight", id="at-not")
                element("p", CHILDHOOD_HELP, name="at-caption at-tight", id="at-help")
            with element("div", name="at-side"):
                Fields("Choose", fields(origin, passing, family), change)
                with element("div", name="at-buttons"):
                    button(
                        "Another family",
                        lambda: change("family", str((family + 1) % lives.PARTS[0] + 1)),
                    )
                    button(
                        "Try another seed",
                        lambda: here.set_choice(replace(choice, seed=choice.seed % MOST_SEED + 1)),
                    )


@solara.component
def Pictures(tables: lives.Tables, family: int, projector: bool) -> None:
    """The river, and below it the one family."""
    river = solara.use_memo(
        lambda: packed(
            river_draft(tables, title=f"{len(tables[0])} families over three generations"),
            projector=projector,
        ),
        [id(tables), projector],
    )
    one = solara.use_memo(
        lambda: packed(
            family_draft(tables, family, title=f"Family {family + 1} of them"),
            projector=projector,
        ),
        [id(tables), family, projector],
    )

    def answer(sent: dict[str, Any]) -> dict[str, Any] | None:
        if sent.get("what") != "csv":
            return None
        parts = [table.assign(generation=k) for k, table in enumerate(tables, start=1)]
        return csv(pd.concat(parts, ignore_index=True), "generations")

    View(river, answer)
    View(one, answer)


def fields(origin: str, passing: float, family: int) -> list[Field]:
    """What can be chosen."""
    share = SETTINGS["passing"]
    return [
        Field(
            "origin",
            "Families",
            origin,
            options=tuple((name, load(name).title) for name in ORIGINS),
        ),
        Field(
            "passing",
            "How far one's own infancy shows in the care one gives",
            f"{passing:g}",
            low=share.low,
            high=share.high,
            step=0.1,
            note="0: parents are drawn anew; 1: as far as it can.",
        ),
        Field(
            "family",
            "One family",
            str(family + 1),
            options=tuple((str(k), f"Family {k}") for k in range(1, lives.PARTS[0] + 1)),
        ),
    ]

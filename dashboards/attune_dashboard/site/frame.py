"""What stands around each page: the bar on top, and where all of it comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import solara

from attune_dashboard.components.bar import BarWidget
from attune_dashboard.components.disclaimers import MODEL
from attune_dashboard.components.glossary import terms
from attune_dashboard.components.html import element
from attune_dashboard.site.addresses import COUPLE, FAMILIES, FIRST, LESSONS, LIVES

BAR = {
    FIRST: "Guided path",
    FAMILIES: "Families",
    COUPLE: "Couple",
    LIVES: "Lives",
    LESSONS: "Lessons",
}
"""The pages in the bar: file and label."""


@solara.component
def Frame(title: str, section: str, up: str, origin: Mapping[str, Any]) -> Any:
    """The frame, with a place for the page in it.

    Args:
        title: of the browser's window.
        section: the page in the bar to which this one belongs.
        up: how addresses on this page begin.
        origin: as `provenance` gives it.
    """
    with element("div", name="at-app") as main:
        BarWidget.element(
            pages=[[up + file, label] for file, label in BAR.items()],
            words=json.dumps(list(terms().items())),
            here=up + section,
            home=up + FIRST,
            sits=False,
            title=title,
        )
        element("main", id="at-main", data_part="page")
        element(
            "footer",
            element("p", MODEL.strip()),
            element(
                "details",
                element("summary", "Where these results come from"),
                element("p", _sentence(origin)),
                name="at-origin",
            ),
            name="at-footer",
        )
    return main


def _sentence(origin: Mapping[str, Any]) -> str:
    packages = ", ".join(f"{name} {version}" for name, version in origin["packages"].items())
    return (
        f"Everything shown here was simulated beforehand by attune-sim {origin['version']}"
        f" ({origin['seeds']}; hash of scenarios and lessons {origin['hash']}; {packages})."
    )

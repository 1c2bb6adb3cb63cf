"""The bar on top of every page: links, the address of this state, looks, keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import solara
import traitlets

from attune_dashboard import addresses, serving
from attune_dashboard.components.glossary import terms
from attune_dashboard.components.messages import listener
from attune_dashboard.components.script import script
from attune_sim.outcomes import FACE, PROCEDURE_TITLES, SSP

OBSERVATIONS = "/observations"


def observations(told: serving.Serving) -> dict[str, str]:
    """Films of real people: only where nobody else can visit, so that no file leaves the machine.

    Args:
        told: what the start of the server was told.
    """
    return {OBSERVATIONS: "Observations"} if addresses.is_private(told) else {}


PAGES = {
    "/": "Moment",
    "/first-year": "First year",
    "/family": "Family",
    "/couple": "Couple",
    "/compare": "Compare",
    "/map": "Map",
    f"/{SSP}": PROCEDURE_TITLES[SSP],
    f"/{FACE}": "Still face",
    "/population": "Population",
    "/evidence": "Evidence",
    "/lessons": "Lessons",
} | observations(serving.current())
"""The pages in the bar: address and label. The app's routes and the server walk them too."""
BESIDE = {"/class": "With a class", "/lives": "Lives"}
"""Pages that are not in the bar."""


class BarWidget(anywidget.AnyWidget):
    """Its browser side is static/bar.js. `sent` comes from there, the rest goes there."""

    _esm = script("bar.js")
    pages = traitlets.List().tag(sync=True)
    words = traitlets.Unicode("[]").tag(sync=True)
    here = traitlets.Unicode("/").tag(sync=True)
    search = traitlets.Unicode("").tag(sync=True)
    own = traitlets.Unicode("").tag(sync=True)
    home = traitlets.Unicode("").tag(sync=True)
    sits = traitlets.Bool(True).tag(sync=True)
    title = traitlets.Unicode("attune-sim").tag(sync=True)
    projector = traitlets.Bool(False).tag(sync=True)
    sent = traitlets.Dict().tag(sync=True)


@solara.component
def Bar(
    here: str,
    search: str,
    own: str,
    title: str,
    projector: bool,
    does: Mapping[str, Callable[[], None]],
) -> None:
    """The bar.

    Args:
        here: path of the page.
        search: query string that links to other pages have.
        own: the same of this page.
        title: of the browser's window.
        projector: whether everything is drawn larger.
        does: what is called where something is asked for: `projector`, that it changes;
            `begin`, the guided path; `settings`, all settings of this page.
    """

    def heard(sent: dict[str, Any]) -> None:
        if sent.get("what") in does:
            does[sent["what"]]()

    BarWidget.element(
        pages=[list(page) for page in PAGES.items()],
        words=json.dumps(list(terms().items())),
        here=here,
        search=search,
        own=own,
        title=title,
        projector=projector,
        on_sent=listener(heard),
    )

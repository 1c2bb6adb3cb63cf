"""Families over three generations: a river of patterns, and one family on an axis of years."""

from __future__ import annotations

import solara

from attune_dashboard.components.disclaimers import CHILDHOOD_HELP
from attune_dashboard.components.html import button, element
from attune_dashboard.compute import lives as families
from attune_dashboard.pages.lives import LEAD, NOT, Pictures
from attune_dashboard.site.addresses import lives
from attune_dashboard.site.families import links
from attune_dashboard.state.page_settings import ORIGINS, SETTINGS
from attune_sim.scenario import load

USUAL = float(SETTINGS["passing"].usual)
FAR = {
    0.0: "Not at all: parents are drawn anew",
    USUAL: "As assumed for most pages",
    1.0: "As far as it can",
}
"""How far one's own infancy shows in the care one gives, and how a page calls it."""
ONES = 6
"""Families of which each can be looked at by itself."""


@solara.component
def LivesPage(origin: str, passing: float, seed: int, up: str) -> None:
    """Families of one kind.

    Args:
        origin: name of their scenario.
        passing: how far one's own infancy shows in the care one gives.
        seed: of the first generation.
        up: how addresses on this page begin.
    """
    tables = solara.use_memo(lambda: followed(origin, passing, seed), [origin, passing, seed])
    one, set_one = solara.use_state(0)
    usual, here = SETTINGS["origin"].usual, lives(origin, passing)
    with element("div", name="at-page"):
        with element("div", name="at-head at-brief"):
            element("h1", f"{load(origin).title}: three generations")
            element("p", LEAD, name="at-lead")
        with element("div", name="at-two at-family"):
            with element("div", name="at-main-column"):
                element("p", families.told(tables), name="at-finding", id="at-answer")
                Pictures(tables, one, projector=False)
                with element("div", name="at-buttons"):
                    button("Another family", lambda: set_one((one + 1) % ONES))
                element("p", NOT, name="at-caption at-tight", id="at-not")
                element("p", CHILDHOOD_HELP, name="at-caption at-tight", id="at-help")
            element(
                "nav",
                element("h2", "How far infancy shows in care", name="at-rail-title"),
                links([(told, lives(usual, far)) for far, told in FAR.items()], here, up),
                element("h2", "Families", name="at-rail-title"),
                links([(load(o).title, lives(o, USUAL)) for o in ORIGINS], here, up),
                name="at-rail",
                aria_label="Lives",
            )


def followed(origin: str, passing: float, seed: int) -> families.Tables:
    """All families."""
    *_, tables = families.lives(origin, passing, seed, lambda: False)
    return tables


def shown() -> list[tuple[str, float]]:
    """All pages of families: a scenario, and how far infancy shows in care."""
    usual = SETTINGS["origin"].usual
    return [(usual, far) for far in FAR] + [(o, USUAL) for o in ORIGINS if o != usual]

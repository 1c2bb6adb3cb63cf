"""What came out, before the pictures, and how much of the work is done."""

from __future__ import annotations

from typing import Any

import solara

from attune_dashboard.components.html import busy, element, live
from attune_dashboard.compute.background import Working


@solara.component
def Finding(working: Working, told: str, so_far: str, beside: str = "") -> Any:
    """The answer in a sentence or two; where there is none yet, how the work is.

    Args:
        working: how far the work is.
        told: what came out so far; empty if nothing has.
        so_far: of how many that holds: '40 of 264 families'; shown while there are more to come.
        beside: a further sentence.
    """
    if not told:
        return busy(working)
    waiting = f"{so_far} so far \N{HORIZONTAL ELLIPSIS}" if working.busy else ""
    return element(
        "div",
        live("p", told, name="at-finding", id="at-answer", role="status"),
        live("p", beside, name="at-lead at-tight") if beside else "",
        live("p", working.error or waiting, name="at-busy", data_busy=str(working.busy)),
    )

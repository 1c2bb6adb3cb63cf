"""Plain elements of a page."""

from __future__ import annotations

from typing import Any

import solara

from attune_dashboard.compute.background import Working


def element(tag: str, *children: Any, name: str = "", **attributes: str) -> Any:
    """One HTML element; text stays text.

    Args:
        tag: as in HTML.
        children: elements or text.
        name: its classes.
        attributes: others.
    """
    return solara.v.Html(
        tag=tag,
        class_=name,
        attributes={key.replace("_", "-"): value for key, value in attributes.items()},
        children=[c for c in children if c != ""],
    )


def busy(work: Working) -> Any:
    """A line that says how the work is, for eyes and for screen readers."""
    text = work.error or ("Simulating …" if work.busy else "")
    return element(
        "p", text or "\N{NO-BREAK SPACE}", name="at-busy", role="status", data_busy=str(work.busy)
    )

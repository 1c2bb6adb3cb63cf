"""The style sheet of the classroom's pages."""

from __future__ import annotations

from pathlib import Path

import solara

STATIC = Path(__file__).parents[1] / "static"


@solara.component
def Look() -> None:
    """Adds the style sheet."""
    solara.Style(STATIC / "classroom.css")

"""A button that prints the page."""

from __future__ import annotations

from pathlib import Path

import anywidget
import solara
import traitlets

STATIC = Path(__file__).parents[1] / "static"


class PrintWidget(anywidget.AnyWidget):
    """Its browser side is static/print.js."""

    _esm = STATIC / "print.js"
    label = traitlets.Unicode("Print").tag(sync=True)


@solara.component
def Print(label: str = "Print this page") -> None:
    """The button."""
    PrintWidget.element(label=label)

"""A button that prints the page."""

from __future__ import annotations

import anywidget
import solara
import traitlets

from attune_dashboard.components.script import script


class PrintWidget(anywidget.AnyWidget):
    """Its browser side is static/print.js."""

    _esm = script("print.js")
    label = traitlets.Unicode("Print").tag(sync=True)


@solara.component
def Print(label: str = "Print this page") -> None:
    """The button."""
    PrintWidget.element(label=label)

"""A few lists and sliders that tell at once when they are moved."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import anywidget
import solara
import traitlets

from attune_dashboard.components.messages import listener
from attune_dashboard.components.script import script


@dataclass(frozen=True)
class Field:
    """One list or slider.

    Attributes:
        key: its name in what is told.
        label: for people.
        value: what it shows.
        options: of a list, pairs of value and text; empty for a slider.
        low, high, step: of a slider, or of a number to type (step 0: any).
        note: below it.
        typed: whether a number is to be typed, in place of a slider.
    """

    key: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    low: float = 0.0
    high: float = 1.0
    step: float = 1.0
    note: str = ""
    typed: bool = False


class FieldsWidget(anywidget.AnyWidget):
    """Its browser side is static/fields.js. `sent` comes from there, the rest goes there."""

    _esm = script("fields.js")
    heading = traitlets.Unicode("").tag(sync=True)
    fields = traitlets.Unicode("[]").tag(sync=True)
    sent = traitlets.Dict().tag(sync=True)


@solara.component
def Fields(heading: str, fields: Sequence[Field], on_change: Callable[[str, str], None]) -> None:
    """The fields.

    Args:
        heading: over them.
        fields: what they show.
        on_change: called with a key and its new value, as text.
    """

    def heard(sent: dict[str, Any]) -> None:
        on_change(str(sent.get("key")), str(sent.get("value"))[:80])

    FieldsWidget.element(
        heading=heading, fields=json.dumps([asdict(f) for f in fields]), on_sent=listener(heard)
    )

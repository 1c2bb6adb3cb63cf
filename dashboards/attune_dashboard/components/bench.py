"""The researcher's bench: one switch, and numbers to type where it is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import solara

from attune_dashboard.components.html import button, element
from attune_dashboard.components.page_settings import Field, Fields
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.page_settings import SETTINGS, value, with_value
from attune_dashboard.state.session import Session


def is_on(choice: Choice) -> bool:
    """Whether the bench is shown."""
    return value(choice.extra, "bench") == "1"


def number(choice: Choice, key: str, label: str, *, low: float, high: float, usual: str) -> Field:
    """A number to type.

    Args:
        choice: whose.
        key: in a link.
        label: for people.
        low: the smallest allowed.
        high: the largest allowed.
        usual: what holds where nothing was typed.
    """
    whole = SETTINGS[key].whole
    return Field(
        key,
        label,
        value(choice.extra, key) or usual,
        low=low,
        high=high,
        step=1.0 if whole else 0.0,
        note=f"{low:g} to {high:g}",
        typed=True,
    )


def count(choice: Choice, key: str, label: str) -> Field:
    """A number to type, from the smallest to the largest that a link may have."""
    setting = SETTINGS[key]
    return number(choice, key, label, low=setting.low, high=setting.high, usual=setting.usual)


@solara.component
def Bench(here: Session, fields: Sequence[Field] = ()) -> None:
    """The switch, and the numbers.

    Args:
        here: the tab's state.
        fields: of this page.
    """
    choice, on = here.choice, is_on(here.choice)

    def set_to(key: str, text: str) -> None:
        here.set_choice(replace(choice, extra=with_value(choice.extra, key, text)))

    with element("div", name="at-bench"):
        button(
            "Research bench",
            lambda: set_to("bench", "0" if on else "1"),
            name=f"at-button{' at-chosen' if on else ''}",
            aria_pressed=str(on).lower(),
        ).key("switch")
        if on and fields:
            Fields("Numbers", fields, set_to).key("numbers")

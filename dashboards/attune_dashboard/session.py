"""What one visitor's tab holds, handed from the layout to the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import solara

from attune_dashboard.choice import Choice

MOST_PAST = 50


@dataclass(frozen=True)
class Session:
    """One tab's state, and how to change it.

    Attributes:
        choice: what is looked at.
        other: the second scenario, where two are compared.
        set_choice, set_other: called with another one; it can be undone.
        undo: takes the last change back.
        can_undo: whether there is one.
        go: opens another page, by its path, with another choice.
    """

    choice: Choice = field(default_factory=Choice)
    other: Choice | None = None
    set_choice: Callable[[Choice], None] = field(default=lambda _: None)
    set_other: Callable[[Choice | None], None] = field(default=lambda _: None)
    undo: Callable[[], None] = field(default=lambda: None)
    can_undo: bool = False
    go: Callable[[str, Choice], None] = field(default=lambda _path, _choice: None)


session = solara.create_context(Session())

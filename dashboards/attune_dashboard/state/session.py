"""What one visitor's tab holds, handed from the layout to the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import solara

from attune_dashboard.state.choice import Choice
from attune_dashboard.state.link import from_query, to_query
from attune_dashboard.state.page_settings import SETTINGS, with_value
from attune_dashboard.state.runs import Run


@dataclass(frozen=True)
class Session:
    """One tab's state, and how to change it.

    Attributes:
        choice: what is looked at.
        others: further scenarios that it is compared with.
        set_choice, set_others: called with another one, or others; it can be undone.
        runs: that the visitor keeps.
        set_runs: called with others.
        undo: takes the last change back.
        can_undo: whether there is one.
        go: opens another page, by its path, with another choice.
        prefix: path under which a proxy serves the dashboard; most often empty.
        origin: scheme, host and port of the page, as the visitor's browser names them.
        recorded: whether pages are recorded: what they show then needs no program.
    """

    choice: Choice = field(default_factory=Choice)
    others: tuple[Choice, ...] = ()
    set_choice: Callable[[Choice], None] = field(default=lambda _: None)
    set_others: Callable[[tuple[Choice, ...]], None] = field(default=lambda _: None)
    runs: tuple[Run, ...] = ()
    set_runs: Callable[[tuple[Run, ...]], None] = field(default=lambda _: None)
    undo: Callable[[], None] = field(default=lambda: None)
    can_undo: bool = False
    go: Callable[[str, Choice], None] = field(default=lambda _path, _choice: None)
    prefix: str = ""
    origin: str = ""
    recorded: bool = False

    def link(self, page: str, choice: Choice | None = None) -> str:
        """The address of a page that keeps this state, for the browser.

        Args:
            page: its path; with a query of its own, only how things look is kept.
            choice: what is looked at there; as here if None.
        """
        return self.prefix + self.path(page, choice)

    def path(self, page: str, choice: Choice | None = None) -> str:
        """The same for the router, which knows nothing of a proxy.

        Args:
            page: its path; with a query of its own, only how things look is kept.
            choice: what is looked at there; as here if None.
        """
        path, asked, query = page.partition("?")
        if not asked:
            wanted = off_path(self.choice if choice is None else choice)
            return path + to_query(wanted, self.others)
        wanted, others, _ = from_query(query)
        return path + to_query(replace(wanted, projector=self.choice.projector), others)


PLACES = ("scene", "step", "said")
"""Settings that say where one is: in the guided path, or in a lesson and what one predicted."""


def off_path(choice: Choice) -> Choice:
    """The same choice, in no scene and no step: what links to other pages hold."""
    extra = choice.extra
    for key in PLACES:
        extra = with_value(extra, key, SETTINGS[key].usual)
    return replace(choice, extra=extra)


session = solara.create_context(Session())

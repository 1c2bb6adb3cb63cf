"""Records a page: all that it can show, and which button leads from one to the other.

The page itself is rendered, as for a visitor, and each of its buttons pressed in each state.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import solara
from ipyvuetify import Btn

from attune_dashboard.components.lesson_sliders import KnobsWidget
from attune_dashboard.components.prediction import AskWidget
from attune_dashboard.components.view import ViewWidget
from attune_dashboard.site import tree
from attune_dashboard.site.stops import chosen

PATIENCE_S = 1800
"""Seconds that one state may take: a lesson's run is among them."""
LOOK_S = 0.005

Said = dict[str, Any]
Go = Callable[[str], None]
Page = Callable[[Go], Any]
"""Gives a page's element; it calls what it gets with an address to leave the page for."""


@dataclass
class State:
    """One thing that a page shows.

    Attributes:
        tree: of it, as `tree.nodes` gives it.
        on: what comes of each event: the number of a state, or the address of another page.
    """

    tree: list[tree.Node]
    on: dict[str, int | str] = field(default_factory=dict)


def record(page: Page) -> list[State]:
    """All states of a page, the first one first.

    Raises:
        RuntimeError: a page that looks the same went on otherwise, or shows an error.
    """
    return _Recorder(page).states


class _Recorder:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.states: list[State] = []
        self.numbers: dict[str, int] = {}
        self.left_for = ""
        self.sent = 0
        self.lasting: dict[str, Said] = {}  # events of the first state that are recorded for all
        self.alike: set[int] = set()  # numbers of the states that offer the same ones
        self.from_elsewhere = ""  # the last of them that was done in another state
        self.here = self._open()
        while (path := self._path_to_untried()) is not None:
            for event in path[:-1]:
                self._follow(event)
            self._try(path[-1])
        if self.from_elsewhere:  # the rule of `_events` holds from the first state on, too
            self._again()
            self._follow(self.from_elsewhere)
        self.rendered.close()

    # --- the page that is open ---

    def _open(self) -> int:
        def leave(address: str) -> None:
            self.left_for = address

        @solara.component
        def Recorded() -> Any:
            return self.page(leave)

        self.box, self.rendered = solara.render(Recorded(), handle_error=False)
        return self._settled()

    def _settled(self) -> int:
        """Wait until nothing is at work, and give the number of what is shown."""
        deadline = time.monotonic() + PATIENCE_S
        while any(_is_busy(w) for w in tree.within(self.box)):
            if time.monotonic() > deadline:
                raise RuntimeError("a page did not come to an end of its work")
            time.sleep(LOOK_S)
        with self.rendered.thread_lock:
            shown = [node for child in self.box.children for node in tree.nodes(child)]
        key = json.dumps(shown, sort_keys=True)
        if key not in self.numbers:
            self.numbers[key] = len(self.states)
            self.states.append(State(shown))
            self._untried(len(self.states) - 1)
        return self.numbers[key]

    # --- what can be done ---

    def _untried(self, number: int) -> None:
        offered = list(self._events())
        lasting = {event: said for event, said, _ in offered if said is not None}
        if number == 0:
            self.lasting = lasting
        elif lasting == self.lasting:
            self.alike.add(number)
        on = self.states[number].on
        for event, said, _ in offered:
            if event in on:
                raise RuntimeError(f"two buttons of a page are called {event!r}")
            if number == 0 or said is None:
                on[event] = UNTRIED

    def _events(self) -> Iterator[tuple[str, Said | None, Callable[[], object]]]:
        """What can be done in the state that is shown, with what a lasting event says.

        A moment at which a button was pressed, and the values of sliders, take the place of those
        before: what comes of them is recorded in the first state, for all. They are done from
        whichever state offers the same, which spares an opening.
        """
        for widget in tree.within(self.box):
            if isinstance(widget, Btn):
                if not widget.disabled:
                    yield tree.label(widget), None, widget.click
            elif isinstance(widget, AskWidget):
                asked = json.loads(widget.asked)
                if asked["committed"] is None and not asked["closed"]:
                    for k in range(len(asked["answers"])):
                        yield f"answer:{k}", None, self._sending(widget, {"answer": k})
            elif isinstance(widget, KnobsWidget):
                for event, values in chosen(json.loads(widget.knobs)):
                    said: Said = {"values": values}
                    yield event, said, self._sending(widget, said)
            elif isinstance(widget, ViewWidget):
                film = json.loads(widget.film)
                for second in range(film["seconds"] if film and film["press"] else 0):
                    said = {"what": "pressed", "second": second + 0.5}
                    yield f"pressed:{second}", said, self._sending(widget, said)

    def _sending(self, widget: Any, said: Said) -> Callable[[], None]:
        def send() -> None:
            self.sent += 1
            widget.sent = {"n": self.sent, **said}

        return send

    def _on(self, number: int) -> dict[str, int | str]:
        """What comes of each event in a state, those recorded in the first one among them."""
        on, first = self.states[number].on, self.states[0].on
        return on | {e: first[e] for e in self.lasting} if number in self.alike else on

    def _do(self, event: str) -> int | str:
        do = {name: do for name, _, do in self._events()}[event]
        self.left_for = ""
        do()
        return self.left_for or self._settled()

    def _try(self, event: str) -> None:
        drawn = self.rendered.render_count
        came = self._do(event)
        if event in self.lasting and self.here != 0:
            self.from_elsewhere = event
        self.states[0 if event in self.lasting else self.here].on[event] = came
        if isinstance(came, int):
            self.here = came
        elif self.rendered.render_count != drawn:  # else it stays as it was before one left it
            self._again()

    def _follow(self, event: str) -> None:
        if event == AGAIN:
            self._again()
            return
        came = self._do(event)
        if came != self._on(self.here)[event]:
            raise RuntimeError(f"a page that looks the same went on otherwise after {event!r}")
        self.here = int(came)

    def _again(self) -> None:
        self.rendered.close()
        self.here = self._open()

    def _path_to_untried(self) -> list[str] | None:
        """Events that lead to one that has not been tried, with it; None if all have been.

        Those of the first state come first: what leaves the page there does so from everywhere.
        """
        first = self.states[0].on
        for event, came in first.items():
            if came == UNTRIED:
                lasts = event in self.lasting and self.here in self.alike
                return [event] if self.here == 0 or lasts else [AGAIN, event]
        for state in self.states[1:]:
            for event in [e for e in state.on if isinstance(first.get(e), str)]:
                del state.on[event]
        for begin, before in ((self.here, []), (0, [AGAIN])):
            seen, queue = {begin}, deque([(begin, before)])
            while queue:
                at, path = queue.popleft()
                for event, came in self._on(at).items():
                    if came == UNTRIED:
                        return [*path, event]
                    if isinstance(came, int) and came not in seen:
                        seen.add(came)
                        queue.append((came, [*path, event]))
        return None


UNTRIED = -1
AGAIN = ""


def _is_busy(widget: Any) -> bool:
    attributes = getattr(widget, "attributes", None) or {}
    return attributes.get("data-busy") == "True"

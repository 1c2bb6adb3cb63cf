"""A visitor in somebody's place: what the browser is told, second by second and at the end."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import Any, Protocol

from attune_dashboard.compute.moments import Moment
from attune_dashboard.compute.pictures import packed

SOONEST_S = 0.1
"""Between two seconds that a visitor may ask for."""


class Visit(Protocol):
    """What happens while somebody is in that place."""

    @property
    def elapsed(self) -> int:
        """Seconds that have passed."""

    @property
    def over(self) -> bool:
        """Whether it has come to its end."""

    def act(self, name: str) -> None:
        """Let a second pass in which the visitor does, or goes on doing, something."""


class Place(ABC):
    """A visitor in somebody's place.

    Attributes:
        visit: what happens.
        acts: names of all that the visitor can do.
        projector: whether figures are drawn larger.
    """

    def __init__(self, visit: Visit, acts: Collection[str], *, projector: bool) -> None:
        self.visit, self.acts, self.projector = visit, acts, projector
        self.asked = 0.0

    @abstractmethod
    def filmed(self) -> tuple[Moment, str]:
        """The record so far, and the same as the stage plays it."""

    @abstractmethod
    def cameras(self) -> dict[str, Any]:
        """What cameras have seen so far."""

    @abstractmethod
    def summary(self) -> dict[str, Any]:
        """What there was in the whole record, beside that of whoever is usually in this place.

        Keys: `told`, sentences about the visitor's; `rows`, each a label and two values.
        """

    def taken(self) -> dict[str, Any]:
        """What the browser shows at the beginning."""
        return {"what": "sat", "film": self.filmed()[1]}

    def second(self, act: Any) -> dict[str, Any] | None:
        """Let a second pass and show what came of it; 'wait' if asked too soon.

        Args:
            act: what the visitor does from now on, or an empty text; nothing is answered to what
                makes no sense.
        """
        if act not in ("", *self.acts):
            return None
        now = time.monotonic()
        if now - self.asked < SOONEST_S:  # `now` makes each answer another, so that it is sent
            return {"what": "wait", "elapsed": self.visit.elapsed, "now": now}
        self.asked = now
        self.visit.act(act)
        answer = {"what": "second", "elapsed": self.visit.elapsed, **self.cameras()}
        return answer | self._end() if self.visit.over else answer

    def _end(self) -> dict[str, Any]:
        moment, film = self.filmed()
        figure = packed(moment.figure, projector=self.projector)
        return {"figure": figure, "film": film, "summary": self.summary()}

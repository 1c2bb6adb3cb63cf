"""Turns at computing: a few at once, the others in the order in which they came.

If dozens of threads computed at once, a page that is being opened would wait for each of them,
a few milliseconds at a time, over and over.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Any, Self

LONG_S = 3.0
"""Work that has taken so long goes on, but keeps nobody waiting any more."""


class Turns:
    """A few places, and a queue.

    Work that has begun is never made to wait again: other work may be waiting for its result, and
    hold the place that it would need.

    Args:
        places: how many may compute at once.
    """

    def __init__(self, places: int) -> None:
        self._lock = threading.Lock()
        self._free = places
        self._waiting: deque[threading.Event] = deque()

    def take(self) -> None:
        """Wait for a place, after all who came earlier."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            called = threading.Event()
            self._waiting.append(called)
        called.wait()

    def leave(self) -> None:
        """Give a place to whoever has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1


class Turn:
    """One turn: `with Turn(turns) as turn:` waits for a place and gives it to the next at the end.

    Args:
        turns: whose places.
    """

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._has_place = False
        self._since = 0.0

    def __enter__(self) -> Self:
        self._turns.take()
        self._has_place, self._since = True, time.monotonic()
        return self

    def __exit__(self, *error: Any) -> None:
        self._leave()

    def go_on(self) -> None:
        """To be called now and then: after LONG_S the place goes to the next."""
        if time.monotonic() - self._since > LONG_S:
            self._leave()

    def _leave(self) -> None:
        if self._has_place:
            self._has_place = False
            self._turns.leave()

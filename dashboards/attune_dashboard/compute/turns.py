"""Turns at computing: a few at once, the others in the order in which they came.

If dozens of threads computed at once, a page that is being opened would wait for each of them,
a few milliseconds at a time, over and over.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

LONG_S = 3.0
"""Work that takes longer goes on, but gives up its place."""
LOOK_S = 0.5
"""Between two looks at whether work that waits is still wanted."""


class Turns:
    """A few places, and a queue.

    Within a turn, work is never made to wait again: other work may be waiting for its result, and
    hold the place that it would need.

    Args:
        places: how many may compute at once.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._lock = threading.Lock()
        self._working: set[threading.Event] = set()
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def turn(self, given_up: Callable[[], bool]) -> Iterator[bool]:
        """Wait for a place, after all who came earlier; it is free again at the end.

        Args:
            given_up: asked while it waits.

        Yields:
            Whether it is its turn: not if it was given up before.
        """
        called = threading.Event()
        # A timer, because the work itself may be waiting for what another visitor computes.
        timer = threading.Timer(LONG_S, self._leave, [called])
        timer.daemon = True
        with self._lock:
            self._waiting.append(called)
            self._call()
        try:
            while not called.wait(LOOK_S) and not given_up():
                pass
            mine = called.is_set()
            if mine:
                with suppress(RuntimeError):  # no thread is left; then the place is kept longer
                    timer.start()
            yield mine
        finally:
            timer.cancel()
            self._leave(called)

    def _call(self) -> None:
        """Give free places to whoever has waited longest; with the lock held."""
        while self._waiting and len(self._working) < self._places:
            first = self._waiting.popleft()
            self._working.add(first)
            first.set()

    def _leave(self, who: threading.Event) -> None:
        with self._lock:
            self._working.discard(who)
            if who in self._waiting:
                self._waiting.remove(who)
            self._call()

"""Work of more than a moment: in a thread of its own, given up when it is no longer wanted."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import solara

from attune_dashboard.compute.turns import Turns
from attune_dashboard.state.presence import presence
from attune_sim.errors import InputError
from attune_sim.life.course import Cancelled

log = logging.getLogger(__name__)
WAITING = object()
MORE = "more"
LOOK_S = 1.0
"""Between two looks at whether a visitor has come back."""
TURNS = Turns(min(4, os.cpu_count() or 1))
"""Shared by all visitors. More places would gain little: only the engine runs beside other code."""


@dataclass(frozen=True)
class Job:
    """What the work gets.

    Attributes:
        cancelled: whether it is to stop; it asks often, and stops by raising `Cancelled`.
        show: shows what there is so far; at most some times a second.
    """

    cancelled: Callable[[], bool]
    show: Callable[[Any], None]


@dataclass(frozen=True)
class Working:
    """How far the work is.

    Attributes:
        value: what was last shown or finished; None before.
        fresh: whether there is such a value, and it belongs to what is wanted now.
        busy: whether the newest work is under way.
        error: a sentence if it failed, else empty.
        stop: ends it; what has been shown stays.
    """

    value: Any
    fresh: bool
    busy: bool
    error: str
    stop: Callable[[], None]


@dataclass(frozen=True)
class Last:
    """A part after which no other comes."""

    value: Any


def use_work(work: Callable[[Job], Any], key: Hashable) -> Working:
    """Do this work whenever the key changes; the work for an earlier key is given up.

    Args:
        work: gives its result, or an iterator of what there is so far. Each of these is shown; for
            the next one it waits for another turn, and must hold nothing meanwhile.
        key: what the work depends on.
    """
    found, set_found = solara.use_state((WAITING, None))  # what was shown last, after its key
    begun: Any = solara.use_ref((WAITING,))  # the newest run: its key, in a tuple of its own
    ended, set_ended = solara.use_state((WAITING, ""))  # the run that ended, and how
    stopping: Any = solara.use_ref(None)

    def begin() -> Callable[[], None]:
        unwanted, stopped = threading.Event(), threading.Event()
        run = begun.current = (key, object())
        stopping.current = stopped.set
        there = presence()

        def show(part: Any) -> None:
            if not unwanted.is_set():
                set_found((key, part))

        def given_up() -> bool:
            return unwanted.is_set() or stopped.is_set()

        def cancelled() -> bool:
            return given_up() or not there()

        def once() -> str | None:
            parts = _parts(work, Job(cancelled, show))
            error: str | None = MORE
            while error == MORE:
                with TURNS.turn(cancelled) as mine:
                    error = _next(parts, show) if mine and not cancelled() else None
            return error

        def go() -> None:
            error = None
            while error is None:
                error = once()
                if given_up():
                    error = error or ""
                while error is None and not there() and not unwanted.wait(LOOK_S):
                    pass  # the visitor has gone; what they asked for is begun again if they return
            if not unwanted.is_set():
                set_ended((run, error))

        threading.Thread(target=go, name="attune-work", daemon=True).start()
        return unwanted.set

    solara.use_effect(begin, [key])
    busy = begun.current[0] != key or ended[0] is not begun.current
    error = "" if busy else ended[1]
    return Working(found[1], found[0] == key, busy, error, lambda: stopping.current())


def growing(
    parts: Callable[[Callable[[], bool]], Iterator[Any]], is_last: Callable[[Any], bool]
) -> Callable[[Job], Any]:
    """Work that shows each part as it comes.

    Args:
        parts: gives at least one; it gets what says whether to stop.
        is_last: whether a part is the last, so that nobody waits for another turn to learn it.
    """
    return lambda job: (Last(p) if is_last(p) else p for p in parts(job.cancelled))


def _parts(work: Callable[[Job], Any], job: Job) -> Iterator[tuple[Any, bool]]:
    """What the work gives, and whether it is known to be the last."""
    made = work(job)
    if isinstance(made, Iterator):
        for part in made:
            yield (part.value, True) if isinstance(part, Last) else (part, False)
    else:
        yield made, True


def _next(parts: Iterator[tuple[Any, bool]], show: Callable[[Any], None]) -> str | None:
    """Do and show a part: MORE if others may follow, None if given up, else the fault or ""."""
    try:
        for part, last in parts:
            show(part)
            return "" if last else MORE
    except Cancelled:
        return None
    except InputError as fault:
        return f"{str(fault)[:1].upper()}{str(fault)[1:]}."
    except Exception as fault:
        log.exception("work failed")
        return f"This could not be computed ({type(fault).__name__})."
    return ""

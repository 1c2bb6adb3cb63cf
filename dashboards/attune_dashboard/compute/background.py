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
LOOK_S = 1.0
"""Between two looks at whether a visitor has come back."""
TURNS = Turns(min(4, os.cpu_count() or 1))
"""Shared by all visitors. More places would gain little: only the engine runs beside other code."""


@dataclass(frozen=True)
class Job:
    """What the work gets.

    Attributes:
        cancelled: whether it is to stop; it asks often, and stops by raising `run.Cancelled`.
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


def use_work(work: Callable[[Job], Any], key: Hashable) -> Working:
    """Do this work whenever the key changes; the work for an earlier key is given up.

    Args:
        work: gives its result, or shows it bit by bit and gives the last one.
        key: what the work depends on.
    """
    found, set_found = solara.use_state((WAITING, None))  # what was shown last, after its key
    ended, set_ended = solara.use_state((WAITING, ""))  # the key whose work ended, and how
    stopping: Any = solara.use_ref(None)

    def begin() -> Callable[[], None]:
        unwanted, stopped = threading.Event(), threading.Event()
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
            with TURNS.turn(given_up) as mine:
                wanted = mine and not cancelled()
                return _done(work, Job(cancelled, show)) if wanted else None

        def go() -> None:
            error = None
            while error is None:
                error = once()
                if given_up():
                    error = error or ""
                while error is None and not there() and not unwanted.wait(LOOK_S):
                    pass  # the visitor has gone; what they asked for is begun again if they return
            if not unwanted.is_set():
                set_ended((key, error))

        threading.Thread(target=go, name="attune-work", daemon=True).start()
        return unwanted.set

    solara.use_effect(begin, [key])
    return Working(found[1], found[0] == key, ended[0] != key, ended[1], lambda: stopping.current())


def growing(parts: Callable[[Callable[[], bool]], Iterator[Any]]) -> Callable[[Job], Any]:
    """Work that shows each part as it comes, and gives the last one.

    Args:
        parts: gives at least one; it gets what says whether to stop.
    """

    def work(job: Job) -> Any:
        last = None
        for last in parts(job.cancelled):
            job.show(last)
        return last

    return work


def _done(work: Callable[[Job], Any], job: Job) -> str | None:
    """Do the work once: None if it was given up, else what went wrong, or nothing."""
    try:
        job.show(work(job))
    except Cancelled:
        return None
    except InputError as fault:
        return f"{str(fault)[:1].upper()}{str(fault)[1:]}."
    except Exception as fault:
        log.exception("work failed")
        return f"This could not be computed ({type(fault).__name__})."
    return ""

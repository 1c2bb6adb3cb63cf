"""The lessons that the dashboard has, and what their runs gave; kept for whoever asks the same."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path

from attune_dashboard.components.view import packed
from attune_sim.figures.families.contrast import contrast_draft
from attune_sim.lessons import Fault, Found, Lesson, read_folder, run_lesson

SHIPPED = Path(str(resources.files("attune_sim.lessons") / "shipped"))
OWN = "ATTUNE_LESSONS"
"""Environment variable with a folder of a teacher's own lessons."""
MOST_KEPT = 64


def shelf() -> tuple[dict[str, Lesson], list[Fault]]:
    """All lessons by name, and files that are none; a teacher's own after those that come along.

    Files are read again when they have changed.
    """
    lessons, faults = _read(SHIPPED, _state(SHIPPED))
    own = os.environ.get(OWN)
    if own:
        more, wrong = _read(Path(own), _state(Path(own)))
        return lessons | more, [*faults, *wrong]
    return lessons, faults


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            stat = path.stat()
            found.append((path.name, stat.st_mtime_ns, stat.st_size))
        except OSError:  # it has gone in between
            continue
    return tuple(found)


@lru_cache(maxsize=8)
def _read(
    folder: Path, state: tuple[tuple[str, int, int], ...]
) -> tuple[dict[str, Lesson], list[Fault]]:
    return read_folder(folder)


_kept: dict[str, Found] = {}
_locks: dict[str, threading.Lock] = {}
_lock = threading.Lock()


def found(lesson: Lesson, cancelled: Callable[[], bool] | None = None) -> Found:
    """What the lesson's run gives; thirty who ask at once wait for one run.

    Raises:
        run.Cancelled: if `cancelled` says so.
    """
    key = repr(lesson)
    with _lock:
        own = _locks.setdefault(key, threading.Lock())
    with own:
        kept = _kept.get(key)  # another lesson may push it out at any moment
        if kept is None:
            kept = run_lesson(lesson, cancelled=cancelled)
            with _lock:
                while len(_kept) >= MOST_KEPT:
                    _kept.pop(next(iter(_kept)))
                _kept[key] = kept
        return kept


_drawn: dict[tuple[int, bool], tuple[Found, str]] = {}


def picture(result: Found, *, projector: bool) -> str:
    """The figure of a run, as the browser needs it; drawn once for a whole class."""
    key = (id(result), projector)
    kept = _drawn.get(key)
    if kept is None or kept[0] is not result:
        kept = (result, packed(contrast_draft(result), projector=projector))
        with _lock:
            while len(_drawn) >= MOST_KEPT:
                _drawn.pop(next(iter(_drawn)))
            _drawn[key] = kept
    return kept[1]


def with_own(
    lesson: Lesson, values: Mapping[str, float], cancelled: Callable[[], bool] | None = None
) -> Found:
    """The lesson's run with a further arm, a student's own.

    Raises:
        InputError: the values contradict each other.
        run.Cancelled: if `cancelled` says so.
    """
    return run_lesson(lesson, own=values, before=found(lesson, cancelled), cancelled=cancelled)

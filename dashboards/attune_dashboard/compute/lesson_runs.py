"""The lessons that the dashboard has, and what their runs gave; kept for whoever asks the same."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from pathlib import Path

from attune_dashboard.compute.cache import kept
from attune_dashboard.compute.pictures import packed
from attune_sim.figures.families.contrast import contrast_draft
from attune_sim.lessons import Fault, Found, Lesson, read_folder, run_lesson
from attune_sim.lessons.run import Part, joined, run_part

SHIPPED = Path(str(resources.files("attune_sim.lessons") / "shipped"))
PART = 16
"""Infants, couples or families of each arm that are shown as they come."""
PAUSE_S = 0.6
"""Between two pictures of a run that grows."""
OWN = "ATTUNE_LESSONS"
"""Environment variable with a folder of a teacher's own lessons."""


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


@kept(8)
def _read(
    folder: Path, state: tuple[tuple[str, int, int], ...]
) -> tuple[dict[str, Lesson], list[Fault]]:
    return read_folder(folder)


def found(lesson: Lesson, cancelled: Callable[[], bool] | None = None) -> Found:
    """What the lesson's run gives; thirty who ask at once wait for one run.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    *_, whole = growing(lesson, cancelled)
    return whole


def growing(lesson: Lesson, cancelled: Callable[[], bool] | None = None) -> Iterator[Found]:
    """The same with more and more of those whom the lesson is about, as they are done.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    parts = []
    for first in range(0, lesson.number, PART):
        parts.append(_part(lesson, range(first, min(first + PART, lesson.number)), cancelled))
        yield _joined(lesson, tuple(parts))


def watched(lesson: Lesson, cancelled: Callable[[], bool], show: Callable[[Found], None]) -> Found:
    """What the lesson's run gives; what there is so far is shown now and then.

    A run that somebody else has asked for comes at once: its parts are not shown one by one.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    last = time.monotonic()
    for found in growing(lesson, cancelled):
        if time.monotonic() - last > PAUSE_S:
            last = time.monotonic()
            show(found)
    return found


@kept(200, key=lambda lesson, numbers, _: (repr(lesson), numbers))
def _part(lesson: Lesson, numbers: range, cancelled: Callable[[], bool] | None) -> Part:
    return run_part(lesson, numbers, cancelled)


@kept(200, key=lambda lesson, parts: (repr(lesson), len(parts)))
def _joined(lesson: Lesson, parts: tuple[Part, ...]) -> Found:
    return joined(parts)


def picture(result: Found, *, projector: bool) -> str:
    """The figure of a run, as the browser needs it; drawn once for a whole class."""
    return _picture(result, projector)[1]


@kept(64, key=lambda result, projector: (id(result), projector))
def _picture(result: Found, projector: bool) -> tuple[Found, str]:
    # The run is kept with its figure, so that no other one gets its id.
    return result, packed(contrast_draft(result), projector=projector)


def with_own(
    lesson: Lesson, values: Mapping[str, float], cancelled: Callable[[], bool] | None = None
) -> Found:
    """The lesson's run with a further arm, a student's own.

    Raises:
        InputError: the values contradict each other.
        Cancelled: if `cancelled` says so.
    """
    return run_lesson(lesson, own=values, before=found(lesson, cancelled), cancelled=cancelled)

"""`/class`: a teacher opens a room; `/class/CODE`: students; `/class/CODE/KEY`: the projector."""

from __future__ import annotations

import solara

from attune_dashboard.components.stylesheet import Look
from attune_dashboard.compute import lesson_runs
from attune_dashboard.pages.class_mode.opening import Opening
from attune_dashboard.pages.class_mode.parts import NoRoom
from attune_dashboard.pages.class_mode.projector import Projector
from attune_dashboard.pages.class_mode.seat import Seat
from attune_dashboard.state import classroom


@solara.component
def ClassPage() -> None:
    """The page that the address asks for."""
    parts = [part for part in solara.use_router().parts if part]
    lessons, _ = lesson_runs.shelf()
    Look()
    if len(parts) == 1:
        Opening(list(lessons.values()))
        return
    taught = classroom.taught(parts[1], parts[2]) if len(parts) == 3 else None
    joined = classroom.room(parts[1]) if len(parts) == 2 else None
    found = taught or joined
    lesson = lessons.get(found.lesson) if found is not None else None
    if found is None or lesson is None:
        NoRoom()
    elif taught is not None:
        Projector(found, lesson)
    else:
        Seat(found, lesson)

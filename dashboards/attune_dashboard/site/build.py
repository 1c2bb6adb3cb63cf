"""Builds the site: each page is recorded, and written with what it can show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from attune_dashboard.compute import lesson_runs
from attune_dashboard.site.files import write_page, write_shared
from attune_dashboard.site.frame import Frame
from attune_dashboard.site.mark import write_mark
from attune_dashboard.site.pages import SitePage, pages
from attune_dashboard.site.recorder import record
from attune_dashboard.site.sharing import shared
from attune_dashboard.state.choice import USUAL_SEED
from attune_sim.errors import InputError, near
from attune_sim.lessons import Lesson, read_folder
from attune_sim.provenance import provenance
from attune_sim.scenario import load, presets
from attune_sim.tasks import results_of


def build(
    folder: Path,
    *,
    own_lessons: Path | None = None,
    only: Collection[str] = (),
    seed: int | None = None,
    jobs: int = 1,
    report: Callable[[float], None] | None = None,
) -> None:
    """Build the site in an empty folder.

    Args:
        folder: that is there.
        own_lessons: folder of further lessons; one with the name of another takes its place.
        only: names of lessons that are added; all of them if there are none.
        seed: of all random numbers; if None, that of the pages for families, and each lesson's own.
        jobs: processes; -1 for as many as there are processors. They change no page.
        report: called with the share of the whole that has been done since the last call.

    Raises:
        InputError: a file among the lessons is none, or there is no lesson of a name.
    """
    lessons = _lessons(own_lessons, only, seed)
    number = USUAL_SEED if seed is None else seed
    made = sorted(pages(lessons, number), key=lambda page: -page.work)  # the longest ones first
    origin = _origin(lessons, seed)
    data = results_of(
        _of_page,
        [(lessons, number, page.file, origin) for page in made],
        jobs=jobs,
        report=report,
        sizes=[page.work for page in made],
    )
    write_site(folder, made, data, origin)


def _of_page(lessons: Mapping[str, Lesson], seed: int, file: str, origin: Mapping[str, Any]) -> str:
    # By its file: what a page shows belongs to this process, and cannot be sent to it.
    made = pages(lessons, seed)
    (page,) = (each for each in made if each.file == file)
    return recorded(page, frozenset(each.file for each in made), origin)


def recorded(page: SitePage, files: Collection[str], origin: Mapping[str, Any]) -> str:
    """What a page can show, as its file holds it.

    Args:
        page: links to no page that is not there.
        files: those of all pages.
        origin: where all of it comes from, as `provenance` gives it, and `seeds` in words.
    """
    states = {"frame": record(lambda go: Frame(page.title, page.section, page.up, origin))}
    for name in page.shows:
        states[name] = record(page.part(name, frozenset(files)))
    return shared(
        {name: [{"tree": s.tree, "on": s.on} for s in found] for name, found in states.items()}
    )


def write_site(
    folder: Path, made: Sequence[SitePage], data: Sequence[str], origin: Mapping[str, Any]
) -> None:
    """Write pages with what they share.

    Args:
        folder: empty.
        made: the pages.
        data: of each, as `recorded` gives it.
        origin: as for `recorded`.
    """
    write_shared(folder)
    for page, content in zip(made, data, strict=True):
        write_page(folder, page.file, page.title, page.up, content)
    write_mark(folder, origin)


def _lessons(own: Path | None, only: Collection[str], seed: int | None) -> dict[str, Lesson]:
    lessons, faults = read_folder(lesson_runs.SHIPPED)
    if own is not None:
        more, wrong = read_folder(own)
        lessons, faults = lessons | more, [*faults, *wrong]
    if faults:
        raise InputError("\nError: ".join(fault.why for fault in faults))
    for name in only:
        if name not in lessons:
            raise InputError(f"there is no lesson {name!r}; {near(name, lessons)}")
    if only:
        lessons = {name: lesson for name, lesson in lessons.items() if name in only}
    if seed is None:
        return lessons
    return {name: replace(lesson, seed=seed) for name, lesson in lessons.items()}


def _origin(lessons: Mapping[str, Lesson], seed: int | None) -> dict[str, Any]:
    held = {name: load(name).as_dict() for name in presets()}
    content = {"scenarios": held, "lessons": {name: repr(x) for name, x in lessons.items()}}
    if seed is not None:
        seeds = f"seed {seed}"
    else:
        used: dict[int, list[str]] = {}
        for name, lesson in lessons.items():
            used.setdefault(lesson.seed, []).append(name)
        most = max(used, key=lambda each: len(used[each]), default=USUAL_SEED)
        own = "".join(f", {x} in {', '.join(names)}" for x, names in used.items() if x != most)
        seeds = f"seed {USUAL_SEED} of families, {most} of lessons{own}"
    return {**provenance(content, USUAL_SEED if seed is None else seed), "seeds": seeds}

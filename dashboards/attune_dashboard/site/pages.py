"""The pages that are recorded, and what is in each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import solara

from attune_dashboard.components.html import element
from attune_dashboard.components.lesson_sliders import STOPS
from attune_dashboard.components.report import Place, place
from attune_dashboard.pages.guide.page import SCENES, GuidePage, to_scene
from attune_dashboard.pages.lessons import Change, Shelf, Walk
from attune_dashboard.pages.sheets import HandOut, TeacherSheet
from attune_dashboard.site import addresses, couples, lives
from attune_dashboard.site.addresses import (
    AGES,
    COUPLE,
    FAMILIES,
    FIRST,
    LESSONS,
    LIVES,
    SiteSession,
)
from attune_dashboard.site.families import FamiliesPage, FamilyPage
from attune_dashboard.site.recorder import Go, Page
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.page_settings import value
from attune_dashboard.state.session import session
from attune_sim.couples.scenario import couple_scenarios
from attune_sim.couples.scenario import load as load_couple
from attune_sim.lessons import Lesson
from attune_sim.scenario import load, presets

PAGE, CHANGE = "page", "change"
"""Names of parts: the page itself, and in a lesson that in which a student changes something."""
SCENE_WORK, WALK_WORK, RUN_WORK, COUPLE_WORK, LIVES_WORK = 20, 200, 10, 100, 150
"""About how long it takes to record a scene, a lesson's steps, what a slider does, and so on."""


@dataclass(frozen=True)
class SitePage:
    """One page.

    Attributes:
        file: of it.
        title: of the browser's window.
        section: the page in the bar to which it belongs.
        choice: what its visitor looks at.
        shows: what is recorded, by name: PAGE, and what stands within it. Each gets what
            addresses on this page begin with.
        work: about how long recording takes, in pages that only show something.
    """

    file: str
    title: str
    section: str
    choice: Choice
    shows: Mapping[str, Callable[[str], Any]]
    work: int = 1

    @property
    def up(self) -> str:
        """How an address on this page begins that is told from the first page's folder."""
        return "../" * self.file.count("/")

    def part(self, name: str, files: frozenset[str]) -> Page:
        """One of what it shows, as a visitor gets it where there are these files."""

        def rendered(go: Go) -> Any:
            choice, set_choice = solara.use_state(self.choice)

            def change(wanted: Choice) -> None:
                file = addresses.of_choice(wanted)
                if scene_of(wanted) == scene_of(choice):
                    set_choice(wanted)
                elif file in files:
                    go(self.up + file)

            session.provide(
                SiteSession(
                    choice=choice, set_choice=change, recorded=True, up=self.up, files=files
                )
            )
            place.provide(solara.use_memo(Place, []))
            return element("div", self.shows[name](self.up))

        return rendered


def pages(lessons: Mapping[str, Lesson], seed: int) -> list[SitePage]:
    """All pages.

    Args:
        lessons: by name.
        seed: of the families' random numbers.
    """
    usual = Choice(seed=seed)
    return [
        *(_scene(number, usual) for number in range(1, len(SCENES) + 1)),
        SitePage(FAMILIES, _window("Families"), FAMILIES, usual, {PAGE: FamiliesPage}),
        *(_family(Choice(n, view=v, age=AGES[v], seed=seed)) for n in presets() for v in AGES),
        *(_couple(name, usual) for name in couple_scenarios()),
        *(_lives(origin, passing, usual) for origin, passing in lives.shown()),
        _shelf(list(lessons.values()), usual),
        *(page for lesson in lessons.values() for page in _lesson(lesson, usual)),
    ]


def scene_of(choice: Choice) -> str:
    """Number of the scene of the guided path at which a choice is; "0" if at none."""
    return value(choice.extra, "scene")


def _window(title: str) -> str:
    return f"{title} · attune-sim"


def _scene(number: int, usual: Choice) -> SitePage:
    title = "attune-sim" if number == 1 else _window(SCENES[number - 1][0])
    choice = to_scene(usual, number)
    shows = {PAGE: lambda up: GuidePage(number)}
    return SitePage(addresses.scene(number), title, FIRST, choice, shows, SCENE_WORK)


def _family(choice: Choice) -> SitePage:
    file = addresses.family(choice.scenario, choice.view)
    title = _window(load(choice.scenario).title)
    return SitePage(file, title, FAMILIES, choice, {PAGE: lambda up: FamilyPage(choice, up)})


def _couple(name: str, usual: Choice) -> SitePage:
    title = _couple_title(name)
    shows = {PAGE: lambda up: couples.CouplePage(name, usual.seed, up)}
    return SitePage(addresses.couple(name), title, COUPLE, usual, shows, COUPLE_WORK)


@cache
def _couple_title(name: str) -> str:
    """Kept, because all pages are told again for each that is recorded."""
    return _window(load_couple(name).title)


def _lives(origin: str, passing: float, usual: Choice) -> SitePage:
    title = _window(f"{load(origin).title}: three generations")
    shows = {PAGE: lambda up: lives.LivesPage(origin, passing, usual.seed, up)}
    return SitePage(addresses.lives(origin, passing), title, LIVES, usual, shows, LIVES_WORK)


def _shelf(lessons: list[Lesson], usual: Choice) -> SitePage:
    shows = {PAGE: lambda up: Shelf(lessons, [])}
    return SitePage(LESSONS, _window("Lessons"), LESSONS, usual, shows)


def _lesson(lesson: Lesson, usual: Choice) -> Iterator[SitePage]:
    """The lesson, its teacher's page and its hand-out."""
    title = _window(lesson.title)
    steps = {
        PAGE: lambda up: Walk(lesson, last=_later),
        CHANGE: lambda up: Change(lesson),
    }
    work = WALK_WORK + RUN_WORK * len(lesson.change_parameters) * (STOPS - 1)
    yield SitePage(addresses.lesson(lesson.name), title, LESSONS, usual, steps, work)
    for sheet, component in (("teacher", TeacherSheet), ("hand-out", HandOut)):
        shows = {PAGE: lambda up, shown=component: shown(lesson)}
        yield SitePage(addresses.lesson(lesson.name, sheet), title, LESSONS, usual, shows)


def _later(lesson: Lesson) -> Any:
    """A place for what is recorded by itself: what is done there does not depend on the steps."""
    return element("div", data_part=CHANGE)

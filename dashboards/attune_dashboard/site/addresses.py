"""Where each page of the dashboard is among the files, and the session that links to it there."""

from __future__ import annotations

from dataclasses import dataclass

from attune_dashboard.state.choice import Choice
from attune_dashboard.state.link import from_query
from attune_dashboard.state.page_settings import SETTINGS, value
from attune_dashboard.state.session import Session
from attune_sim.outcomes import FACE, SSP

FIRST, FAMILIES, LESSONS = "index.html", "pages/families.html", "pages/lessons.html"
COUPLE, LIVES = "pages/couple.html", "pages/lives.html"
AGES = {"play": 180, FACE: 150, SSP: 365}
"""Ages in days at which each family is filmed, by what is filmed."""


def scene(number: int) -> str:
    """The file of a scene of the guided path."""
    return FIRST if number == 1 else f"pages/scene-{number}.html"


def family(scenario: str, view: str) -> str:
    """The file of a family's film."""
    return f"pages/family-{scenario}{'' if view == 'play' else f'-{view}'}.html"


def couple(scenario: str) -> str:
    """The file of couples, with one of them filmed in a conflict after a year together."""
    usual = SETTINGS["couple"].usual
    return COUPLE if scenario == usual else f"pages/couple-{scenario}.html"


def lives(origin: str, passing: float) -> str:
    """The file of families over generations."""
    usual = SETTINGS["origin"].usual, float(SETTINGS["passing"].usual)
    far = "" if passing == usual[1] else f"-{passing:g}"
    return LIVES if (origin, passing) == usual else f"pages/lives-{origin}{far}.html"


def lesson(name: str, sheet: str = "") -> str:
    """The file of a lesson, or of one of its sheets."""
    return f"pages/lesson-{name}{sheet and f'-{sheet}'}.html"


def file_of(address: str) -> str:
    """The file for an address of the dashboard; empty if it is none of those among the files."""
    path, _, query = address.partition("?")
    parts = [part for part in path.split("/") if part]
    if parts[:1] == ["lessons"] and len(parts) > 1:
        return lesson(*parts[1:3])
    if path in PLACES:
        return PLACES[path]
    choice = from_query(query)[0]
    return of_choice(choice) if path == "/" else _of_settings(path, dict(choice.extra))


def _of_settings(path: str, given: dict[str, str]) -> str:
    """The file that shows a page with these settings, if they are no others than its file has."""
    extra = tuple(given.items())
    if path == "/couple" and given.keys() <= {"couple"}:
        return couple(value(extra, "couple"))
    if path == "/lives" and given.keys() <= {"origin", "passing"}:
        return lives(value(extra, "origin"), float(value(extra, "passing")))
    return ""


PLACES = {"/lessons": LESSONS, "/families": FAMILIES}


def of_choice(choice: Choice) -> str:
    """The file that shows a choice; empty if none does."""
    number = int(value(choice.extra, "scene"))
    if number:
        return scene(number)
    same = Choice(choice.scenario, view=choice.view, age=choice.age, seed=choice.seed)
    if choice.view not in AGES or choice.bare() != same:
        return ""
    return family(choice.scenario, choice.view)


@dataclass(frozen=True)
class SiteSession(Session):
    """A session on a page among the files.

    Attributes:
        up: how an address on this page begins that is told from the first page's folder.
        files: those that there are.
    """

    up: str = ""
    files: frozenset[str] = frozenset()

    def link(self, page: str, choice: Choice | None = None) -> str:
        """The address of a page from here; empty if it is not among the files."""
        wanted = file_of(page)
        return self.up + wanted if wanted in self.files else ""

"""Families followed over days, with and without what happens to them; more and more of them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pandas as pd

from attune_dashboard.compute.cache import kept
from attune_dashboard.compute.first_years import THREADS
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.families import removed, without_events
from attune_dashboard.state.page_settings import value, with_value
from attune_sim.ages import TWO_YEARS, can_move
from attune_sim.contrasts import Contrast, Estimate, contrast, estimate
from attune_sim.courses import followed, usual_ages
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.families.life_course import life_course_draft, summary
from attune_sim.figures.families.patterns import pattern_draft
from attune_sim.life.course import Cancelled, Progress
from attune_sim.scenario import Scenario

PARTS = (40, *(56,) * 4)
"""Families in each part that is shown as it comes: fewer at first, so that the first comes soon."""
LONG = (16, *(21,) * 4)
"""The same of families that are followed for more than two years, which takes longer."""
EVERY, POINTS = 7, 105
"""Days between two points of a course, and the most points of one that is longer."""
AGES = (280, 365, 450, 540, 630, 720)
"""Ages in days at which the Strange Situation is carried out."""
YEAR = 365
APART_S = 0.4
"""Between two pictures, so that a page keeps up where parts had been computed before."""


@dataclass(frozen=True)
class Course:
    """Families over days.

    Attributes:
        choice: what they depend on (`lived`). Where something was changed since, it is no longer
            what is shown on the timeline.
        lines: a row per day, infant and caregiver (`courses.followed`).
        seen: a row per age, infant and caregiver, with the pattern shown.
        without: the same two of the same families without the events; None where there are none.
        families: how many.
        drawn: what is drawn of them (`life_course.summary`), with the events and without.
    """

    choice: Choice
    lines: pd.DataFrame
    seen: pd.DataFrame
    without: tuple[pd.DataFrame, pd.DataFrame] | None
    families: int
    drawn: tuple[pd.DataFrame, pd.DataFrame | None]


def lived(choice: Choice) -> Choice:
    """What of a choice the courses depend on."""
    usual, without = Choice(), value(choice.extra, "without")
    shown = replace(choice.bare(), age=usual.age, view=usual.view, caregiver=0)
    return replace(shown, extra=with_value((), "without", without))


def span(scenario: Scenario) -> int:
    """Days of life that are shown: all of the scenario's."""
    return max(1, scenario.days)


def sizes(scenario: Scenario) -> tuple[int, ...]:
    """Families in each part that is shown as it comes."""
    return PARTS if span(scenario) <= TWO_YEARS else LONG


def every(scenario: Scenario) -> int:
    """Days between two points of a course: some weeks."""
    return EVERY * math.ceil(span(scenario) / (EVERY * POINTS))


def ages(scenario: Scenario) -> list[int]:
    """Ages of AGES at which these infants can be seen in the Strange Situation."""
    return [a for a in AGES if a <= span(scenario) and can_move(scenario.with_(days=a))]


def looks(scenario: Scenario) -> list[int]:
    """Ages at which a command looks at these families: `ages`, and of children some later ones."""
    return [*ages(scenario), *(age for age in usual_ages(scenario) if age > TWO_YEARS)]


def told_age(choice: Choice) -> int | None:
    """The age at which patterns are told: that nearest to the one chosen; None if there is none.

    Where a younger age was chosen than any of them, a year; of older children no pattern is told.
    """
    if choice.age > TWO_YEARS:
        return None
    known = ages(choice.built())
    if not known:
        return None
    wanted = YEAR if choice.age < known[0] else choice.age
    return min(known, key=lambda age: abs(age - wanted))


def courses(choice: Choice, cancelled: Callable[[], bool]) -> Iterator[Course]:
    """The families, more and more of them.

    Args:
        choice: whose scenario.
        cancelled: asked now and then.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    key = lived(choice)
    scenario = choice.built()
    happens, parts = bool(scenario.events), sizes(scenario)
    held: list[list[tuple[pd.DataFrame, pd.DataFrame]]] = [[], []]
    first, last_shown = 0, 0.0
    for number, size in enumerate(parts):
        for bare in (False, True)[: 1 + happens]:
            if cancelled():
                raise Cancelled
            asked = key if bare else key.bare()
            held[bare].append(_part(asked, bare, first, size, cancelled))
        first += size
        if number == len(parts) - 1 or time.monotonic() - last_shown > APART_S:
            last_shown = time.monotonic()
            with_events, other = (_joined(some) for some in held)
            drawn = summary(*with_events), summary(*other) if happens else None
            yield Course(key, *with_events, other if happens else None, first, drawn)


def _joined(some: list[tuple[pd.DataFrame, pd.DataFrame]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    if not some:
        return pd.DataFrame(), pd.DataFrame()
    lines, seen = zip(*some, strict=True)
    return pd.concat(lines, ignore_index=True), pd.concat(seen, ignore_index=True)


@kept(160, key=lambda choice, bare, first, size, _: (choice, bare, first, size))
def _part(
    choice: Choice, bare: bool, first: int, size: int, cancelled: Callable[[], bool]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    scenario = without_events(choice) if bare else choice.built()
    scenario = replace(scenario, days=span(scenario))
    return followed(
        scenario,
        ages(scenario),
        every=every(scenario),
        numbers=range(first, first + size),
        threads=THREADS,
        progress=Progress(cancelled=cancelled),
    )


# --- what is shown of them -----------------------------------------------------------------------


def names(choice: Choice) -> list[str]:
    """The caregivers' names."""
    return [c.name for c in choice.built().caregivers]


def grey(choice: Choice) -> str:
    """What the families in grey are without, in words."""
    one = removed(choice)
    return "the events" if one is None else f"“{titled_event(choice.built(), one)}”"


def titled_event(scenario: Scenario, number: int) -> str:
    """What an event is called."""
    return scenario.events[number].title or "the change"


def course_figure(choice: Choice, found: Course, title: str) -> Draft:
    """The courses below each other."""
    scenario = choice.built()
    return life_course_draft(
        found.drawn[0],
        names=names(choice),
        without=found.drawn[1],
        grey=f"without {grey(choice)}",
        events=sorted({e.day for e in scenario.events if 0 < e.day <= span(scenario)}),
        age=min(choice.age, span(scenario)),
        title=title,
        looked_at=choice.caregiver,
    )


def pattern_figure(choice: Choice, found: Course, age: int) -> Draft:
    """The four patterns with each caregiver at an age, with and without the events."""
    groups: dict[str, list[str]] = {}
    for number, name in enumerate(names(choice)):
        own = _with(found.seen, number, age)
        if len(own):
            groups[name] = list(own["pattern"])
        if found.without is not None:
            other = _with(found.without[1], number, age)
            if len(other):
                groups[f"{name}, without {grey(choice)}"] = list(other["pattern"])
    return pattern_draft(groups, title=f"Patterns shown at {age} days")


def _with(table: pd.DataFrame, caregiver: int, age: int) -> pd.DataFrame:
    day = "age" if "age" in table else "day"
    return table[(table["caregiver"] == caregiver) & (table[day] == age)]


def secure(found: Course, caregiver: int, age: int) -> Contrast | None:
    """Shares secure without the events, first, and with them; None where there is nothing."""
    if found.without is None:
        return None
    both = [
        _with(table, caregiver, age).assign(secure=lambda t: (t["pattern"] == "secure") * 1.0)
        for table in (found.without[1], found.seen)
    ]
    return contrast("secure", *both) if all(len(table) for table in both) else None


def felt(found: Course, caregiver: int, day: int) -> Contrast | None:
    """Felt security without the events, first, and with them; None where there is nothing."""
    if found.without is None:
        return None
    return contrast(
        "felt_security", *(_at(t, caregiver, day) for t in (found.without[0], found.lines))
    )


def felt_alone(found: Course, caregiver: int, day: int) -> Estimate:
    """Felt security with the events."""
    return estimate(_at(found.lines, caregiver, day)["felt_security"])


def _at(lines: pd.DataFrame, caregiver: int, day: int) -> pd.DataFrame:
    """Those rows of a course that are next to a day."""
    return _with(lines, caregiver, min(lines["day"].unique(), key=lambda d: abs(d - day)))


def state(found: Course, measure: str, caregiver: int, day: int) -> tuple[float, float]:
    """Means of a state on the day next to this one: without the events, and with them."""
    tables = (found.without[0] if found.without is not None else found.lines, found.lines)
    before, after = (float(_at(t, caregiver, day)[measure].mean()) for t in tables)
    return before, after

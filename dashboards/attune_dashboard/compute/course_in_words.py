"""What became of families, in a sentence or a few: the answer before the figure."""

from __future__ import annotations

import math

from attune_dashboard.compute import family_courses
from attune_dashboard.compute.family_courses import Course
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.families import removed
from attune_sim import numbers

MONTH = 365.25 / 12
FEW = 10
"""Families below which nothing is told."""


def told(choice: Choice, found: Course) -> str:
    """What the events changed of security with the caregiver chosen; or what there is of it."""
    scenario, age = choice.built(), family_courses.told_age(choice)
    whom = called(scenario.caregivers[choice.caregiver].name)
    if age is None:
        return _states(choice, found, family_courses.span(scenario), whom).lstrip()
    same = family_courses.secure(found, choice.caregiver, age)
    if same is not None and same.families >= FEW:
        text = (
            f"{with_what(choice)}, {numbers.percent(same.second.mean)} are secure with {whom} at"
            f" {in_months(age)} instead of {numbers.percent(same.first.mean)}:"
            f" {numbers.points(same.difference)}, 95% interval"
            f" {numbers.interval(numbers.points(same.low), numbers.points(same.high))}."
        )
        if not same.told_apart:
            text += f" With {same.families} families this cannot be told from chance."
        return text + _states(choice, found, age, whom)
    own = found.seen[(found.seen["caregiver"] == choice.caregiver) & (found.seen["age"] == age)]
    if len(own) < FEW:
        return f"Hardly anybody knows {whom} at {in_months(age)}."
    share = numbers.percent(float((own["pattern"] == "secure").mean()))
    text = f"{share} of {len(own)} infants are secure with {whom} at {in_months(age)}."
    return text + _states(choice, found, age, whom)


def _states(choice: Choice, found: Course, age: int, whom: str) -> str:
    """Load at that age, and whom infants turn to."""
    parts = []
    load = family_courses.state(found, "load", choice.caregiver, age)
    if math.isfinite(load[1]):
        parts.append(f"load on {whom} is {_pair(found, *map(numbers.decimals, load))} SD")
    sought = family_courses.state(found, "turned_to", choice.caregiver, age)
    if len(choice.built().caregivers) > 1 and math.isfinite(sought[1]):
        shares = _pair(found, *map(numbers.percent, sought))
        parts.append(f"infants in distress turn to {whom} {shares} of the time")
    text = ", and ".join(parts)
    return f" Then {text}." if text else ""


def _pair(found: Course, before: str, after: str) -> str:
    if found.without is None or before == after or before == numbers.UNDEFINED:
        return after
    return f"{after} instead of {before}"


def with_what(choice: Choice) -> str:
    """The events as the beginning of a sentence."""
    scenario, one = choice.built(), removed(choice)
    if one is not None or len(scenario.events) == 1:
        event = scenario.events[one or 0]
        when = f" at {in_months(event.day)}" if event.day else " from birth"
        return f"With “{family_courses.titled_event(scenario, one or 0)}”{when}"
    return f"With the {numbers.count(len(scenario.events), 'event')}"


def called(name: str) -> str:
    """A caregiver within a sentence: the mother, but Robin."""
    return f"the {name}" if name[:1].islower() else name or "the caregiver"


def in_months(day: int) -> str:
    """An age as people say it: 3 days, 5 weeks, 6 months, a year, 18 months."""
    if day < 14:
        return numbers.count(day, "day")
    if day < 60:
        return numbers.count(round(day / 7), "week")
    months = round(day / MONTH)
    return {12: "a year", 24: "two years"}.get(months, numbers.count(months, "month"))

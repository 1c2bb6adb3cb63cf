"""What became of families, in a sentence or a few: the answer before the figure."""

from __future__ import annotations

import math

from attune_dashboard.compute import family_courses
from attune_dashboard.compute.family_courses import Course
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.families import removed
from attune_sim import numbers
from attune_sim.ages import TWO_YEARS

MONTH = 365.25 / 12
CHILD = 36
"""Months from which an age is told in years."""
FEW = 10
"""Families below which nothing is told."""


def told(choice: Choice, found: Course) -> str:
    """What the events change in security with the caregiver chosen; or how many are secure."""
    age, whom = family_courses.told_age(choice), _whom(choice)
    if age is None and choice.age > TWO_YEARS:
        return _of_children(choice, found)
    if age is None:
        return "These families are too young for the Strange Situation: nothing is coded yet."
    if later := _later(choice, age):
        return f"{later} {_share_secure(choice, found, age)}"
    same = family_courses.secure(found, choice.caregiver, age)
    if same is not None and same.families >= FEW:
        text = (
            f"{with_what(choice)}, {numbers.percent(same.second.mean)} of infants are secure"
            f" with {whom} at {in_months(age)} instead of {numbers.percent(same.first.mean)}:"
            f" {numbers.points(same.difference)}, 95% interval"
            f" {numbers.interval(numbers.points(same.low), numbers.points(same.high))}."
        )
        if not same.told_apart:
            text += f" With {same.families} families this cannot be told from chance."
        return text
    return _share_secure(choice, found, age)


def _share_secure(choice: Choice, found: Course, age: int) -> str:
    whom = _whom(choice)
    own = found.seen[(found.seen["caregiver"] == choice.caregiver) & (found.seen["age"] == age)]
    if len(own) < FEW:
        return f"Hardly any of these infants know {whom} at {in_months(age)}."
    share = numbers.percent(float((own["pattern"] == "secure").mean()))
    return f"{share} of {len(own)} infants are secure with {whom} at {in_months(age)}."


def _of_children(choice: Choice, found: Course) -> str:
    """The same of older children, with whom no pattern is coded: what they expect."""
    age, whom = choice.age, _whom(choice)
    what = f"felt security with {whom} at {in_months(age)}"
    scale = "on a scale from −1.5 to 1"
    coded = "The Strange Situation is for infants; children this old are given no pattern."
    same = family_courses.felt(found, choice.caregiver, age)
    later = _later(choice, age)
    if same is not None and same.families >= FEW and not later:
        first, second = (numbers.decimals(v.mean) for v in (same.first, same.second))
        text = (
            f"{with_what(choice)}, {what} is {second} instead of {first} {scale}:"
            f" {numbers.signed(same.difference)}, 95% interval"
            f" {numbers.interval(numbers.signed(same.low), numbers.signed(same.high))}."
        )
        if not same.told_apart:
            text += f" With {same.families} families this cannot be told from chance."
        return f"{text} {coded}"
    alone = family_courses.felt_alone(found, choice.caregiver, age)
    if alone.families < FEW:
        return f"Hardly any of these children know {whom} at {in_months(age)}."
    ends = numbers.interval(numbers.decimals(alone.low), numbers.decimals(alone.high))
    mean = f"{what[:1].upper()}{what[1:]} is {numbers.decimals(alone.mean)} {scale}"
    return " ".join(filter(None, (later, f"{mean} (95% interval {ends}).", coded)))


def _later(choice: Choice, age: int) -> str:
    """Where nothing has happened yet at an age: what comes when; else nothing."""
    scenario, one = choice.built(), removed(choice)
    events = scenario.events if one is None else scenario.events[one : one + 1]
    if not events or min(event.day for event in events) <= age:
        return ""
    first = min(events, key=lambda event: event.day)
    name = family_courses.titled_event(scenario, scenario.events.index(first))
    return f"Nothing has happened yet: “{name}” comes at {in_months(first.day)}."


def so_far(choice: Choice, found: Course) -> str:
    """Of how many families that holds."""
    whole = sum(family_courses.sizes(choice.built()))
    return f"{found.families} of {whole} families"


def told_beside(choice: Choice, found: Course) -> str:
    """Load on the caregiver chosen at the age that is told, and whom infants turn to."""
    age = family_courses.told_age(choice) or min(choice.age, family_courses.span(choice.built()))
    whom, parts = _whom(choice), []
    load = family_courses.state(found, "load", choice.caregiver, age)
    if math.isfinite(load[1]):
        shown = _pair(found, *(numbers.decimals(value, 1) for value in load))
        parts.append(f"Load on {whom} at {in_months(age)}: {shown} SD.")
    sought = family_courses.state(found, "turned_to", choice.caregiver, age)
    if len(choice.built().caregivers) > 1 and math.isfinite(sought[1]):
        shares = _pair(found, *map(numbers.percent, sought))
        parts.append(f"Infants in distress turn to {whom} {shares} of the time.")
    return " ".join(parts)


def _whom(choice: Choice) -> str:
    return called(choice.built().caregivers[choice.caregiver].name)


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
    """A caregiver within a sentence: the mother, but Robin and carer 1."""
    common = name[:1].islower() and not name[-1:].isdigit()
    return f"the {name}" if common else name or "the caregiver"


def in_months(day: int) -> str:
    """An age as people say it: birth, 3 days, 5 weeks, 6 months, a year, 18 months, 5 years."""
    if day < 1:
        return "birth"
    if day < 14:
        return numbers.count(day, "day")
    if day < 60:
        return numbers.count(round(day / 7), "week")
    months = round(day / MONTH)
    if months < CHILD:
        return {12: "a year", 24: "two years"}.get(months, numbers.count(months, "month"))
    years, rest = divmod(months, 12)
    return f"{years} years" + (f" and {numbers.count(rest, 'month')}" if rest else "")

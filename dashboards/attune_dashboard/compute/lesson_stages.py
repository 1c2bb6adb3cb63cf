"""Who is to be seen in a lesson before anything is asked, and after a student's own change.

Two at play for lessons on infants, a conversation for those on couples, and one family over its
generations for those on families.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from attune_dashboard.compute import couple_films, moments
from attune_dashboard.compute.cache import FEW, kept
from attune_dashboard.compute.moments import Moment
from attune_dashboard.state.choice import EVERYDAY, Choice
from attune_dashboard.state.couples import CoupleChoice
from attune_dashboard.state.link import from_query
from attune_sim.couples.course import live_couples
from attune_sim.couples.pairs import form
from attune_sim.couples.scenario import load as load_couple
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.families.lives import family_draft
from attune_sim.generations import generations
from attune_sim.lessons import Lesson
from attune_sim.lessons.run import group_of
from attune_sim.scenario import load

Own = tuple[tuple[str, float], ...]
"""Values of a student's own arm, as pairs in order."""
GENERATIONS, FAMILIES, COUPLES = 3, 12, 8
"""How many are simulated for the picture of one family, and for the film of one couple."""


@dataclass(frozen=True)
class Staged:
    """What is to be seen.

    Attributes:
        figure: its lines.
        film: what plays on the stage; None if nothing does.
        on_stage: what the stage shows of it; None as for an infant and a caregiver.
        numbers: all of it, a row each.
    """

    figure: Draft
    film: Moment | None
    on_stage: dict[str, Any] | None
    numbers: pd.DataFrame


@kept(FEW, key=lambda lesson, own=None: (repr(lesson), own))
def staged(lesson: Lesson, own: Own | None = None) -> Staged:
    """What a lesson shows.

    Args:
        lesson: which.
        own: a student's own values; None for what the lesson begins with.

    Raises:
        InputError: the own values contradict each other.
    """
    if lesson.of == "couples":
        return _couple(lesson, dict(own or ()))
    if lesson.of == "families":
        return _family(lesson, dict(own or ()))
    return _dyad(watched(lesson) if own is None else changed(lesson, dict(own)))


def begins(lesson: Lesson) -> dict[str, float]:
    """Values from which a student's own arm begins: those of the arm's first family or couple."""
    if lesson.of == "couples":
        arm = lesson.arm(lesson.change_arm)
        scenario = load_couple(arm.scenario).with_(**arm.parameters)
        return {name: scenario.value(name) for name in lesson.change_parameters}
    found = moments.traits(changed(lesson, {}))
    return {name: found[name] for name in lesson.change_parameters}


# --- an infant and a caregiver --------------------------------------------------------------------


def watched(lesson: Lesson) -> Choice:
    """Who is to be watched: whom the lesson links to, or the first infant of its own arm."""
    for _, address in lesson.links:
        path, _, query = address.partition("?")
        if path == "/":
            choice = from_query(query)[0]
            return replace(choice, view=choice.view if choice.view == EVERYDAY else "play")
    return changed(lesson, {})


def changed(lesson: Lesson, values: Mapping[str, float]) -> Choice:
    """The first infant of the arm that a student may change, with these values."""
    arm = lesson.arm(lesson.change_arm)
    given = {name: float(value) for name, value in {**arm.parameters, **values}.items()}
    return Choice(arm.scenario, seed=lesson.seed).with_changes(given)


def _dyad(choice: Choice) -> Staged:
    whole = moments.moment(choice)
    tolerance = moments.tolerance(choice)
    shown = moments.shown(whole.trace, [], tolerance, "At play", small=True)
    return Staged(shown.figure, shown, None, shown.trace.reset_index(names="second"))


# --- couples and families -------------------------------------------------------------------------


def _own_arm(lesson: Lesson, values: Mapping[str, float]) -> Any:
    arm = lesson.arm(lesson.change_arm)
    return group_of(lesson, replace(arm, parameters={**arm.parameters, **values}))


def _couple(lesson: Lesson, values: Mapping[str, float]) -> Staged:
    """A conflict on the day of the arm, of the most usual of a few couples."""
    group = _own_arm(lesson, values)
    scenario = load_couple(group.scenario).with_(seed=group.seed, **dict(group.parameters))
    couples = form(scenario, range(COUPLES))
    looks = {day: couples.copy() for day in live_couples(couples, scenario, {0, group.days})}
    wanted = CoupleChoice(scenario, couple_films.usual(looks[0]), "conflict", group.days)
    film = couple_films.conversation(looks, wanted)
    both = zip((p.name for p in scenario.partners), (film.one, film.other), strict=True)
    rows = [t.reset_index(names="second").assign(partner=name) for name, t in both]
    numbers = pd.concat(rows, ignore_index=True)
    return Staged(film.moment.figure, film.moment, film.on_stage, numbers)


def _family(lesson: Lesson, values: Mapping[str, float]) -> Staged:
    """The first family of the arm, and the middle half of a few."""
    group = _own_arm(lesson, values)
    scenario = load(group.scenario).with_(days=group.days, **dict(group.parameters))
    tables = generations(scenario, GENERATIONS, seed=group.seed, numbers=range(FAMILIES))
    title = "One of twelve families over three generations"
    rows = [table.assign(generation=k) for k, table in enumerate(tables, start=1)]
    return Staged(
        family_draft(tables, 0, title=title), None, None, pd.concat(rows, ignore_index=True)
    )

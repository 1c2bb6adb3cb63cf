"""What a study can do more or less of, and what it costs.

Minutes, visits and coders are those of the first measure's procedure. A measure by another
procedure is taken once, by one coder.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from attune_sim.errors import InputError
from attune_sim.outcomes import HOME, PLAY
from attune_sim.plan.question import Column, Question
from attune_sim.procedures import PROCEDURES

LENGTHS = {PLAY: (1, 30), HOME: (5, 240)}
"""Procedures whose film may be longer or shorter: minutes, from and to."""
USUAL = {PLAY: (3, 6, 12), HOME: (20, 40, 80)}
"""Minutes that come into question where nothing is said."""
MOST_VISITS = MOST_CODERS = 8
MOST_DESIGNS = 60
HOME_MINUTES = 40  # of a visit that is not part of the design


@dataclass(frozen=True, slots=True)
class Design:
    """One way to measure.

    Attributes:
        minutes: of film at each visit.
        visits: with each dyad, at each age, within a few days.
        coders: who each code every film; their codes are averaged.
    """

    minutes: int
    visits: int
    coders: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What things cost, in any one unit, such as hours of work.

    Attributes:
        dyad: to find and enrol one.
        visit: to make one and film it.
        minute: to code a minute of film, for each coder.
    """

    dyad: float = 2.0
    visit: float = 3.0
    minute: float = 0.25

    def __post_init__(self) -> None:
        """Refuse what is no cost."""
        for name in ("dyad", "visit", "minute"):
            value = getattr(self, name)
            if not (isinstance(value, int | float) and math.isfinite(value) and 0 <= value <= 1e9):
                raise InputError(f"per_{name} = {value!r} is not a number from 0 to 1,000,000,000")

    def of_dyad(self, question: Question, design: Design) -> float:
        """What one dyad costs under a design."""
        total = self.dyad
        for column in occasions(question):
            if column.procedure == question.procedure:
                minutes = design.minutes * design.coders
                total += design.visits * (self.visit + self.minute * minutes)
            else:
                total += self.visit + self.minute * usual_minutes(column.procedure)
        return total


def occasions(question: Question) -> list[Column]:
    """A column for each procedure at each age: measures of the same film share it."""
    filmed = [column for column in question.columns if column.procedure]
    return list({(column.procedure, column.age): column for column in filmed}.values())


def usual_minutes(procedure: str) -> int:
    """How long a procedure's film is where the design does not say."""
    seconds = sum(episode.seconds for episode in PROCEDURES[procedure].SCRIPT)
    return math.ceil(seconds / 60) if seconds else HOME_MINUTES


def designs(
    question: Question,
    minutes: Sequence[object] | None,
    visits: Sequence[object],
    coders: Sequence[object],
) -> list[Design]:
    """Every combination; what is no whole number is refused.

    Args:
        question: what is asked.
        minutes: of film; usual ones if None.
        visits: with a dyad.
        coders: of a film.

    Raises:
        InputError: what cannot be, or too many of them.
    """
    procedure = question.procedure
    if procedure in LENGTHS:
        lengths = _checked("minutes", minutes or USUAL[procedure], *LENGTHS[procedure])
    else:
        fixed = usual_minutes(procedure)
        if minutes and tuple(minutes) != (fixed,):
            raise InputError(
                f"minutes: {procedure} has a fixed course of {fixed} min, so its film cannot be"
                " longer or shorter; leave --minutes out"
            )
        lengths = [fixed]
    counts = _checked("visits", visits, 1, MOST_VISITS), _checked("coders", coders, 1, MOST_CODERS)
    found = [Design(*one) for one in itertools.product(lengths, *counts)]
    if len(found) > MOST_DESIGNS:
        raise InputError(
            f"minutes, visits and coders make {len(found)} designs; at most {MOST_DESIGNS} are"
            " compared at once"
        )
    return found


def _checked(name: str, values: Sequence[object], low: int, high: int) -> list[int]:
    found = set()
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise InputError(f"{name} = {value!r} is not a whole number from {low} to {high}")
        found.add(value)
    return sorted(found)

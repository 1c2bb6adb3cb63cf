"""Events take hold of families, last, and pass off.

Each happening remembers by how much it has moved what it changes, so that it can be taken back, and
so that several events, or a trait that a Mesa agent has set meanwhile, add up.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from attune_sim.parameters import CAREGIVER, PARAMETERS, TEMPERAMENT
from attune_sim.population import Floats, Happening, Population
from attune_sim.scenario import CARE, Event


def change_days(population: Population, after: int, until: int) -> list[int]:
    """Days from after + 1 to until on which some event begins, comes on, fades or is over."""
    days: set[int] = set()
    for happening in population.happenings:
        for late in np.unique(happening.late).tolist():
            days.update(_changes(happening.event, after - late, until - late, late))
    return sorted(days)


def _changes(event: Event, after: int, until: int, late: int) -> list[int]:
    """The same of one event in families that it befalls so many days late."""
    spans = [range(event.day, event.day + event.rise + 1)]
    if event.length is not None:
        over = event.day + event.length
        spans.append(range(over, over + event.fade + 1))
    return [day + late for span in spans for day in span if after < day <= until]


def take_hold(population: Population, day: int) -> None:
    """Give parameters the values that events leave them on a day of life, in place.

    All is taken back before anything is done anew, in the order of the scenario: what one event
    sets or multiplies must not hold what another has added before.
    """
    changes = [(happening, name) for happening in population.happenings for name in happening.moved]
    for happening, name in changes:
        rows, at = _place(population, happening, name)
        rows[at] -= happening.moved[name]
    for happening, name in changes:
        rows, at = _place(population, happening, name)
        before = rows[at]
        weights = _weights(happening, name, day)
        rows[at] = _changed(happening.event, name, before, weights)
        happening.moved[name] = rows[at] - before


def _weights(happening: Happening, name: str, day: int) -> Floats:
    """How much of the event is there today, for each of the rows that it changes."""
    late = happening.late_with if name in CAREGIVER else happening.late
    days, of = np.unique(late, return_inverse=True)
    weights = np.array([happening.event.weight(day - one) for one in days.tolist()])[of]
    return weights[:, None] if name == CARE else weights


def _place(population: Population, happening: Happening, name: str) -> tuple[Any, Any]:
    """The column that an event changes, and the rows of those whom it befalls."""
    if name == CARE:  # (infants, caregivers)
        first = population.infants["first_bond"][happening.infants, None]
        return population.bonds["share"], first + np.arange(len(happening.event.care))
    if name in CAREGIVER:
        return population.caregivers[name], happening.caregivers
    rows = population.infants if name in TEMPERAMENT else population.mechanisms
    return rows[name], happening.infants


def _changed(event: Event, name: str, before: Floats, weight: Floats) -> Floats:
    """What it is with so much of the change."""
    if name == CARE:
        return before + weight * (np.array(list(event.care.values())) - before)
    if name in event.add:
        wanted = before + weight * event.add[name]
    elif name in event.multiply:
        wanted = before * (1.0 + weight * (event.multiply[name] - 1.0))
    else:
        wanted = before + weight * (event.set[name] - before)
    return np.clip(wanted, PARAMETERS[name].low, PARAMETERS[name].high)

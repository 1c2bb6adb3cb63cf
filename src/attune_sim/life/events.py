"""Events take hold of families, last, and pass off.

Each happening remembers by how much it has moved each parameter, so that it can be taken back, and
so that several events, or a trait that a Mesa agent has set meanwhile, add up.
"""

from __future__ import annotations

import numpy as np

from attune_sim.parameters import CAREGIVER, PARAMETERS, TEMPERAMENT
from attune_sim.population import Happening, Population


def change_days(population: Population, after: int, until: int) -> list[int]:
    """Days from after + 1 to until on which some event begins, fades or is over."""
    days: set[int] = set()
    for happening in population.happenings:
        event = happening.event
        days.add(event.day)
        if event.length is not None:
            over = event.day + event.length
            days.update(range(max(over, after), min(over + event.fade, until) + 1))
    return sorted(day for day in days if after < day <= until)


def take_hold(population: Population, day: int) -> None:
    """Give parameters the values that events leave them on a day of life, in place."""
    for happening in population.happenings:
        weight = happening.event.weight(day)
        for name in happening.event.names:
            _move(population, happening, name, weight)


def _move(population: Population, happening: Happening, name: str, weight: float) -> None:
    if name in CAREGIVER:
        rows, where = population.caregivers, happening.caregivers
    else:
        rows = population.infants if name in TEMPERAMENT else population.mechanisms
        where = happening.infants
    spec, event = PARAMETERS[name], happening.event
    before = rows[name][where] - happening.moved[name]
    if name in event.add:
        wanted = before + weight * event.add[name]
    else:
        wanted = before + weight * (event.set[name] - before)
    after = np.clip(wanted, spec.low, spec.high)
    happening.moved[name] = after - before
    rows[name][where] = after

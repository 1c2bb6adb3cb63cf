"""Would the same pattern be coded again? One or zero an infant, for lessons on coders and luck."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from attune_sim.dyad import noise
from attune_sim.life.course import Progress, live
from attune_sim.population import Population, populate
from attune_sim.procedures import strange_situation
from attune_sim.scenario import Scenario

Floats = npt.NDArray[np.float64]

AGAIN = {
    "same_pattern_other_coder": "Same pattern by another coder",
    "same_pattern_other_day": "Same pattern on another day",
    "same_pattern_other_year": "Same pattern after another first year",
}
"""Measures of this module, with their labels: shares of infants."""


def again(
    scenario: Scenario,
    measure: str,
    cancelled: Callable[[], bool] | None = None,
    numbers: range | None = None,
) -> Floats:
    """For each infant, 1 if its pattern with the first caregiver is coded the same again.

    Args:
        scenario: who is observed, at the age of its days.
        measure: one of AGAIN: the same film by another coder, the same infant on another day, or
            an infant born with the same traits that lives with other luck.
        cancelled: asked now and then.
        numbers: which infants; all if None.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    born = populate(scenario, numbers=numbers)
    first = _grown(born.copy(), scenario.days, cancelled)
    once = _patterns(first, scenario.days)
    if measure == "same_pattern_other_coder":
        twice = _patterns(first, scenario.days, coder=1)
    elif measure == "same_pattern_other_day":
        twice = _patterns(first, scenario.days, repetition=1)
    else:
        other = born.copy()
        for people in (other.infants, other.caregivers):
            people["key_low"], people["key_high"] = noise.key(scenario.seed + 1)
        twice = _patterns(_grown(other, scenario.days, cancelled), scenario.days)
    return (once == twice).astype(float)


def _grown(population: Population, days: int, cancelled: Callable[[], bool] | None) -> Population:
    live(population, days, progress=Progress(cancelled=cancelled))
    return population


def _patterns(population: Population, age: int, *, repetition: int = 0, coder: int = 0) -> Floats:
    film = strange_situation.record(population, age=age, repetition=repetition)
    found = strange_situation.code(film, population, repetition=repetition, coder=coder)
    return found["pattern"]

"""Error of coders and observers, drawn for each infant, caregiver and occasion."""

from __future__ import annotations

import numpy as np

from attune_sim.dyad import noise
from attune_sim.dyad.numba_cache import compiled
from attune_sim.dyad.occasions import FIRST
from attune_sim.population import Population
from attune_sim.procedures.camera import Floats


@compiled
def _errors(infants, which, purpose, time, out):
    for i in range(infants.shape[0]):
        noise.normals(infants[i], which, purpose, time, out[i])


def errors(
    population: Population,
    count: int,
    *,
    occasion: int,
    age: int,
    which: int = 0,
    seconds: bool = False,
) -> Floats:
    """Standard normal numbers, (infants, count): of raters, or of second-by-second coders."""
    out, infants = np.empty((len(population), count)), population.infants.copy()
    noise.visit(infants, age)
    purpose = noise.CODING if seconds else noise.RATING
    _errors(infants, which, purpose, FIRST + occasion, out)
    return out

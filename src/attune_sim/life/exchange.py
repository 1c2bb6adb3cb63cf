"""Other caregivers for the same infants: whose behaviour is it, and what stays of it?"""

from __future__ import annotations

from dataclasses import replace

from attune_sim.dyad.state import CAREGIVER_DTYPE
from attune_sim.population import Population

_OWN = ("number", "key_low", "key_high", "which")


def cared_for_by(population: Population, others: Population) -> Population:
    """A copy of these families in which caregivers behave as those of `others` in the same rows.

    What an infant has learnt, of the person in this place too, stays as it is: the infant does not
    know of the exchange before it is felt. Random numbers stay the family's own. Events of the
    population do not follow.

    Args:
        population: not changed.
        others: as many caregivers, in any scenario; not changed.

    Raises:
        ValueError: there are not as many caregivers.
    """
    if len(others.caregivers) != len(population.caregivers):
        raise ValueError(
            f"{len(others.caregivers)} caregivers cannot stand in for {len(population.caregivers)}"
        )
    families = replace(population.copy(), happenings=())
    for name in CAREGIVER_DTYPE.names or ():
        if name not in _OWN:
            families.caregivers[name] = others.caregivers[name]
    return families

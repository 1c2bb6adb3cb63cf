"""The next generation: grown children become caregivers, by what they have learnt themselves.

What they learnt with distress as infants is what meets the distress of their own infant: who turned
away looks away from crying, who expected relief to be uneven is unevenly there, who expected alarm
alarms. `mirroring` says how far; the rest of each trait is drawn afresh, as for any caregiver of
the scenario, so that the spread of traits stays the same from one generation to the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from attune_sim import traits
from attune_sim.dyad import noise
from attune_sim.dyad.state import TURNING
from attune_sim.parameters import CAREGIVER
from attune_sim.population import Population, as_today, populate
from attune_sim.scenario import Distribution, Scenario

Floats = npt.NDArray[np.float64]
MOST = 2.5  # standard deviations that a history counts, at most


@dataclass(frozen=True)
class Mirror:
    """One thing that was learnt, and the traits of care in which it shows.

    Attributes:
        of: each grown child's value.
        mean, sd: in mixed families at two years: the scale on which a history is high or low.
        traits: with the sign of each.
    """

    of: Callable[[Population], Floats]
    mean: float
    sd: float
    traits: dict[str, int]

    def scores(self, grown: Population) -> Floats:
        """How high it is in each, in standard deviations."""
        z: Floats = np.clip((self.of(grown) - self.mean) / self.sd, -MOST, MOST)
        return z


MIRRORS = (
    Mirror(
        lambda grown: grown.infants["turning_away"],
        *(0.244, 0.30),
        {"responsiveness": -1, "rejection": 1},
    ),
    Mirror(
        lambda grown: np.sqrt(grown.infants["prototype_variance"]),
        *(0.116, 0.033),
        {"consistency": -1},
    ),
    Mirror(
        lambda grown: grown.infants["prototype_alarm"],
        *(0.309, 0.266),
        {"alarming_moments": 1},
    ),
)
"""What is mirrored in what; the scales: 600 mixed families, measured."""


def born_to(grown: Population, scenario: Scenario, *, seed: int) -> Population:
    """Newborns whose first caregivers are these grown children; others are drawn afresh.

    Args:
        grown: an infant a row, who is the parent of the newborn of the same number; not changed.
        scenario: from which all else is drawn.
        seed: of the new generation; another one than that of the parents.
    """
    born = populate(scenario, seed=seed, numbers=grown.infants["number"].tolist())
    first = born.caregiver_rows()
    fresh = traits.scores(scenario, born.infants)[0]
    mu = grown.mechanisms["mirroring"]
    for mirror in MIRRORS:
        history = mirror.scores(grown)
        for trait, sign in mirror.traits.items():
            value, name = scenario.value(trait), scenario.follows(trait) or trait
            if not isinstance(value, Distribution):
                continue  # it is the same for all
            score = mirrored(mu, sign * history, fresh[name])
            for shown in (trait, *scenario.followers(trait)):
                born.caregivers[shown][first] = traits.values(shown, value, score)
    as_today(born)
    return born


def mirrored(mirroring: Floats, history: Floats, drawn: Floats) -> Floats:
    """Scores that go with history so closely, and spread as those that were drawn."""
    score: Floats = mirroring * history + np.sqrt(1.0 - mirroring * mirroring) * drawn
    return score


def with_grandparents(born: Population, grown: Population) -> Population:
    """The same newborns, whose second caregivers are those who raised their parents.

    Args:
        born: with two caregivers at least; its second ones are changed in place.
        grown: the parents, an infant a row, in the same order; not changed.
    """
    second, raised = born.caregiver_rows(1), grown.caregiver_rows()
    for name in (*CAREGIVER, *(f"{trait}_turn" for trait in TURNING)):
        born.caregivers[name][second] = grown.caregivers[name][raised]
    as_today(born)
    return born


def seed_of(seed: int, generation: int) -> int:
    """The seed of a generation, counted from 0, whose seed is the run's own."""
    if generation == 0:
        return seed
    low, high = noise.key(seed)
    return int(
        np.random.SeedSequence([low, high, generation]).generate_state(1, np.uint64)[0] >> 11
    )

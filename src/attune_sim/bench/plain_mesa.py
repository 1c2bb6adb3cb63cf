"""The same model as plain Mesa agents: what the engine is compared with.

A step is a second. Each dyad is an agent that moves its infant and caregiver on by the equations of
`attune_sim.dyad.reference`, with episodes and learning. It is written to be fast for what it is:
attributes in slots, one activation per dyad in a fixed order, no data collected, equal constants
held once for all dyads, and the random numbers of an episode drawn at once by NumPy's generator.
"""

from __future__ import annotations

from collections.abc import Sequence

import mesa
import numpy as np

from attune_sim.dyad.reference import (
    Luck,
    Morning,
    begin_day,
    begin_episode,
    end_episode,
    reference_family,
    second,
)
from attune_sim.dyad.reference.person import Person
from attune_sim.population import Population


class Dyad(mesa.Agent):
    """One infant with its caregivers.

    Attributes:
        infant: the infant.
        caregivers: its caregivers; one of them is there in each episode.
    """

    def __init__(self, model: PlainMesa, population: Population, row: int) -> None:
        super().__init__(model)
        self.infant, self.caregivers = reference_family(population.rows, row)
        for person in (self.infant, *self.caregivers):
            model.share(person)
        self.day, self.episode, self.seconds_left = model.first_day, 0, 0

    def step(self) -> None:
        """Live one second."""
        if self.seconds_left == 0:
            self.begin_episode()
        second(self.infant, self.caregiver, next(self.draws))
        self.seconds_left -= 1
        if self.seconds_left == 0:
            self.end_episode()

    def begin_episode(self) -> None:
        """Begin the next episode, and with the first one the day."""
        if self.episode == 0:
            begin_day(
                self.infant, self.caregivers, self.day, _morning(self.model.rng, self.caregivers)
            )
        self.seconds_left = int(self.infant.episode_seconds)
        self.luck = _luck(self.model.rng, self.seconds_left)
        which, self.in_play = begin_episode(self.infant, self.caregivers, self.day, self.luck)
        self.caregiver = self.caregivers[which]
        self.draws = iter(self.luck.draws(which))

    def end_episode(self) -> None:
        """Learn from the episode; after the last one a new day comes."""
        end_episode(self.infant, self.caregiver, self.in_play, self.luck)
        self.episode += 1
        if self.episode == self.infant.episodes_per_day:
            self.day, self.episode = self.day + 1, 0


def _morning(rng: np.random.Generator, caregivers: Sequence[object]) -> Morning:
    """The random numbers with which a day begins."""
    return Morning(
        rng.standard_normal(),
        [(*rng.standard_normal(3).tolist(), rng.random(), 0.0) for _ in caregivers],
    )


def _luck(rng: np.random.Generator, seconds: int) -> Luck:
    """The random numbers of an episode of so many seconds."""
    draws = np.hstack([rng.standard_normal((seconds, 4)), rng.random((seconds, 4))])
    return Luck(
        lambda which, mean, k: rng.beta(mean * k, (1.0 - mean) * k),
        lambda which: (draw.tolist() for draw in draws),
        *rng.random(9).tolist(),
        *rng.standard_normal(2).tolist(),
    )


class PlainMesa(mesa.Model):
    """Dyads as Mesa agents; a step is a second.

    Args:
        population: the families to begin with; not changed.
        day: the infants' age at the start, in days.
        rng: seed.
    """

    def __init__(self, population: Population, *, day: int = 0, rng: int = 1) -> None:
        super().__init__(rng=rng)
        self.first_day = day
        self.shared: dict[float, float] = {}
        for row in range(len(population)):
            Dyad(self, population, row)

    def share(self, person: Person) -> None:
        """Let equal numbers of all persons be one object, as constants would be.

        The constants of a thousand dyads, each with its own, do not fit into a processor's cache.
        """
        for name in type(person).__slots__:
            number = getattr(person, name)
            if isinstance(number, float):
                setattr(person, name, self.shared.setdefault(number, number))

    def step(self) -> None:
        """One second for all dyads."""
        self.agents.do("step")

"""Film a procedure: what a camera in the room records, second by second, and electrodes beside it.

A procedure is a script of episodes. It runs on copies of infants and bonds, at any age, and changes
nothing. Coders get the camera's part of the film only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from attune_sim.dyad import days, learning
from attune_sim.dyad.interaction import seconds
from attune_sim.dyad.noise import CHANNELS, EPISODE, fill, uniform, words
from attune_sim.dyad.numba_cache import compiled
from attune_sim.dyad.occasions import FIRST
from attune_sim.dyad.state import CAMERA_FIELDS, PHYSIOLOGY_FIELDS, TRACE_DTYPE
from attune_sim.population import Population

Floats = npt.NDArray[np.float64]
CALM = 0.05  # distress with which an infant arrives where nothing else is said


@dataclass(frozen=True)
class Episode:
    """One episode of a script.

    Attributes:
        name: as in the procedure's publication.
        seconds: nominal length.
        caregiver: whether the caregiver is in the room.
        strain: which observation parameter, if any, says how fast distress rises by itself.
        engagement: the caregiver's engagement where the procedure prescribes it, else None.
        distance: where the infant is from the caregiver at the start; None keeps its place.
        cry_limit: seconds of hard crying in a row that end the episode early; 0 none.
    """

    name: str
    seconds: int
    caregiver: bool = True
    strain: str | None = None
    engagement: float | None = None
    distance: float | None = None
    cry_limit: int = 0


@dataclass(frozen=True)
class Film:
    """What was recorded of one procedure.

    Attributes:
        trace: records of shape (infants, seconds); rows after an infant's last second are empty.
        starts: first second of each episode, shape (infants, episodes).
        lengths: seconds of each episode, shape (infants, episodes).
    """

    trace: npt.NDArray[np.void]
    starts: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]

    def camera(self, field: str, episode: int) -> Floats:
        """One camera code of one episode, (infants, longest), NaN after an infant's last second."""
        if field not in CAMERA_FIELDS:
            raise KeyError(f"{field} cannot be seen by a camera; it records {CAMERA_FIELDS}")
        return self._cut(field, episode)

    def physiology(self, field: str, episode: int) -> Floats:
        """The same for what electrodes record."""
        if field not in PHYSIOLOGY_FIELDS:
            raise KeyError(
                f"{field} is not recorded by electrodes; they record {PHYSIOLOGY_FIELDS}"
            )
        return self._cut(field, episode)

    def mean(self, field: str, *episodes: int) -> Floats:
        """Mean of a camera code over all seconds of some episodes, (infants,)."""
        return self._mean([self.camera(field, episode) for episode in episodes])

    def mean_physiology(self, field: str, *episodes: int) -> Floats:
        """The same for what electrodes record."""
        return self._mean([self.physiology(field, episode) for episode in episodes])

    def _mean(self, parts: Sequence[Floats]) -> Floats:
        """Sums, second by second: they do not depend on who else was filmed or for how long."""
        total, count = np.zeros(len(self.trace)), np.zeros(len(self.trace))
        for values in parts:
            total += np.nancumsum(values, axis=1)[:, -1]
            count += np.isfinite(values).sum(axis=1)
        return total / count

    def _cut(self, field: str, episode: int) -> Floats:
        starts, lengths = self.starts[:, episode], self.lengths[:, episode]
        offsets = np.arange(int(lengths.max(initial=0)))
        inside = offsets < lengths[:, None]
        at = np.where(inside, starts[:, None] + offsets, 0)
        values = np.take_along_axis(self.trace[field], at, axis=1)
        return np.where(inside, values, np.nan)


@compiled
def arrive(rows, i, which, time, age, in_play, instruction, distress):
    """Both come to the laboratory: the day, availability, policy and state they bring."""
    infant, mechanism = rows.infants[i], rows.mechanisms[i]
    bond = rows.bonds[infant.first_bond + which]
    caregiver = rows.caregivers[bond.caregiver]
    days.grow(infant, mechanism, age)
    days.begin_day(caregiver, time)
    a, b, c, d = words(infant, which, EPISODE, time, 0)
    availability = days.available(infant, caregiver, which, time, in_play, uniform(a))
    bond.availability = instruction + (1.0 - instruction) * availability
    e, f, _, _ = words(infant, which, EPISODE, time, 1)
    learning.try_policy(infant, mechanism, 0.0, 0.0, uniform(b), uniform(c), uniform(d))
    days.meet(infant, bond)
    bond.attending = 1.0 if uniform(e) < bond.availability else 0.0
    infant.toward = 1.0 if uniform(f) < 0.5 else 0.0
    infant.need = 0.0
    infant.distress = distress


@compiled
def _film(
    rows,
    which,
    script,
    strains,
    in_play,
    instruction,
    distress,
    age,
    time,
    trace,
    starts,
    lengths,
):
    """script: (episodes, 5) seconds, caregiver, engagement, distance, cry limit."""
    draw = np.empty((CHANNELS, trace.shape[1]))
    scratch = np.empty((4, draw.shape[1]), np.uint32)
    for i in range(rows.infants.shape[0]):
        infant, mechanism = rows.infants[i], rows.mechanisms[i]
        bond = rows.bonds[infant.first_bond + which]
        caregiver = rows.caregivers[bond.caregiver]
        arrive(rows, i, which, time, age, in_play, instruction[i], distress)
        at = 0
        for k in range(script.shape[0]):
            count = int(script[k, 0])
            present = script[k, 1] == 1.0
            imposed = np.empty(0)
            if script[k, 2] == script[k, 2]:
                imposed = np.full(count, script[k, 2])
            if script[k, 3] == script[k, 3]:
                bond.distance = script[k, 3]
            left = k > 0 and script[k - 1, 1] == 0.0
            still = k > 0 and script[k - 1, 2] == script[k - 1, 2] and not imposed.size
            if present and (left or still):  # comes back and turns to the infant
                bond.engagement = 0.5
                bond.attending = 1.0
            starts[i, k] = at
            fill(draw, scratch, infant, which, time, starts[i, k], count)
            lengths[i, k] = seconds(
                infant,
                bond,
                caregiver,
                mechanism,
                draw,
                count,
                present,
                strains[i, k],
                imposed,
                int(script[k, 4]),
                trace[i],
                starts[i, k],
            )
            at += lengths[i, k]


def film(
    population: Population,
    script: tuple[Episode, ...],
    *,
    occasion: int,
    age: int,
    which: int = 0,
    in_play: bool = False,
    instructed: bool = False,
    distress: float = CALM,
) -> Film:
    """Film a script with copies of these infants and one of their caregivers.

    Args:
        population: the families; not changed.
        script: the episodes.
        occasion: which observation this is (`Occasion.at`); another has other random numbers.
        age: of the infants, in days.
        which: number of the caregiver.
        in_play: whether availability is that in play.
        instructed: whether the caregiver is told to respond to the infant.
        distress: with which the infant arrives.
    """
    n, settings = len(population), population.settings
    table = np.array(
        [
            (
                e.seconds,
                e.caregiver,
                math.nan if e.engagement is None else e.engagement,
                math.nan if e.distance is None else e.distance,
                e.cry_limit,
            )
            for e in script
        ],
        float,
    )
    strains = np.zeros((n, len(script)))
    for k, episode in enumerate(script):
        if episode.strain is not None:
            strains[:, k] = settings[episode.strain]
    instruction = settings["instruction"].copy() if instructed else np.zeros(n)
    trace = np.zeros((n, sum(e.seconds for e in script)), TRACE_DTYPE)
    starts = np.zeros((n, len(script)), np.int64)
    lengths = np.zeros_like(starts)
    _film(
        population.rows.copy(),
        which,
        table,
        strains,
        in_play,
        instruction,
        distress,
        age,
        FIRST + occasion,
        trace,
        starts,
        lengths,
    )
    return Film(trace, starts, lengths)


@compiled
def _film_days(rows, which, age, time, trace, width):
    """Everyday episodes with one caregiver, one after the other, until the film is full."""
    draw = np.empty((CHANNELS, width))
    scratch = np.empty((4, width), np.uint32)
    imposed = np.empty(0)
    for i in range(rows.infants.shape[0]):
        infant, mechanism = rows.infants[i], rows.mechanisms[i]
        bond = rows.bonds[infant.first_bond + which]
        caregiver = rows.caregivers[bond.caregiver]
        days.grow(infant, mechanism, age)
        days.begin_day(caregiver, time)
        at, episode = days.START, 0
        while at < trace.shape[1]:
            now = time + episode
            days.begin_episode(rows, i, which, now, age)
            count = min(mechanism.episode_seconds, trace.shape[1] - at)
            fill(draw, scratch, infant, which, now, days.START, count)
            at += seconds(
                infant, bond, caregiver, mechanism, draw, count, days.THERE, 0.0, imposed,
                days.NEVER, trace[i], at,
            )  # fmt: skip
            episode += 1


def film_everyday(
    population: Population, minutes: int, *, occasion: int, age: int, which: int = 0
) -> Film:
    """Film everyday life with one caregiver: play and distress as they come."""
    trace = np.zeros((len(population), minutes * 60), TRACE_DTYPE)
    width = int(population.mechanisms["episode_seconds"].max())
    _film_days(
        population.rows.copy(),
        which,
        age,
        FIRST + occasion,
        trace,
        width,
    )
    starts = np.zeros((len(population), 1), np.int64)
    return Film(trace, starts, np.full_like(starts, minutes * 60))

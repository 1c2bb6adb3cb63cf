"""Film a procedure: what a camera in the room records, second by second, and electrodes beside it.

A procedure is a script of episodes. It runs on copies of infants and bonds, at any age, and changes
nothing. Coders get the camera's part of the film only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from attune_sim.dyad import learning
from attune_sim.dyad.days import FEW
from attune_sim.dyad.episode import available, begin_episode, meet, worth_answering
from attune_sim.dyad.group import film_seconds, new_group
from attune_sim.dyad.interaction import clip, seconds
from attune_sim.dyad.morning import begin_day, grow, wake
from attune_sim.dyad.noise import CHANNELS, EPISODE, fill, trials, uniform, visit, words
from attune_sim.dyad.numba_cache import compiled
from attune_sim.dyad.occasions import FIRST
from attune_sim.dyad.state import CAMERA_FIELDS, PHYSIOLOGY_FIELDS, TRACE_DTYPE, Rows
from attune_sim.population import Population

Floats = npt.NDArray[np.float64]
MOST_AROUSED = 0.99  # distress beyond which arousal rises no more
STRANGE = ("separation_strain", "stranger_strain", "company_strain")
"""Strain of what is strange to a child, which depends on their age."""
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
        age: of the infants, in days.
    """

    trace: npt.NDArray[np.void]
    starts: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]
    age: int = 0

    def camera(self, field: str, episode: int) -> Floats:
        """One camera code of one episode, (infants, longest), NaN after an infant's last second."""
        if field not in CAMERA_FIELDS:
            raise KeyError(f"{field} cannot be seen by a camera; it records {CAMERA_FIELDS}")
        return self._cut(field, episode)

    def physiology(self, field: str, episode: int) -> Floats:
        """The same for what electrodes record; arousal follows distress and cannot saturate."""
        if field == "arousal":
            return np.asarray(-np.log1p(-np.minimum(self._cut("distress", episode), MOST_AROUSED)))
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
def all_wake(rows, which, time, age):
    """Let the day begin on which infants and one of their caregivers are seen.

    which: number of the caregiver. time: to which the day's random numbers belong (`occasions`).
    age: in days.
    """
    for i in range(rows.infants.size):
        infant, mechanism = rows.infants[i], rows.mechanisms[i]
        grow(infant, mechanism, age)
        wake(infant, mechanism, time)
        bond = rows.bonds[infant.first_bond + which]
        begin_day(rows.caregivers[bond.caregiver], mechanism, time)


@compiled
def all_arrive(rows, which, time, in_play, instruction, distress):
    """They come to the laboratory, on a day that `all_wake` began.

    Availability, policy and state are those they bring. in_play: whether availability is that in
    play. instruction: (infants,), share of what the caregiver's availability lacks that is made up
    because they are told to respond; 0 where they are not. distress: on arrival, in [0, 1], before
    that of a bad day is added.
    """
    for i in range(rows.infants.size):
        infant, mechanism = rows.infants[i], rows.mechanisms[i]
        bond = rows.bonds[infant.first_bond + which]
        caregiver = rows.caregivers[bond.caregiver]
        caregiver.undivided = 1.0  # other children stay at home
        a, b, c, d = words(infant, which, EPISODE, time, 0)
        first = trials(infant, which, time)
        availability = available(infant, caregiver, which, time, in_play, uniform(a), first)
        availability = worth_answering(availability, bond, caregiver)
        bond.availability = instruction[i] + (1.0 - instruction[i]) * availability
        e, f, _, _ = words(infant, which, EPISODE, time, 1)
        learning.try_policy(infant, bond, mechanism, 0.0, 0.0, uniform(b), uniform(c), uniform(d))
        meet(infant, bond)
        bond.attending = 1.0 if uniform(e) < bond.availability else 0.0
        infant.toward = 1.0 if uniform(f) < 0.5 else 0.0
        infant.need = 0.0
        strange = mechanism.arrival_distress * max(0.0, infant.strain_today)
        infant.distress = clip(distress + strange)


@compiled
def film_alone(
    rows, members, which, time, starts, count, present, strain, imposed, cry_limit, trace, at
):
    """The same as `film_seconds`, one family after the other."""
    draw, scratch = np.empty((CHANNELS, count)), np.empty((4, count), np.uint32)
    given = np.full(count if imposed == imposed else 0, imposed)
    ran = np.empty(members.size, np.int64)
    for k, i in enumerate(members):
        infant = rows.infants[i]
        bond = rows.bonds[infant.first_bond + which]
        fill(draw, scratch, infant, which, time, starts[k], count)
        ran[k] = seconds(
            infant, bond, rows.caregivers[bond.caregiver], rows.mechanisms[i], draw, count,
            present, strain[k], given, cry_limit, trace[i], at[k],
        )  # fmt: skip
    return ran


def _seconds(rows: Rows, members: npt.NDArray[np.int64], *others: Any) -> npt.NDArray[np.int64]:
    """Film some seconds in the quickest way: see `film_seconds`."""
    if members.size <= FEW:
        return np.asarray(film_alone(rows, members, *others))
    return np.asarray(film_seconds(new_group(), rows, members, *others))


@compiled
def _all_return(rows, which, time, episode):
    """The caregivers come back, or move again: attending or not, as at the start.

    episode: its index in the script, so that each return has random words of its own.
    """
    for i in range(rows.infants.size):
        infant = rows.infants[i]
        bond = rows.bonds[infant.first_bond + which]
        a, _, _, _ = words(infant, which, EPISODE, time, 1 + episode)
        bond.attending = 1.0 if uniform(a) < bond.availability else 0.0


def at_visit(population: Population, age: int) -> Rows:
    """Copies of the families' rows, with random numbers of their own for this age."""
    rows = population.rows.copy()
    for people in (rows.infants, rows.caregivers):
        visit(people, age)
    return rows


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
    rows, time = at_visit(population, age), FIRST + occasion
    bonds = rows.infants["first_bond"] + which
    everyone = np.arange(n)
    instruction = settings["instruction"].copy() if instructed else np.zeros(n)
    all_wake(rows, which, time, age)
    all_arrive(rows, which, time, in_play, instruction, distress)
    trace = np.zeros((n, sum(e.seconds for e in script)), TRACE_DTYPE)
    starts, lengths, at, calm = [], [], np.zeros(n, np.int64), np.zeros(n)
    spared = felt_strain(rows, bonds)
    for k, episode in enumerate(script):
        if episode.distance is not None:
            rows.bonds["distance"][bonds] = episode.distance
        if k and _comes_back(script[k - 1], episode):
            _all_return(rows, which, time, k)
        strain = settings[episode.strain].copy() if episode.strain else calm
        if episode.strain in STRANGE:
            strain *= spared
        imposed = math.nan if episode.engagement is None else episode.engagement
        ran = _seconds(
            rows, everyone, which, time, at, episode.seconds, episode.caregiver, strain, imposed,
            episode.cry_limit, trace, at,
        )  # fmt: skip
        starts.append(at)
        lengths.append(ran)
        at = at + ran
    return Film(trace, np.column_stack(starts), np.column_stack(lengths), age)


def felt_strain(rows: Rows, bonds: npt.NDArray[np.int64]) -> Floats:
    """How much of the strain of a strange room each infant feels, at their age.

    Who can hold in mind that relief will come is spared as much as they expect it.

    Args:
        rows: of the infants, on the day.
        bonds: rows of the bonds with the caregiver who is there, or is awaited.
    """
    infants = rows.infants
    expected = infants["foresight_now"] * rows.bonds["expected_relief"][bonds]
    return np.asarray(infants["wariness"] * (1.0 - expected))


def _comes_back(before: Episode, now: Episode) -> bool:
    """Whether the caregiver comes back, or moves again."""
    still = before.engagement is not None and now.engagement is None
    return now.caregiver and (not before.caregiver or still)


@compiled
def _all_begin(rows, members, which, time):
    """Let an everyday episode begin for these infants, with caregiver number `which`."""
    for i in members:
        begin_episode(rows, i, which, time)


def film_everyday(
    population: Population, minutes: int, *, occasion: int, age: int, which: int = 0
) -> Film:
    """Film everyday life with one caregiver: play and distress as they come, until it is full."""
    rows, time, n = at_visit(population, age), FIRST + occasion, len(population)
    trace = np.zeros((n, minutes * 60), TRACE_DTYPE)
    all_wake(rows, which, time, age)
    for length in np.unique(rows.mechanisms["episode_seconds"]):
        members = np.flatnonzero(rows.mechanisms["episode_seconds"] == length)
        start = np.zeros(members.size, np.int64)
        bonds = rows.infants["first_bond"][members] + which
        for episode, first in enumerate(range(0, trace.shape[1], int(length))):
            _all_begin(rows, members, which, time + episode)
            count = min(int(length), trace.shape[1] - first)
            _seconds(
                rows, members, which, time + episode, start, count, True,
                rows.bonds["strain"][bonds], math.nan, 0, trace, start + first,
            )  # fmt: skip
    starts = np.zeros((n, 1), np.int64)
    return Film(trace, starts, np.full_like(starts, minutes * 60), age)

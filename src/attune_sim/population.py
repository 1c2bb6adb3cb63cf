"""From a scenario to infants and their caregivers: rows of structured arrays."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from attune_sim import traits
from attune_sim.dyad import noise
from attune_sim.dyad.episode import USUAL_RELIEF
from attune_sim.dyad.numba_cache import compiled
from attune_sim.dyad.occasions import FIRST, ROOM, Occasion
from attune_sim.dyad.state import (
    BOND_DTYPE,
    CAREGIVER_DTYPE,
    INFANT_DTYPE,
    MECHANISM_DTYPE,
    SETTINGS_DTYPE,
    TURNING,
    Rows,
)
from attune_sim.parameters import CAREGIVER, MECHANISMS, OBSERVATION, PARAMETERS, TEMPERAMENT
from attune_sim.scenario import CARE, Distribution, Event, Scenario

Records = npt.NDArray[np.void]
Floats = npt.NDArray[np.float64]

# What an infant is born with (calibrated): it signals as it feels and hardly turns away, and it has
# no strong expectation yet.
AT_BIRTH = {
    "turning_away": 0.1,
    "usual_distress": 0.4,
    "usual_play_distress": 0.1,
    "no_turning_paid": 0.01,  # a bandit begins without
}
NO_EXPECTATION = {"expected_relief": 0.4, "relief_variance": 0.02}
PROTOTYPE = {
    "prototype_relief": "expected_relief",
    "prototype_variance": "relief_variance",
    "prototype_alarm": "expected_alarm",
}
"""What is expected of anyone, by column of an infant, and of a caregiver, by column of a bond."""


@dataclass(frozen=True)
class Happening:
    """An event in a population: whom it affects, and what it has changed so far.

    Attributes:
        event: what happens, and when.
        infants: rows of the infants whose families it befalls.
        caregivers: rows of the caregivers affected.
        late: days after the event's own on which it begins, of each of these infants.
        late_with: the same of each of these caregivers.
        moved: by how much it has moved each parameter it changes, of each of them; under CARE the
            shares of care, (infants, caregivers).
    """

    event: Event
    infants: npt.NDArray[np.int64]
    caregivers: npt.NDArray[np.int64]
    late: npt.NDArray[np.int64]
    late_with: npt.NDArray[np.int64]
    moved: dict[str, Floats]

    def copy(self, infants: int = 0, caregivers: int = 0) -> Happening:
        """A copy for a block in which this many rows come before its own."""
        return replace(
            self,
            infants=self.infants + infants,
            caregivers=self.caregivers + caregivers,
            moved={name: amount.copy() for name, amount in self.moved.items()},
        )


@dataclass(frozen=True)
class Population:
    """Families in a block: infants, their caregivers, and the settings of the study they are in.

    Attributes:
        infants: one row an infant.
        bonds: one row a bond; an infant's bonds lie together, from infants['first_bond'].
        caregivers: one row a caregiver; a bond points to theirs with bonds['caregiver'].
        mechanisms: one row an infant: the constants of the mechanisms.
        settings: one row an infant: parameters of observation, which the dyad does not know.
        happenings: events that befall some of them, in the scenario's order.
    """

    infants: Records
    bonds: Records
    caregivers: Records
    mechanisms: Records
    settings: Records
    happenings: tuple[Happening, ...] = ()

    def __len__(self) -> int:
        """How many infants."""
        return len(self.infants)

    @property
    def rows(self) -> Rows:
        """The arrays that the engine lives on, not copied."""
        return Rows(self.infants, self.bonds, self.caregivers, self.mechanisms)

    def copy(self) -> Population:
        """A copy that lives on its own."""
        happenings = tuple(happening.copy() for happening in self.happenings)
        return Population(*self.rows.copy(), self.settings.copy(), happenings)

    def values(self, name: str, caregiver: int = 0) -> npt.NDArray[Any]:
        """Each infant's value of a parameter, of the caregiver of this number where it is theirs.

        A copy; set values through the arrays.
        """
        if name in CAREGIVER:
            return np.asarray(self.caregivers[self.caregiver_rows(caregiver)][name])
        for rows in (self.infants, self.mechanisms, self.settings):
            if name in (rows.dtype.names or ()):
                return rows[name].copy()
        raise KeyError(name)

    def with_settings(self, **values: npt.ArrayLike) -> Population:
        """The same families in a study with other settings: numbers, or one for each infant."""
        settings = self.settings.copy()
        for name, value in values.items():
            settings[name] = value
        return replace(self, settings=settings)

    def parts(self, size: int) -> Iterator[Population]:
        """The population in parts of at most `size` infants, because films need memory."""
        for first in range(0, len(self), size):
            yield self.only(np.arange(first, min(first + size, len(self))))

    def having(self, caregiver: int) -> Population:
        """Those of the population that have a caregiver of this number; itself if all have."""
        has = self.infants["bonds"] > caregiver
        return self if has.all() else self.only(np.flatnonzero(has))

    def only(self, rows: npt.NDArray[np.int64]) -> Population:
        """A copy of some infants with their caregivers, as they are: nothing happens to it later.

        Args:
            rows: of the infants, in the order wanted.
        """
        infants = self.infants[rows]
        counts = infants["bonds"].astype(np.int64)
        firsts = np.cumsum(counts) - counts
        within = np.arange(counts.sum()) - np.repeat(firsts, counts)
        bonds = self.bonds[np.repeat(infants["first_bond"], counts) + within]
        infants["first_bond"] = firsts
        people, bonds["caregiver"] = np.unique(bonds["caregiver"], return_inverse=True)
        return Population(
            infants, bonds, self.caregivers[people], self.mechanisms[rows], self.settings[rows]
        )

    def bond_rows(self, caregiver: int = 0) -> npt.NDArray[np.int64]:
        """Rows of the bonds with each infant's caregiver of this number."""
        return self.infants["first_bond"] + caregiver

    def caregiver_rows(self, caregiver: int = 0) -> npt.NDArray[np.int64]:
        """Rows of each infant's caregiver of this number."""
        rows: npt.NDArray[np.int64] = self.bonds["caregiver"][self.bond_rows(caregiver)]
        return rows


def populate(
    scenario: Scenario, *, seed: int | None = None, numbers: Sequence[int] | range | None = None
) -> Population:
    """The newborn infants of a scenario and their caregivers.

    Args:
        scenario: what is simulated.
        seed: of the replication; the scenario's if None.
        numbers: which infants; all if None. Random numbers depend on an infant's number, not on
            who else is there.
    """
    numbers = range(scenario.infants) if numbers is None else numbers
    n, k = len(numbers), len(scenario.caregivers)
    infants = np.zeros(n, INFANT_DTYPE)
    bonds = np.zeros(n * k, BOND_DTYPE)
    caregivers = np.zeros(n * k, CAREGIVER_DTYPE)
    mechanisms = np.zeros(n, MECHANISM_DTYPE)
    settings = np.zeros(n, SETTINGS_DTYPE)
    infants["number"] = numbers
    infants["bonds"] = k
    infants["first_bond"] = np.arange(n) * k
    bonds["caregiver"] = np.arange(n * k)
    caregivers["number"] = np.repeat(infants["number"], k)
    caregivers["which"] = np.tile(np.arange(k), n)
    for people in (infants, caregivers):
        people["key_low"], people["key_high"] = noise.key(scenario.seed if seed is None else seed)
    scores = traits.scores(scenario, infants)
    for rows, names in ((infants, TEMPERAMENT), (mechanisms, MECHANISMS), (settings, OBSERVATION)):
        for name in names:
            rows[name] = traits.values(name, scenario.value(name), scores[0].get(name))
    for c, spec in enumerate(scenario.caregivers):
        own = slice(c, None, k)
        bonds["share"][own] = spec.share
        for name in CAREGIVER:
            drawn = scores[c].get(scenario.follows(name, c) or name)
            caregivers[name][own] = traits.values(name, scenario.value(name, c), drawn)
    _draw_phases(scenario, infants, caregivers)
    newborn = Population(infants, bonds, caregivers, mechanisms, settings)
    _be_born(newborn)
    happenings = (_happening(scenario, newborn, number) for number in range(len(scenario.events)))
    return replace(newborn, happenings=tuple(happenings))


def _draw_phases(scenario: Scenario, infants: Records, caregivers: Records) -> None:
    """How much the traits that turn differ in the other phase of each caregiver's life."""
    k = len(scenario.caregivers)
    if not any(scenario.value("phase_changes", c) for c in range(k)):
        return
    scores = traits.scores(scenario, infants, draw=1)
    for c in range(k):
        own = slice(c, None, k)
        for name in TURNING:
            drawn = scores[c].get(scenario.follows(name, c) or name)
            other = traits.values(name, scenario.value(name, c), drawn)
            caregivers[f"{name}_turn"][own] = other - caregivers[name][own]


def _be_born(newborn: Population) -> None:
    for name, value in AT_BIRTH.items():
        newborn.infants[name] = value
    for name, value in NO_EXPECTATION.items():
        newborn.bonds[name] = value
    newborn.bonds["relief_seen"] = USUAL_RELIEF
    newborn.infants["self_regulation"] = newborn.mechanisms["self_regulation_start"]
    for name, of_bond in PROTOTYPE.items():
        newborn.infants[name] = NO_EXPECTATION.get(of_bond, 0.0)
    newborn.infants["reactivity_today"] = newborn.infants["reactivity"]
    newborn.infants["clarity"] = newborn.infants["signal_clarity"]
    for name in ("wariness", "closeness", "plasticity"):
        newborn.infants[name] = 1.0
    newborn.caregivers["undivided"] = 1.0
    newborn.caregivers["low_mood_now"] = newborn.caregivers["low_mood"]
    as_today(newborn)


def as_today(newborn: Population) -> None:
    """Let caregivers' traits of the day be their traits, before any day has begun."""
    for name in ("responsiveness", "repair_rate", *TURNING):
        newborn.caregivers[f"{name}_today"] = newborn.caregivers[name]


def join(populations: Sequence[Population]) -> Population:
    """One block of several populations, for instance of many short runs."""
    blocks = zip(*((*p.rows, p.settings) for p in populations), strict=True)
    infants, bonds, caregivers, mechanisms, settings = map(np.concatenate, blocks)
    whole = Population(infants, bonds, caregivers, mechanisms, settings)
    infant = bond = person = 0
    happenings: list[Happening] = []
    for p in populations:
        happenings += (happening.copy(infant, person) for happening in p.happenings)
        whole.infants["first_bond"][infant : infant + len(p)] += bond
        whole.bonds["caregiver"][bond : bond + len(p.bonds)] += person
        infant, bond, person = (
            infant + len(p),
            bond + len(p.bonds),
            person + len(p.caregivers),
        )
    return replace(whole, happenings=tuple(happenings))


def settled(scenario: Scenario, number: int = 0) -> Scenario:
    """A scenario whose infants and caregivers all have the traits drawn for one infant of this one.

    They differ only in their random numbers; the infant of this number is the same in both.
    """
    one = populate(scenario, numbers=[number])

    def drawn(values: Mapping[str, float | Distribution], row: Any) -> dict[str, Any]:
        return {
            name: row[name].item() if isinstance(value, Distribution) else value
            for name, value in values.items()
        }

    common = {n: v for n, v in scenario.parameters.items() if n in CAREGIVER}
    caregivers = [
        replace(spec, parameters=drawn({**common, **spec.parameters}, person))
        for spec, person in zip(scenario.caregivers, one.caregivers, strict=True)
    ]
    fixed: dict[str, Any] = {}
    for names, row in (
        (TEMPERAMENT, one.infants[0]),
        (MECHANISMS, one.mechanisms[0]),
        (OBSERVATION, one.settings[0]),
    ):
        fixed |= drawn({n: v for n, v in scenario.parameters.items() if n in names}, row)
    return replace(scenario, parameters=fixed, caregivers=tuple(caregivers), correlations=())


# --- events ---------------------------------------------------------------------------------------


@compiled
def _event_scores(infants, time, out):
    for i in range(infants.shape[0]):
        noise.normals(infants[i], 0, noise.RATING, time, out[i])


def befallen(
    events: Sequence[Event], number: int, infants: Records
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Whom the event of this number befalls, drawn by its share, and how many days late.

    By its title, so that it befalls the same whatever other events there are.
    """
    from scipy.special import ndtr

    event = events[number]
    same = sum(one.title == event.title for one in events[:number])
    place = (zlib.crc32(event.title.encode()) + same) % ROOM
    scores = np.empty((len(infants), 2))
    _event_scores(infants, FIRST + Occasion.EVENT.at(place), scores)
    hit, when = ndtr(scores).T
    span = 0 if event.latest is None else event.latest - event.day
    return hit < event.share, np.floor(when * (span + 1)).astype(np.int64)


def _happening(scenario: Scenario, newborn: Population, number: int) -> Happening:
    """The event of this number in the families that it befalls."""
    event = _in_full(scenario, scenario.events[number])
    hit, late = befallen(scenario.events, number, newborn.infants)
    names = [spec.name for spec in scenario.caregivers]
    befalls = np.array([not event.whom or name in event.whom for name in names])
    # A newborn's caregivers are nobody else's, and have the rows of their bonds.
    owner = np.repeat(np.arange(len(newborn)), newborn.infants["bonds"])
    caregivers = np.flatnonzero(hit[owner] & befalls[newborn.caregivers["which"]])
    infants = np.flatnonzero(hit)
    moved = {
        name: np.zeros(len(caregivers) if name in CAREGIVER else len(infants))
        for name in event.names
    }
    if event.care:
        moved[CARE] = np.zeros((len(infants), len(event.care)))
    return Happening(event, infants, caregivers, late[infants], late[owner[caregivers]], moved)


def _in_full(scenario: Scenario, event: Event) -> Event:
    """The event with what it does to parameters that are equal to another one unless set.

    Shares of care are in the order of the caregivers.
    """
    changes = {key: dict(table) for key, table in event.changes.items()}
    for name, spec in PARAMETERS.items():
        set_apart = name in event.names or any(
            scenario.follows(name, c) is None for c in range(len(scenario.caregivers))
        )
        for change in changes.values():
            if not set_apart and spec.default_from in change:
                change[name] = change[spec.default_from]
    care = {spec.name: event.care[spec.name] for spec in scenario.caregivers if event.care}
    return replace(
        event, add=changes["add"], multiply=changes["multiply"], set=changes["set"], care=care
    )

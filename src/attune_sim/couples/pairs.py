"""Couples as rows: two grown children each, with what they learnt and the care they give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from attune_sim.couples.scenario import CoupleScenario, Partner, raised_in
from attune_sim.dyad.couple import Together
from attune_sim.dyad.state import BOND_DTYPE, CAREGIVER_DTYPE, INFANT_DTYPE
from attune_sim.errors import InputError, shown
from attune_sim.life.course import Progress, live
from attune_sim.life.generation import born_to, seed_of
from attune_sim.parameters import CAREGIVER
from attune_sim.population import PROTOTYPE, Happening, Population, befallen, populate
from attune_sim.scenario import MOST_DAYS, load

GROWN = 730
"""Age in days to which each partner's childhood is simulated."""
ADULT = 25 * 365
"""Age in days on the first day together."""
SLOWED = (
    *("learning_rate", "baseline_rate", "expectation_rate", "prototype_rate", "prototype_pull"),
    *("self_regulation_growth", "self_regulation_loss"),
)
"""Paces of learning that an adult has a share of."""
AMONG = "mixed-population"
"""The scenario whose caregivers say how adults' care differs."""

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Couples:
    """Couples in a block; adults 2i and 2i + 1 are a couple.

    Attributes:
        people: the adults as rows, see `attune_sim.dyad.couple`, with what happens to them.
        together: what a couple adds.
        quality: (adults,), what each has come to feel about the couple: relief less distress.
        parted: (couples,), the day on which they parted, counted from the first; -1 not yet.
    """

    people: Population
    together: Together
    quality: Floats
    parted: Numbers

    def __len__(self) -> int:
        """How many couples, also those that have parted."""
        return len(self.parted)

    @property
    def numbers(self) -> Numbers:
        """The couples' numbers."""
        return self.people.infants["number"][::2].astype(np.int64)

    def firsts(self) -> Numbers:
        """Rows of the first adults of those who are together."""
        return 2 * np.flatnonzero(self.parted < 0)

    def copy(self) -> Couples:
        """A copy that lives on its own."""
        return replace(
            self,
            people=self.people.copy(),
            quality=self.quality.copy(),
            parted=self.parted.copy(),
        )


def days_of(days: Iterable[object], name: str = "stops") -> set[int]:
    """Days together, each once.

    Raises:
        InputError: one of them is not; it is called by this name.
    """
    found = set()
    for day in days:
        whole = isinstance(day, int | np.integer) and not isinstance(day, bool)
        if not (whole and 0 <= day <= MOST_DAYS):  # type: ignore[operator]
            raise InputError(f"{name} = {shown(day)} is not a day together from 0 to {MOST_DAYS}")
        found.add(int(day))  # type: ignore[call-overload]
    return found


def form(
    scenario: CoupleScenario,
    numbers: Sequence[int] | range | None = None,
    *,
    threads: int = 1,
    progress: Progress | None = None,
    weight: float = 1.0,
) -> Couples:
    """The couples of a scenario on their first day: both childhoods are lived for it.

    Args:
        scenario: of couples.
        numbers: which couples; all if None. Random numbers depend on a couple's number, not on who
            else is there.
        threads: changes no number.
        progress: who is told.
        weight: of this work in the whole that is reported.

    Raises:
        Cancelled: if progress.cancelled says so.
        InputError: there is nobody.
    """
    numbers = range(scenario.couples) if numbers is None else numbers
    if not len(numbers):
        raise InputError("numbers is empty; at least one couple is needed")
    _check_days(scenario)
    grown, care = [], []
    for side, partner in enumerate(scenario.partners):
        children = populate(
            raised_in(partner.raised), seed=seed_of(scenario.seed, 1 + side), numbers=numbers
        )
        live(children, GROWN, threads=threads, progress=progress, weight=weight / 2)
        grown.append(children)
        care.append(_care(scenario, partner, children, seed_of(scenario.seed, 3 + side)))
    people = _adults(scenario, grown, care)
    return Couples(
        people=_with_events(scenario, people),
        together=Together(*(scenario.value(name) for name in Together._fields)),
        quality=people.infants["prototype_relief"].copy(),
        parted=np.full(len(numbers), -1, np.int64),
    )


def _check_days(scenario: CoupleScenario) -> None:
    """Refuse partners whose days are not alike: they could not live them together."""
    first, second = (partner.raised for partner in scenario.partners)
    for name in ("episode_seconds", "episodes_per_day"):
        one, other = (raised_in(raised).value(name) for raised in (first, second))
        if one != other:
            raise InputError(
                f"partners: {name} is {one} in {first} and {other} in {second}; give both"
                " scenarios the same, because the partners live the same days"
            )


def _care(scenario: CoupleScenario, partner: Partner, grown: Population, seed: int) -> Any:
    """How each of these grown children answers a partner: rows of caregivers."""
    mirrors = grown.copy()
    mirrors.mechanisms["mirroring"] = scenario.value("mirroring")
    adults = load(AMONG).with_(**partner.parameters)
    born = born_to(mirrors, adults, seed=seed)
    return born.caregivers[born.caregiver_rows()]


def _adults(scenario: CoupleScenario, grown: list[Population], care: list[Any]) -> Population:
    """Both partners' rows in turn: what they learnt of anyone, and nothing yet of each other."""
    n = 2 * len(grown[0])
    infants, bonds = np.zeros(n, INFANT_DTYPE), np.zeros(n, BOND_DTYPE)
    caregivers = np.zeros(n, CAREGIVER_DTYPE)
    mechanisms = np.zeros(n, grown[0].mechanisms.dtype)
    settings = np.zeros(n, grown[0].settings.dtype)
    for side, children in enumerate(grown):
        own = slice(side, None, 2)
        infants[own], mechanisms[own] = children.infants, children.mechanisms
        caregivers[own], settings[own] = care[side], children.settings
    infants["bonds"], infants["first_bond"] = 1, np.arange(n)
    bonds["caregiver"], bonds["share"] = np.arange(n) ^ 1, 1.0
    for name, of_bond in PROTOTYPE.items():
        bonds[of_bond] = infants[name]
    for name in SLOWED:
        mechanisms[name] *= scenario.value("adult_learning")
    mechanisms["family_life"] = 1
    mechanisms["strangeness"] = 0.0  # partners have met before
    mechanisms["flooding"] = scenario.value("flooding")
    mechanisms["distress_share"] = scenario.value("needs")
    mechanisms["growth"] = 0  # they are grown
    return Population(infants, bonds, caregivers, mechanisms, settings)


def _with_events(scenario: CoupleScenario, people: Population) -> Population:
    happenings = []
    for number, event in enumerate(scenario.events):
        hit, late = befallen(scenario.events, number, people.infants[::2])
        couples = np.flatnonzero(hit)
        adults = np.sort(np.concatenate([2 * couples, 2 * couples + 1]))
        names = [partner.name for partner in scenario.partners]
        affected = np.array([not event.whom or name in event.whom for name in names])
        caregivers = adults[affected[adults % 2]]
        moved = {
            name: np.zeros(len(caregivers) if name in CAREGIVER else len(adults))
            for name in event.names
        }
        happenings.append(
            Happening(event, adults, caregivers, late[adults // 2], late[caregivers // 2], moved)
        )
    return replace(people, happenings=tuple(happenings))

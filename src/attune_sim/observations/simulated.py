"""Simulated families, filmed in play and coded by the rule of a mapping, gaps included.

A coder sees engagement with the model's error of coding and writes the nearest code of the
mapping; on a scale, the nearest whole point. Units and rule are the mapping's. What could not be
coded in a real film is taken for not coded in the simulated ones too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from attune_sim.codes import Floats
from attune_sim.dyad.occasions import Occasion
from attune_sim.errors import InputError
from attune_sim.life.course import Progress
from attune_sim.observations.mapping import Mapping, Person
from attune_sim.observations.units import in_units
from attune_sim.procedures.camera import Episode, film
from attune_sim.procedures.free_play import coded_play
from attune_sim.run import lives, parts
from attune_sim.scenario import Scenario

LONGEST_S = 1800
"""Seconds of a film that is laid beside simulated ones."""
TOGETHER = 128  # families filmed at once, because films need memory


class Seen(NamedTuple):
    """What a coder sees of simulated families in play.

    Attributes:
        infant: engagement second by second, with the coder's error, (families, seconds).
        caregiver: the same.
        traits: by name, as drawn at birth, (families,).
    """

    infant: Floats
    caregiver: Floats
    traits: dict[str, Floats]


def check(mapping: Mapping, units: int) -> None:
    """Refuse what simulated films cannot be coded by.

    Args:
        mapping: its rules.
        units: of the longest film.

    Raises:
        InputError: that says why.
    """
    if mapping.categories():
        raise InputError(
            "the mapping has categories, and the model knows engagement as a number only; give"
            " codes numbers from 0 to 1"
        )
    if mapping.unit < 1.0:
        raise InputError(
            f"unit = {mapping.unit:g}: the model knows whole seconds, so a unit has to be at least"
            " 1 s; give --unit 1"
        )
    if units * mapping.unit > LONGEST_S:
        raise InputError(
            f"a film of {units * mapping.unit:,.0f} s is too long: play is simulated for at most"
            f" {LONGEST_S:,} s; choose a part of it in the mapping, as window = [0, {LONGEST_S}]"
        )


def seen(
    scenario: Scenario,
    seconds: int,
    *,
    traits: Sequence[str] = (),
    threads: int = 1,
    progress: Progress | None = None,
    weight: float = 1.0,
) -> Seen:
    """Families of a scenario on their last day, in play with their first caregiver.

    Args:
        scenario: who, how many and how old.
        seconds: of play.
        traits: that are wanted beside.
        threads: changes no number.
        progress: who is told.
        weight: of this work in the whole that is reported.
    """
    infants: list[Floats] = []
    caregivers: list[Floats] = []
    drawn: dict[str, list[Floats]] = {name: [] for name in traits}
    for numbers in parts(scenario):
        population, days = lives(
            scenario, [scenario.days], numbers=numbers, threads=threads, progress=progress,
            weight=weight * len(numbers) / scenario.infants,
        )  # fmt: skip
        for name in traits:
            drawn[name].append(population.values(name).astype(np.float64))
        for _ in days:
            pass
        luck = np.random.default_rng([scenario.seed, numbers.start])
        for part in population.parts(TOGETHER):
            record = film(
                part, (Episode("play", seconds),), occasion=Occasion.FREE_PLAY.at(),
                age=scenario.days, in_play=True,
            )  # fmt: skip
            noise = luck.standard_normal((len(part), 2 * seconds))
            for kept, values in zip(
                (infants, caregivers), coded_play(record, part, 0, noise), strict=True
            ):
                kept.append(values)
    return Seen(
        np.concatenate(infants),
        np.concatenate(caregivers),
        {name: np.concatenate(values) for name, values in drawn.items()},
    )


def coded(whole: Seen, mapping: Mapping, real: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Both people's values unit by unit, (families, units), as the real film was coded.

    Args:
        whole: at least as long as the real film.
        mapping: its rules.
        real: the infant's and the caregiver's values of the real film, whose gaps are kept.
    """
    infant, caregiver = (
        np.where(np.isnan(own), np.nan, in_units(_nearest(values, person), mapping, len(own)))
        for values, person, own in zip(
            whole[:2], (mapping.infant, mapping.caregiver), real, strict=True
        )
    )
    return infant, caregiver


def levels(person: Person) -> Floats:
    """The values that a coder may write, from the lowest; empty if any number will do."""
    found = {float(m) for m in person.meanings() if not isinstance(m, str)}
    if person.scale is not None:
        low, high = person.scale
        if not (float(low).is_integer() and float(high).is_integer()):
            return np.empty(0)
        found |= {k / (high - low) for k in range(int(high - low) + 1)}
    return np.array(sorted(found))


def _nearest(values: Floats, person: Person) -> Floats:
    known = levels(person)
    if not len(known):
        return values
    between = (known[1:] + known[:-1]) / 2
    return known[np.searchsorted(between, values)]

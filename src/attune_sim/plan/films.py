"""Families filmed and coded as a study would do it, under every design at once.

The longest film is cut for shorter ones, and visits and coders are drawn once for the design with
most of them, so that designs differ by nothing but what they do more or less of.
"""

from __future__ import annotations

import itertools
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from attune_sim.codes import Floats
from attune_sim.dyad.occasions import Occasion
from attune_sim.errors import InputError
from attune_sim.life.course import Progress
from attune_sim.outcomes import HOME, PATTERNS, PLAY, SSP
from attune_sim.plan.designs import MOST_VISITS, Design, occasions, usual_minutes
from attune_sim.plan.question import Column, Question
from attune_sim.population import Population
from attune_sim.procedures import PROCEDURES
from attune_sim.procedures.camera import Episode, Film, film
from attune_sim.run import lives, parts
from attune_sim.scenario import Scenario

LEAST = 2
"""Visits and coders that are simulated at least, to tell their parts of the variance apart."""
SECOND_CODER = 100
"""Repetition whose errors of coding are those of a second coder of the first visit."""
TOGETHER = 128  # families filmed at once: a film of four hours is large
GROUP_SEED = 7_919  # between the seeds of two groups: they share no random numbers


@dataclass(frozen=True, slots=True)
class Scores:
    """What was measured of one group.

    Attributes:
        coded: by column and minutes of film, (families, visits, coders), NaN where undefined;
            of a trait, or a measure outside the design, (families, 1, 1), whatever the minutes.
    """

    coded: Mapping[tuple[Column, int], Floats]

    def values(self, column: Column, design: Design) -> Floats:
        """Each family's scores under a design: means over visits and coders, (blocks, families).

        Where more visits and coders were simulated than the design has, it could have been carried
        out with these or with those: each is a block.
        """
        each = self.coded[column, design.minutes]
        families, visits, coders = each.shape
        v, c = min(design.visits, visits), min(design.coders, coders)
        whole = each[:, : visits // v * v, : coders // c * c]
        parts = whole.reshape(families, visits // v, v, coders // c, c)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of families without a score
            mean = np.nanmean(parts, axis=(2, 4))
        return np.asarray(mean.reshape(families, -1).T, np.float64)


def scored(
    question: Question,
    designs: Sequence[Design],
    *,
    reliability: float = 1.0,
    threads: int = 1,
    progress: Progress | None = None,
) -> list[Scores]:
    """Simulate each group of a question, film it and code it.

    Args:
        question: of it, the groups have as many families as their scenario has infants.
        designs: under which.
        reliability: share of true variance in a trait as a questionnaire tells it.
        threads: changes no number.
        progress: who is told.
    """
    return [
        _group(
            replace(group, seed=group.seed + GROUP_SEED * k), question, designs, reliability,
            threads, progress, 1.0 / len(question.groups),
        )
        for k, group in enumerate(question.groups)
    ]  # fmt: skip


def _group(
    scenario: Scenario,
    question: Question,
    designs: Sequence[Design],
    reliability: float,
    threads: int,
    progress: Progress | None,
    weight: float,
) -> Scores:
    wanted = occasions(question)
    found: dict[tuple[Column, int], list[Floats]] = {}
    for numbers in parts(scenario):
        population, days = lives(
            scenario.with_(days=max(column.age for column in wanted)),
            {column.age for column in wanted},
            numbers=numbers,
            threads=threads,
            progress=progress,
            weight=weight * len(numbers) / scenario.infants,
        )
        for column in question.columns:
            if not column.procedure:
                values = _as_told(column, population, scenario, numbers, reliability)
                for minutes in {design.minutes for design in designs}:
                    found.setdefault((column, minutes), []).append(values[:, None, None])
        for day in days:
            for occasion in wanted:
                if occasion.age == day:
                    _visit(question, occasion, population, designs, found)
    return Scores({key: np.concatenate(values) for key, values in found.items()})


def _as_told(
    column: Column, born: Population, scenario: Scenario, numbers: range, reliability: float
) -> Floats:
    """A trait with as much error as leaves this share of the variance true.

    Raises:
        InputError: it does not vary.
    """
    values = born.values(column.name).astype(np.float64)
    if len(values) > 1 and not np.ptp(values):
        raise InputError(
            f"{column} is the same in all families of {scenario.name}, so nothing can go with it;"
            " choose a --scenario in which it varies"
        )
    luck = np.random.default_rng(
        [scenario.seed, numbers.start, zlib.crc32(column.name.encode())]
    ).standard_normal(len(values))
    return values + luck * np.sqrt((1 - reliability) / reliability) * values.std()


def _visit(
    question: Question,
    occasion: Column,
    population: Population,
    designs: Sequence[Design],
    found: dict[tuple[Column, int], list[Floats]],
) -> None:
    """Film these families at one age, and add the scores of all measures of these films."""
    varies = occasion.procedure == question.procedure
    visits = max(LEAST, *(design.visits for design in designs)) if varies else 1
    coders = max(LEAST, *(design.coders for design in designs)) if varies else 1
    lengths = sorted({design.minutes for design in designs})
    filmed = lengths if varies else [usual_minutes(occasion.procedure)]
    columns = [
        column
        for column in question.columns
        if (column.procedure, column.age) == (occasion.procedure, occasion.age)
    ]
    coded = {
        (column, minutes): np.full((len(population), visits, coders), np.nan)
        for column in columns
        for minutes in filmed
    }
    # Random numbers of a visit belong to its number, not to the age: each age has its own numbers.
    ages = sorted({column.age for column in question.columns if column.procedure})
    before = MOST_VISITS * ages.index(occasion.age)
    first = 0
    for part in population.parts(TOGETHER):
        rows = slice(first, first + len(part))
        first += len(part)
        for visit in range(visits):
            whole = _film(part, occasion, max(filmed), before + visit)
            for minutes, coder in itertools.product(filmed, range(coders)):
                codes = _codes(whole, part, occasion.procedure, minutes, before + visit, coder)
                for column in columns:
                    coded[column, minutes][rows, visit, coder] = codes[column.name]
    for column in columns:
        for minutes in lengths:
            values = coded[column, minutes if varies else filmed[0]]
            found.setdefault((column, minutes), []).append(values)


def _film(population: Population, occasion: Column, minutes: int, visit: int) -> Film:
    if occasion.procedure == PLAY:
        return film(
            population,
            (Episode("play", 60 * minutes),),
            occasion=Occasion.FREE_PLAY.at(visit),
            age=occasion.age,
            in_play=True,
        )
    if occasion.procedure == HOME:
        population = population.with_settings(home_minutes=minutes)
    return PROCEDURES[occasion.procedure].record(population, age=occasion.age, repetition=visit)


def _codes(
    whole: Film, population: Population, procedure: str, minutes: int, visit: int, coder: int
) -> dict[str, Floats]:
    """What one coder makes of the first minutes of a film."""
    more: dict[str, Any] = {"repetition": visit + SECOND_CODER * coder}
    if procedure == PLAY:
        seconds = 60 * minutes
        whole = replace(
            whole, trace=whole.trace[:, :seconds], lengths=np.minimum(whole.lengths, seconds)
        )
    elif procedure == HOME:
        population = population.with_settings(home_minutes=minutes)
    elif procedure == SSP:
        more = {"repetition": visit, "coder": coder}
    codes = dict(PROCEDURES[procedure].code(whole, population, **more))
    return codes | dict(_derived(codes))


def _derived(codes: Mapping[str, Floats]) -> Iterator[tuple[str, Floats]]:
    """Outcomes that follow from codes."""
    if "attuned_share" in codes:
        excess = codes["attuned_share"] - codes["attuned_share_surrogate"]
        yield "attuned_share_above_chance", excess
    if "pattern" in codes:
        for k, pattern in enumerate(PATTERNS):
            yield f"patterns_{pattern}", (codes["pattern"] == k).astype(np.float64)

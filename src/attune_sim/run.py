"""From a scenario to one row of outcomes: what command line, sweeps, evidence and dashboard call.

table = infants(scenario)        # a row per infant and caregiver
row = summarise(table)           # one row of means and shares
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from attune_sim import memory, series
from attune_sim.errors import InputError
from attune_sim.life.course import Progress, live_through
from attune_sim.measurement import CHUNK, observe
from attune_sim.numbers import size
from attune_sim.outcomes import OUTCOMES, chosen
from attune_sim.population import Population, populate
from attune_sim.provenance import provenance
from attune_sim.scenario import LARGEST_SEED, Scenario

ROW_BYTES = 600  # of the table per infant and caregiver, with what pandas needs


def check_memory(scenario: Scenario) -> None:
    """Refuse a run whose table would not fit into memory."""
    need = scenario.infants * len(scenario.caregivers) * ROW_BYTES
    free = memory.available()
    if need > 0.8 * free:
        raise InputError(
            f"infants = {scenario.infants} needs about {size(need)}, and"
            f" {size(free)} are free; use fewer infants, or a sweep with replications"
        )


def check_model(scenario: Scenario) -> None:
    """Refuse a scenario whose model cannot be used, before any work starts.

    Raises:
        InputError: no such file or class, or one that cannot be run.
    """
    if scenario.model:
        _own_model(scenario.model)


def _own_model(named: str) -> Any:
    # Here, because Mesa takes a second to import.
    from attune_sim.mesa_model.classes import model_class

    return model_class(named)


def provenance_of(scenario: Scenario, **also: Any) -> dict[str, Any]:
    """Where a run comes from: version, seed, packages, and a hash of what was asked.

    Args:
        scenario: what is simulated.
        also: what else was asked, in plain types.
    """
    return provenance({**scenario.identity(), **also}, scenario.seed)


def parts(scenario: Scenario) -> Iterator[range]:
    """Numbers of the infants who live at once: parts of CHUNK, or all where a model holds them."""
    whole = scenario.infants
    size = whole if scenario.model else CHUNK  # agents may have to do with each other
    for first in range(0, whole, size):
        yield range(first, min(first + size, whole))


def lives(
    scenario: Scenario,
    stops: Iterable[int],
    *,
    seed: int | None = None,
    numbers: range | None = None,
    threads: int = 1,
    progress: Progress | None = None,
    weight: float = 1.0,
) -> tuple[Population, Iterator[int]]:
    """Families of a scenario, and the days (ages) at which their life stops to be looked at.

    The families live on when the next day is asked for. Where the scenario names a model, they live
    by its agents.

    Args:
        scenario: who lives, and what happens to them.
        stops: days, in any order.
        seed: of the replication; the scenario's if None.
        numbers: which infants; all if None. With a model, a part that does not begin with 0 has
            random numbers of its own.
        threads: changes no number.
        progress: who is told.
        weight: of this work in the whole that is reported.

    Raises:
        InputError: the scenario's model cannot be used.
        Cancelled: while living, if progress.cancelled says so.
    """
    numbers = range(scenario.infants) if numbers is None else numbers
    seed = scenario.seed if seed is None else seed
    if not scenario.model:
        population = populate(scenario, seed=seed, numbers=numbers)
        return population, live_through(
            population, stops, threads=threads, progress=progress, weight=weight
        )
    model = _own_model(scenario.model)(
        scenario, infants=len(numbers), rng=(seed + numbers.start) & LARGEST_SEED
    )
    model.threads = threads
    return model.population, model.live_through(stops, progress=progress, weight=weight)


def grown(
    scenario: Scenario,
    *,
    numbers: range | None = None,
    threads: int = 1,
    progress: Progress | None = None,
    weight: float = 1.0,
) -> Population:
    """Families of a scenario at its last day.

    Args:
        scenario: who lives, how long, and what happens to them.
        numbers: as for `lives`.
        threads: as for `lives`.
        progress: as for `lives`.
        weight: as for `lives`.
    """
    population, days = lives(
        scenario,
        [scenario.days],
        numbers=numbers,
        threads=threads,
        progress=progress,
        weight=weight,
    )
    for _ in days:
        pass
    return population


def infants(
    scenario: Scenario,
    *,
    seed: int | None = None,
    measures: Sequence[str] | None = None,
    threads: int = 1,
    progress: Progress | None = None,
    series_every: int | None = None,
    observed_at: Sequence[int] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Simulate a scenario: a row per infant and caregiver, and a row per time where asked for.

    Args:
        scenario: what is simulated.
        seed: of the replication; the scenario's if None.
        measures: names or groups of outcomes; None is all.
        threads: changes no number.
        progress: who is told.
        series_every: days between rows of the time series, which holds SERIES.
        observed_at: days on which, as on the last, procedures are carried out for the time series
            too, which then holds the measures that need one. Days after the last are left out.
    """
    check_memory(scenario)
    tables: list[pd.DataFrame] = []
    sums: list[series.Sums] = []
    last = scenario.days
    regular = set(_stops(last, series_every)) if series_every else set()
    filmed = {last, *(age for age in observed_at or () if 0 <= age < last)}
    for numbers in parts(scenario):
        population, days = lives(
            scenario,
            regular | filmed,
            seed=seed,
            numbers=numbers,
            threads=threads,
            progress=progress,
            weight=len(numbers) / scenario.infants,
        )
        for day in days:
            if day in regular:
                sums += series.moments(population, day)
            if day in filmed:
                table = observe(population, day, measures=measures)
                if observed_at is not None:
                    sums += series.observed(table, day, measures)
        tables.append(table)
    return pd.concat(tables, ignore_index=True), series.join(sums) if sums else None


def _stops(last: int, every: int) -> list[int]:
    return [*range(every, last, every), last]


def summarise(
    table: pd.DataFrame | Mapping[str, np.ndarray], measures: Sequence[str] | None = None
) -> dict[str, float]:
    """One row: means over infants and caregivers; shares for patterns. NaN where undefined.

    Args:
        table: a column per outcome.
        measures: names or groups of outcomes; None is all that the table has.
    """
    row: dict[str, float] = {}
    for name in OUTCOMES if measures is None else chosen(measures):
        if name in table:
            values = np.asarray(table[name], float)
            values = values[np.isfinite(values)]
            row[name] = float(values.mean()) if len(values) else math.nan
    return row


def nested(row: dict[str, float]) -> dict[str, Any]:
    """A row of outcomes as the JSON of `attune-sim run` has it; null where undefined."""
    out: dict[str, Any] = {}
    for name, value in row.items():
        at = out
        *folders, last = OUTCOMES[name].path
        for folder in folders:
            at = at.setdefault(folder, {})
        at[last] = None if not math.isfinite(value) else value
    return out

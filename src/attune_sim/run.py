"""From a scenario to one row of outcomes: what command line, sweeps, evidence and dashboard call.

table = infants(scenario)        # a row per infant and caregiver
row = summarise(table)           # one row of means and shares
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from attune_sim import memory
from attune_sim.dyad import days
from attune_sim.dyad.maturation import capacity
from attune_sim.errors import InputError
from attune_sim.outcomes import OUTCOMES, PATTERNS, chosen
from attune_sim.outcomes import SERIES as SERIES_OUTCOMES
from attune_sim.population import Population, populate
from attune_sim.procedures import PROCEDURES
from attune_sim.scenario import Scenario

CHUNK = 512  # infants developed and observed at once: keeps memory constant
ROW_BYTES = 600  # of the table per infant and caregiver, with what pandas needs


@dataclass(frozen=True)
class Progress:
    """Who is told of progress, and who may stop it.

    Attributes:
        report: called with the share of the whole work that has been done since the last call.
        cancelled: asked now and then; True stops the run.
    """

    report: Callable[[float], None] | None = None
    cancelled: Callable[[], bool] | None = None


class Cancelled(Exception):  # noqa: N818 - it is no error
    """The run was stopped from outside."""


def develop(
    population: Population,
    to_day: int,
    *,
    from_day: int = 0,
    threads: int = 1,
    progress: Progress | None = None,
    weight: float = 1.0,
) -> None:
    """Let a population live from one day to another, in place.

    Raises:
        Cancelled: if progress.cancelled says so.
    """
    progress = progress or Progress()
    whole = len(population) * max(1, to_day - from_day)
    report = progress.report
    done = days.live(
        population.infants,
        population.bonds,
        from_day,
        to_day - from_day,
        threads=threads,
        report=(lambda infant_days: report(weight * infant_days / whole)) if report else None,
        cancelled=progress.cancelled,
    )
    if not done:
        raise Cancelled


def inner_state(population: Population, age: int, caregiver: int = 0) -> dict[str, np.ndarray]:
    """What is read off the model, for each infant with one caregiver: not an observation."""
    infants, bonds = population.infants, population.bonds[population.bond_rows(caregiver)]
    spread = np.sqrt(bonds["relief_variance"])
    share = 1.0 - infants["maturation"] * (1.0 - capacity(age))
    return {
        "felt_security": bonds["expected_relief"] - spread - bonds["expected_alarm"],
        "expected_relief": bonds["expected_relief"].copy(),
        "expected_relief_spread": spread,
        "expected_alarm": bonds["expected_alarm"].copy(),
        "policy_display_gain": np.exp(infants["log_display_gain"]),
        "policy_turning_away": infants["turning_away"].copy(),
        "self_regulation": infants["self_regulation"] * share,
    }


def observe(
    population: Population, age: int, *, measures: Sequence[str] | None = None, repetition: int = 0
) -> pd.DataFrame:
    """A row per infant and caregiver: all procedures that the wanted measures need, and the state.

    Args:
        population: not changed.
        age: in days.
        measures: names or groups of outcomes; None is all.
        repetition: another repetition has other luck.
    """
    wanted = chosen(measures)
    needed = {OUTCOMES[name].needs for name in wanted}
    parts = []
    for caregiver in range(int(population.infants["bonds"].max())):
        families = population.having(caregiver)
        columns: dict[str, Any] = {
            "infant": families.infants["number"].astype(np.int64),
            "caregiver": caregiver,
        }
        for name, procedure in PROCEDURES.items():
            if name in needed:
                film = procedure.record(families, age=age, which=caregiver, repetition=repetition)
                columns |= procedure.code(film, families, which=caregiver, repetition=repetition)
        columns |= inner_state(families, age, caregiver)
        parts.append(pd.DataFrame(columns))
    table = pd.concat(parts, ignore_index=True).sort_values(["infant", "caregiver"])
    if "attuned_share" in table:
        table["attuned_share_above_chance"] = (
            table["attuned_share"] - table["attuned_share_surrogate"]
        )
    if "pattern" in table:
        for k, pattern in enumerate(PATTERNS):
            table[f"patterns_{pattern}"] = (table["pattern"] == k).astype(float)
        table["pattern"] = np.array(PATTERNS)[table["pattern"].astype(int)]
    return table.reset_index(drop=True)


def chunks(scenario: Scenario, seed: int | None = None) -> Iterator[Population]:
    """The scenario's newborn population, a chunk at a time."""
    for first in range(0, scenario.infants, CHUNK):
        numbers = range(first, min(first + CHUNK, scenario.infants))
        yield populate(scenario, seed=seed, numbers=numbers)


def check_memory(scenario: Scenario) -> None:
    """Refuse a run whose table would not fit into memory."""
    need = scenario.infants * len(scenario.caregivers) * ROW_BYTES
    free = memory.available()
    if need > 0.8 * free:
        raise InputError(
            f"infants = {scenario.infants} needs about {need / 1e9:.1f} GB, and {free / 1e9:.1f} GB"
            " are free; use fewer infants, or a sweep with replications"
        )


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
    series: list[Sums] = []
    last = scenario.days
    regular = set(_stops(last, series_every)) if series_every else set()
    observed = {last, *(age for age in observed_at or () if 0 <= age < last)}
    for population in chunks(scenario, seed):
        weight = len(population) / scenario.infants
        day = 0
        for stop in sorted(regular | observed):
            develop(
                population,
                stop,
                from_day=day,
                threads=threads,
                progress=progress,
                weight=weight * (stop - day) / max(1, last),
            )
            day = stop
            if day in regular:
                series += _moments(population, day)
            if day in observed:
                table = observe(population, day, measures=measures)
                if observed_at is not None:
                    series += _observed(table, day, measures)
        tables.append(table)
    table = pd.concat(tables, ignore_index=True)
    return table, _join_series(series) if series else None


def _stops(last: int, every: int) -> list[int]:
    return [*range(every, last, every), last]


SERIES = tuple(SERIES_OUTCOMES)
"""Measures of the time series, in order."""


Sums = tuple[int, int, str, int, float, float]
"""Day, caregiver, measure; number, sum and sum of squares over infants."""


def everyday(population: Population, caregiver: int = 0) -> dict[str, np.ndarray]:
    """Means over the last day's episodes with one caregiver; NaN where there were none."""
    bonds = population.bonds[population.bond_rows(caregiver)]
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "attuned_share_everyday": bonds["day_attuned"] / bonds["day_seconds"],
            "distress_everyday": bonds["day_distress"] / bonds["day_seconds"],
            "display_everyday": bonds["day_display"] / bonds["day_seconds"],
        }


def _moments(population: Population, day: int) -> list[Sums]:
    rows: list[Sums] = []
    for caregiver in range(int(population.infants["bonds"].max())):
        families = population.having(caregiver)
        values = inner_state(families, day, caregiver) | everyday(families, caregiver)
        rows += [(day, caregiver, name, *_sums(values[name])) for name in SERIES]
    return rows


def _observed(table: pd.DataFrame, day: int, measures: Sequence[str] | None) -> list[Sums]:
    """The same of the measures that procedures gave on a day."""
    rows: list[Sums] = []
    needed = [name for name in chosen(measures) if OUTCOMES[name].needs is not None]
    for caregiver in range(int(table["caregiver"].max()) + 1):
        part = table[table["caregiver"] == caregiver]
        rows += [(day, caregiver, name, *_sums(part[name].to_numpy(float))) for name in needed]
    return rows


def _sums(values: np.ndarray) -> tuple[int, float, float]:
    known = values[np.isfinite(values)]
    return len(known), known.sum(), np.square(known).sum()


def _join_series(rows: list[Sums]) -> pd.DataFrame:
    """Long table: day, caregiver, measure, mean, sd, n over infants."""
    keys = ["day", "caregiver", "measure"]
    parts = pd.DataFrame(rows, columns=[*keys, "n", "sum", "squares"])
    total = parts.groupby(keys, sort=False).sum().reset_index()
    n = total["n"].where(total["n"] > 0)
    mean = total["sum"] / n
    variance = (total["squares"] / n - mean**2).clip(lower=0)
    return total[keys].assign(mean=mean, sd=np.sqrt(variance), n=total["n"])


def summarise(table: pd.DataFrame, measures: Sequence[str] | None = None) -> dict[str, float]:
    """One row: means over infants and caregivers; shares for patterns. NaN where undefined."""
    row: dict[str, float] = {}
    for name in chosen(measures):
        if name in table:
            values = table[name].to_numpy(float)
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

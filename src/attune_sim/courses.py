"""The course of families in a scenario: what happens when, and how they are at several ages.

    for age, table in looks(scenario, [180, 365]):       # a row per infant and caregiver
        content = look(scenario, age, table)             # patterns, bonds, load, milestones
    lines, seen = followed(scenario, [365], every=7)     # the same families week by week

The same families are looked at every time; a look changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from attune_sim.ages import TWO_YEARS, grows, is_child, outcomes_at
from attune_sim.dyad.maturation import mobility, wariness
from attune_sim.errors import InputError
from attune_sim.life.course import Progress
from attune_sim.measurement import inner_state, observe
from attune_sim.outcomes import PATTERNS, chosen
from attune_sim.population import Population
from attune_sim.run import check_memory, lives, parts
from attune_sim.scenario import MOST_DAYS, Scenario

MEASURES = ("patterns", "felt_security", "family", "separation_displayed")
"""What is looked at: flat names or groups of outcomes."""
CHILDHOOD = ("problems", "peers", "prototype_relief", "policy_turning_away", "self_regulation")
"""What is looked at beside it in children who grow up, from two years on."""
EVERY = 90
"""Days between the looks where none are asked for."""
GROWING = (180, 365, 540, TWO_YEARS, *(365 * years for years in (3, 5, 10, 15)))
"""Days of the looks at children who grow up, where none are asked for."""
MOST_LOOKS = 200
STATES = ("load", "mood", "bond_strength", "turned_to", "felt_security")
"""What is read off the model between the looks."""
PAIR = ("infant", "caregiver")
PREFERS = 2 / 3
"""Share of times above which an infant prefers the caregiver to whom they turn."""


def usual_ages(scenario: Scenario) -> list[int]:
    """Every three months, or where children grow up those of GROWING; and the last day."""
    last = scenario.days
    ages = GROWING if grows(scenario) else range(EVERY, last, EVERY)
    return sorted({*(age for age in ages if age < last), last})


def check_ages(ages: Sequence[int]) -> None:
    """Refuse ages that nobody reaches, or too many of them.

    Raises:
        InputError: says which.
    """
    for age in ages:
        if not 0 <= age <= MOST_DAYS:
            raise InputError(f"at = {age} is not a day of life from 0 to {MOST_DAYS}")
    if len(set(ages)) > MOST_LOOKS:
        raise InputError(
            f"at: {len(set(ages))} ages are too many; at most {MOST_LOOKS} are looked at"
        )


def looks(
    scenario: Scenario,
    ages: Sequence[int],
    *,
    wanted: Sequence[str] | None = None,
    threads: int = 1,
    progress: Progress | None = None,
) -> list[tuple[int, pd.DataFrame]]:
    """A table of the same families at each age: a row per infant and caregiver.

    What does not suit an age is left out then (`ages.outcomes_at`).

    Args:
        scenario: who lives, and what happens to them; its days do not count.
        ages: days of life, in any order.
        wanted: names or groups of outcomes; None is MEASURES, and CHILDHOOD where children grow up.
        threads: changes no number.
        progress: who is told.

    Raises:
        InputError: an age that nobody reaches.
    """
    check_ages(ages)
    check_memory(scenario)
    if wanted is None:
        wanted = (*MEASURES, *(CHILDHOOD if grows(scenario) else ()))
    found: dict[int, list[pd.DataFrame]] = {age: [] for age in sorted(set(ages))}
    for numbers in parts(scenario):
        weight = len(numbers) / scenario.infants
        families, days = lives(
            scenario, found, numbers=numbers, threads=threads, progress=progress, weight=weight
        )
        for age in days:
            found[age].append(observe(families, age, measures=outcomes_at(scenario, age, wanted)))
    # The same columns at every age, so that the tables can stand below each other.
    columns = ["infant", "caregiver", *chosen(wanted)]
    return [(age, pd.concat(tables).reindex(columns=columns)) for age, tables in found.items()]


def followed(
    scenario: Scenario,
    ages: Sequence[int],
    *,
    every: int,
    numbers: range | None = None,
    threads: int = 1,
    progress: Progress | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Some families of a scenario, followed from birth to the scenario's last day.

    Args:
        scenario: who lives, how long, and what happens to them.
        ages: days on which the Strange Situation is carried out.
        every: days between two rows of a course.
        numbers: which infants; all if None.
        threads: changes no number.
        progress: who is told.

    Returns:
        A row per day, infant and caregiver with STATES; and one per age, infant and caregiver with
        the pattern shown. A caregiver whom an infant has not met has no row.

    Raises:
        Cancelled: if progress.cancelled says so.
    """
    last = scenario.days
    wanted = {age for age in ages if 0 <= age <= last}
    stops = {*range(0, last, every), *wanted, last}
    families, days = lives(scenario, stops, numbers=numbers, threads=threads, progress=progress)
    lines, seen = [], []
    for day in days:
        states = _states(families, day)
        lines += states
        if day in wanted:
            known = pd.DataFrame(_joined([{n: s[n] for n in PAIR} for s in states]))
            table = observe(families, day, measures=["patterns"]).merge(known)
            seen.append(table[[*PAIR, "pattern"]].assign(age=day))
    columns = [*PAIR, "pattern", "age"]
    return pd.DataFrame(_joined(lines)), (
        pd.concat(seen, ignore_index=True) if seen else pd.DataFrame(columns=columns)
    )


def _states(families: Population, day: int) -> list[dict[str, np.ndarray]]:
    """For each caregiver the columns of those infants who have met them."""
    parts = []
    for caregiver in range(int(families.infants["bonds"].max())):
        those = families.having(caregiver)
        state = inner_state(those, day, caregiver)
        met = (those.bonds["share"][those.bond_rows(caregiver)] > 0) | (state["bond_strength"] > 0)
        infant = those.infants["number"][met].astype(np.int64)
        parts.append(
            {
                "day": np.full(len(infant), day),
                "infant": infant,
                "caregiver": np.full(len(infant), caregiver),
                **{name: state[name][met] for name in STATES},
            }
        )
    return parts


def _joined(parts: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def happenings(scenario: Scenario) -> list[dict[str, Any]]:
    """The scenario's events in order: day, title, and the names of those it befalls."""
    names = [caregiver.name for caregiver in scenario.caregivers]
    return [
        {"day": event.day, "title": event.title, "whom": list(event.whom) or names}
        for event in sorted(scenario.events, key=lambda event: event.day)
    ]


def look(scenario: Scenario, age: int, table: pd.DataFrame) -> dict[str, Any]:
    """What families are like at an age, in plain types; None where undefined.

    Args:
        scenario: names the caregivers.
        age: in days.
        table: of `looks`.
    """
    caregivers = {}
    for number, caregiver in enumerate(scenario.caregivers):
        own = table[table["caregiver"] == number]
        caregivers[caregiver.name] = {
            "patterns": {p: _mean(own, f"patterns_{p}") for p in PATTERNS},
            **{
                name: _mean(own, name)
                for name in ("felt_security", "bond_strength", "load", "mood")
            },
        }
    turned_to = {
        caregiver.name: _mean(table[table["caregiver"] == number], "turned_to")
        for number, caregiver in enumerate(scenario.caregivers)
    }
    return {
        "age": age,
        "caregivers": caregivers,
        "turned_to": turned_to,
        "milestones": milestones(age, table),
        "childhood": childhood(table) if is_child(scenario, age) else None,
    }


def childhood(table: pd.DataFrame) -> dict[str, float | None]:
    """How children do at hard problems and with a peer, and what they have learnt of anyone.

    Returns:
        each outcome of CHILDHOOD, as a mean over children (with their first caregiver).
    """
    first = table[table["caregiver"] == 0]
    return {name: _mean(first, name) for name in chosen(CHILDHOOD)}


def milestones(age: int, table: pd.DataFrame) -> dict[str, float | None]:
    """What comes with age, and what of it depends on who has cared.

    Returns:
        locomotion and wariness of strangers, as shares of what they become, by age alone;
        prefers_one: the share of infants who in distress would turn to one caregiver more than two
        times in three; protest: mean displayed distress when left by the one they turn to most.
    """
    by_preference = table.sort_values(["infant", "turned_to"], kind="stable", na_position="first")
    first = by_preference.groupby("infant").tail(1)
    sought = first["turned_to"].to_numpy(float)
    prefers = float(np.mean(sought > PREFERS)) if np.isfinite(sought).any() else None
    return {
        "locomotion": float(mobility(age)),
        "wariness": float(wariness(age)),
        "prefers_one": prefers,
        "protest": _mean(first, "separation_displayed"),
    }


def _mean(table: pd.DataFrame, name: str) -> float | None:
    if name not in table:
        return None
    values = table[name].to_numpy(float)
    values = values[np.isfinite(values)]
    mean = float(values.mean()) if len(values) else math.nan
    return mean if math.isfinite(mean) else None

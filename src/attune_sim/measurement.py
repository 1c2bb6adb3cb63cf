"""Measure families as they are: procedures filmed and coded, the inner state read off beside them.

table = observe(population, age=365)     # a row per infant and caregiver
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from attune_sim.dyad.maturation import capacity, control
from attune_sim.outcomes import OUTCOMES, PATTERNS, chosen
from attune_sim.population import Population
from attune_sim.procedures import PROCEDURES

CHUNK = 512  # infants lived and measured at once: keeps memory constant


def inner_state(population: Population, age: int, caregiver: int = 0) -> dict[str, np.ndarray]:
    """What is read off the model, for each infant with one caregiver: not an observation."""
    infants, bonds = population.infants, population.bonds[population.bond_rows(caregiver)]
    mechanisms = population.mechanisms
    spread = np.sqrt(bonds["relief_variance"])
    share = 1.0 - mechanisms["maturation"] * (1.0 - capacity(age))
    share = share + np.where(
        mechanisms["growth"] == 1, mechanisms["effortful_control"] * control(age), 0.0
    )
    gain = np.clip(
        infants["log_display_gain"] + bonds["gain_offset"],
        mechanisms["lowest_log_gain"],
        mechanisms["highest_log_gain"],
    )
    return {
        "felt_security": bonds["expected_relief"] - spread - bonds["expected_alarm"],
        "expected_relief": bonds["expected_relief"].copy(),
        "expected_relief_spread": spread,
        "expected_alarm": bonds["expected_alarm"].copy(),
        "prototype_relief": infants["prototype_relief"].copy(),
        "prototype_alarm": infants["prototype_alarm"].copy(),
        "policy_display_gain": np.exp(gain),
        "policy_turning_away": np.clip(infants["turning_away"] + bonds["away_offset"], 0.0, 1.0),
        "self_regulation": infants["self_regulation"] * share,
        **_family(population, caregiver),
    }


def _family(population: Population, caregiver: int) -> dict[str, np.ndarray]:
    """Load, mood and bonds; NaN in families in which they are not lived."""
    lived = population.mechanisms["family_life"] == 1
    person = population.caregivers[population.caregiver_rows(caregiver)]
    values = {
        "load": person["load_now"],
        "mood": -person["low_mood_now"],
        "bond_strength": population.bonds["strength"][population.bond_rows(caregiver)],
        "turned_to": turned_to(population, caregiver),
    }
    return {name: np.where(lived, value, np.nan) for name, value in values.items()}


def turned_to(population: Population, caregiver: int) -> np.ndarray:
    """How likely each infant turns to this caregiver, in full need and with all of them there.

    The infants' mobility is left out: who cannot go looks, calls, and is brought.
    """
    mechanisms = population.mechanisms
    sought = mechanisms["seeking"] + mechanisms["seeking_in_distress"]
    counts = population.infants["bonds"].astype(np.int64)
    weights = np.exp(np.repeat(sought, counts) * population.bonds["strength"])
    totals = np.add.reduceat(weights, population.infants["first_bond"])
    return np.asarray(weights[population.bond_rows(caregiver)] / totals)


def everyday(population: Population, caregiver: int = 0) -> dict[str, np.ndarray]:
    """Means over the last day's episodes with one caregiver; NaN where there were none."""
    bonds = population.bonds[population.bond_rows(caregiver)]
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "attuned_share_everyday": bonds["day_attuned"] / bonds["day_seconds"],
            "distress_everyday": bonds["day_distress"] / bonds["day_seconds"],
            "display_everyday": bonds["day_display"] / bonds["day_seconds"],
        }


def observe(
    population: Population,
    age: int,
    *,
    measures: Sequence[str] | None = None,
    repetition: int = 0,
    caregivers: Sequence[int] | None = None,
) -> pd.DataFrame:
    """A row per infant and caregiver: all procedures that the wanted measures need, and the state.

    Args:
        population: not changed.
        age: in days.
        measures: names or groups of outcomes; None is all.
        repetition: another repetition has other random numbers.
        caregivers: numbers of those with whom infants are observed; all if None.
    """
    wanted = chosen(measures)
    needed = {OUTCOMES[name].needs for name in wanted}
    parts = []
    everyone = range(int(population.infants["bonds"].max()))
    for caregiver in everyone if caregivers is None else caregivers:
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
        parts.append(pd.DataFrame(columns | _derived(columns)))
    table = pd.concat(parts, ignore_index=True).sort_values(["infant", "caregiver"])
    return table.reset_index(drop=True)


def _derived(columns: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """What follows from other columns, which may be in place of one of them."""
    out = {}
    if "attuned_share" in columns:
        out["attuned_share_above_chance"] = (
            columns["attuned_share"] - columns["attuned_share_surrogate"]
        )
    if "pattern" in columns:
        coded = np.asarray(columns["pattern"]).astype(int)
        out |= {f"patterns_{p}": (coded == k).astype(float) for k, p in enumerate(PATTERNS)}
        out["pattern"] = np.array(PATTERNS)[coded]
    return out

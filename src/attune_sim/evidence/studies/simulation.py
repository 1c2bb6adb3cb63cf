"""Simulate published designs: each cohort lives once, with every visit that any design needs.

A cohort is a population with what sets it apart. Findings that study the same cohort share its
families, so many findings cost little more than a few cohorts. Two cohorts share no random
numbers: groups are as independent as those of a study.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from attune_sim import run
from attune_sim.couples.pairs import GROWN
from attune_sim.couples.scenario import load as load_couples
from attune_sim.dyad.occasions import Occasion
from attune_sim.evidence.statistics import Floats
from attune_sim.evidence.studies import couples, generations
from attune_sim.evidence.studies.columns import (
    EVENT,
    GROUP,
    NOT_VISITS,
    PATTERN_COLUMNS,
    SUBGROUP,
    TRAIT,
    trait_and_caregiver,
    visits_and_outcomes,
)
from attune_sim.evidence.studies.conditions import Conditions, Mask
from attune_sim.evidence.studies.design import Finding, Group, Visit, population
from attune_sim.measurement import observe
from attune_sim.outcomes import OUTCOMES, PATTERNS
from attune_sim.population import Population
from attune_sim.procedures.strange_situation import SCALES, classify
from attune_sim.scenario import Scenario
from attune_sim.tasks import results_of

CHUNK = 250  # families in one task


def group_key(group: Group, seed: int | None = None) -> str:
    """What makes two groups the same cohort; seed: of the study."""
    events = tuple(repr(event.as_dict()) for event in group.events)
    own: tuple[str | int, ...] = (group.model,) if group.model or seed is not None else ()
    own += () if seed is None else (seed,)
    if group.kind != "families":
        own += (group.kind, *group.without, group.generations)
    return repr((group.population, sorted(group.parameters.items()), events, *own))


def visit_key(visit: Visit) -> str:
    """What makes two visits the same."""
    settings = sorted(visit.settings.items())
    own = () if visit.generation is None else (visit.generation,)
    return repr((visit.age, visit.caregiver, settings, visit.repetition, *own))


@dataclass(frozen=True)
class Cohort:
    """A group with every visit and outcome that designs ask of it.

    Attributes:
        group: who is studied.
        visits: by key.
        outcomes: what each visit is made for, by the visit's key; traits under `trait`, titles of
            events under `event`.
        families: how many.
        seed: of the study, if it has one.
    """

    group: Group
    visits: Mapping[str, Visit]
    outcomes: Mapping[str, tuple[str, ...]]
    families: int
    seed: int | None = None

    @property
    def days(self) -> int:
        """Days that are lived."""
        if self.group.generations:
            return self.group.generations * population(self.group.population).days
        childhoods = 2 * GROWN if self.group.couples else 0
        return childhoods + max((visit.age for visit in self.visits.values()), default=0)


def cohorts(findings: Sequence[Finding], families: int) -> dict[str, Cohort]:
    """The cohorts that these findings need, by key."""
    groups: dict[str, tuple[Group, int | None]] = {}
    visits: dict[str, dict[str, Visit]] = {}
    outcomes: dict[str, dict[str, set[str]]] = {}
    for finding in findings:
        for group in finding.groups.values():
            key = group_key(group, finding.seed)
            groups[key] = group, finding.seed
            for column in finding.columns:
                for name, outcome in visits_and_outcomes(column):
                    if name in (GROUP, SUBGROUP):
                        continue
                    at = _place(finding, name)
                    if name not in NOT_VISITS:
                        visits.setdefault(key, {})[at] = finding.visits[name]
                    outcomes.setdefault(key, {}).setdefault(at, set()).add(outcome)
    return {
        key: Cohort(
            group,
            visits.get(key, {}),
            {at: tuple(sorted(names)) for at, names in outcomes.get(key, {}).items()},
            families,
            seed,
        )
        for key, (group, seed) in groups.items()
    }


def _place(finding: Finding, visit: str) -> str:
    return visit if visit in NOT_VISITS else visit_key(finding.visits[visit])


def scenario_of(group: Group, overrides: Mapping[str, Any]) -> Scenario:
    """The group's population with what sets it apart, and with overrides for all populations."""
    own = population(group.population).with_(**{**overrides, **group.parameters})
    return replace(own, events=(*own.events, *group.events), model=group.model or own.model)


def _visit(families: Population, visit: Visit, wanted: Sequence[str]) -> dict[str, Floats]:
    measured = {name if name in OUTCOMES else "patterns" for name in wanted}
    table = observe(
        families.with_settings(**visit.settings),
        visit.age,
        measures=sorted(measured),
        repetition=visit.repetition,
        caregivers=[visit.caregiver],
    )
    derived = _patterns(table) if set(wanted) & set(PATTERN_COLUMNS) else {}
    return {
        name: derived[name] if name in derived else table[name].to_numpy(float) for name in wanted
    }


def _patterns(table: pd.DataFrame) -> dict[str, Floats]:
    """The columns PATTERN_COLUMNS of a coded Strange Situation."""
    scales = {name: table[name].to_numpy(float) for name in SCALES}
    forced = classify(scales | {"disorganization": np.ones(len(table))})
    out: dict[str, Floats] = {}
    for prefix, labels in (
        ("", pd.Categorical(table["pattern"], PATTERNS).codes),
        ("forced_", forced),
    ):
        out |= {prefix + name: (labels == k).astype(float) for k, name in enumerate(PATTERNS)}
        out[f"{prefix}pattern"] = labels.astype(float)
        out[f"{prefix}insecure"] = 1.0 - out[f"{prefix}secure"]
    out["organized"] = 1.0 - out["disorganized"]
    return out


def _traits(families: Population, wanted: Sequence[str]) -> dict[str, Floats]:
    return {name: families.values(*trait_and_caregiver(name)).astype(float) for name in wanted}


def _befallen(families: Population, wanted: Sequence[str]) -> dict[str, Floats]:
    """1 where an event of a title befalls the family, else 0, by title."""
    found = {title: np.zeros(len(families)) for title in wanted}
    for happening in families.happenings:
        if happening.event.title in found:
            found[happening.event.title][happening.infants] = 1.0
    return found


def live_through(
    cohort: Cohort, seed: int, numbers: range, overrides: Mapping[str, Any]
) -> pd.DataFrame:
    """Some of a cohort's families through all that happens to them and all visits: a row a family.

    Columns are `visit key|outcome`, `trait|name` for the traits as they were drawn, and
    `event|title` for what befalls whom.
    """
    key = group_key(cohort.group, cohort.seed)
    luck = np.random.SeedSequence([seed, zlib.crc32(key.encode())])
    own = int(luck.generate_state(1, np.uint64)[0])
    if cohort.group.couples:
        pairs = load_couples(cohort.group.population).without(*cohort.group.without)
        return couples.seen(pairs.with_(seed=own >> 11), cohort.visits, cohort.outcomes, numbers)
    who = scenario_of(cohort.group, overrides)
    if cohort.group.generations:
        count = cohort.group.generations
        return generations.seen(who, count, cohort.visits, cohort.outcomes, own, numbers)
    families, days = run.lives(
        who, {visit.age for visit in cohort.visits.values()}, seed=own, numbers=numbers
    )
    found = {
        TRAIT: _traits(families, cohort.outcomes.get(TRAIT, ())),
        EVENT: _befallen(families, cohort.outcomes.get(EVENT, ())),
    }
    for day in days:
        for key, visit in cohort.visits.items():
            if visit.age == day:
                found[key] = _visit(families, visit, cohort.outcomes[key])
    return pd.DataFrame(
        {f"{key}|{name}": v for key, columns in found.items() for name, v in columns.items()}
    )


def simulate(
    wanted: Mapping[str, Cohort],
    *,
    seed: int,
    overrides: Mapping[str, Any] | None = None,
    jobs: int = 1,
    report: Callable[[float], None] | None = None,
) -> dict[str, pd.DataFrame]:
    """All cohorts, in parts on `jobs` processes; the numbers do not depend on them.

    Args:
        wanted: the cohorts by key.
        seed: of the families' random numbers; each cohort has its own.
        overrides: parameter values that replace those of all populations.
        jobs: processes.
        report: called with the share of work done since the last call.
    """
    longest_first = sorted(wanted, key=lambda key: -wanted[key].days)
    parts = [
        (key, range(first, min(first + CHUNK, wanted[key].families)))
        for key in longest_first
        for first in range(0, wanted[key].families, CHUNK)
    ]
    tables = results_of(
        live_through,
        [(wanted[key], seed, numbers, overrides or {}) for key, numbers in parts],
        jobs=jobs,
        report=report,
        sizes=[len(numbers) * (1 + wanted[key].days) for key, numbers in parts],
    )
    found: dict[str, list[pd.DataFrame]] = {key: [] for key in wanted}
    for (key, _), table in zip(parts, tables, strict=True):
        found[key].append(table)
    return {key: pd.concat(tables, ignore_index=True) for key, tables in found.items()}


def samples(finding: Finding, simulated: Mapping[str, pd.DataFrame], seed: int) -> list[Floats]:
    """The finding's columns, (families, columns), for each of its groups.

    Traits are as they would be rated. Families outside the subset are left out, and those in which
    a column is undefined.
    """
    out = []
    for k, name in enumerate(finding.groups):
        values = _group_columns(finding, name, simulated, [seed, Occasion.RATED_TRAIT.at(), k])
        table = np.column_stack([values[column] for column in finding.of])
        chosen = _chosen(finding.subset, values) & np.isfinite(table).all(axis=1)
        out.append(table[chosen])
    return out


def _group_columns(
    finding: Finding, group: str, simulated: Mapping[str, pd.DataFrame], luck: Sequence[int]
) -> dict[str, Floats]:
    """All columns of a finding in all families of one group, by column, as they would be rated."""
    whole = simulated[group_key(finding.groups[group], finding.seed)]
    found: dict[str, Floats] = {}
    for subgroup in (False, True):  # what subgroups are made of comes first
        for j, column in enumerate(finding.columns):
            parts = visits_and_outcomes(column)
            if any(visit == SUBGROUP for visit, _ in parts) != subgroup:
                continue
            first, *second = (_part(finding, group, whole, found, *part) for part in parts)
            values = first - second[0] if second else first
            if column in finding.reliability:
                noise = np.random.default_rng([*luck, j])
                values = _rated(values, finding.reliability[column], noise)
            found[column] = values
    return found


def _part(
    finding: Finding,
    group: str,
    whole: pd.DataFrame,
    found: Mapping[str, Floats],
    visit: str,
    name: str,
) -> Floats:
    """One of the terms of a column."""
    if visit == GROUP:
        return np.full(len(whole), float(name == group))
    if visit == SUBGROUP:
        conditions = finding.subgroups[name]
        known = np.all([np.isfinite(found[column]) for column in conditions], axis=0)
        return np.where(known, _chosen(conditions, found), np.nan)
    return whole[f"{_place(finding, visit)}|{name}"].to_numpy(float)


def _chosen(conditions: Conditions, values: Mapping[str, Floats]) -> Mask:
    """Which families meet all of the conditions."""
    met = [condition.met(values[column]) for column, condition in conditions.items()]
    return np.all([np.ones(len(next(iter(values.values()))), bool), *met], axis=0)


def _rated(values: Floats, reliability: float, luck: np.random.Generator) -> Floats:
    """Values with so much error that this share of the variance is true."""
    error = luck.standard_normal(len(values)) * math.sqrt((1 - reliability) / reliability)
    return values + error * float(np.nanstd(values))

"""Families followed through what happens to them: what the runs of questions 11 to 20 share.

An arm is a scenario. All arms of a run have the same seeds: they hold the same families with the
same random numbers, and a difference between two arms is taken family by family.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from tables import cell, label, made_once, markdown

from attune_sim import numbers
from attune_sim.life.course import live_through
from attune_sim.measurement import observe
from attune_sim.population import Population, join, populate
from attune_sim.scenario import CaregiverSpec, Scenario, load_population

SEEDS = (1, 2, 3, 4)
FAMILIES = 40  # in each replication
YEAR = 365
MOTHER, FATHER = 0, 1
NO_LOAD_ON_CARE = {"load_inattention": 0.0}
NO_MOOD_ON_CARE = {"mood_unsteadiness": 0.0, "mood_rejection": 0.0, "mood_alarm": 0.0}
NOTHING_ON_CARE = {**NO_LOAD_ON_CARE, **NO_MOOD_ON_CARE}
"""Null model: load and mood are lived, and touch nothing that caregivers do."""

FROM_OUTSIDE = {"money_strain": 0.0, "conflict": 0.0, "shared_home": 0.0}
"""What holds for somebody who cares for the infant in hours of their own and lives elsewhere."""

Arm = tuple[str, ...]


def parents(**values: float) -> Scenario:
    """Two parents, with what weighs on them; parameters set here hold for both."""
    return load_population("parents").with_(**values)


def with_caregivers(scenario: Scenario, *others: CaregiverSpec) -> Scenario:
    """The same with further caregivers, who take their shares of care from all before them."""
    left = 1.0 - sum(other.share for other in others)
    own = tuple(
        CaregiverSpec(spec.name, spec.share * left, spec.parameters) for spec in scenario.caregivers
    )
    return scenario.with_(caregivers=(*own, *others))


def followed(
    name: str,
    levels: Sequence[str],
    arms: Mapping[Arm, Scenario],
    looks: Mapping[int, Sequence[str]],
    *,
    traits: Sequence[str] = (),
    families: int = FAMILIES,
    films: int = 1,
) -> pd.DataFrame:
    """The families of each arm at several ages, kept in results/.

    Args:
        name: of the file.
        levels: what the parts of an arm's name are called.
        arms: scenarios by name.
        looks: measures taken at each age, in days.
        traits: parameters whose values are told beside them.
        families: in each replication.
        films: how often each procedure is filmed at an age; the mean is taken.

    Returns:
        A row for each arm, seed, age, infant and caregiver.
    """
    asked = [
        {", ".join(arm): scenario.identity() for arm, scenario in arms.items()},
        {str(age): list(measures) for age, measures in looks.items()},
        [list(levels), list(traits), families, films, list(SEEDS)],
    ]

    def make() -> pd.DataFrame:
        tables = []
        for arm, scenario in arms.items():
            table = _followed(scenario.with_(infants=families), looks, traits, films)
            tables.append(table.assign(**dict(zip(levels, arm, strict=True))))
        return pd.concat(tables, ignore_index=True)

    return made_once(name, asked, make)


def _followed(
    scenario: Scenario, looks: Mapping[int, Sequence[str]], traits: Sequence[str], films: int
) -> pd.DataFrame:
    """All replications of one arm, which live side by side."""
    whole = join([populate(scenario, seed=seed) for seed in SEEDS])
    count = range(len(scenario.caregivers))
    own = {name: np.stack([whole.values(name, c) for c in count], axis=1) for name in traits}
    tables = []
    for day in live_through(whole, looks, threads=2):
        for k, seed in enumerate(SEEDS):
            rows = np.arange(k * scenario.infants, (k + 1) * scenario.infants)
            table = _seen(whole.only(rows), day, looks[day], films)
            at = table["infant"].to_numpy(), table["caregiver"].to_numpy()
            told = {name: values[rows][at] for name, values in own.items()}
            tables.append(table.assign(age=day, seed=seed, **told))
    return pd.concat(tables, ignore_index=True)


def _seen(families: Population, day: int, measures: Sequence[str], films: int) -> pd.DataFrame:
    """What is measured of them on a day, as the mean of some films."""
    tables = (
        observe(families, day, measures=measures, repetition=film).drop(
            columns="pattern", errors="ignore"
        )
        for film in range(films)
    )
    return pd.concat(tables).groupby(["infant", "caregiver"], as_index=False).mean()


def only(table: pd.DataFrame, **values: object) -> pd.DataFrame:
    """The rows in which columns have these values."""
    for column, value in values.items():
        table = table[table[column] == value]
    return table


def cells(table: pd.DataFrame, levels: Sequence[str], measures: Sequence[str]) -> pd.DataFrame:
    """Mean and standard deviation over replications, a row per combination of levels."""
    means = table.groupby([*levels, "seed"], sort=False)[list(measures)].mean()
    return means.groupby(list(levels), sort=False).agg(cell).rename(columns=label)


def of_each(table: pd.DataFrame, measure: str) -> pd.Series:
    """A measure by seed and infant."""
    values: pd.Series = table.set_index(["seed", "infant"])[measure]
    return values


def told(values: pd.Series) -> str:
    """Mean over families with its 95% interval."""
    values = values.dropna()
    half = 1.96 * values.std(ddof=1) / np.sqrt(len(values))
    mean = values.mean()
    return numbers.with_interval(*(numbers.decimals(x) for x in (mean, mean - half, mean + half)))


def across(rows: Mapping[Arm, Mapping[str, str]], levels: Sequence[str]) -> str:
    """Cells by name of the row and of the column, as Markdown."""
    table = pd.DataFrame(list(rows.values())).fillna("–")
    table.index = pd.MultiIndex.from_tuples(rows, names=levels)
    return markdown(table)

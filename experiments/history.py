"""What of a history stays: exchange of caregivers, change of care, the same family again.

The runs of questions 8 to 10 of README.md, and their tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import optimize, stats
from tables import cell, made_once, markdown

from attune_sim.dyad import noise
from attune_sim.life.course import live
from attune_sim.life.exchange import cared_for_by
from attune_sim.measures import kappa
from attune_sim.outcomes import PATTERNS
from attune_sim.population import Population, populate
from attune_sim.procedures import strange_situation
from attune_sim.scenario import load

YEAR = 365
KINDS = ("responsive", "good-enough", "hardly-there", "erratic", "rejecting", "alarming")
"""Kinds of care by which infants are raised, and by which they are filmed."""
CHANGES = (
    ("rejecting", "good-enough", "avoidant"),
    ("good-enough", "rejecting", "secure"),
    ("alarming", "good-enough", "disorganized"),
    ("erratic", "good-enough", "resistant"),
)
"""Care before, care after, and the pattern that is followed."""
AFTER = (0, 7, 28, 56, 112, 224, 365)
"""Days after a change of care."""
MEMORIES: Mapping[str, Mapping[str, float]] = {
    "as it is": {},
    "no prototype": {"prototype_pull": 0.0, "prototype_rate": 0.0},
}
SCALES = ("avoidance", "resistance", "disorganization")

Labels = npt.NDArray[np.int64]


def raised(name: str, families: int, seed: int, until: int = YEAR, **values: float) -> Population:
    """Families of a scenario, lived to a day."""
    population = populate(load(name).with_(infants=families, seed=seed, **values))
    live(population, until, threads=2)
    return population


def coded(population: Population, age: int) -> pd.DataFrame:
    """Pattern and scales of a Strange Situation at this age, an infant a row."""
    film = strange_situation.record(population, age=age)
    codes = strange_situation.code(film, population)
    return pd.DataFrame({name: codes[name] for name in ("pattern", *SCALES)})


def patterns(population: Population, age: int) -> Labels:
    """The pattern of each infant at this age, an index into PATTERNS."""
    return coded(population, age)["pattern"].to_numpy(np.int64)


# --- whose behaviour is it? -----------------------------------------------------------------------


def exchanged(families: int, seed: int) -> pd.DataFrame:
    """Infants raised by each kind of care, filmed with each: a row an infant and film."""
    populations = {kind: raised(kind, families, seed) for kind in KINDS}
    tables = []
    for kind, population in populations.items():
        for there, others in populations.items():
            table = coded(cared_for_by(population, others), YEAR)
            tables.append(table.assign(raised=kind, there=there))
    return pd.concat(tables, ignore_index=True)


def variance_shares(table: pd.DataFrame, measure: str) -> dict[str, float]:
    """Shares of a measure's variance that go with who raised an infant, who is there, and both."""
    values = table[measure].astype(float)
    total = ((values - values.mean()) ** 2).sum()

    def between(*factors: str) -> float:
        means = table.groupby(list(factors))[measure].transform("mean").astype(float)
        return float(((means - values.mean()) ** 2).sum() / total) if total else 0.0

    alone = {"raised": between("raised"), "there": between("there")}
    return {**alone, "both": between("raised", "there") - sum(alone.values())}


# --- change of care -------------------------------------------------------------------------------


def changed(families: int, seed: int) -> pd.DataFrame:
    """Who still shows the pattern of before, after a change of care at one year.

    Returns:
        A row for each change, memory and day: share of all that show it, and of those who did
        when they were first filmed; what stands in the prototype.
    """
    rows = []
    for memory, values in MEMORIES.items():
        for before, after, pattern in CHANGES:
            population = raised(before, families, seed, **values)
            others = raised(after, families, seed, **values)
            population = cared_for_by(population, others)
            day, first = YEAR, None
            for later in AFTER:
                live(population, YEAR + later, from_day=day, threads=2)
                day = YEAR + later
                shown = patterns(population, day) == PATTERNS.index(pattern)
                first = shown if first is None else first
                rows.append(
                    {
                        "change": f"{before} to {after}",
                        "pattern": pattern,
                        "memory": memory,
                        "days": later,
                        "shown": shown.mean(),
                        "kept": shown[first].mean() if first.any() else np.nan,
                        "relief, prototype": population.infants["prototype_relief"].mean(),
                        "alarm, prototype": population.infants["prototype_alarm"].mean(),
                        "alarm, bond": population.bonds["expected_alarm"].mean(),
                    }
                )
    return pd.DataFrame(rows)


# --- the same family again ------------------------------------------------------------------------


def other_luck(population: Population, seed: int) -> Population:
    """The same families with other random numbers."""
    families = population.copy()
    low, high = noise.key(seed)
    for people in (families.infants, families.caregivers):
        people["key_low"], people["key_high"] = low, high
    return families


def tetrachoric(one: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_]) -> float:
    """The correlation of two normal variables of which only a threshold is seen, -1 to 1."""
    if len(set(one.tolist())) < 2 or len(set(other.tolist())) < 2:
        return float("nan")
    z = [stats.norm.ppf(1.0 - side.mean()) for side in (one, other)]
    both = float((one & other).mean())

    def miss(r: float) -> float:
        joint = stats.multivariate_normal([0.0, 0.0], [[1.0, r], [r, 1.0]])
        return float(joint.cdf([-z[0], -z[1]])) - both

    low, high = -0.999, 0.999
    if miss(low) > 0.0:
        return low
    if miss(high) < 0.0:
        return high
    return float(optimize.brentq(miss, low, high))


def agreement(one: Labels, other: Labels) -> dict[str, float]:
    """How alike two codings of the same infants are."""
    secure = one == PATTERNS.index("secure"), other == PATTERNS.index("secure")
    disorganized = tuple(side == PATTERNS.index("disorganized") for side in (one, other))
    return {
        "same pattern": float((one == other).mean()),
        "kappa": kappa(one, other),
        "secure (phi)": float(np.corrcoef(*secure)[0, 1]),
        "secure (tetrachoric)": tetrachoric(*secure),
        "disorganized (tetrachoric)": tetrachoric(*disorganized),
    }


def again(families: int, seed: int) -> pd.DataFrame:
    """The same mixed families once more: days later, years later, in another life."""
    population = raised("mixed-population", families, seed)
    lives = {"other random numbers, at one year": raised_again(families, seed)}
    first = patterns(population, YEAR)
    rows = {name: agreement(first, patterns(other, YEAR)) for name, other in lives.items()}
    day = YEAR
    for months, later in ((0, 10), (6, 183), (12, 365), (24, 730)):
        live(population, YEAR + later, from_day=day, threads=2)
        day = YEAR + later
        name = f"{months} months later" if months else "ten days later"
        rows[name] = agreement(first, patterns(population, day))
    return pd.DataFrame(rows).T.rename_axis("seen again").reset_index()


def raised_again(families: int, seed: int) -> Population:
    """Mixed families with the traits that this seed draws, and a year of other random numbers."""
    population = other_luck(
        populate(load("mixed-population").with_(infants=families, seed=seed)), seed + 1_000
    )
    live(population, YEAR, threads=2)
    return population


# --- tables ---------------------------------------------------------------------------------------


def of_history(name: str, run: Callable[[int, int], pd.DataFrame], families: int) -> pd.DataFrame:
    """A run in three replications, kept in results/."""

    def make() -> pd.DataFrame:
        return pd.concat(
            [run(families, seed).assign(seed=seed) for seed in (1, 2, 3)], ignore_index=True
        )

    return made_once(name, [families, KINDS, CHANGES, AFTER], make)


def whose() -> str:
    """Shares of variance that go with who raised an infant, and with who is in the room."""
    table = of_history("exchanged", exchanged, 150)
    for pattern in PATTERNS:
        table[pattern] = (table["pattern"] == PATTERNS.index(pattern)).astype(float)
    out = {}
    for measure in (*PATTERNS, *SCALES):
        shares = [variance_shares(part, measure) for _, part in table.groupby("seed")]
        out[measure] = pd.DataFrame(shares).apply(cell)
    return markdown(pd.DataFrame(out).T.rename_axis("measure"))


def whose_patterns() -> str:
    """The share secure by who raised an infant (down) and by who is in the room (across)."""
    table = of_history("exchanged", exchanged, 150)
    table["secure"] = table["pattern"] == PATTERNS.index("secure")
    means = table.groupby(["raised", "there", "seed"])["secure"].mean().reset_index()
    cells = means.pivot_table(index="raised", columns="there", values="secure", aggfunc=cell)
    return markdown(cells.loc[list(KINDS), list(KINDS)].rename_axis("raised by"))


def change_of_care() -> str:
    """Of the infants who showed a pattern when care changed: the share that still does."""
    table = of_history("changed", changed, 150)
    cells = table.pivot_table(
        index=["change", "pattern", "memory"],
        columns="days",
        values="kept",
        aggfunc=cell,
        sort=False,
    )
    return markdown(cells.rename(columns=lambda days: f"{days} d"))


def trace_of_a_year() -> str:
    """What of the first year is left a year after it, with a prototype and without."""
    table = of_history("changed", changed, 150)
    table = table[table["days"] == max(AFTER)]
    columns = ["shown", "relief, prototype", "alarm, prototype", "alarm, bond"]
    return markdown(table.groupby(["change", "memory"], sort=False)[columns].agg(cell))


def same_family() -> str:
    """How alike two codings of the same families are."""
    table = of_history("again", again, 800)
    return markdown(table.drop(columns="seed").groupby("seen again", sort=False).agg(cell))

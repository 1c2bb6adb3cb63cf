"""Growing up: what makes children independent, and what of the first year is left at eighteen.

The runs of questions 26 and 27 of README.md, and their tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from tables import cell, made_once, markdown

from attune_sim.life.course import live_through
from attune_sim.measurement import observe
from attune_sim.outcomes import PATTERNS
from attune_sim.population import populate
from attune_sim.scenario import CaregiverSpec, Event, Scenario, load, load_population

SEEDS = (1, 2, 3, 4)
YEAR = 365
TASKS = ("problems", "peers", "prototype_relief", "policy_turning_away", "self_regulation")


def _grown(
    name: str, arms: Mapping[str, Scenario], ages: Sequence[int], children: int
) -> pd.DataFrame:
    """The children of each arm at one year and later, kept in results/: a row per child and age."""
    asked = [{arm: s.identity() for arm, s in arms.items()}, list(ages), children, list(SEEDS)]

    def make() -> pd.DataFrame:
        tables = []
        for arm, scenario in arms.items():
            for seed in SEEDS:
                families = populate(scenario, seed=seed, numbers=range(children))
                for age in live_through(families, [YEAR, *ages], threads=2):
                    wanted = ["patterns"] if age == YEAR else TASKS
                    if age != YEAR:
                        wanted = [*wanted, "sensitivity_rating"]
                    seen = observe(families, age, measures=wanted, caregivers=[0])
                    tables.append(seen.assign(arm=arm, seed=seed, age=age))
        return pd.concat(tables, ignore_index=True)

    return made_once(name, asked, make)


# --- independence ---------------------------------------------------------------------------------

CARE = ("responsive", "good-enough", "rejecting", "erratic", "intrusive", "alarming")
LESS = Event(
    day=0,
    length=YEAR,
    title="fewer answers in the first year",
    add={"responsiveness": -0.3, "responsiveness_in_play": -0.3},
)
SHOWN = {
    "problem_persistence": "at the problem",
    "problem_joy": "joy",
    "problem_upset": "upset",
    "problem_calm_requests_per_min": "asks calmly, per min",
    "peer_competence_rating": "with a peer, rated",
    "policy_turning_away": "turns away",
}


def independence() -> str:
    """Three-year-olds at hard problems and with a peer, by the care they have had."""
    arms = {name: load(name).with_(growth=1) for name in CARE}
    table = _grown("independence", arms, [3 * YEAR], 100)
    return _by_arm(table[table["age"] > YEAR], "care")


def fewer_answers() -> str:
    """The same where caregivers answer less in the first year, and as usual afterwards."""
    usual = load_population("mixed").with_(growth=1)
    arms = {"as usual": usual, "fewer in the first year": usual.with_(events=(LESS,))}
    table = _grown("fewer-answers", arms, [2 * YEAR, 5 * YEAR], 150)
    told = table[table["age"] > YEAR].assign(years=table["age"] // YEAR)
    return _by_arm(told, "answers", "years")


def _by_arm(table: pd.DataFrame, head: str, *more: str) -> str:
    table = table.rename(columns={"arm": head})
    means = table.groupby([head, *more, "seed"], sort=False)[list(SHOWN)].mean()
    return markdown(means.groupby([head, *more], sort=False).agg(cell).rename(columns=SHOWN))


def protest() -> str:
    """Distress shown at a separation, by the pattern at one year."""
    scenario = load_population("mixed").with_(growth=1)
    ages = [YEAR, 2 * YEAR, 3 * YEAR]

    def make() -> pd.DataFrame:
        tables = []
        for seed in SEEDS:
            families = populate(scenario, seed=seed, numbers=range(250))
            for age in live_through(families, ages, threads=2):
                seen = observe(
                    families, age, measures=["patterns", "separation_displayed"], caregivers=[0]
                )
                tables.append(seen.assign(seed=seed, age=age))
        return pd.concat(tables, ignore_index=True)

    table = made_once("protest", [scenario.identity(), ages, list(SEEDS)], make)
    first = table[table["age"] == YEAR].set_index(["seed", "infant"])["pattern"]
    keys = pd.MultiIndex.from_frame(table[["seed", "infant"]])
    table = table.assign(early=first.loc[keys].to_numpy())
    means = table.groupby(["early", "age", "seed"])["separation_displayed"].mean().reset_index()
    told = means.assign(age=[f"at {age // YEAR}" for age in means["age"]])
    cells = told.pivot_table(
        index="early", columns="age", values="separation_displayed", aggfunc=cell, sort=False
    )
    return markdown(cells.loc[list(PATTERNS)].rename_axis("pattern at one"))


LEARNING = (0.0, 4.0, 8.0)


def teacher() -> str:
    """A teacher's answers at five, by the pattern at one year with the parent."""
    preschool = load("preschool")
    rows = []
    for learning in LEARNING:
        scenario = replace(
            preschool, caregivers=tuple(_as(c, learning) for c in preschool.caregivers)
        )
        for seed in SEEDS:
            rows.append(
                {"teacher learns": f"{learning:g}", "seed": seed, **_taught(scenario, seed)}
            )
    table = pd.DataFrame(rows)
    shown = [name for name in table.columns if name not in ("teacher learns", "seed")]
    return markdown(table.groupby("teacher learns", sort=False)[shown].agg(cell))


def _as(person: CaregiverSpec, learning: float) -> CaregiverSpec:
    if person.name != "teacher":
        return person
    return replace(person, parameters={**person.parameters, "answer_learning": learning})


def _taught(scenario: Scenario, seed: int) -> dict[str, float]:
    def make() -> pd.DataFrame:
        families = populate(scenario, seed=seed, numbers=range(150))
        tables = []
        for age in live_through(families, [YEAR, 5 * YEAR], threads=2):
            whom, wanted = (
                (0, ["patterns"]) if age == YEAR else (2, ["sensitivity_rating", "felt_security"])
            )
            seen = observe(families, age, measures=wanted, caregivers=[whom])
            tables.append(seen.assign(age=age))
        return pd.concat(tables, ignore_index=True)

    table = made_once("teacher", [scenario.identity(), seed], make)
    first = table[table["age"] == YEAR].set_index("infant")
    five = table[table["age"] > YEAR].set_index("infant")
    care = five["sensitivity_rating"]
    return {
        "rated sensitivity": float(care.mean()),
        "r, secure at one": _r(first["patterns_secure"], care),
        "r, avoidant at one": _r(first["patterns_avoidant"], care),
        "felt security with the teacher": float(five["felt_security"].mean()),
        "r, felt, secure at one": _r(first["patterns_secure"], five["felt_security"]),
    }


# --- at eighteen ----------------------------------------------------------------------------------

CHANGE = Event(
    day=3 * YEAR,
    title="other care from three on",
    add={"responsiveness": -0.25, "responsiveness_in_play": -0.25, "alarming_moments": 0.3},
    share=0.5,
)
AGES = tuple(YEAR * years for years in (2, 3, 5, 10, 18))


def eighteen() -> str:
    """How closely the pattern at one year goes with the relief expected of anyone later on."""
    mixed = load_population("mixed").with_(growth=1)
    arms = {
        "as it is": mixed,
        "nothing is learnt more slowly with age": mixed.with_(grown_learning=1.0),
        "care of half changes at three": mixed.with_(events=(CHANGE,)),
        "no growth": mixed.with_(growth=0),
    }
    table = _grown("eighteen", arms, AGES, 100)
    rows = []
    for (arm, seed), part in table.groupby(["arm", "seed"], sort=False):
        first = part[part["age"] == YEAR].set_index("infant")["patterns_secure"]
        for age in AGES:
            later = part[part["age"] == age].set_index("infant")
            told = f"at {age // YEAR}"
            rows.append(
                {"model": arm, "seed": seed, "age": told, "r": _r(first, later["prototype_relief"])}
            )
    found = pd.DataFrame(rows).pivot_table(
        index="model", columns="age", values="r", aggfunc=cell, sort=False
    )
    return markdown(found)


def later_care() -> str:
    """What the pattern at one year adds at eighteen where care at ten is known too."""
    mixed = load_population("mixed").with_(growth=1)
    table = _grown("eighteen-care", {"as it is": mixed}, AGES, 250)
    rows = []
    for seed, part in table.groupby("seed", sort=False):
        by_age = {age: p.set_index("infant") for age, p in part.groupby("age")}
        first = by_age[YEAR]["patterns_secure"]
        ten, last = by_age[10 * YEAR], by_age[18 * YEAR]
        care, relief = ten["sensitivity_rating"], last["prototype_relief"]
        rows.append(
            {
                "seed": seed,
                "pattern at one": _r(first, relief),
                "care at ten": _r(care, relief),
                "pattern, care at ten the same": _partial(first, relief, care),
                "care, pattern at one the same": _partial(care, relief, first),
                "pattern, with a peer at ten": _r(first, ten["peer_competence_rating"]),
            }
        )
    told = pd.DataFrame(rows).drop(columns="seed").agg(cell)
    return markdown(told.rename("r at eighteen").to_frame().rename_axis("of"))


def _r(one: pd.Series, other: pd.Series) -> float:
    return float(np.corrcoef(one.to_numpy(float), other.to_numpy(float))[0, 1])


def _partial(one: pd.Series, other: pd.Series, given: pd.Series) -> float:
    a, b, c = _r(one, other), _r(one, given), _r(other, given)
    return float((a - b * c) / np.sqrt((1 - b * b) * (1 - c * c)))

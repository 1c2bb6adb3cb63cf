"""Generations: what passes on, the gap, the chain, and what breaks it.

The runs of questions 21 and 22 of README.md, and their tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from tables import cell, made_once, markdown

from attune_sim import numbers
from attune_sim.generations import generations, summary
from attune_sim.life.course import live
from attune_sim.life.generation import born_to, seed_of
from attune_sim.measurement import observe
from attune_sim.population import populate
from attune_sim.scenario import CaregiverSpec, Event, Scenario, load, load_population

SEEDS = (1, 2, 3, 4)
FAMILIES = 250  # in each replication
GROWN, YEAR = 730, 365
MIRRORING = (0.0, 0.25, 0.5, 0.75)
USUAL = 0.5
COUNT = 3


def _summaries(name: str, arms: Mapping[str, tuple[Scenario, bool]]) -> pd.DataFrame:
    """What `attune-sim generations` says of each arm, a row per replication."""
    asked = [{arm: [s.identity(), caring] for arm, (s, caring) in arms.items()}, list(SEEDS)]

    def make() -> pd.DataFrame:
        rows = []
        for arm, (scenario, caring) in arms.items():
            for seed in SEEDS:
                own = scenario.with_(infants=FAMILIES, days=GROWN, seed=seed)
                tables = generations(own, COUNT, grandparents=caring, threads=2)
                rows.append({"arm": arm, "seed": seed, **_row(summary(own, tables))})
        return pd.DataFrame(rows)

    return made_once(name, [*asked, FAMILIES, COUNT], make)


def _row(found: Mapping[str, Any]) -> dict[str, float | None]:
    passed, order, gap = found["transmission"], found["transmission"]["first_order"], found["gap"]
    out = {
        "r, secure": passed["r"],
        "r, alarm with disorganized": passed["r_alarm_disorganized"],
        "grandparent: r": order["r"],
        "as two steps": order["product"],
        "beyond the parent": order["beyond_parent"],
        "through rated care": gap["by_rating"],
        "through the traits": gap["by_trait"],
    }
    for ways in ("4", "3"):
        agreement = passed[f"agreement_{ways}way"]
        out[f"same of {ways}"] = agreement["share"]
        out[f"same of {ways}, by chance"] = agreement["by_chance"]
    return out


def _told(table: pd.DataFrame, head: str) -> str:
    columns = [name for name in table.columns if name not in ("arm", "seed")]
    cells = table.groupby("arm", sort=False)[columns].agg(cell)
    return markdown(cells.rename_axis(head))


def _passed_on() -> pd.DataFrame:
    mixed = load_population("mixed")
    arms = {numbers.decimals(mu): (mixed.with_(mirroring=mu), False) for mu in MIRRORING}
    return _summaries("passed-on", arms)


def passed_on() -> str:
    """What passes from parent to child, by how far parents mirror what they learnt."""
    table = _passed_on()
    names = ["r, secure", "r, alarm with disorganized", "through rated care", "through the traits"]
    agreement = [name for name in table.columns if name.startswith("same of")]
    return _told(table[["arm", "seed", *names, *agreement]], "mirroring")


def chain() -> str:
    """Grandparent to child, with and without the grandparent caring."""
    two = load_population("two-caregivers").with_(mirroring=USUAL)
    arms = {"somebody else cares too": (two, False), "the grandparent cares too": (two, True)}
    table = _summaries("chain", arms)
    names = ["r, secure", "grandparent: r", "as two steps", "beyond the parent"]
    return _told(table[["arm", "seed", *names]], "second caregiver")


# --- what breaks a cycle --------------------------------------------------------------------------

ALARMED = 0.2
"""Share of the first generation that expects most alarm of anyone."""
THERAPY = Event(day=0, title="therapy", multiply={"alarming_moments": 0.5, "rejection": 0.5})


def _beside(kind: str, scenario: Scenario) -> Scenario:
    """The same with a second caregiver of some kind who does as much as the first."""
    other = load(kind)
    traits = {
        name: value
        for name, value in other.parameters.items()
        if name in ("responsiveness", "responsiveness_in_play", "consistency", "repair_rate")
        or name in ("rejection", "alarming_moments", "intrusiveness", "withdrawal")
    }
    return scenario.with_(
        caregivers=(CaregiverSpec("caregiver", 0.5), CaregiverSpec("other", 0.5, traits)),
        correlations=(),
    )


SECOND: Mapping[str, Callable[[Scenario], Scenario]] = {
    "as it is": lambda s: s,
    "a parent drawn afresh": lambda s: s.with_(mirroring=0.0),
    "therapy for the parent": lambda s: s.with_(events=(THERAPY,)),
    "a responsive second caregiver": lambda s: _beside("responsive", s),
    "an alarming second caregiver": lambda s: _beside("alarming", s),
}


def cycle() -> str:
    """Children of those who expect most alarm, and of the others, by what is different for them."""
    mixed = load_population("mixed").with_(mirroring=0.75)
    asked = [mixed.identity(), {n: f(mixed).identity() for n, f in SECOND.items()}, FAMILIES]
    table = made_once("cycle", [*asked, list(SEEDS), ALARMED], lambda: _cycles(mixed))
    measures = ["disorganized", "secure", "expected alarm"]
    cells = table.groupby(["second generation", "parent"], sort=False)[measures].agg(cell)
    return markdown(cells)


def _cycles(mixed: Scenario) -> pd.DataFrame:
    rows = []
    for seed in SEEDS:
        grown = populate(mixed, seed=seed, numbers=range(FAMILIES))
        live(grown, GROWN, threads=2)
        alarm = grown.infants["prototype_alarm"]
        high = alarm > np.quantile(alarm, 1.0 - ALARMED)
        for name, change in SECOND.items():
            scenario = change(mixed)
            parents = grown.copy()
            parents.mechanisms["mirroring"] = scenario.value("mirroring")
            born = born_to(parents, scenario, seed=seed_of(seed, 1))
            live(born, YEAR, threads=2)
            seen = observe(born, YEAR, measures=["patterns"], caregivers=[0])
            expected = born.bonds["expected_alarm"][born.bond_rows()]
            for parent, own in (("expects most alarm", high), ("others", ~high)):
                patterns = seen["pattern"][own]
                rows.append(
                    {
                        "second generation": name,
                        "parent": parent,
                        "seed": seed,
                        "disorganized": (patterns == "disorganized").mean(),
                        "secure": (patterns == "secure").mean(),
                        "expected alarm": expected[own].mean(),
                    }
                )
    return pd.DataFrame(rows)

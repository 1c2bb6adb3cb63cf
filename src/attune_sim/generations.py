"""Several generations of the same families, and what passes from one to the next.

    tables = generations(scenario, 3)            # of each generation, a row per family
    content = summary(scenario, tables)          # patterns, states of mind, transmission, the gap

Each generation grows to the scenario's last day; its children then are the parents of the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from attune_sim.errors import InputError
from attune_sim.life.course import Progress, live
from attune_sim.life.generation import MIRRORS, born_to, seed_of, with_grandparents
from attune_sim.measurement import observe
from attune_sim.outcomes import PATTERNS
from attune_sim.population import Population, populate
from attune_sim.procedures.strange_situation import SCALES, classify
from attune_sim.run import check_memory, parts
from attune_sim.scenario import Scenario

Floats = npt.NDArray[np.float64]
HOME, LABORATORY = 270, 365
"""Ages in days at which caregivers are rated and infants classified."""
MOST = 12
STATE = ("relief", "spread", "alarm", "turning_away", "display_gain", "security")
"""A grown child's state of mind: what they expect of anyone and do in distress, and relief - spread
- alarm, which is felt security towards anyone."""

CARE = tuple(trait for mirror in MIRRORS for trait in mirror.traits)
"""Traits of a caregiver in which their own history shows."""


def check(scenario: Scenario, count: int, *, grandparents: bool = False) -> None:
    """Refuse what cannot be simulated.

    Args:
        scenario: who lives.
        count: of generations.
        grandparents: whether they care for the infants too.

    Raises:
        InputError: that says why.
    """
    if not 2 <= count <= MOST:
        raise InputError(f"generations = {count} is not a whole number from 2 to {MOST}")
    if scenario.days < LABORATORY:
        raise InputError(
            f"days = {scenario.days}: children must grow to {LABORATORY} days at least, because"
            " they are classified then"
        )
    if grandparents and len(scenario.caregivers) < 2:
        raise InputError(
            f"grandparents care in the place of a second caregiver, whom {scenario.name} has not;"
            " take a scenario with two, such as two-caregivers"
        )
    if scenario.model:
        raise InputError(
            f"model = {scenario.model}: a class of one's own has no next generation; leave it out"
        )
    check_memory(scenario)


def generations(
    scenario: Scenario,
    count: int,
    *,
    seed: int | None = None,
    numbers: range | None = None,
    grandparents: bool = False,
    threads: int = 1,
    progress: Progress | None = None,
) -> list[pd.DataFrame]:
    """A table of each generation: a row per family, in the same order.

    Args:
        scenario: who lives, and how long each generation grows.
        count: of generations, 2 to MOST.
        seed: of the first generation; the scenario's if None.
        numbers: which families; all if None.
        grandparents: whether the second caregiver, from the second generation on, is the one who
            raised the parent.
        threads: changes no number.
        progress: who is told.

    Raises:
        InputError: it cannot be simulated, see `check`.
    """
    check(scenario, count, grandparents=grandparents)
    progress = progress or Progress()
    tables: list[list[pd.DataFrame]] = [[] for _ in range(count)]
    first = scenario.seed if seed is None else seed
    wanted = list(parts(scenario)) if numbers is None else [numbers]
    for some in wanted:
        weight = len(some) / sum(map(len, wanted)) / count
        families = populate(scenario, seed=first, numbers=some)
        for generation in range(count):
            if generation:
                born = born_to(families, scenario, seed=seed_of(first, generation))
                families = with_grandparents(born, families) if grandparents else born
            tables[generation].append(_grown(families, scenario.days, threads, progress, weight))
    return [pd.concat(found, ignore_index=True) for found in tables]


def _grown(
    families: Population, days: int, threads: int, progress: Progress, weight: float
) -> pd.DataFrame:
    """Let a generation grow, and look at it on the way."""
    day = 0
    seen: dict[int, pd.DataFrame] = {}
    for age, measures in ((HOME, ["sensitivity_rating"]), (LABORATORY, ["patterns", "scales"])):
        share = weight * (age - day) / days
        live(families, age, from_day=day, threads=threads, progress=progress, weight=share)
        seen[age], day = observe(families, age, measures=measures, caregivers=[0]), age
    share = weight * (days - day) / days
    live(families, days, from_day=day, threads=threads, progress=progress, weight=share)
    coded = seen[LABORATORY]
    scales = {name: coded[name].to_numpy(float) for name in SCALES}
    forced = classify(scales | {"disorganization": np.ones(len(coded))})
    return pd.DataFrame(
        {
            "family": coded["infant"],
            "pattern": coded["pattern"],
            "forced_pattern": np.array(PATTERNS)[forced],
            "sensitivity_rating": seen[HOME]["sensitivity_rating"],
            **{name: families.values(name) for name in CARE},
            **state_of_mind(families),
        }
    )


def state_of_mind(grown: Population) -> dict[str, Floats]:
    """What each grown child expects of anyone, and does in distress (STATE)."""
    infants = grown.infants
    relief, spread = infants["prototype_relief"].copy(), np.sqrt(infants["prototype_variance"])
    alarm = infants["prototype_alarm"].copy()
    return {
        "relief": relief,
        "spread": spread,
        "alarm": alarm,
        "turning_away": infants["turning_away"].copy(),
        "display_gain": np.exp(infants["log_display_gain"]),
        "security": relief - spread - alarm,
    }


# --- what passes on -------------------------------------------------------------------------------


def summary(scenario: Scenario, tables: Sequence[pd.DataFrame]) -> dict[str, Any]:
    """Each generation, and what passes from one to the next, in plain types; None where undefined.

    Args:
        scenario: what was simulated.
        tables: of `generations`.
    """
    return {
        "scenario": scenario.name,
        "seed": scenario.seed,
        "families": scenario.infants,
        "generations": [
            {
                "number": number,
                "patterns": {p: float((table["pattern"] == p).mean()) for p in PATTERNS},
                "state_of_mind": {name: float(table[name].mean()) for name in STATE},
            }
            for number, table in enumerate(tables, start=1)
        ],
        "transmission": transmission(tables),
        "gap": gap(tables),
    }


def transmission(tables: Sequence[pd.DataFrame]) -> dict[str, Any]:
    """How parents' state of mind goes with their child's pattern, over all steps together.

    Returns:
        r: of a parent's security of mind with the child's being coded secure; agreement_4way and
        agreement_3way: of the parent's own pattern as an infant with the child's, with what chance
        alone would give; first_order: whether grandparents add something to parents.
    """
    parent, child = _steps(tables, 1)
    return {
        "r": _r(parent["security"], _secure(child)),
        "r_alarm_disorganized": _r(
            parent["alarm"], (child["pattern"] == "disorganized").astype(float)
        ),
        "agreement_4way": _agreement(parent["pattern"], child["pattern"]),
        "agreement_3way": _agreement(parent["forced_pattern"], child["forced_pattern"]),
        "first_order": _first_order(tables),
    }


def _first_order(tables: Sequence[pd.DataFrame]) -> dict[str, float | None]:
    """Grandparent to child: as found, as a chain of two steps would give, and beyond the parent."""
    if len(tables) < 3:
        return {"r": None, "product": None, "beyond_parent": None}
    grand, child = _steps(tables, 2)
    parent = pd.concat(tables[1:-1], ignore_index=True)
    secure = _secure(child)
    direct = _r(grand["security"], secure)
    one, other = _r(grand["security"], parent["security"]), _r(parent["security"], secure)
    if direct is None or one is None or other is None:
        return {"r": direct, "product": None, "beyond_parent": None}
    left = (1.0 - one * one) * (1.0 - other * other)
    beyond = (direct - one * other) / np.sqrt(left) if left > 0 else None
    return {"r": direct, "product": one * other, "beyond_parent": beyond}


def gap(tables: Sequence[pd.DataFrame]) -> dict[str, float | None]:
    """How much of transmission goes through care: as it is rated at home, and as it truly is.

    The rest is the transmission gap. Shares of the effect of a parent's security of mind on the
    child's being coded secure, by regression with and without what lies between.
    """
    parent, child = _steps(tables, 1)
    secure = _secure(child)
    return {
        "by_rating": _mediated(parent["security"], child[["sensitivity_rating"]], secure),
        "by_trait": _mediated(parent["security"], child[list(CARE)], secure),
    }


def _mediated(cause: pd.Series, ways: pd.DataFrame, effect: pd.Series) -> float | None:
    known = np.isfinite(cause) & np.isfinite(ways).all(axis=1)
    ways = ways.loc[:, ways[known].std() > 0]
    total = _slope(cause[known], ways[known].iloc[:, :0], effect[known])
    direct = _slope(cause[known], ways[known], effect[known])
    return None if total is None or direct is None or total == 0.0 else 1.0 - direct / total


def _slope(cause: pd.Series, others: pd.DataFrame, effect: pd.Series) -> float | None:
    """Coefficient of the cause in a regression of the effect on it and the others."""
    if len(cause) < 4 + others.shape[1] or cause.std() == 0 or effect.std() == 0:
        return None
    columns = np.column_stack([np.ones(len(cause)), cause, others])
    return float(np.linalg.lstsq(columns, effect.to_numpy(float), rcond=None)[0][1])


def _steps(tables: Sequence[pd.DataFrame], apart: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All pairs of generations so far apart, below each other: the earlier, and the later."""
    return (
        pd.concat(tables[:-apart], ignore_index=True),
        pd.concat(tables[apart:], ignore_index=True),
    )


def _secure(table: pd.DataFrame) -> pd.Series:
    return (table["pattern"] == "secure").astype(float)


def _r(one: pd.Series, other: pd.Series) -> float | None:
    known = np.isfinite(one) & np.isfinite(other)
    one, other = one[known], other[known]
    if len(one) < 3 or one.std() == 0 or other.std() == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])


def _agreement(one: pd.Series, other: pd.Series) -> dict[str, float]:
    """Share of families with the same label, and what chance alone would give."""
    labels = sorted({*one, *other})
    chance = sum(float((one == x).mean() * (other == x).mean()) for x in labels)
    return {"share": float((one == other).mean()), "by_chance": chance}

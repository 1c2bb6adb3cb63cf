"""Thirty percent: families as they differ (a marker?) and care set from outside (a dose?).

Both are coded by all rulers (`rulers`), with the pattern of the same families beside.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import pandas as pd

from attune_sim import run
from attune_sim.evidence.robustness.thirty_percent.rulers import shares
from attune_sim.measurement import observe
from attune_sim.scenario import Scenario, Value, load
from attune_sim.tasks import results_of

SEED = 20260302
CHUNK = 250  # families in one task
IN_PLAY, IN_DISTRESS = (0.1, 0.95), (0.15, 0.3, 0.45, 0.9)
REPLICATIONS = 3


def _observed(scenario: Scenario, numbers: range) -> pd.DataFrame:
    families = run.grown(scenario, numbers=numbers)
    patterns = observe(families, scenario.days, measures=["patterns"])
    secure = patterns.loc[patterns["caregiver"] == 0, "patterns_secure"].to_numpy(float)
    return shares(families, scenario.days).assign(secure=secure)


def _observe_all(scenarios: Sequence[Scenario], jobs: int) -> list[pd.DataFrame]:
    tasks = [
        (k, s, range(first, min(first + CHUNK, s.infants)))
        for k, s in enumerate(scenarios)
        for first in range(0, s.infants, CHUNK)
    ]
    parts = results_of(_observed, [(s, numbers) for _, s, numbers in tasks], jobs=jobs)
    found: list[list[pd.DataFrame]] = [[] for _ in scenarios]
    for (k, _, _), part in zip(tasks, parts, strict=True):
        found[k].append(part)
    return [pd.concat(f, ignore_index=True) for f in found]


def across_families(
    families: int, *, population: str = "mixed-population", seed: int = SEED, jobs: int = 1
) -> pd.DataFrame:
    """Families as they differ: a row a family, a column a ruler, and `secure` (0 or 1)."""
    return _observe_all([load(population).with_(infants=families, seed=seed)], jobs)[0]


def set_from_outside(
    rules: Mapping[str, Mapping[str, Value]],
    families: int,
    *,
    seed: int = SEED,
    jobs: int = 1,
    days: int = 365,
) -> pd.DataFrame:
    """Responsiveness in play and in distress set apart in otherwise equal families.

    Args:
        rules: parameter values of each learning rule, by its name.
        families: in each cell of a replication.
        seed: of the random numbers, which the cells of a replication share.
        jobs: processes; changes no number.
        days: age at which families are seen.

    Returns:
        A row a rule, cell and replication: `rule`, `play`, `distress`, `replication`, the mean of
        every ruler, and the share `secure`.
    """
    cells = list(itertools.product(rules, IN_PLAY, IN_DISTRESS, range(REPLICATIONS)))
    scenarios = [
        load("good-enough").with_(
            infants=families,
            seed=seed + replication,
            days=days,
            responsiveness=distress,
            responsiveness_in_play=play,
            **rules[rule],
        )
        for rule, play, distress, replication in cells
    ]
    keys = pd.DataFrame(cells, columns=["rule", "play", "distress", "replication"])
    means = pd.DataFrame([t.mean() for t in _observe_all(scenarios, jobs)])
    return pd.concat([keys, means.reset_index(drop=True)], axis=1)

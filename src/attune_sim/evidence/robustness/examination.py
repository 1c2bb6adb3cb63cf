"""Ask every conclusion under every condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from attune_sim import run
from attune_sim.evidence.robustness.conclusions import Arm, Conclusion, outcomes_of
from attune_sim.evidence.robustness.conditions import DEFAULT, Condition
from attune_sim.evidence.robustness.effect import Effect, RobustnessVerdict, effect, verdict
from attune_sim.scenario import Scenario
from attune_sim.tasks import results_of

SEED = 20260301

Key = str


def examine(
    asked: Sequence[Conclusion],
    conditions: Sequence[Condition],
    *,
    seed: int = SEED,
    jobs: int = 1,
    report: Callable[[float], None] | None = None,
) -> list[list[tuple[Effect, RobustnessVerdict] | None]]:
    """The effect and verdict of each conclusion under each condition.

    Args:
        asked: the conclusions.
        conditions: the first is the defaults.
        seed: of the families' random numbers, the same in all arms and under all conditions.
        jobs: processes; changes no number.
        report: called with the share of work done since the last call.

    Returns:
        A list a conclusion, in it an entry a condition; None where it is not asked.
    """
    assert conditions[0].kind == DEFAULT
    simulated = _simulate(asked, conditions, seed, jobs, report)
    out: list[list[tuple[Effect, RobustnessVerdict] | None]] = []
    for conclusion in asked:
        usual = _effect(conclusion, conditions[0], simulated, seed).value
        row: list[tuple[Effect, RobustnessVerdict] | None] = []
        for condition in conditions:
            if not condition.concerns(conclusion):
                row.append(None)
                continue
            found = _effect(conclusion, condition, simulated, seed)
            row.append((found, verdict(found, conclusion.sign, conclusion.margin, usual)))
        out.append(row)
    return out


def _scenario(conclusion: Conclusion, arm: Arm, condition: Condition, seed: int) -> Scenario:
    return arm.scenario(
        condition.values, days=conclusion.days, infants=conclusion.families, seed=seed
    )


def _key(scenario: Scenario) -> Key:
    """What makes two arms the same but for their number of families."""
    return repr(sorted(scenario.as_dict()["parameters"].items())) + repr(
        (scenario.days, scenario.correlations, scenario.caregivers)
    )


def _wanted(conclusion: Conclusion, arm: Arm, condition: Condition) -> set[str]:
    names = {n for c in conclusion.columns(arm, condition.instead) for n in outcomes_of(c)}
    return names | ({arm.where} if arm.where else set())


def _simulate(
    asked: Sequence[Conclusion],
    conditions: Sequence[Condition],
    seed: int,
    jobs: int,
    report: Callable[[float], None] | None,
) -> dict[Key, pd.DataFrame]:
    """Every arm once, with all outcomes that conclusions compare, by key."""
    arms: dict[Key, Scenario] = {}
    outcomes: dict[Key, set[str]] = {}
    for conclusion in asked:
        for condition in conditions:
            if not condition.concerns(conclusion):
                continue
            for arm in conclusion.arms:
                scenario = _scenario(conclusion, arm, condition, seed)
                key = _key(scenario)
                if key not in arms or arms[key].infants < scenario.infants:
                    arms[key] = scenario
                outcomes.setdefault(key, set()).update(_wanted(conclusion, arm, condition))
    longest_first = sorted(arms, key=lambda key: -arms[key].infants * arms[key].days)
    tables = results_of(
        _live,
        [(arms[key], sorted(outcomes[key])) for key in longest_first],
        jobs=jobs,
        report=report,
        sizes=[arms[key].infants * (1 + arms[key].days) for key in longest_first],
    )
    return dict(zip(longest_first, tables, strict=True))


def _live(scenario: Scenario, outcomes: list[str]) -> pd.DataFrame:
    table, _ = run.infants(scenario, measures=outcomes)
    return table.loc[table["caregiver"] == 0, outcomes].reset_index(drop=True)


def _effect(
    conclusion: Conclusion, condition: Condition, simulated: Mapping[Key, pd.DataFrame], seed: int
) -> Effect:
    arms = []
    for arm in conclusion.arms:
        whole = simulated[_key(_scenario(conclusion, arm, condition, seed))]
        table = whole.iloc[: conclusion.families]
        columns = []
        for column in conclusion.columns(arm, condition.instead):
            first, *second = (table[name].to_numpy(float) for name in outcomes_of(column))
            columns.append(first - second[0] if second else first)
        counts = table[arm.where].to_numpy(float) if arm.where else np.ones(len(table))
        arms.append((columns, counts))
    return effect(arms, seed)

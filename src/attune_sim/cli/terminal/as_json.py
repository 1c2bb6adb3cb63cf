"""What `--json` prints of a run or an observation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from attune_sim.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.scenario import Scenario


def summary_json(
    scenario: Scenario, table: pd.DataFrame, *, strange_situation: bool = False
) -> dict[str, Any]:
    """The scenario, every outcome measured, each caregiver's where there are several, provenance.

    Args:
        scenario: what was simulated.
        table: a row per infant and caregiver.
        strange_situation: whether a note says why the Strange Situation is missing, if it is.
    """
    from attune_sim import ages
    from attune_sim.run import nested, provenance_of, summarise

    content: dict[str, Any] = {
        "scenario": scenario.name,
        "seed": scenario.seed,
        "infants": scenario.infants,
        "days": scenario.days,
        "parameters": scenario.as_dict()["parameters"],
        **nested(summarise(table)),
    }
    if len(scenario.caregivers) > 1:
        content["caregivers"] = {
            caregiver.name: nested(summarise(table[table["caregiver"] == number]))
            for number, caregiver in enumerate(scenario.caregivers)
        }
    done = {OUTCOMES[name].needs or "" for name in table if name in OUTCOMES}
    content["notes"] = ages.notes(scenario, done, strange_situation=strange_situation)
    content["provenance"] = provenance_of(scenario)
    return content


def without_nan(content: Any) -> Any:
    """The same content in plain types, with None for what is no finite number."""
    if isinstance(content, dict):
        return {key: without_nan(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [without_nan(value) for value in content]
    return None if isinstance(content, float) and not math.isfinite(content) else content


def rows_json(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table's rows in plain types, None where undefined."""
    plain = table.astype(object)
    rows = plain.where(table.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]

"""Couples in a conflict, and what each partner expects, on a day together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from attune_sim.couples.looks import looks
from attune_sim.couples.scenario import CoupleScenario, couple_scenarios, load
from attune_sim.lessons.subjects.subject import (
    Cancelled,
    Columns,
    Floats,
    Group,
    Measure,
    Subject,
    column,
)
from attune_sim.life.course import Progress
from attune_sim.parameters.couple import COUPLE

SIDES = {"first": 0, "second": 1}
FILMED = "conflict_"
_OF_BOTH = {
    "conflict_attuned_share": ("Attuned in a conflict", "share of seconds", "attuned_share"),
    "conflict_attuned_share_surrogate": (
        *("Attuned in a conflict, by chance", "share of seconds", "attuned_share"),
    ),
    "conflict_ruptures_per_min": ("Ruptures in a conflict", "per minute", "ruptures_per_min"),
    "conflict_repair_latency_s": ("Repair latency in a conflict", "seconds", "repair_latency_s"),
    "conflict_distress": ("Distress shown in a conflict", "0 to 1", "separation_physiological"),
    "conflict_flooded_share": (
        *("Body highly aroused in a conflict", "share of seconds", "separation_physiological"),
    ),
}
"""Of a couple: label, unit, and as what it is drawn."""
_OF_EACH = {
    "conflict_demands": ("Upset while the other has turned away", "share of seconds of a conflict"),
    "quality": ("Quality of the couple as felt", "relief less distress"),
    "expected_relief": ("Relief expected of the other", "0 to 1"),
    "expected_alarm": ("Alarm expected of the other", "0 to 1"),
    "turning_away": ("Turning away", "0 to 1"),
    "display_gain": ("Loudness", "distress shown as felt is 1"),
}
"""Of each partner: label and unit; the measure is called `NAME_first` or `NAME_second`."""


def _security(side: str, columns: Columns) -> Floats:
    relief, spread, alarm = (
        columns[f"{name}_{side}"] for name in ("expected_relief", "spread", "expected_alarm")
    )
    return relief - spread - alarm


MEASURES: dict[str, Measure] = {
    **{
        name: column(label, unit, name, like=like) for name, (label, unit, like) in _OF_BOTH.items()
    },
    **{
        f"{name}_{side}": column(f"{label}, {side} partner", unit, f"{name}_{side}")
        for name, (label, unit) in _OF_EACH.items()
        for side in SIDES
    },
    **{
        f"felt_security_{side}": Measure(
            f"Felt security with the other, {side} partner",
            "relief less its unevenness and alarm",
            False,
            tuple(f"{name}_{side}" for name in ("expected_relief", "spread", "expected_alarm")),
            partial(_security, side),
        )
        for side in SIDES
    },
}


def scenario_of(group: Group) -> CoupleScenario:
    """The scenario that a group of couples lives in."""
    return load(group.scenario).with_(
        couples=group.number, seed=group.seed, **dict(group.parameters)
    )


def _check(scenario: str, parameters: Mapping[str, float]) -> CoupleScenario:
    return load(scenario).with_(**parameters)


def _columns(group: Group, wanted: Sequence[str], numbers: range, cancelled: Cancelled) -> Columns:
    """Of couples that have parted nothing is known."""
    filmed = any(name.startswith(FILMED) for name in wanted)
    ((_, table),) = looks(
        scenario_of(group),
        [group.days],
        numbers=numbers,
        conversations=["conflict"] if filmed else [],
        progress=Progress(cancelled=cancelled),
    )
    out = {}
    for name in wanted:
        of, _, side = name.rpartition("_")
        rows = table.iloc[SIDES.get(side, 0) :: 2]
        values = rows[of if side in SIDES else name].to_numpy(float)
        out[name] = np.where(rows["together"], values, np.nan)
    return out


COUPLES = Subject(
    many="couples",
    most=200,
    days=(0, 1825),
    measures=MEASURES,
    beside=MEASURES,
    parameters=COUPLE,
    scenarios=couple_scenarios,
    check=_check,
    columns=_columns,
)

"""Infants, one with its first caregiver in each family, at the age of a lesson's days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attune_sim import run
from attune_sim.lessons.subjects.retest import AGAIN, again
from attune_sim.lessons.subjects.subject import Cancelled, Columns, Group, Measure, Subject, column
from attune_sim.life.course import Progress
from attune_sim.measurement import observe
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import Scenario, load, scenario_names


def _gap(label: str, felt: str, shown: str) -> Measure:
    """What of distress does not show, infant by infant."""
    return Measure(
        label,
        "physiological less displayed, 0 to 1",
        False,
        (felt, shown),
        lambda columns: columns[felt] - columns[shown],
        like=felt,
    )


MEASURES: dict[str, Measure] = {
    **{name: column(o.label, o.unit, name, like=name, whole=True) for name, o in OUTCOMES.items()},
    **{name: column(label, "share of infants", name, whole=True) for name, label in AGAIN.items()},
    "separation_hidden": _gap(
        "Gap between heart and face at separation",
        *("separation_physiological", "separation_displayed"),
    ),
}


def scenario_of(group: Group) -> Scenario:
    """The scenario that a group of infants lives in."""
    return load(group.scenario).with_(
        infants=group.number, days=group.days, seed=group.seed, **dict(group.parameters)
    )


def _check(scenario: str, parameters: Mapping[str, float]) -> Scenario:
    return load(scenario).with_(**parameters)


def _columns(group: Group, wanted: Sequence[str], numbers: range, cancelled: Cancelled) -> Columns:
    scenario = scenario_of(group)
    out = {}
    ours = [name for name in wanted if name in OUTCOMES]
    if ours:
        families = run.grown(scenario, numbers=numbers, progress=Progress(cancelled=cancelled))
        table = observe(families, scenario.days, measures=ours)
        table = table[table["caregiver"] == 0]
        out = {name: table[name].to_numpy(float) for name in ours}
    for name in wanted:
        if name in AGAIN:
            out[name] = again(scenario, name, cancelled, numbers)
    return out


INFANTS = Subject(
    many="infants",
    most=200,
    days=(1, 1_825),
    measures=MEASURES,
    beside=OUTCOMES,
    parameters=PARAMETERS,
    scenarios=scenario_names,
    check=_check,
    columns=_columns,
)

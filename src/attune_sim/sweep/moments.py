"""Varied names: a parameter, or, with a dot, a moment of its distribution over the population.

`responsiveness` sets all caregivers to a value; `responsiveness.sd` changes the standard deviation
of the distribution that the scenario, [fixed] or a level has for it, and nothing else of it. What
belongs to one caregiver or one event has names of its own, see `people_and_events`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from attune_sim.errors import InputError
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import Distribution, Scenario, Value
from attune_sim.sweep.people_and_events import is_place, place, value_at, with_place
from attune_sim.sweep.vocabulary import Factor, Level

MOMENTS = {"mean": "mean", "sd": "SD", "low": "lowest", "high": "highest"}
"""What of a distribution can be varied, and what it is called."""


def moment(name: str) -> tuple[str, str]:
    """The parameter's name and what of its distribution is meant; '' for the parameter itself."""
    parameter, _, part = name.partition(".")
    return parameter, part


def is_whole(name: str) -> bool:
    """Whether the values of a varied name are whole numbers."""
    if is_place(name):
        return place(name).is_whole
    return name in PARAMETERS and PARAMETERS[name].whole


def with_values(scenario: Scenario, values: Mapping[str, Value]) -> Scenario:
    """A copy of a scenario with parameters, moments of distributions, people and events set.

    Raises:
        InputError: a moment of what has no such distribution, or a value that is not allowed.
    """
    changes: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        parameter, part = moment(name)
        if part and not is_place(name):
            changes.setdefault(parameter, {})[part] = value
    scenario = scenario.with_(**{k: v for k, v in values.items() if "." not in k})
    for parameter, parts in changes.items():
        scenario = _with_moments(scenario, parameter, parts)
    for name, value in values.items():
        if is_place(name):
            assert not isinstance(value, Distribution)
            scenario = with_place(scenario, name, value)
    return scenario


def _with_moments(scenario: Scenario, parameter: str, parts: Mapping[str, Any]) -> Scenario:
    found = False

    def changed(values: Mapping[str, Value]) -> Mapping[str, Value]:
        nonlocal found
        d = values.get(parameter)
        if not isinstance(d, Distribution) or any(getattr(d, part) is None for part in parts):
            return values
        found = True
        return {**values, parameter: replace(d, **parts)}

    parameters = changed(scenario.parameters)
    caregivers = tuple(replace(c, parameters=changed(c.parameters)) for c in scenario.caregivers)
    if not found:
        raise InputError(
            f"{parameter} has no distribution with {' and '.join(parts)} in scenario"
            f" '{scenario.name}'; give it one under [fixed], as {parameter} ="
            ' { shape = "normal", mean = ..., sd = ... }'
        )
    return replace(scenario, parameters=parameters, caregivers=caregivers)


def value_in(scenario: Scenario, name: str) -> float | int | None:
    """The value of a varied name in an unchanged scenario; None if it is not a single number."""
    if is_place(name):
        return value_at(scenario, name)
    parameter, part = moment(name)
    values = {scenario.value(parameter, c) for c in range(len(scenario.caregivers))}
    if len(values) > 1:
        return None
    (value,) = values
    if isinstance(value, Distribution):
        return getattr(value, part) if part else None
    return None if part else value


def check_moments(
    name: str,
    values: Factor,
    scenarios: Sequence[Scenario],
    fixed: Mapping[str, Value],
    levels: Sequence[Level],
) -> None:
    """Refuse a moment, a person or an event that some scenario lacks, or a value it cannot have."""
    if not moment(name)[1]:
        return
    ends = values if isinstance(values, tuple) else (values.low, values.high)
    for scenario in scenarios:
        for level in (level.parameters for level in levels) if levels else ({},):
            whole = scenario.with_(**{**fixed, **level})
            for value in ends:
                try:
                    with_values(whole, {name: value})
                except InputError as error:
                    raise InputError(f"[vary] {name}: {error}") from None

"""A sweep's spec from TOML."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attune_sim.errors import InputError, near, shown
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import (
    Scenario,
    Value,
    beside,
    is_there,
    load,
    presets,
    scenario_names,
    value_from,
)
from attune_sim.sweep.checks import KEYS, known, number, of_level, within
from attune_sim.sweep.moments import MOMENTS, is_whole
from attune_sim.sweep.people_and_events import CAREGIVERS, EVENTS, flat
from attune_sim.sweep.spec import SweepSpec
from attune_sim.sweep.vocabulary import Level, Range
from attune_sim.textfiles.toml import Fault, placed, read_toml

MOST_STEPS = 10_000


def load_spec(path: str | Path) -> SweepSpec:
    """A sweep's spec from a TOML file.

    Raises:
        InputError: unreadable file, or a value that is not allowed; the sentence names file, line,
            key, value and what is allowed.
    """
    path = Path(os.path.expanduser(path))  # noqa: PTH111 - Path's raises where there is no home
    document = read_toml(path)
    with document.told(), placed():
        return spec_from(document.content, path.stem, path.parent)


def spec_from(raw: Mapping[str, Any], name: str, folder: Path) -> SweepSpec:
    """A spec from the content of a TOML file; scenario files are sought from `folder`."""
    for key in raw:
        if key == "luck":
            raise Fault(
                "the key 'luck' is called random_numbers now; write random_numbers = \"common\""
                ' or random_numbers = "own"',
                key,
            )
        if key not in KEYS:
            hint = "put it under [vary] or [fixed]" if key in PARAMETERS else near(key, KEYS)
            raise Fault(f"there is no key {shown(key)} in a sweep; {hint}", key)
    nested = ("scenario", "scenarios", "model", "vary", "fixed", "levels")
    made: dict[str, Any] = {k: v for k, v in raw.items() if k not in nested}
    scenarios = _with_model(raw, _scenarios(raw, folder), folder)
    made.setdefault("seed", scenarios[0].seed)
    made["vary"] = _vary(_table(raw, "vary"))
    made["fixed"] = _table_of_values(_table(raw, "fixed"), "[fixed]", "fixed")
    made["levels"] = _levels(raw)
    return SweepSpec(name=name, scenarios=scenarios, **made)


def _table_of_values(table: Mapping[str, Any], said: str, *where: str | int) -> dict[str, Value]:
    """The values of a table; `said` is its name in sentences, `where` its place."""
    out = {}
    for name, value in table.items():
        with placed(*where, name):
            out[name] = within(said, value_from, name, value)
    return out


def _table(raw: Mapping[str, Any], key: str) -> dict[str, Any]:
    table = raw.get(key, {})
    if not isinstance(table, dict):
        raise Fault(f"{key} = {shown(table)} is not a table; write [{key}]", key)
    return table


def _scenarios(raw: Mapping[str, Any], folder: Path) -> tuple[Scenario, ...]:
    if "scenario" in raw and "scenarios" in raw:
        raise Fault("scenario and scenarios cannot both be given; use one of them", "scenarios")
    if "scenario" not in raw and "scenarios" not in raw:
        raise InputError(
            f'a sweep needs scenario = "...", one of {", ".join(presets())} or a TOML file\'s path'
        )
    if "scenario" in raw:
        with placed("scenario"):
            return (_scenario(raw["scenario"], "scenario", folder),)
    names = raw["scenarios"]
    with placed("scenarios"):
        if not isinstance(names, list) or not names:
            raise InputError(f"scenarios = {shown(names)} is not a list of at least one name")
        return tuple(_scenario(n, "scenarios", folder) for n in names)


def _scenario(what: Any, key: str, folder: Path) -> Scenario:
    if not isinstance(what, str) or not what:
        raise InputError(f"{key} = {shown(what)} is not a scenario's name or path")
    known = scenario_names()
    if what in known:
        return load(what)
    path = folder / what
    if path.suffix != ".toml" and not is_there(path):
        raise InputError(f"{key}: there is no scenario {shown(what)}; {near(what, known)}")
    return load(path)


def _with_model(
    raw: Mapping[str, Any], scenarios: tuple[Scenario, ...], folder: Path
) -> tuple[Scenario, ...]:
    if "model" not in raw:
        return scenarios
    named = raw["model"]
    if not isinstance(named, str) or not named:
        raise Fault(f"model = {shown(named)} is not text, written FILE.py:CLASS", "model")
    with placed("model"):
        return tuple(s.with_(model=beside(named, folder)) for s in scenarios)


def _levels(raw: Mapping[str, Any]) -> tuple[Level, ...]:
    tables = raw.get("levels", [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise Fault(f"levels = {shown(tables)} is not a list of tables; write [[levels]]", "levels")
    out = []
    for k, table in enumerate(tables):
        if "label" not in table:
            raise Fault(f"[[levels]] {shown(table)} needs a label", "levels", k)
        label = table["label"]
        values = {name: value for name, value in table.items() if name != "label"}
        out.append(Level(label, _table_of_values(values, of_level(label), "levels", k)))
    return tuple(out)


# --- what is varied -------------------------------------------------------------------------------

_ENDS = ("from", "to", "steps")


def _vary(table: Mapping[str, Any]) -> dict[str, Any]:
    with placed("vary"):
        flat = _flat(table)
    out = {}
    for name, value in flat.items():
        with placed("vary", *name.split(".")):
            out[name] = _factor(name, value)
    return out


def _flat(vary: Mapping[str, Any]) -> dict[str, Any]:
    """`reactivity.sd = [...]`, which TOML reads as a table in the table, as one dotted name.

    So `caregivers.NAME.PARAMETER` and `events.TITLE.KEY`.
    """
    out: dict[str, Any] = {}
    for name, value in vary.items():
        if name in (CAREGIVERS, EVENTS) and isinstance(value, dict):
            out |= flat(value, name)
        elif isinstance(value, dict) and any(key in MOMENTS for key in value):
            for key, inner in value.items():
                if key in ("shape", "values", "shares"):
                    raise InputError(
                        f"[vary] {name} takes numbers; distributions are varied as [[levels]]"
                    )
                out[f"{name}.{key}"] = inner
        else:
            out[name] = value
    return out


def _factor(name: str, raw: Any) -> Any:
    """The values of { from, to, steps }, both ends included; its ends, if there are no steps."""
    if not isinstance(raw, dict):
        return raw
    known("[vary]", name, raw)
    if "shape" in raw:
        raise InputError(f"[vary] {name} takes numbers; distributions are varied as [[levels]]")
    for key in raw:
        if key not in _ENDS:
            raise InputError(f"[vary] {name}: a range has no key '{key}'; {near(key, _ENDS)}")
    for key in ("from", "to"):
        if key not in raw:
            raise InputError(f"[vary] {name}: a range needs 'from', 'to' and 'steps'")
    first, last = number("[vary]", name, raw["from"]), number("[vary]", name, raw["to"])
    if first == last:
        raise InputError(f"[vary] {name}: from and to are both {first:g}; they must differ")
    return _steps(name, first, last, raw["steps"]) if "steps" in raw else Range(first, last)


def _steps(name: str, first: float, last: float, steps: Any) -> list[float | int]:
    if isinstance(steps, bool) or not isinstance(steps, int) or not 2 <= steps <= MOST_STEPS:
        raise InputError(
            f"[vary] {name}: steps = {shown(steps)} is not a whole number from 2 to {MOST_STEPS}"
        )
    inner = [first + (last - first) * k / (steps - 1) for k in range(1, steps - 1)]
    values = [first, *(float(f"{v:.12g}") for v in inner), last]  # 0.3, not 0.30000000000000004
    if not is_whole(name):
        return values
    for v in values:
        if v != int(v):
            raise InputError(
                f"[vary] {name}: {steps} steps from {first} to {last} give {v:g}, and it is"
                f" {PARAMETERS[name].allowed if name in PARAMETERS else 'a whole number'}"
            )
    return [int(v) for v in values]

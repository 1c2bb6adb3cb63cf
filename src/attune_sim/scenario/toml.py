"""Scenarios from TOML: presets by name, files by path."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from importlib import resources
from pathlib import Path
from typing import Any

from attune_sim.errors import InputError, near, shown
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario.scenario import CaregiverSpec, Correlation, Scenario
from attune_sim.scenario.values import SHAPE_KEYS, Distribution, Value, check_value, is_number


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file, or an InputError that names the file and the fault."""
    name = str(path) if len(str(path)) < 300 else f"{str(path)[:100]}..."
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except IsADirectoryError:
        raise InputError(f"{name} is a folder; a TOML file is needed") from None
    except FileNotFoundError:
        raise InputError(f"there is no file {name}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not a text file; a TOML file is needed") from None
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror or error}") from None
    except ValueError:  # a NUL in its name
        raise InputError(f"there is no file {name!r}") from None
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise InputError(f"{path} is not valid TOML: {error}") from None


def value_from(name: str, raw: Any) -> Value:
    """A parameter's value from TOML: a number, or a table that describes a distribution."""
    if not isinstance(raw, dict):
        return check_value(name, raw)
    if name not in PARAMETERS:
        raise InputError(f"there is no parameter '{name}'; {near(name, PARAMETERS)}")
    keys = {f.name for f in fields(Distribution)}
    for key, v in raw.items():
        if key not in keys:
            raise InputError(f"{name}: a distribution has no key '{key}'; {near(key, keys)}")
        if key in ("values", "shares"):
            fine = isinstance(v, list) and all(is_number(x) for x in v)
        else:
            fine = isinstance(v, str) if key == "shape" else is_number(v)
        if not fine:
            raise InputError(f"{name}: {key} = {shown(v)} has the wrong type")
    if "shape" not in raw:
        raise InputError(f"{name}: a distribution needs 'shape', one of {', '.join(SHAPE_KEYS)}")
    made: Any = {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}
    return check_value(name, Distribution(**made))


def scenario_from(raw: Mapping[str, Any], name: str) -> Scenario:
    """A scenario from the content of a TOML file."""
    known = {f.name for f in fields(Scenario)} - {"name"}
    for key in raw:
        if key not in known:
            hint = "put it under [parameters]" if key in PARAMETERS else near(key, known)
            raise InputError(f"there is no key '{key}' in a scenario; {hint}")
    made: dict[str, Any] = {k: v for k, v in raw.items() if k not in _NESTED}
    made["parameters"] = _values(raw.get("parameters", {}), "parameters")
    if "correlations" in raw:
        made["correlations"] = tuple(_correlation(c) for c in _tables(raw, "correlations"))
    if "caregivers" in raw:
        made["caregivers"] = tuple(_caregiver(c) for c in _tables(raw, "caregivers"))
    return Scenario(name=name, **made)


_NESTED = ("parameters", "correlations", "caregivers")


def _values(raw: Any, where: str) -> dict[str, Value]:
    if not isinstance(raw, dict):
        raise InputError(f"{where} = {shown(raw)} is not a table of values")
    return {name: value_from(name, value) for name, value in raw.items()}


def _tables(raw: Mapping[str, Any], key: str) -> Iterator[dict[str, Any]]:
    tables = raw[key]
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise InputError(f"{key} = {shown(tables)} is not a list of tables; write [[{key}]]")
    yield from tables


def _correlation(raw: dict[str, Any]) -> Correlation:
    if set(raw) != {"between", "r"}:
        raise InputError(f"a correlation takes 'between' and 'r', not {shown(list(raw))}")
    between = raw["between"]
    if not isinstance(between, list) or not all(isinstance(b, str) for b in between):
        raise InputError(f"correlation: between = {shown(between)} is not a list of two names")
    return Correlation(tuple(between), raw["r"])


def _caregiver(raw: dict[str, Any]) -> CaregiverSpec:
    known = {f.name for f in fields(CaregiverSpec)}
    for key in raw:
        if key not in known:
            hint = "put it under parameters" if key in PARAMETERS else near(key, known)
            raise InputError(f"there is no key '{key}' in a caregiver; {hint}")
    if not isinstance(raw.get("name", ""), str):
        raise InputError(f"caregiver: name = {shown(raw['name'])} is not text")
    made = dict(raw)
    made["parameters"] = _values(raw.get("parameters", {}), "caregivers.parameters")
    return CaregiverSpec(**made)


def presets() -> list[str]:
    """Names of the shipped scenarios."""
    folder = resources.files("attune_sim.scenario") / "presets"
    return sorted(
        f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")
    )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def load(what: str | Path | Scenario) -> Scenario:
    """A scenario by a preset's name or a TOML file's path.

    Raises:
        InputError: unknown name, unreadable file, or a value that is not allowed; the sentence
            names file, key, value and what is allowed.
    """
    if isinstance(what, Scenario):
        return what
    text = str(what)
    if text in presets():
        path = Path(str(resources.files("attune_sim.scenario") / "presets" / f"{text}.toml"))
        return scenario_from(read_toml(path), text)
    path = Path(what)
    if path.suffix != ".toml" and not _exists(path):
        raise InputError(f"there is no scenario '{text}'; {near(text, presets())}")
    raw = read_toml(path)
    try:
        return scenario_from(raw, path.stem)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None

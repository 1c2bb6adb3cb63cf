"""Scenarios from TOML: those that come with the program by name, files by path."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from attune_sim.errors import InputError, near, shown
from attune_sim.scenario.model_file import beside
from attune_sim.scenario.scenario import WORDS, Scenario, check_family_life
from attune_sim.textfiles.checked import checked_content
from attune_sim.textfiles.toml import Document, Fault, placed, read_toml

_FOLDER = Path(str(resources.files("attune_sim.scenario")))
_PRESETS, _POPULATIONS, _FAMILIES = (
    _FOLDER / kind for kind in ("presets", "populations", "families")
)
MOST_BASES = 16  # of a scenario that extends one that extends one ...


def scenario_from(
    raw: Mapping[str, Any], name: str, folder: Path | None = None, bases: tuple[Path, ...] = ()
) -> Scenario:
    """A scenario from the content of a TOML file.

    Args:
        raw: the content.
        name: of the scenario.
        folder: from which the file of one that it extends is sought; None allows names only.
        bases: files that extend this one, the first of all first.

    Raises:
        Fault: a value that is not allowed; key, value and what is allowed are named.
    """
    if "name" in raw:
        raise Fault("there is no key 'name'; a scenario is named as its file is", "name")
    if "extends" in raw:
        with placed("extends"):
            raw = _extended(raw, folder, bases)
    scenario = checked_content({**raw, "name": name}, Scenario)
    check_family_life(scenario)
    return scenario


def _extended(
    raw: Mapping[str, Any], folder: Path | None, bases: tuple[Path, ...]
) -> dict[str, Any]:
    """The content of a file over that of the scenario that it extends.

    Parameters are taken over one by one, everything else whole. A correlation of the other scenario
    is dropped where this file sets one of its parameters to a number.
    """
    base = _base(raw["extends"], folder, bases).as_dict()
    own = {key: value for key, value in raw.items() if key != "extends"}
    content = {key: value for key, value in base.items() if key not in WORDS} | own
    values = own.get("parameters", {})
    if isinstance(values, Mapping):
        content["parameters"] = {**base["parameters"], **values}
        numbers = {name for name, value in values.items() if not isinstance(value, Mapping)}
        if "correlations" not in own and "correlations" in content:
            content["correlations"] = [
                c for c in content["correlations"] if not numbers & set(c["between"])
            ]
    return content


def _base(named: Any, folder: Path | None, bases: tuple[Path, ...]) -> Scenario:
    known = scenario_names()
    if not isinstance(named, str) or not named:
        raise InputError(f"extends = {shown(named)} is not a scenario's name or path")
    if named in known:
        return load(named)
    if folder is None:
        raise InputError(f"extends: there is no scenario {shown(named)}; {near(named, known)}")
    path = folder / named
    if len(bases) >= MOST_BASES or path.absolute() in bases:
        raise InputError(f"extends = {shown(named)}: the files extend each other in a circle")
    if path.suffix != ".toml" and not is_there(path):
        raise InputError(f"extends: there is no scenario {shown(named)}; {near(named, known)}")
    return read_scenario(path, bases)


def scenario_of(
    document: Document, name: str, folder: Path | None = None, bases: tuple[Path, ...] = ()
) -> Scenario:
    """A scenario from a parsed TOML file; further arguments as for `scenario_from`.

    Raises:
        InputError: a value that is not allowed; file, line, key, value and what is allowed are
            named.
    """
    with document.told():
        return scenario_from(document.content, name, folder, bases)


def read_scenario(path: Path, bases: tuple[Path, ...] = ()) -> Scenario:
    """The scenario of a TOML file, by its name.

    Args:
        path: of the file.
        bases: files that extend this one, the first of all first.

    Raises:
        InputError: it cannot be read, or a value is not allowed.
    """
    here = (*bases, path.absolute())
    scenario = scenario_of(read_toml(path), path.stem, path.parent, here)
    if scenario.model:
        scenario = replace(scenario, model=beside(scenario.model, path.parent))
    return scenario


def presets() -> list[str]:
    """Names of the shipped scenarios: kinds of care."""
    return _names(_PRESETS)


def populations() -> list[str]:
    """Names of the populations with which the model was validated.

    One has the name of a preset, which `load` prefers; `load_population` gives it.
    """
    return _names(_POPULATIONS)


def families() -> list[str]:
    """Names of the scenarios of family life: circumstances, several caregivers, events, help."""
    return _names(_FAMILIES)


def scenario_names() -> list[str]:
    """Names of all shipped scenarios, each once: kinds of care, populations, family life."""
    return list(dict.fromkeys([*presets(), *populations(), *families()]))


def _names(folder: Path) -> list[str]:
    return list(_shipped(folder))


@cache
def _shipped(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


@cache
def _read_shipped(folder: Path, name: str) -> bytes:
    """A scenario that comes along: pages, records and sweeps ask for it hundreds of times."""
    return pickle.dumps(read_scenario(_shipped(folder)[name]))


def _own_copy(folder: Path, name: str) -> Scenario:
    """The same for one caller, whose changes to its parameters reach nobody else."""
    scenario: Scenario = pickle.loads(_read_shipped(folder, name))
    return scenario


def is_there(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def load_population(name: str) -> Scenario:
    """A population by its name, one of `populations`.

    Raises:
        InputError: there is no such population.
    """
    if name not in _shipped(_POPULATIONS):
        raise InputError(f"there is no population {name!r}; {near(name, populations())}")
    return _own_copy(_POPULATIONS, name)


def load(what: str | Path | Scenario) -> Scenario:
    """A scenario by its name, one of `scenario_names`, or a TOML file's path.

    Raises:
        InputError: unknown name, unreadable file, or a value that is not allowed; the sentence
            names file, line, key, value and what is allowed.
    """
    if isinstance(what, Scenario):
        return what
    text = str(what)
    for folder in (_PRESETS, _POPULATIONS, _FAMILIES):
        if text in _shipped(folder):
            return _own_copy(folder, text)
    path = Path(what)
    if path.suffix != ".toml" and not is_there(path):
        raise InputError(
            f"there is no scenario {text!r}; {near(text, scenario_names())}"
            " (attune-sim scenarios lists them)"
        )
    return read_scenario(path)

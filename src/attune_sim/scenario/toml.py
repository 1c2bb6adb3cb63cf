"""Scenarios from TOML: presets by name, files by path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

from attune_sim.errors import InputError, near
from attune_sim.scenario.model_file import beside
from attune_sim.scenario.scenario import Scenario
from attune_sim.textfiles.checked import checked_content
from attune_sim.textfiles.toml import Document, Fault, read_toml

_FOLDER = Path(str(resources.files("attune_sim.scenario") / "presets"))


def scenario_from(raw: Mapping[str, Any], name: str) -> Scenario:
    """A scenario from the content of a TOML file.

    Raises:
        Fault: a value that is not allowed; key, value and what is allowed are named.
    """
    if "name" in raw:
        raise Fault("there is no key 'name'; a scenario is named as its file is", "name")
    return checked_content({**raw, "name": name}, Scenario)


def scenario_of(document: Document, name: str) -> Scenario:
    """A scenario from a parsed TOML file.

    Raises:
        InputError: a value that is not allowed; file, line, key, value and what is allowed are
            named.
    """
    with document.told():
        return scenario_from(document.content, name)


def read_scenario(path: Path) -> Scenario:
    """The scenario of a TOML file, by its name.

    Raises:
        InputError: it cannot be read, or a value is not allowed.
    """
    scenario = scenario_of(read_toml(path), path.stem)
    if scenario.model:
        scenario = replace(scenario, model=beside(scenario.model, path.parent))
    return scenario


def presets() -> list[str]:
    """Names of the shipped scenarios."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def is_there(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def load(what: str | Path | Scenario) -> Scenario:
    """A scenario by a preset's name or a TOML file's path.

    Raises:
        InputError: unknown name, unreadable file, or a value that is not allowed; the sentence
            names file, line, key, value and what is allowed.
    """
    if isinstance(what, Scenario):
        return what
    text = str(what)
    if text in presets():
        return read_scenario(_FOLDER / f"{text}.toml")
    path = Path(what)
    if path.suffix != ".toml" and not is_there(path):
        raise InputError(f"there is no scenario {text!r}; {near(text, presets())}")
    return read_scenario(path)

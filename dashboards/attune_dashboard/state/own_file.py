"""A visitor's own scenario: read from their file, and written in the one form that is kept."""

from __future__ import annotations

from dataclasses import replace

from attune_sim.errors import InputError
from attune_sim.scenario import Scenario, scenario_of
from attune_sim.textfiles.toml import parse_toml

OWN = "own"
"""Name of a scenario that the visitor loaded from a file."""
LARGEST_FILE = 64_000
"""Characters that it may have, as it came and as it is kept."""


def read_own(text: str) -> Scenario:
    """The scenario of a visitor's own TOML file.

    Raises:
        InputError: the text is too long or too deep, no TOML, or no scenario.
    """
    scenario = scenario_of(parse_toml(text, "the file", LARGEST_FILE), OWN)
    return scenario if scenario.title else replace(scenario, title="A scenario of your own")


def written(scenario: Scenario) -> str:
    """A scenario as the text that a visitor's tab and links keep; `read_own` reads it.

    Raises:
        InputError: it is longer than any file may be.
    """
    text = scenario.to_toml()
    if len(text) > LARGEST_FILE:
        raise InputError(
            f"the scenario, written out in full, is larger than {LARGEST_FILE // 1000} kB;"
            " shorten its texts or remove caregivers"
        )
    return text

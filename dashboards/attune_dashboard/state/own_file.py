"""A visitor's own scenario: read from their file, and written in the one form that is kept."""

from __future__ import annotations

import tomllib
from dataclasses import replace

from attune_sim.errors import InputError
from attune_sim.scenario import Scenario, scenario_from

OWN = "own"
"""Name of a scenario that the visitor loaded from a file."""
LARGEST_FILE = 64_000
"""Characters that it may have, as it came and as it is kept."""
DEEPEST = 200
"""Most dots in a line: the reader's work and memory grow with the square of a key's dots."""


def read_own(text: str) -> Scenario:
    """The scenario of a visitor's own TOML file.

    Raises:
        InputError: the text is too long, no TOML, or no scenario.
    """
    if len(text) > LARGEST_FILE:
        raise InputError(
            f"the file is larger than {LARGEST_FILE // 1000} kB; no scenario needs so much"
        )
    if any(line.count(".") > DEEPEST for line in text.splitlines()):
        raise InputError(
            f"the file has a line with more than {DEEPEST} dots; no scenario needs such a key"
        )
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise InputError(f"the file is not valid TOML: {error}") from None
    scenario = scenario_from(raw, OWN)
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
            " shorten its texts or leave caregivers out"
        )
    return text

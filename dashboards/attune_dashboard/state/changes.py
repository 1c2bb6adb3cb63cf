"""What a visitor has changed of a scenario, in words: for titles, file names and saved pages."""

from __future__ import annotations

import re

from attune_dashboard.state.choice import Choice
from attune_sim import numbers
from attune_sim.parameters import PARAMETERS

MOST_NAMED = 3
"""Of more changes only their number is told in a title."""


def changed_values(choice: Choice) -> list[str]:
    """Each changed value, as in 'responsiveness 0.4'; or how many there are, if they are many."""
    told = [
        f"{PARAMETERS[name].label.lower()} {numbers.significant(value)}"
        for name, value in choice.changes
    ]
    return told if len(told) <= MOST_NAMED else [f"{len(told)} settings changed"]


def titled(choice: Choice) -> str:
    """The scenario's title, and what is changed of it."""
    return ", ".join([choice.preset().title, *changed_values(choice)])


def file_name(choice: Choice, what: str) -> str:
    """What a file is called that tells something of a choice: plain letters, numbers, hyphens."""
    own = [f"{name}-{value:g}" for name, value in choice.changes[:MOST_NAMED]]
    more = ["and-more"] if len(choice.changes) > MOST_NAMED else []
    text = "-".join([what, choice.scenario, *own, *more, f"seed-{choice.seed}"])
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-")

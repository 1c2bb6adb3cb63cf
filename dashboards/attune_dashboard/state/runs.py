"""Runs that a visitor keeps in their tab, to look at them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from attune_dashboard.state.changes import titled
from attune_dashboard.state.choice import EVERYDAY, Choice
from attune_dashboard.state.code import command

DAYS = 365
"""As long as a run lasts."""
MOST = 40
"""Runs that a tab keeps; older ones go."""


@dataclass(frozen=True)
class Run:
    """A scenario that has run, and what came of its families.

    Attributes:
        choice: the scenario, its changes and the seed.
        families: how many lived.
        found: name and mean of each outcome at the end.
    """

    choice: Choice
    families: int
    found: tuple[tuple[str, float], ...]


def with_runs(kept: Sequence[Run], new: Sequence[Run]) -> tuple[Run, ...]:
    """The runs that are kept, and new ones after them, each once."""
    return tuple(dict.fromkeys([*kept, *new]))[-MOST:]


def _year(choice: Choice) -> Choice:
    """The choice whose command lets the first year be lived."""
    return replace(choice, view=EVERYDAY, age=DAYS)


def table(runs: Sequence[Run]) -> pd.DataFrame:
    """A row a run: what ran, and what came of it."""
    return pd.DataFrame(
        [
            {
                "scenario": run.choice.scenario,
                "title": titled(run.choice),
                "seed": run.choice.seed,
                "families": run.families,
                **dict(run.found),
                "command": f"{command(_year(run.choice))} --infants {run.families}",
            }
            for run in runs
        ]
    )

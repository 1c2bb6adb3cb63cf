"""A run in words, numbers and bars, for people."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from attune_sim.cli.terminal.text import (
    CODED,
    MODEL,
    count,
    heading,
    notes,
    patterns,
    section,
    value,
)
from attune_sim.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.scenario import Scenario

# title: (label, outcome, outcome to read beside it, its word)
SECTIONS = {
    "Free play": (
        ("Attuned share", "attuned_share", "attuned_share_surrogate", "by chance"),
        ("Repair latency", "repair_latency_s", None, ""),
        ("Match duration", "match_duration_s", None, ""),
        ("Ruptures", "ruptures_per_min", None, ""),
    ),
    "Home visit": (
        ("Sensitivity as rated", "sensitivity_rating", None, ""),
        ("Alarming behaviour as rated", "alarm_rating", None, ""),
    ),
    "Physiological distress in the Strange Situation": (
        ("Separations", "separation_physiological", "separation_displayed", "displayed"),
        ("Second reunion", "reunion_physiological", "reunion_displayed", "displayed"),
    ),
    "Learnt, as read off the model": (
        ("Felt security", "felt_security", None, ""),
        ("Display gain", "policy_display_gain", None, ""),
        ("Turning away", "policy_turning_away", None, ""),
        ("Self-regulation", "self_regulation", None, ""),
    ),
}


def summary_of_run(
    scenario: Scenario,
    table: pd.DataFrame,
    given: Mapping[str, str],
    ranges: Mapping[str, Any] | None = None,
) -> RenderableType:
    """What `attune-sim run` prints.

    Args:
        scenario: what was simulated.
        table: a row per infant and caregiver.
        given: parameters from the command line, as typed.
        ranges: `posterior` of the run's JSON, where it was repeated over draws of the constants.
    """
    facts = (
        count(scenario.infants, "infant"),
        count(scenario.days, "day"),
        f"seed {scenario.seed}",
    )
    return Group(
        heading(scenario, facts, given),
        *(section(title, _means(scenario, table, rows)) for title, rows in SECTIONS.items()),
        *patterns(scenario, table),
        *([_ranges(ranges)] if ranges else []),
        notes(CODED, MODEL),
    )


def _ranges(ranges: Mapping[str, Any]) -> RenderableType:
    """What nine in ten draws of the calibrated constants give."""
    names = [name for rows in SECTIONS.values() for row in rows for name in row[1:3] if name]
    names += [name for name in OUTCOMES if name.startswith("patterns_")]
    grid = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    grid.add_column(min_width=28)
    for name in names:
        low, high = (_at(ranges[end], OUTCOMES[name].path) for end in ("low", "high"))
        cell = f"{value(name, low)} to {value(name, high)}" if math.isfinite(low) else "undefined"
        grid.add_row(OUTCOMES[name].label, cell)
    title = f"{ranges['level']:.0%} of {ranges['draws']} draws of the calibrated constants"
    return section(title.replace("%", " %", 1), grid)


def _at(nest: Mapping[str, Any], path: tuple[str, ...]) -> float:
    for key in path:
        nest = nest[key]
    return math.nan if nest is None else nest  # type: ignore[return-value]


def _means(
    scenario: Scenario,
    table: pd.DataFrame,
    rows: tuple[tuple[str, str, str | None, str], ...],
) -> Table:
    """Means over infants, a column for each caregiver."""
    from attune_sim.run import summarise

    names = [name for row in rows for name in row[1:3] if name]
    means = [
        summarise(table[table["caregiver"] == number], names)
        for number in range(len(scenario.caregivers))
    ]
    several = len(means) > 1
    grid = Table(
        box=None, show_header=several, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim"
    )
    grid.add_column(min_width=28)
    for caregiver in scenario.caregivers:
        grid.add_column(caregiver.name)
    for label, name, beside, word in rows:
        cells = []
        for mean in means:
            cell = Text(value(name, mean[name]))
            if beside and math.isfinite(mean[beside]):
                cell.append(f" · {value(beside, mean[beside])} {word}", style="dim")
            cells.append(cell)
        grid.add_row(label, *cells)
    return grid

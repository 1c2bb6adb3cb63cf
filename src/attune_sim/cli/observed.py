"""An observation in words, numbers and bars, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table

from attune_sim.cli.terminal.text import (
    CODED,
    MODEL,
    TITLES,
    count,
    heading,
    notes,
    pattern_bars,
    prose,
    rounded,
    section,
    spread,
    value,
)
from attune_sim.outcomes import OUTCOMES, Outcome

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.scenario import Scenario

FEW = 12  # rows that are also shown one by one


def summary_of_observation(
    procedure: str, scenario: Scenario, table: pd.DataFrame, given: Mapping[str, str]
) -> RenderableType:
    """What `attune-sim observe` prints.

    Args:
        procedure: its name.
        scenario: who was observed; its days are their age.
        table: a row per infant and caregiver, with this procedure's outcomes.
        given: parameters from the command line, as typed.
    """
    facts = (
        count(scenario.infants, "infant"),
        f"{count(scenario.days, 'day')} old",
        f"seed {scenario.seed}",
    )
    several = len(scenario.caregivers) > 1
    parts: list[RenderableType] = [heading(scenario, facts, given)]
    for number, caregiver in enumerate(scenario.caregivers):
        rows = table[table["caregiver"] == number]
        who = f" with {caregiver.name}" if several else ""
        parts += _sections(f"{TITLES[procedure]}{who}", rows)
        if "pattern" in table:
            shown = who or " with this caregiver"
            parts.append(section(f"Pattern shown{shown}", pattern_bars(rows)))
    if len(table) <= FEW and "pattern" in table:
        parts.append(section("As coded", _one_by_one(scenario, table)))
    parts.append(notes(*([CODED] if "pattern" in table else []), MODEL))
    return Group(*parts)


def _sections(title: str, table: pd.DataFrame) -> Iterator[RenderableType]:
    """Single outcomes with mean and spread; outcomes that cross (what by when) as a matrix each."""
    measured = [OUTCOMES[name] for name in table.columns if name in OUTCOMES]
    crossed: dict[str, list[Outcome]] = {}
    single = []
    for outcome in measured:
        if len(outcome.path) == 3:
            crossed.setdefault(outcome.path[0], []).append(outcome)
        elif outcome.path[0] != "patterns":
            single.append(outcome)
    if single:
        yield section(title, _means(single, table))
    for name, outcomes in crossed.items():
        words = name.replace("_", " ").capitalize()
        yield section(words if single else title, _matrix(outcomes, table))


def _grid(first: str, *titles: str, first_width: int = 0) -> Table:
    grid = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    grid.add_column(first, min_width=first_width)
    for title in titles:
        grid.add_column(title)
    return grid


def _means(outcomes: list[Outcome], table: pd.DataFrame) -> Table:
    from attune_sim.run import summarise

    means = summarise(table, [o.name for o in outcomes])
    grid = _grid("", "mean", "SD over infants", first_width=28)
    for o in outcomes:
        grid.add_row(
            o.label, value(o.name, means[o.name]), spread(o.name, float(table[o.name].std()))
        )
    return grid


def _matrix(outcomes: list[Outcome], table: pd.DataFrame) -> Table:
    from attune_sim.run import summarise

    means = summarise(table, [o.name for o in outcomes])
    columns = list(dict.fromkeys(o.path[2] for o in outcomes))
    grid = _grid("", *(column.replace("_", " ") for column in columns))
    for row in dict.fromkeys(o.path[1] for o in outcomes):
        cells = {o.path[2]: value(o.name, means[o.name]) for o in outcomes if o.path[1] == row}
        grid.add_row(row.capitalize(), *(cells.get(column, "") for column in columns))
    return grid


def _one_by_one(scenario: Scenario, table: pd.DataFrame) -> RenderableType:
    ratings = [o for o in OUTCOMES.values() if o.path[0] == "scales" and o.name in table]
    grid = _grid("infant", "with", "pattern", *(_initials(o) for o in ratings))
    for row in table.to_dict("records"):
        who = scenario.caregivers[row["caregiver"]].name
        cells = (rounded(row[o.name]) for o in ratings)
        grid.add_row(str(row["infant"]), who, row["pattern"], *cells)
    legend = ", ".join(f"{_initials(o)} {o.label.lower()} ({o.unit})" for o in ratings)
    return Group(grid, prose(legend, style="dim"))


def _initials(outcome: Outcome) -> str:
    return "".join(word[0] for word in outcome.label.upper().split())

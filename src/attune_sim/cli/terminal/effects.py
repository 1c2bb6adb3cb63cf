"""What the factors of a sweep do, as a table for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import RenderableType

from attune_sim import numbers
from attune_sim.cli.terminal.tables import Column, Grid
from attune_sim.cli.terminal.text import column_heading, difference, notes, section
from attune_sim.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.sweep import SweepSpec

MEANING = (
    "A parameter's effect is the change from its lowest to its highest value, averaged over what"
    " else was varied; that of a level or scenario the difference from the first one. An effect"
    " with × is an interaction: how much one effect changes over the range of the other. In"
    " brackets 95% intervals: a straight line in each replication, Student's t over replications."
)
MOST_MEASURES = 3


def tables_of_effects(spec: SweepSpec, found: pd.DataFrame) -> list[RenderableType]:
    """A table for each measure that was asked for, the first of all where none was named.

    Args:
        spec: what was asked.
        found: from `attune_sim.sweep.effects`.
    """
    asked = [name for name in spec.asked or spec.measures[:1] if (found["measure"] == name).any()]
    parts: list[RenderableType] = []
    for measure in asked[:MOST_MEASURES]:
        grid = Grid(Column(words=True), Column())
        for row in found[found["measure"] == measure].to_dict("records"):
            ends = (difference(measure, row[key]) for key in ("effect", "low", "high"))
            grid.add(term_label(row["term"]), numbers.with_interval(*ends))
        parts.append(section(f"Effects on {OUTCOMES[measure].label.lower()}", grid))
    if parts:
        more = len(asked) - MOST_MEASURES
        told = [
            f"The effects on {numbers.count(more, 'more measure')} are in --json and the report."
        ]
        parts.append(notes(MEANING, *(told if more > 0 else [])))
    return parts


def term_label(term: str) -> str:
    """A term as people read it: 'Repair rate × Responsiveness', 'frozen (level)'."""
    from attune_sim.sweep.vocabulary import BY, OF

    labels = []
    for part in term.split(BY):
        factor, sign, level = part.partition(OF)
        labels.append(f"{level} ({factor})" if sign else column_heading(factor))
    return BY.join(labels)

"""The map: a measure over two parameters, coarse at once and then refined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from attune_dashboard.compute.first_years import DAYS
from attune_dashboard.state.choice import Choice
from attune_sim import run
from attune_sim.errors import InputError
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.sweep.sweep import sweep_draft
from attune_sim.life.course import Cancelled, Progress
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import PARAMETERS

MAP_INFANTS = 4
"""Infants in each cell of the map."""
TALL = 460
"""Pixels of the map, however fine it is."""
COARSE, FINE = 5, 9
"""Values of each parameter, at once and refined; the fine grid holds the coarse one."""


@dataclass(frozen=True)
class Map:
    """A measure over two parameters, as far as it has been computed.

    Attributes:
        rows: a row per cell: both parameters, `replication`, measures; NaN where not computed.
        xs, ys: values of the parameters, ascending.
        done, cells: how many cells there are in the end, and how many are computed.
    """

    rows: pd.DataFrame
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    done: int
    cells: int


def axis_values(name: str, count: int) -> tuple[float, ...]:
    """Values of a parameter over its range, ascending."""
    spec = PARAMETERS[name]
    values = np.linspace(spec.low, spec.high, count)
    if spec.whole:
        values = np.unique(np.round(values))
    return tuple(float(f"{v:.6g}") for v in values)


def mapped(choice: Choice, cancelled: Callable[[], bool]) -> Iterator[Map]:
    """The map, cell by cell: the coarse grid first, then what refines it.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    found: dict[tuple[float, float], dict[str, float]] = {}
    cells = len(axis_values(choice.x, FINE)) * len(axis_values(choice.y, FINE))
    for count in (COARSE, FINE):
        xs, ys = axis_values(choice.x, count), axis_values(choice.y, count)
        for cell in [(x, y) for y in ys for x in xs if (x, y) not in found]:
            if cancelled():
                raise Cancelled
            found[cell] = _cell(choice, cell, cancelled)
            rows = [
                {choice.x: x, choice.y: y, "replication": 0} | found.get((x, y), {})
                for y in ys
                for x in xs
            ]
            yield Map(pd.DataFrame(rows), xs, ys, len(found), cells)


def _cell(
    choice: Choice, at: tuple[float, float], cancelled: Callable[[], bool]
) -> dict[str, float]:
    try:
        there = choice.with_value(choice.x, at[0]).with_value(choice.y, at[1])
        scenario = there.built().with_(infants=MAP_INFANTS, days=DAYS)
    except InputError:  # two values that contradict each other: the cell stays empty
        return {}
    wanted = [choice.measure]
    table, _ = run.infants(scenario, measures=wanted, progress=Progress(cancelled=cancelled))
    return run.summarise(table, wanted)


def map_figure(choice: Choice, found: Map) -> Draft:
    """The picture of a map."""
    caption = f"Only {MAP_INFANTS} infants in each cell, so no interval is shown."
    if found.done < found.cells:
        caption += " The map starts coarse and is then refined; empty cells are not computed yet."
    return sweep_draft(
        found.rows,
        [choice.x, choice.y],
        [choice.measure],
        f"{OUTCOMES[choice.measure].label}, by {PARAMETERS[choice.x].label.lower()} and"
        f" {PARAMETERS[choice.y].label.lower()}",
        infants=MAP_INFANTS,
        heat_map=True,
        tall=TALL,
        caption=caption,
    )

"""The map: a measure over two parameters, coarse at once and then refined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from attune_dashboard.compute.first_years import DAYS
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.page_settings import value
from attune_sim import numbers, run
from attune_sim.errors import InputError
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.sweep.sweep import sweep_draft
from attune_sim.life.course import Cancelled, Progress
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import PARAMETERS

TALL = 460
"""Pixels of the map, however fine it is."""


@dataclass(frozen=True)
class Grid:
    """The cells of a map.

    Attributes:
        infants: in each cell.
        counts: values of each parameter, at once and then refined; the finer grids hold the
            coarser ones.
        x, y: ends of what is shown of each parameter.
    """

    infants: int
    counts: tuple[int, ...]
    x: tuple[float, float]
    y: tuple[float, float]


def grid(choice: Choice) -> Grid:
    """The cells that a choice asks for."""
    cells = int(value(choice.extra, "cells"))
    return Grid(
        infants=int(value(choice.extra, "cell")),
        counts=((cells + 1) // 2, cells) if cells % 2 and cells > 3 else (cells,),
        x=_ends(choice, "x"),
        y=_ends(choice, "y"),
    )


def _ends(choice: Choice, axis: str) -> tuple[float, float]:
    """What is asked for, as far as the parameter allows it; else its whole range."""
    spec = PARAMETERS[getattr(choice, axis)]
    low, high = (value(choice.extra, f"{axis}_{end}") for end in ("from", "to"))
    found = float(low) if low else spec.low, float(high) if high else spec.high
    return found if spec.low <= found[0] < found[1] <= spec.high else (spec.low, spec.high)


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


def axis_values(name: str, ends: tuple[float, float], count: int) -> tuple[float, ...]:
    """Values of a parameter between two ends, ascending."""
    values = np.linspace(*ends, count)
    if PARAMETERS[name].whole:
        values = np.unique(np.round(values))
    return tuple(float(f"{v:.6g}") for v in values)


def mapped(choice: Choice, cancelled: Callable[[], bool]) -> Iterator[Map]:
    """The map, cell by cell: the coarse grid first, then what refines it.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    found: dict[tuple[float, float], dict[str, float]] = {}
    asked = grid(choice)
    for count in asked.counts:
        xs, ys = axis_values(choice.x, asked.x, count), axis_values(choice.y, asked.y, count)
        for cell in [(x, y) for y in ys for x in xs if (x, y) not in found]:
            if cancelled():
                raise Cancelled
            found[cell] = _cell(choice, cell, asked.infants, cancelled)
            rows = [
                {choice.x: x, choice.y: y, "replication": 0} | found.get((x, y), {})
                for y in ys
                for x in xs
            ]
            yield Map(pd.DataFrame(rows), xs, ys, len(found), _cells(choice, asked))


def _cells(choice: Choice, asked: Grid) -> int:
    """How many cells there are in the end."""
    fine = asked.counts[-1]
    across = axis_values(choice.x, asked.x, fine)
    return len(across) * len(axis_values(choice.y, asked.y, fine))


def _cell(
    choice: Choice, at: tuple[float, float], infants: int, cancelled: Callable[[], bool]
) -> dict[str, float]:
    try:
        there = choice.with_value(choice.x, at[0]).with_value(choice.y, at[1])
        scenario = there.built().with_(infants=infants, days=DAYS)
    except InputError:  # two values that contradict each other: the cell stays empty
        return {}
    wanted = [choice.measure]
    table, _ = run.infants(scenario, measures=wanted, progress=Progress(cancelled=cancelled))
    return run.summarise(table, wanted)


def map_figure(choice: Choice, found: Map) -> Draft:
    """The picture of a map."""
    infants = grid(choice).infants
    caption = f"{numbers.count(infants, 'infant')} in each cell, so no interval is shown."
    if found.done < found.cells:
        caption += " The map starts coarse and is then refined; empty cells are not computed yet."
    return sweep_draft(
        found.rows,
        [choice.x, choice.y],
        [choice.measure],
        f"{OUTCOMES[choice.measure].label}, by {PARAMETERS[choice.x].label.lower()} and"
        f" {PARAMETERS[choice.y].label.lower()}",
        infants=infants,
        heat_map=True,
        tall=TALL,
        caption=caption,
    )

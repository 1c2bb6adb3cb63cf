"""Which picture suits what a sweep varied.

| varied | picture |
|---|---|
| one number | response curves |
| one factor (scenarios, levels) | dots, a row a level |
| two, one of few levels | the same, a colour, dash and symbol for each of its levels |
| two of many levels | a heat map for each measure |
| three, one of few levels | one of the above for each of its levels, side by side |
| more | each measure over each of them, the others averaged over |
| drawn or listed points | each measure over each number: every point a dot, means of bins a line |
| one at a time | each measure over each number by itself, the rest as in the scenario |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

FEW = 6
"""Levels that colours, dashes and symbols can tell apart, and panels that fit side by side."""
HEAT_FROM = 5  # levels of both numbers that make a heat map
HEAT_FROM_IN_FACETS = 4

Levels = Mapping[str, list[Any]]


@dataclass(frozen=True)
class Picture:
    """What is drawn: its kind, and which varied column goes where; empty for none."""

    kind: Literal["curves", "dots", "heat", "marginals", "points", "star"]
    x: str
    by: str = ""
    facet: str = ""


def levels_of(rows: pd.DataFrame, varied: Sequence[str]) -> dict[str, list[Any]]:
    """The values of each column that really varies: numbers ascending, factors as they come."""
    out: dict[str, list[Any]] = {}
    for name in varied:
        found = rows[name].dropna().unique().tolist()
        if len(found) > 1:
            out[name] = found if any(isinstance(v, str) for v in found) else sorted(found)
    if not out and len(varied) == 1 and len(rows):
        out[varied[0]] = rows[varied[0]].dropna().unique().tolist()
    return {name: values for name, values in out.items() if values}


def choose(levels: Levels, design: str = "grid") -> Picture:
    """Which picture suits these levels of the varied columns (see the table above)."""
    names = list(levels)
    numbers = [n for n in names if is_number(levels, n)]
    if design != "grid" and numbers:
        few = [n for n in names if n not in numbers and len(levels[n]) <= FEW]
        by = "level" if "level" in few else few[0] if few else ""
        return Picture("star" if design == "one-at-a-time" else "points", numbers[0], by)
    if len(names) == 1:
        return Picture("curves" if is_number(levels, names[0]) else "dots", names[0])
    if len(names) == 2:
        return _pair(levels, names, HEAT_FROM)
    if len(names) == 3:
        facet = "level" if "level" in levels else min(names, key=lambda n: len(levels[n]))
        if len(levels[facet]) <= FEW:
            rest = [n for n in names if n != facet]
            pair = _pair(levels, rest, HEAT_FROM_IN_FACETS)
            return Picture(pair.kind, pair.x, pair.by, facet)
    few = [n for n in names if not is_number(levels, n) and len(levels[n]) <= FEW]
    by = "level" if "level" in few else few[0] if few else ""
    return Picture("marginals", next(n for n in names if n != by), by)


def is_number(levels: Levels, name: str) -> bool:
    """Whether a varied column holds numbers, and no names."""
    return not any(isinstance(v, str) for v in levels[name])


def _pair(levels: Levels, names: Sequence[str], heat_from: int) -> Picture:
    numbers = [n for n in names if is_number(levels, n)]
    if len(numbers) == 1:
        by = next(n for n in names if n not in numbers)
        x = numbers[0]
    else:
        first, second = names
        by = min(second, first, key=lambda n: len(levels[n]))
        by = "level" if "level" in names and not numbers else by
        x = first if by == second else second
    many = len(numbers) == 2 and len(levels[by]) >= heat_from
    if many or len(levels[by]) > FEW:
        return Picture("heat", names[0], names[1]) if len(numbers) != 1 else Picture("heat", x, by)
    return Picture("curves" if is_number(levels, x) else "dots", x, by)

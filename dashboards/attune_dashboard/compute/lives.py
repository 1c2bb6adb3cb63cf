"""Families over three generations, more and more of them, and what became of them in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from attune_dashboard.compute.cache import kept
from attune_dashboard.compute.first_years import THREADS
from attune_sim import intervals, numbers
from attune_sim.figures.families.patterns import NAMES
from attune_sim.generations import generations
from attune_sim.life.course import Cancelled, Progress
from attune_sim.scenario import load

COUNT = 3
DAYS = 730
PARTS = (20, 40, 60, 80)
"""Families in each part that is shown as it comes: few at first, so that the first comes soon."""
FAMILIES = sum(PARTS)

Tables = tuple[pd.DataFrame, ...]


def lives(
    origin: str, passing: float, seed: int, cancelled: Callable[[], bool]
) -> Iterator[Tables]:
    """Tables of the generations, a row a family, of more and more families.

    Args:
        origin: name of a scenario.
        passing: how far what was learnt shows in the care given (`mirroring`), 0 to 1.
        seed: of the first generation.
        cancelled: asked now and then.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    parts: list[Tables] = []
    first = 0
    for size in PARTS:
        if cancelled():
            raise Cancelled
        parts.append(_part(origin, passing, seed, first, size, cancelled))
        first += size
        yield tuple(pd.concat(found, ignore_index=True) for found in zip(*parts, strict=True))


@kept(60, key=lambda origin, passing, seed, first, size, _: (origin, passing, seed, first, size))
def _part(
    origin: str, passing: float, seed: int, first: int, size: int, cancelled: Callable[[], bool]
) -> Tables:
    scenario = load(origin).with_(days=DAYS, mirroring=passing)
    found = generations(
        scenario,
        COUNT,
        seed=seed,
        numbers=range(first, first + size),
        threads=THREADS,
        progress=Progress(cancelled=cancelled),
    )
    return tuple(found)


def told(tables: Sequence[pd.DataFrame]) -> str:
    """How often the pattern stays the same beside chance, and how many families change.

    Args:
        tables: of each generation, a row a family in the same order.
    """
    seen = np.stack([table["pattern"].to_numpy(str) for table in tables])
    same = (seen[1:] == seen[:-1]).mean(axis=0)  # a family's steps are not independent
    shares = np.array([[(row == name).mean() for name in NAMES] for row in seen])
    by_chance = float((shares[1:] * shares[:-1]).sum(axis=1).mean())
    changed = int((seen != seen[0]).any(axis=0).sum())
    always_chance = float(shares.prod(axis=0).sum())
    families = len(same)
    alike = _with_interval(float(same.mean()), *intervals.of_mean(same))
    several = _with_interval(changed / families, *intervals.wilson(changed, families))
    return (
        f"{alike} of children show the pattern that their parent showed as an infant; chance alone"
        f" would give {numbers.percent(by_chance)}. {several} of {families} families show more"
        f" than one pattern in three generations; by chance it would be"
        f" {numbers.percent(1.0 - always_chance)}."
    )


def _with_interval(share: float, low: float, high: float) -> str:
    if not math.isfinite(low):
        return numbers.percent(share)
    ends = numbers.interval(numbers.percent(low), numbers.percent(high))
    return f"{numbers.percent(share)} (95% interval {ends})"

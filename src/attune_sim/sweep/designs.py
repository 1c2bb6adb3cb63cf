"""The values of a design by number, for one scenario and level.

A design is anything with a length that gives its values by number, so that ten million points of a
grid need no memory.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from attune_sim.sweep.moments import is_whole
from attune_sim.sweep.sampling import sobol_rows, unit
from attune_sim.sweep.vocabulary import Design, Factor, Range


class Inner(Protocol):
    """The values of the varied parameters by number."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int) -> dict[str, float | int]: ...


@dataclass(frozen=True, slots=True)
class Grid:
    """All combinations of all values; the last parameter runs fastest."""

    vary: Mapping[str, Any]

    def __len__(self) -> int:
        return math.prod(len(values) for values in self.vary.values())

    def __getitem__(self, number: int) -> dict[str, float | int]:
        chosen: dict[str, float | int] = {}
        for name in reversed(tuple(self.vary)):
            number, k = divmod(number, len(self.vary[name]))
            chosen[name] = self.vary[name][k]
        return {name: chosen[name] for name in self.vary}


@dataclass(frozen=True, slots=True)
class Listed:
    """The k-th values of all parameters together."""

    vary: Mapping[str, Any]

    def __len__(self) -> int:
        return min((len(values) for values in self.vary.values()), default=1)

    def __getitem__(self, number: int) -> dict[str, float | int]:
        return {name: values[number] for name, values in self.vary.items()}


@dataclass(frozen=True, slots=True)
class OneAtATime:
    """Nothing changed, then each value of each parameter by itself."""

    vary: Mapping[str, Any]

    def __len__(self) -> int:
        return 1 + sum(len(values) for values in self.vary.values())

    def __getitem__(self, number: int) -> dict[str, float | int]:
        number -= 1
        for name, values in self.vary.items():
            if 0 <= number < len(values):
                return {name: values[number]}
            number -= len(values)
        return {}


@dataclass(frozen=True, slots=True)
class Sampled:
    """Points drawn between the ends; whole numbers all with the same share of the unit."""

    vary: Mapping[str, Any]
    design: Design
    seed: int

    def __len__(self) -> int:
        return count(self.design, self.vary)

    def __getitem__(self, number: int) -> dict[str, float | int]:
        drawn = unit(self.design, len(self.vary), self.seed)[number].tolist()
        return {
            name: _between(ends, u, is_whole(name))
            for (name, ends), u in zip(self.vary.items(), drawn, strict=True)
        }


def _between(ends: Range, u: float, whole: bool) -> float | int:
    if whole:
        low, high = int(ends.low), int(ends.high)
        return min(high, low + int(u * (high - low + 1)))
    return float(f"{ends.low + u * (ends.high - ends.low):.12g}")


def count(design: Design, vary: Mapping[str, Factor]) -> int:
    """How many points a design has, for one scenario and level; without drawing any."""
    if design.kind == "latin-hypercube":
        return design.points or 0
    if design.kind == "sobol":
        return (design.samples or 0) * sobol_rows(len(vary), design.second_order)
    if design.kind == "morris":
        return (design.trajectories or 0) * (len(vary) + 1)
    return len(values_by_number(design, vary, 0))


def values_by_number(design: Design, vary: Mapping[str, Factor], seed: int) -> Inner:
    """The values at each point of a design, for one scenario and level."""
    if design.sampled:
        return Sampled(vary, design, seed)
    given: dict[str, Callable[[Mapping[str, Any]], Inner]] = {
        "grid": Grid,
        "list": Listed,
        "one-at-a-time": OneAtATime,
    }
    return given[design.kind](vary)

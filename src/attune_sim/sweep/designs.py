"""The points of a sweep: which combinations of values are run.

Points are numbered from 0: all points of the design for the first scenario and level, then for the
next level, then for the next scenario. A design is anything with a length that gives its points by
number, so that ten million points of a grid need no memory.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from attune_sim.scenario import Scenario
from attune_sim.sweep.moments import is_whole, value_in, with_values
from attune_sim.sweep.spec import Design, Factor, Range, SweepSpec


@dataclass(frozen=True, slots=True)
class Point:
    """One combination.

    Attributes:
        scenario: its name.
        level: its label, if there are levels.
        values: what is set.
        shown: what stands in the row for each varied name: what is set, or what the scenario has
            (None where no one number says it).
    """

    scenario: str
    level: str | None
    values: Mapping[str, float | int]
    shown: Mapping[str, float | int | None]


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
        from attune_sim.sweep.sampling import unit

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
        return (design.samples or 0) * (len(vary) + 2)
    if design.kind == "morris":
        return (design.trajectories or 0) * (len(vary) + 1)
    return len(_given(design, vary))


def _given(design: Design, vary: Mapping[str, Factor]) -> Inner:
    kinds: dict[str, Any] = {"grid": Grid, "list": Listed, "one-at-a-time": OneAtATime}
    made: Inner = kinds[design.kind](vary)
    return made


@dataclass(frozen=True, slots=True)
class Points:
    """All points of a sweep: the design, for each level of each scenario."""

    spec: SweepSpec
    inner: Inner

    def __len__(self) -> int:
        """How many points."""
        return len(self.spec.scenarios) * max(1, len(self.spec.levels)) * len(self.inner)

    def __getitem__(self, number: int) -> Point:
        """The point of this number."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        spec = self.spec
        number, k = divmod(number, len(self.inner))
        s, v = divmod(number, max(1, len(spec.levels)))
        values = self.inner[k]
        shown: dict[str, float | int | None] = dict(values)
        if len(values) < len(spec.vary):
            whole = _base(spec, s, v)
            shown = {name: values.get(name, value_in(whole, name)) for name in spec.vary}
        level = spec.levels[v].label if spec.levels else None
        return Point(spec.scenarios[s].name, level, values, shown)


def points(spec: SweepSpec) -> Points:
    """The points that a spec asks for."""
    if spec.design.sampled:
        return Points(spec, Sampled(spec.vary, spec.design, spec.seed))
    return Points(spec, _given(spec.design, spec.vary))


def scenario_at(spec: SweepSpec, point: Point) -> Scenario:
    """What is simulated at a point: varied over a level's over fixed over the scenario's values.

    Raises:
        InputError: values that cannot stand together.
    """
    names = [s.name for s in spec.scenarios]
    labels = [x.label for x in spec.levels]
    level = labels.index(point.level) if point.level is not None else 0
    whole = _base(spec, names.index(point.scenario), level)
    return with_values(whole.with_(infants=spec.infants, days=spec.days), point.values)


def _base(spec: SweepSpec, scenario: int, level: int) -> Scenario:
    """A scenario with what is fixed, at a level."""
    own = spec.levels[level].parameters if spec.levels else {}
    return spec.scenarios[scenario].with_(**{**spec.fixed, **own})

"""The points of a sweep: which combinations of values are run.

A design is anything with a length that gives its points by number, so that ten million points need
no memory. Points are numbered from 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from attune_sim.scenario import Scenario
from attune_sim.sweep.spec import SweepSpec


@dataclass(frozen=True, slots=True)
class Point:
    """One combination: a scenario's name, a level's label if there are levels, and values."""

    scenario: str
    level: str | None
    values: Mapping[str, float | int]


@dataclass(frozen=True, slots=True)
class Grid:
    """All combinations of all levels; the last factor runs fastest.

    Attributes:
        factors: the levels of each factor, in order of the spec: scenario, level, parameters.
    """

    factors: Mapping[str, tuple[Any, ...]]

    def __len__(self) -> int:
        """How many points."""
        count = 1
        for levels in self.factors.values():
            count *= len(levels)
        return count

    def __getitem__(self, number: int) -> Point:
        """The point of this number."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        chosen: dict[str, Any] = {}
        for name in reversed(tuple(self.factors)):
            levels = self.factors[name]
            number, k = divmod(number, len(levels))
            chosen[name] = levels[k]
        values = {name: chosen[name] for name in self.factors if name not in ("scenario", "level")}
        return Point(chosen["scenario"], chosen["level"], values)


def points(spec: SweepSpec) -> Grid:
    """The points that a spec asks for."""
    factors: dict[str, tuple[Any, ...]] = {
        "scenario": tuple(s.name for s in spec.scenarios),
        "level": tuple(x.label for x in spec.levels) or (None,),
    }
    return Grid(factors | dict(spec.vary))


def scenario_at(spec: SweepSpec, point: Point) -> Scenario:
    """What is simulated at a point: varied over a level's over fixed over the scenario's values."""
    (scenario,) = (s for s in spec.scenarios if s.name == point.scenario)
    level = next((x.parameters for x in spec.levels if x.label == point.level), {})
    values = {**spec.fixed, **level, **point.values}
    return scenario.with_(infants=spec.infants, days=spec.days, **values)

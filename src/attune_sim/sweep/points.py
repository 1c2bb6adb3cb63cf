"""The points of a sweep: which combinations of scenario, level and values are run.

Points are numbered from 0: all points of the design for the first scenario and level, then for the
next level, then for the next scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from attune_sim.scenario import Scenario
from attune_sim.sweep.designs import Inner, values_by_number
from attune_sim.sweep.moments import value_in, with_values
from attune_sim.sweep.spec import SweepSpec


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
            whole = base(spec, s, v)
            shown = {name: values.get(name, value_in(whole, name)) for name in spec.vary}
        level = spec.levels[v].label if spec.levels else None
        return Point(spec.scenarios[s].name, level, values, shown)


def points(spec: SweepSpec) -> Points:
    """The points that a spec asks for."""
    return Points(spec, values_by_number(spec.design, spec.vary, spec.seed))


def scenario_at(spec: SweepSpec, point: Point) -> Scenario:
    """What is simulated at a point: varied over a level's over fixed over the scenario's values.

    Raises:
        InputError: values that cannot stand together.
    """
    names = [s.name for s in spec.scenarios]
    labels = [x.label for x in spec.levels]
    level = labels.index(point.level) if point.level is not None else 0
    whole = base(spec, names.index(point.scenario), level)
    return with_values(whole.with_(infants=spec.infants, days=spec.days), point.values)


def base(spec: SweepSpec, scenario: int, level: int) -> Scenario:
    """A scenario with the fixed values, at a level, before anything is varied.

    Args:
        spec: of the sweep.
        scenario: its number.
        level: its number; 0 if there are none.
    """
    own = spec.levels[level].parameters if spec.levels else {}
    return spec.scenarios[scenario].with_(**{**spec.fixed, **own})

"""The words of a sweep: kinds of designs, values to vary, levels, whose random numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from attune_sim.scenario import Value

Kind = Literal["grid", "list", "one-at-a-time", "latin-hypercube", "sobol", "morris"]
SIZES: dict[str, tuple[str, ...]] = {
    "grid": (),
    "list": (),
    "one-at-a-time": (),
    "latin-hypercube": ("points",),
    "sobol": ("samples",),
    "morris": ("trajectories", "levels"),
}
"""The settings that each kind of design takes."""

BY = " × "  # between the names of an interaction
OF = ": "  # between a factor and the level that is compared with the first

RandomNumbers = Literal["common", "own"]
"""Whether points share theirs, replication by replication, or each run has its own."""


@dataclass(frozen=True, slots=True)
class Range:
    """The ends between which a sampled design takes a parameter's values."""

    low: float | int
    high: float | int


Values = tuple[float | int, ...]
Factor = Values | Range


@dataclass(frozen=True, slots=True)
class Level:
    """A named set of parameter values: one level of the factor `level`."""

    label: str
    parameters: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Design:
    """Which points of the varied parameters are run.

    Attributes:
        kind: grid: all combinations; list: the k-th values together; one-at-a-time: the scenario
            as it is, then each value of each parameter by itself; latin-hypercube (McKay et al.
            1979); sobol: Saltelli's scheme (Saltelli et al. 2010); morris: trajectories of
            elementary effects (Morris 1991).
        points: of a latin-hypercube.
        samples: of a sobol design, a power of two; it has samples x (parameters + 2) points.
        second_order: whether a sobol design tells interactions of two parameters by themselves;
            it then has samples x (2 parameters + 2) points.
        trajectories, levels: of a morris design; it has trajectories x (parameters + 1) points.
    """

    kind: Kind = "grid"
    points: int | None = None
    samples: int | None = None
    trajectories: int | None = None
    levels: int | None = None
    second_order: bool = False

    @property
    def sampled(self) -> bool:
        """Whether the points are drawn between ends, not made of given values."""
        return bool(SIZES[self.kind])

    def as_dict(self) -> dict[str, Any]:
        """Kind and the settings that it takes."""
        sizes = {key: getattr(self, key) for key in SIZES[self.kind]}
        return {"kind": self.kind, **sizes, **({"second_order": True} if self.second_order else {})}

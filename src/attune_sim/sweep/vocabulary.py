"""The words of a sweep: kinds of designs, values to vary, levels, whose random numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from attune_sim.scenario import Value
from attune_sim.textfiles.checked import checked
from attune_sim.textfiles.kinds import Flag, one_of, whole
from attune_sim.textfiles.toml import Fault

MOST_SAMPLED = 1_000_000  # points of a sampled design, which are kept in memory

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


_Size = Annotated[int, whole(2, MOST_SAMPLED)]


@checked
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
            Levels are even, and 4 if left out.
    """

    kind: Annotated[Kind, one_of(*SIZES)]
    points: _Size | None = None
    samples: _Size | None = None
    trajectories: _Size | None = None
    levels: _Size | None = None
    second_order: Flag = False

    def __post_init__(self) -> None:
        """Check that it has what its kind takes, and nothing else."""
        sizes = SIZES[self.kind]
        for key in ("points", "samples", "trajectories", "levels"):
            value = getattr(self, key)
            if value is not None and key not in sizes:
                takes = f"it takes {' and '.join(sizes)}" if sizes else "it takes no size"
                raise Fault(f"a {self.kind} design has no '{key}'; {takes}", key)
            if value is None and key in sizes and key != "levels":
                raise Fault(f"a {self.kind} design needs {key} = ...")
        if self.second_order and self.kind != "sobol":
            raise Fault(
                f"a {self.kind} design has no 'second_order'; a sobol one has", "second_order"
            )
        if self.samples is not None and self.samples & (self.samples - 1):
            raise Fault(f"samples = {self.samples} is not a power of two", "samples")
        if self.levels is not None and (self.levels % 2 or self.levels > 100):
            raise Fault(f"levels = {self.levels} is not an even number from 2 to 100", "levels")
        if self.kind == "morris" and self.levels is None:
            object.__setattr__(self, "levels", 4)  # frozen for everybody else

    @property
    def sampled(self) -> bool:
        """Whether the points are drawn between ends, not made of given values."""
        return bool(SIZES[self.kind])

    def as_dict(self) -> dict[str, Any]:
        """Kind and the settings that it takes."""
        sizes = {key: getattr(self, key) for key in SIZES[self.kind]}
        return {"kind": self.kind, **sizes, **({"second_order": True} if self.second_order else {})}


GRID = Design("grid")
"""The usual one."""

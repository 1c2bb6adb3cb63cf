"""What a sweep asks: scenarios, design, what is varied, what is held, replications, measures.

TOML in and out (`reading` reads it, `checks` says what is allowed):

    question = "Does responsiveness matter more where care is consistent?"
    scenario = "good-enough"           # a preset, or a TOML file's path from the spec's folder;
                                       # or scenarios = ["good-enough", "erratic.toml"], a factor
    infants = 60                       # the scenario's, if left out; so days and seed
    days = 365
    seed = 7
    replications = 5                   # 1, if left out
    measures = ["attuned_share", "felt_security", "patterns"]      # all, if left out
    series = 7                         # days between rows of a time series; none, if left out
    luck = "common"                    # replication r has the same luck at every point, so that
                                       # points are paired; or "independent"
    [design]                           # which points; a grid, if left out
    kind = "grid"                      # all combinations of the values
    [vary]
    responsiveness = [0.2, 0.4, 0.6, 0.8]
    consistency = { from = 0.1, to = 0.9, steps = 5 }
    reactivity.sd = [0.1, 0.3]         # of a distribution that the scenario or [fixed] has
    [fixed]                            # numbers or distributions, over the scenario's
    reactivity = { shape = "lognormal", mean = 1.0, sd = 0.2 }
    [[levels]]                         # the factor `level`, crossed with the design: named sets of
    label = "full model"               # values, over the scenario's and [fixed]
    [[levels]]
    label = "no learning"
    learning_rate = 0.0

Other designs, each crossed with scenarios and levels:

    kind = "list"                      # the first values together, the second ones, and so on
    kind = "one-at-a-time"             # the scenario with [fixed], then each value by itself
    kind = "latin-hypercube"           # these three take { from = ..., to = ... } under [vary]
    points = 100
    kind = "sobol"                     # Saltelli's scheme: samples x (parameters + 2) points
    samples = 256                      # a power of two
    kind = "morris"                    # trajectories x (parameters + 1) points
    trajectories = 20
    levels = 4                         # even; 4, if left out
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from attune_sim.outcomes import OUTCOMES
from attune_sim.scenario import Scenario, Value, load, plain, presets

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

Luck = Literal["common", "independent"]


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
        trajectories, levels: of a morris design; it has trajectories x (parameters + 1) points.
    """

    kind: Kind = "grid"
    points: int | None = None
    samples: int | None = None
    trajectories: int | None = None
    levels: int | None = None

    @property
    def sampled(self) -> bool:
        """Whether the points are drawn between ends, not made of given values."""
        return bool(SIZES[self.kind])

    def as_dict(self) -> dict[str, Any]:
        """Kind and the settings that it takes."""
        return {"kind": self.kind} | {key: getattr(self, key) for key in SIZES[self.kind]}


@dataclass(frozen=True, slots=True)
class SweepSpec:
    """What a sweep asks; one that exists has been checked and can be run.

    Attributes:
        name: the spec file's stem; names the default folder of results.
        question: for people.
        scenarios: at least one; several are a factor, `scenario`.
        infants, days: of every run; the scenario's own if None.
        seed: of the sweep; each replication's is derived from it, and so is a sampled design.
        replications: runs at each point, with other luck.
        measures: flat names of outcomes (names of groups are resolved).
        design: which points.
        vary: values of each varied parameter, in order, or the ends between which they are drawn.
            A name with a dot, as `reactivity.sd`, is a moment of a distribution over the infants.
        fixed: values that hold at all points, over the scenario's.
        levels: named sets of values, a factor `level`, over the scenario's and `fixed`.
        series: days between rows of the time series; None for none.
        luck: 'common' gives replication r the same random numbers at every point, so that two
            points with the same replication are a pair; 'independent' does not.
        asked: the measures in the order in which they were named, without those that come along
            (as an attuned share's surrogate); empty if all are taken. It decides no number.
    """

    name: str
    scenarios: tuple[Scenario, ...]
    question: str = ""
    infants: int | None = None
    days: int | None = None
    seed: int = 1
    replications: int = 1
    measures: tuple[str, ...] = tuple(OUTCOMES)
    design: Design = field(default_factory=Design)
    vary: Mapping[str, Factor] = field(default_factory=dict)
    fixed: Mapping[str, Value] = field(default_factory=dict)
    levels: tuple[Level, ...] = ()
    series: int | None = None
    luck: Luck = "common"
    asked: tuple[str, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        """Check everything and bring values to their parameters' types."""
        from attune_sim.sweep.checks import check

        for key, value in check(self).items():
            object.__setattr__(self, key, value)  # frozen for everybody else

    @property
    def varied(self) -> dict[str, list[Any]]:
        """Columns that differ between points, each with its levels in order, or its two ends.

        `scenario` if there are several, `level` if there are any, then the varied parameters.
        """
        out = self.groups
        for name, values in self.vary.items():
            ends = isinstance(values, Range)
            out[name] = [values.low, values.high] if ends else list(values)  # type: ignore[union-attr,arg-type]
        return out

    @property
    def groups(self) -> dict[str, list[Any]]:
        """The factors that the design is crossed with: scenario, level, where there are several."""
        out: dict[str, list[Any]] = {}
        if len(self.scenarios) > 1:
            out["scenario"] = [s.name for s in self.scenarios]
        if self.levels:
            out["level"] = [level.label for level in self.levels]
        return out

    @property
    def keys(self) -> list[str]:
        """Columns that say where a row belongs: point, scenario, level, varied parameters."""
        return ["point", "scenario", *(["level"] if self.levels else []), *self.vary]

    def as_dict(self) -> dict[str, Any]:
        """The spec in plain types, as in its TOML; scenarios other than presets as files beside."""
        names = [s.name if is_preset(s) else scenario_file(s) for s in self.scenarios]
        out: dict[str, Any] = {"question": self.question}
        out |= {"scenario": names[0]} if len(names) == 1 else {"scenarios": names}
        for key in ("infants", "days", "seed", "replications", "series", "luck"):
            if getattr(self, key) is not None:
                out[key] = getattr(self, key)
        out["measures"] = list(self.measures)
        if self.design != Design():
            out["design"] = self.design.as_dict()
        if self.vary:
            out["vary"] = {name: _plain_factor(values) for name, values in self.vary.items()}
        if self.fixed:
            out["fixed"] = plain(self.fixed)
        if self.levels:
            out["levels"] = [{"label": x.label, **plain(x.parameters)} for x in self.levels]
        return out

    def to_toml(self) -> str:
        """The spec as a TOML file's text."""
        import tomli_w

        return tomli_w.dumps(self.as_dict())

    def identity(self) -> dict[str, Any]:
        """What decides the rows, in plain types: no question, no scenario's story."""
        spec = self.as_dict()
        del spec["question"]
        scenarios = [s.as_dict() for s in self.scenarios]
        for s in scenarios:
            for key in ("title", "story", "look_for"):
                del s[key]
        return {"spec": spec, "scenarios": scenarios}


def _plain_factor(values: Factor) -> Any:
    if isinstance(values, Range):
        return {"from": values.low, "to": values.high}
    return list(values)


def is_preset(scenario: Scenario) -> bool:
    """Whether this is a shipped scenario, unchanged."""
    return scenario.name in presets() and load(scenario.name) == scenario


def scenario_file(scenario: Scenario) -> str:
    """Where a results folder keeps a scenario that is not a preset."""
    return f"scenarios/{scenario.name}.toml"


def default_out(spec: SweepSpec) -> Path:
    """The folder of results if none is given: results/NAME."""
    return Path("results") / spec.name

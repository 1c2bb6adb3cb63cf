"""The specification of a sweep: scenarios, design, varied and fixed values, replications, measures.

TOML in and out (`toml` reads it, `checks` says what is allowed):

    question = "Does responsiveness matter more where care is consistent?"
    scenario = "good-enough"           # a preset, or a TOML file's path from the spec's folder;
                                       # or scenarios = ["good-enough", "erratic.toml"], a factor
    model = "care.py:OnLeave"          # a class of one's own by which families live, if wanted
    infants = 60                       # the scenario's, if left out; so days and seed
    days = 365
    seed = 7
    replications = 5                   # 1, if left out
    measures = ["attuned_share", "felt_security", "patterns"]      # all for infants, if left out
    series = 7                         # days between rows of a time series; none, if left out
    per_infant = true                  # a row per infant and caregiver too; none, if left out
    random_numbers = "common"          # replication r has the same at every point, so that points
                                       # are paired; or "own": every run has others
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
    second_order = true                # interactions of two parameters by themselves, too: then
                                       # samples x (2 parameters + 2) points
    kind = "morris"                    # trajectories x (parameters + 1) points
    trajectories = 20
    levels = 4                         # even; 4, if left out
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import SkipValidation

from attune_sim.outcomes import chosen
from attune_sim.scenario import (
    LARGEST_SEED,
    MOST_DAYS,
    MOST_INFANTS,
    Scenario,
    Value,
    load,
    plain,
    presets,
)
from attune_sim.sweep import checks
from attune_sim.sweep.moments import check_moments
from attune_sim.sweep.vocabulary import GRID, Design, Factor, Level, RandomNumbers, Range
from attune_sim.textfiles.checked import checked
from attune_sim.textfiles.kinds import Flag, Is, Names, one_of, text, whole
from attune_sim.textfiles.toml import placed

MOST_REPLICATIONS = 1_000_000
_Text = Annotated[str, text(empty=True)]
_Table = Is("a table of parameters and values", lambda value: isinstance(value, Mapping))
_Levels = Is(
    "a list of levels",
    lambda value: isinstance(value, list | tuple) and all(isinstance(x, Level) for x in value),
)


@checked
class SweepSpec:
    """What a sweep asks; one that exists has been checked and can be run.

    Attributes:
        name: the spec file's stem; names the default folder of results.
        question: for people.
        scenarios: at least one; several are a factor, `scenario`.
        infants, days: of every run; the scenario's own if None.
        seed: of the sweep; each replication's is derived from it, and so is a sampled design.
        replications: runs at each point, with other random numbers.
        measures: flat names of outcomes (names of groups are resolved).
        design: which points.
        vary: values of each varied parameter, in order, or the ends between which they are drawn.
            A name with a dot, as `reactivity.sd`, is a moment of a distribution over the infants.
        fixed: values that hold at all points, over the scenario's.
        levels: named sets of values, a factor `level`, over the scenario's and `fixed`.
        series: days between rows of the time series; None for none.
        per_infant: whether the tidy table of every run is kept, see `attune_sim.infant_table`.
        random_numbers: 'common' gives replication r the same at every point, so that two points
            with the same replication are a pair; 'own' gives every run others.
        asked: the measures in the order in which they were named, without those that come along
            (as an attuned share's surrogate); empty if all are taken. It decides no number.
    """

    name: _Text
    scenarios: tuple[Scenario, ...]
    question: _Text = ""
    infants: Annotated[int, whole(1, MOST_INFANTS)] | None = None
    days: Annotated[int, whole(0, MOST_DAYS)] | None = None
    seed: Annotated[int, whole(0, LARGEST_SEED)] = 1
    replications: Annotated[int, whole(1, MOST_REPLICATIONS)] = 1
    measures: Names = chosen(None)
    design: Design = GRID
    # What these may hold depends on the design and on each other.
    vary: Annotated[SkipValidation[Mapping[str, Factor]], _Table] = field(default_factory=dict)
    fixed: Annotated[SkipValidation[Mapping[str, Value]], _Table] = field(default_factory=dict)
    levels: Annotated[SkipValidation[tuple[Level, ...]], _Levels] = ()
    series: Annotated[int, whole(1, MOST_DAYS)] | None = None
    per_infant: Flag = False
    random_numbers: Annotated[RandomNumbers, one_of(*get_args(RandomNumbers))] = "common"
    asked: tuple[str, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        """Check what its parts have to do with each other, and bring values to their types."""
        checks.check_scenarios(self.scenarios)
        vary = checks.checked_factors(self.design, self.vary)
        fixed = checks.checked_values("[fixed]", self.fixed)
        levels = checks.checked_levels(self.levels)
        checks.check_overlaps(self.design, vary, fixed, levels)
        measures, asked = checks.checked_measures(self.measures)
        checks.check_ages(self.scenarios, self.days, measures)
        for name, values in vary.items():
            with placed("vary", *name.split(".")):
                check_moments(name, values, self.scenarios, fixed, levels)
        checks.check_size(len(self.scenarios), len(levels), self.replications, self.design, vary)
        made = {
            "measures": measures, "asked": asked, "vary": vary, "fixed": fixed, "levels": levels
        }  # fmt: skip
        for key, value in made.items():
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

    @property
    def traits_set(self) -> set[str]:
        """Parameters that the sweep or one of its scenarios sets."""
        own = [*(s.parameters for s in self.scenarios), *(x.parameters for x in self.levels)]
        return {*self.fixed, *(n for n in self.vary if "." not in n), *(n for x in own for n in x)}

    def as_dict(self) -> dict[str, Any]:
        """The spec in plain types, as in its TOML; scenarios other than presets as files beside."""
        names = [s.name if is_preset(s) else scenario_file(s) for s in self.scenarios]
        out: dict[str, Any] = {"question": self.question}
        out |= {"scenario": names[0]} if len(names) == 1 else {"scenarios": names}
        for key in ("infants", "days", "seed", "replications", "series", "random_numbers"):
            if getattr(self, key) is not None:
                out[key] = getattr(self, key)
        if self.per_infant:
            out["per_infant"] = True
        out["measures"] = list(self.measures)
        if self.design != GRID:
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
        return {"spec": spec, "scenarios": [s.identity() for s in self.scenarios]}


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

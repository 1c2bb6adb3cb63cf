"""Published designs as data: who was observed, when, by which procedure, and what was computed.

    [[finding]]
    id = "sensitivity-security"
    published = ["4.02b"]              # rows of the table of figures; the first is compared
    fitted = true                      # whether calibration uses it; else kept for validation
    statistic = "correlation"
    of = ["home.sensitivity_rating", "ssp.secure"]

    [finding.groups]                   # who; most designs have one group
    families = { population = "mixed" }

    [finding.visits]                   # when, and what is different there
    home = { age = 270 }
    ssp = { age = 365 }

A column is written visit.outcome (any outcome of a run, or one of PATTERN_COLUMNS), or trait.NAME
for a parameter as it was drawn; `a - b` is the difference of two columns. A group may differ by
`parameters`, by `events` on the way, and by a `model` of one's own (FILE.py:CLASS):

    stressed = { population = "mixed", events = [ { day = 420, add = { responsiveness = -0.2 } } ] }
"""

from __future__ import annotations

import functools
import math
from collections.abc import Collection, Mapping
from dataclasses import field
from importlib import resources
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from attune_sim.errors import InputError, near, shown
from attune_sim.evidence.findings.published import published
from attune_sim.evidence.statistics import STATISTICS, Statistic
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import OBSERVATION, PARAMETERS
from attune_sim.scenario import (
    Event,
    Numbers,
    Scenario,
    Value,
    Values,
    load,
    presets,
    read_scenario,
)
from attune_sim.textfiles.checked import checked
from attune_sim.textfiles.kinds import (
    Flag,
    Is,
    Line,
    Names,
    Note,
    check_known,
    is_name,
    is_number,
    whole,
)
from attune_sim.textfiles.toml import Fault

LAST_DAY = 3650
LABELS = ("pattern", "forced_pattern")
PATTERN_COLUMNS = (
    "secure", "insecure", "avoidant", "resistant", "disorganized", "organized",
    "forced_secure", "forced_insecure", "forced_avoidant", "forced_resistant", *LABELS,
)  # fmt: skip
"""Of a Strange Situation: 0 or 1, and the pattern's label as a number.

Forced: in three classes, each infant in the one that fits best but for disorganization, as all were
classified before the fourth was described.
"""


def _rows(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Rows that may be compared with: what was not found stays empty."""
    for name in ids:
        check_known(name, published(), "row")
        if published()[name].certainty == "not found":
            raise ValueError(f"the figure of row {name} was not found, so it is empty")
    return ids


def _is_direction(value: object) -> bool:
    return is_number(value) and value in (-1, 0, 1)


Age = Annotated[int, whole(0, LAST_DAY, f"an age from 0 to {LAST_DAY} days")]
Share = Annotated[
    float, Is("a number above 0 and up to 1", lambda v: is_number(v) and 1e-6 <= v <= 1)
]
Figure = Annotated[
    float, Is("a number", lambda v: is_number(v) and (math.isnan(v) or abs(v) <= 1e9))
]
"""A published figure; NaN where there is none."""


@checked
class Group:
    """Who is studied: a population, what sets it apart, and what happens on the way.

    Attributes:
        population: a name, or a scenario's file.
        parameters: values that replace those of the population.
        events: in addition to the population's own.
        model: FILE.py:CLASS by which the families live; as in the population if empty.
    """

    population: Line
    parameters: Values = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    model: Note = ""

    def __post_init__(self) -> None:
        """Check that there are such people."""
        try:
            scenario = population(self.population)
        except InputError as error:
            raise Fault(str(error), "population") from None
        scenario.with_(
            **self.parameters, events=(*scenario.events, *self.events), model=self.model or None
        )


@checked
class Visit:
    """One occasion: at what age (days), with which caregiver, with which settings of the study.

    repetition: another one has other random numbers.
    """

    age: Age
    caregiver: Annotated[int, whole(0, 99)] = 0
    settings: Numbers = field(default_factory=dict)
    repetition: Annotated[int, whole(0, 999)] = 0

    def __post_init__(self) -> None:
        """Check that only instruments are set."""
        _check_keys(self.settings, OBSERVATION, "setting of observation", "settings")


def _check_keys(table: Mapping[str, Value], names: Collection[str], what: str, where: str) -> None:
    for name in table:
        try:
            check_known(name, names, what)
        except ValueError as error:
            raise Fault(f"{where}: {error}", where, name) from None


@checked
class Finding:
    """One published finding and the design that looks for it in the model.

    Attributes:
        id: of the finding.
        statement: what was found, in one sentence; the first published row's if left out.
        published: rows of the table; the first one's value is compared.
        fitted: whether calibration uses it.
        statistic: a name in STATISTICS.
        of: the columns it is computed of.
        groups, visits: the design.
        value, low, high: the published figure, where the row has none that compares.
        direction: +1, -1 or 0 where only a direction was published.
        n: of the study, where the table has none.
        reliability: of columns that are rated with error, for traits (share of true variance).
        note: what a reader should know about the comparison.
    """

    id: Line
    statistic: Annotated[Line, is_name("statistic", lambda: STATISTICS)]
    of: Names
    groups: Mapping[str, Group]
    visits: Mapping[str, Visit]
    statement: Note = ""
    published: Annotated[Names, AfterValidator(_rows)] = ()
    fitted: Flag = False
    value: Figure = math.nan
    low: Figure = math.nan
    high: Figure = math.nan
    direction: Annotated[int, Is("-1, 0 or 1", _is_direction)] | None = None
    n: Annotated[int, whole(1, 10**9, "a number of families")] | None = None
    reliability: Mapping[str, Share] = field(default_factory=dict)
    note: Note = ""

    def __post_init__(self) -> None:
        """Check that its parts agree; fill in from the row what is left out."""
        row = published()[self.published[0]] if self.published else None
        if row is not None:
            object.__setattr__(self, "statement", self.statement or row.finding)
            object.__setattr__(self, "n", self.n or row.n)
        takes = STATISTICS[self.statistic]
        if not self.groups or (takes.groups and len(self.groups) != takes.groups):
            wanted = _count(takes.groups, "group") if takes.groups else "at least one group"
            raise Fault(
                f"groups: {self.statistic} takes {wanted}, not {len(self.groups)}", "groups"
            )
        if len(self.of) != takes.columns:
            wanted = _count(takes.columns, "column")
            raise Fault(f"of: {self.statistic} takes {wanted}, not {len(self.of)}", "of")
        for k, column in enumerate(self.of):
            try:
                _check_column(column, self.visits, takes)
            except ValueError as error:
                raise Fault(f"of: column {shown(column)}: {error}", "of", k) from None
        last = min(len(population(g.population).caregivers) for g in self.groups.values()) - 1
        for key, visit in self.visits.items():
            if visit.caregiver > last:
                raise Fault(
                    f"visits.{key}: caregiver = {visit.caregiver} is not the number of a caregiver,"
                    f" from 0 to {last}",
                    *("visits", key, "caregiver"),
                )
        _check_keys(self.reliability, self.of, "column", "reliability")
        if self.direction is not None and takes.ratio:
            raise Fault(
                f"direction: {self.statistic} is compared with 1, not 0; give value instead",
                "direction",
            )
        if not (math.isnan(self.low) and math.isnan(self.high)) and not self.low <= self.high:
            raise Fault("low and high are given together, low first", "low")
        value = row.value if row is not None and math.isnan(self.value) else self.value
        if math.isnan(value) and self.direction is None:
            raise Fault("there is nothing to compare with; give value or direction")


def _check_column(column: str, visits: Mapping[str, Visit], takes: Statistic) -> None:
    parts = visits_and_outcomes(column)
    if len(parts) > 2 or not all(visit and name for visit, name in parts):
        raise ValueError(
            "it is not written visit.outcome or trait.name, or as the difference of two of these"
        )
    for visit, name in parts:
        if visit == "trait":
            check_known(name, PARAMETERS, "parameter")
            continue
        check_known(visit, visits, "visit")
        check_known(name, (*OUTCOMES, *PATTERN_COLUMNS), "outcome")
        if name in LABELS and (len(parts) > 1 or not takes.labels):
            raise ValueError("it is a label, which this statistic cannot compute")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def visits_and_outcomes(column: str) -> list[tuple[str, str]]:
    """The one or two (visit, outcome) of a column; of two, the difference is meant."""
    parts = [part.strip().partition(".") for part in column.split(" - ")]
    return [(visit, name) for visit, _, name in parts]


_POPULATIONS = Path(str(resources.files("attune_sim.evidence.studies") / "populations"))


def population(name: str) -> Scenario:
    """A population by name: one that comes with the evidence, a preset, or a scenario file.

    Raises:
        InputError: there is none, or its file is not right.
    """
    known = [*_shipped(), *presets()]
    if name not in known and not Path(name).exists():
        raise InputError(f"there is no population '{name}'; {near(name, known)}")
    return _known(name) if name in known else load(name)


@functools.cache
def _shipped() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _POPULATIONS.glob("*.toml")))


@functools.cache
def _known(name: str) -> Scenario:
    return read_scenario(_POPULATIONS / f"{name}.toml") if name in _shipped() else load(name)

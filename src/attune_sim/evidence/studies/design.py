"""Published designs as data: who was seen, when, by which procedure, and what was computed.

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
`parameters`, and change on the way:

    stressed = { population = "mixed", changes = [ { at = 420, add = { responsiveness = -0.2 } } ] }
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from attune_sim.errors import InputError, near
from attune_sim.scenario import Scenario, load, presets, read_toml, scenario_from

LABELS = ("pattern", "forced_pattern")
PATTERN_COLUMNS = (
    "secure", "insecure", "avoidant", "resistant", "disorganized", "organized",
    "forced_secure", "forced_insecure", "forced_avoidant", "forced_resistant", *LABELS,
)  # fmt: skip
"""Of a Strange Situation: 0 or 1, and the pattern's label as a number.

Forced: in three classes, each infant in the one that fits best but for disorganization, as all were
classified before the fourth was described.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """From day `at` on, `add` is added to caregivers' and infants' parameters.

    share: of the families that it befalls, drawn by luck.
    """

    at: int
    add: Mapping[str, float]
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """Who is studied: a population, what sets it apart, and what changes on the way."""

    population: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """One occasion: at what age (days), with which caregiver, with which settings of the study.

    repetition: another one has other luck.
    """

    age: int
    caregiver: int = 0
    settings: Mapping[str, float] = field(default_factory=dict)
    repetition: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One published finding and the design by which it is looked for in the model.

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

    id: str
    statement: str
    published: tuple[str, ...]
    fitted: bool
    statistic: str
    of: tuple[str, ...]
    groups: Mapping[str, Group]
    visits: Mapping[str, Visit]
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    direction: int | None = None
    n: int | None = None
    reliability: Mapping[str, float] = field(default_factory=dict)
    note: str = ""


def visits_and_outcomes(column: str) -> list[tuple[str, str]]:
    """The one or two (visit, outcome) of a column; of two, the difference is meant."""
    parts = [part.strip().partition(".") for part in column.split(" - ")]
    return [(visit, name) for visit, _, name in parts]


def population(name: str, where: str = "population") -> Scenario:
    """A population by name: one that comes with the evidence, a preset, or a scenario file.

    Raises:
        InputError: that begins with `where`, or names the file.
    """
    folder = Path(str(resources.files("attune_sim.evidence.studies") / "populations"))
    path = folder / f"{name}.toml"
    if "/" not in name and path.exists():
        return scenario_from(read_toml(path), name)
    known = [*(p.stem for p in folder.glob("*.toml")), *presets()]
    if name not in known and not Path(name).exists():
        raise InputError(f"{where}: there is no population '{name}'; {near(name, known)}")
    return load(name)

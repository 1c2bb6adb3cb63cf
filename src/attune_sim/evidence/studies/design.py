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

How a column is written, and what else one can be (a trait, a treatment), stands in `columns`. A
group may differ by `parameters`, by `events` on the way, and by a `model` of one's own
(FILE.py:CLASS):

    stressed = { population = "mixed", events = [ { day = 420, add = { responsiveness = -0.2 } } ] }

It may be of couples, seen on a day together (`caregiver` is then the number of the partner), or of
several generations, of which a visit sees one:

    pairs = { population = "new-parents", couples = true, without = ["a child comes"] }
    lines = { population = "mixed", parameters = { mirroring = 0.6 }, generations = 2 }

`subset` analyses some of the families only, `subgroups` name some of them, both by `conditions`.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Collection, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from attune_sim.couples.scenario import couple_scenarios
from attune_sim.couples.scenario import load as load_couples
from attune_sim.errors import InputError, near, shown
from attune_sim.evidence.findings.published import published
from attune_sim.evidence.statistics import STATISTICS
from attune_sim.evidence.studies import couples, generations
from attune_sim.evidence.studies.columns import NOT_VISITS, Known, check_column
from attune_sim.evidence.studies.conditions import Conditions
from attune_sim.generations import MOST
from attune_sim.parameters import OBSERVATION
from attune_sim.scenario import (
    LARGEST_SEED,
    MOST_DAYS,
    Event,
    Numbers,
    Scenario,
    Value,
    Values,
    load,
    load_population,
    populations,
    scenario_names,
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

NOT_GIVEN = -1
"""Stands for an age that a visit does not have."""


def _rows(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Rows that may be compared with: what was not found stays empty."""
    for name in ids:
        check_known(name, published(), "row")
        if published()[name].certainty == "not found":
            raise ValueError(f"the figure of row {name} was not found, so it is empty")
    return ids


def _is_direction(value: object) -> bool:
    return is_number(value) and value in (-1, 0, 1)


Age = Annotated[int, whole(0, MOST_DAYS, f"an age from 0 to {MOST_DAYS} days")]
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
        population: a name, or a scenario's file; of couples, if that is said.
        parameters: values that replace those of the population.
        events: in addition to the population's own.
        model: FILE.py:CLASS by which the families live; as in the population if empty.
        couples: whether they are couples; then nothing else can set them apart but `without`.
        without: titles of events that do not befall these couples.
        generations: how many of them live, one after the other; 0 is infants alone.
    """

    population: Line
    parameters: Values = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    model: Note = ""
    couples: Flag = False
    without: Names = ()
    generations: Annotated[int, whole(0, MOST)] = 0

    def __post_init__(self) -> None:
        """Check that there are such people."""
        if self.couples:
            self._check_couples()
            return
        if self.without:
            raise Fault("without is for couples; leave it out", "without")
        try:
            scenario = population(self.population)
        except InputError as error:
            raise Fault(str(error), "population") from None
        changed = scenario.with_(
            **self.parameters, events=(*scenario.events, *self.events), model=self.model or None
        )
        if self.generations:
            try:
                generations.check(changed, self.generations)
            except InputError as error:
                raise Fault(str(error), "generations") from None

    def _check_couples(self) -> None:
        try:
            load_couples(self.population).without(*self.without)
        except InputError as error:
            raise Fault(str(error), "population") from None
        for name in ("parameters", "events", "model", "generations"):
            if getattr(self, name):
                raise Fault(f"{name} cannot be given for couples; leave it out", name)

    @property
    def kind(self) -> str:
        """What is studied: families, couples or generations."""
        return "couples" if self.couples else "generations" if self.generations else "families"

    @property
    def titles(self) -> tuple[str, ...]:
        """Of all that may befall its families and has a title."""
        events = (*population(self.population).events, *self.events)
        return tuple(event.title for event in events if event.title)


@checked
class Visit:
    """One occasion: at what age (days), with which caregiver, with which settings of the study.

    Attributes:
        age: of infants; of couples the day together. NOT_GIVEN for generations.
        caregiver: number of the caregiver, or of the partner.
        settings: of the study.
        repetition: another one has other random numbers.
        generation: which one is seen, from 1, where there are several.
    """

    age: Age = NOT_GIVEN
    caregiver: Annotated[int, whole(0, 99)] = 0
    settings: Numbers = field(default_factory=dict)
    repetition: Annotated[int, whole(0, 999)] = 0
    generation: Annotated[int, whole(1, MOST)] | None = None

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
        subset: conditions for a family to be analysed; empty for all.
        subgroups: by name, the conditions for a family to be in it; a column says which are.
        seed: of the study's families, beside that of the run: with another seed there are other
            families. Studies of the same seed share the families of the same groups.
        value, low, high: the published figure, where the row has none that compares.
        direction: +1, -1 or 0 where only a direction was published.
        n: of the study, where the table has none.
        reliability: of columns that are rated with error, for traits (share of true variance);
            conditions are on the value as it is rated.
        note: what a reader should know about the comparison.
    """

    id: Line
    statistic: Annotated[Line, is_name("statistic", lambda: STATISTICS)]
    of: Names
    groups: Mapping[str, Group]
    visits: Mapping[str, Visit]
    subset: Conditions = field(default_factory=dict)
    subgroups: Mapping[str, Conditions] = field(default_factory=dict)
    seed: Annotated[int, whole(0, LARGEST_SEED)] | None = None
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
        for key in self.visits:
            if key in NOT_VISITS:
                raise Fault(f"visits: {shown(key)} is no name of a visit; take another", "visits")
        kinds = {group.kind for group in self.groups.values()}
        if len(kinds) > 1:
            raise Fault(
                f"groups: {' and '.join(sorted(kinds))} cannot be compared in one study", "groups"
            )
        known = self._known(*kinds)
        for key, visit in self.visits.items():
            self._check_visit(key, visit, *kinds)
        self._check_columns(known, takes.labels)
        last = known.caregivers - 1
        for key, visit in self.visits.items():
            if visit.caregiver > last:
                raise Fault(
                    f"visits.{key}: caregiver = {visit.caregiver} is not the number of a caregiver,"
                    f" from 0 to {last}",
                    *("visits", key, "caregiver"),
                )
        _check_keys(self.reliability, self.columns, "column", "reliability")
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

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are computed or conditions are on, each once; those of `of` first."""
        conditions = itertools.chain(self.subset, *self.subgroups.values())
        return tuple(dict.fromkeys((*self.of, *conditions)))

    def _check_visit(self, key: str, visit: Visit, kind: str) -> None:
        """Refuse a visit that nobody of this kind can be paid."""
        for name in ("settings", "repetition"):
            if kind != "families" and getattr(visit, name):
                raise Fault(
                    f"visits.{key}: {name} is for studies of infants; leave it out",
                    *("visits", key, name),
                )
        if kind != "generations":
            if visit.age == NOT_GIVEN:
                raise Fault(f"visits.{key} needs an age", "visits", key)
            if visit.generation is not None:
                raise Fault(
                    f"visits.{key}: generation is for groups of several generations",
                    *("visits", key, "generation"),
                )
            return
        last = min(group.generations for group in self.groups.values())
        if visit.age != NOT_GIVEN or visit.generation is None or visit.generation > last:
            raise Fault(
                f"visits.{key} needs a generation from 1 to {last}, and no age", "visits", key
            )

    def _known(self, kind: str) -> Known:
        if kind != "families":
            return Known(
                visits=tuple(self.visits),
                groups=tuple(self.groups),
                subgroups=tuple(self.subgroups),
                events=(),
                caregivers=2 if kind == "couples" else 1,
                outcomes=couples.OUTCOMES if kind == "couples" else generations.OUTCOMES,
                traits=False,
            )
        scenarios = [population(group.population) for group in self.groups.values()]
        titles = itertools.chain(*(group.titles for group in self.groups.values()))
        return Known(
            visits=tuple(self.visits),
            groups=tuple(self.groups),
            subgroups=tuple(self.subgroups),
            events=tuple(dict.fromkeys(titles)),
            caregivers=min(len(scenario.caregivers) for scenario in scenarios),
        )

    def _check_columns(self, known: Known, labels: bool) -> None:
        for k, column in enumerate(self.of):
            try:
                check_column(column, known, labels=labels)
            except ValueError as error:
                raise Fault(f"of: column {shown(column)}: {error}", "of", k) from None
        _check_conditions(self.subset, known, "subset")
        for name, conditions in self.subgroups.items():
            if not conditions:
                raise Fault(f"subgroups.{name} has no condition", "subgroups", name)
            # One by another would have to be in an order.
            _check_conditions(conditions, replace(known, subgroups=()), "subgroups", name)


def _check_conditions(conditions: Conditions, known: Known, *where: str) -> None:
    for column in conditions:
        try:
            check_column(column, known)
        except ValueError as error:
            raise Fault(f"{'.'.join(where)}: column {shown(column)}: {error}", *where) from None


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def population(name: str) -> Scenario:
    """A population by name: one that comes with the evidence, a preset, or a scenario file.

    Raises:
        InputError: there is none, or its file is not right.
    """
    known = scenario_names()
    if name in couple_scenarios():
        raise InputError(f"{name} is a couple's scenario; add couples = true")
    if name not in known and not Path(name).exists():
        raise InputError(f"there is no population '{name}'; {near(name, known)}")
    return _known(name) if name in known else load(name)


@functools.cache
def _known(name: str) -> Scenario:
    return load_population(name) if name in populations() else load(name)

"""Conclusions as data: a statement and a contrast between two arms that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, model_validator

from attune_sim.evidence.entries import Id, read_entries
from attune_sim.evidence.studies.design import population
from attune_sim.outcomes import OUTCOMES
from attune_sim.scenario import MOST_DAYS, Scenario, Value, Values
from attune_sim.textfiles.checked import Table
from attune_sim.textfiles.kinds import (
    Is,
    Line,
    Names,
    Note,
    check_known,
    is_number,
    one_of,
    whole,
)

FILE = Path(str(resources.files("attune_sim.evidence.robustness") / "conclusions.toml"))

Expected = Literal["a above b", "a below b", "no difference"]
ABOVE, BELOW, NO_DIFFERENCE = get_args(Expected)
EACH_0_OR_1 = tuple(name for name in OUTCOMES if name.startswith("patterns_"))


def outcomes_of(column: str) -> list[str]:
    """The one or two outcomes of a column; of two, the difference is meant."""
    return [part.strip() for part in column.split(" - ")]


def _columns(columns: tuple[str, ...]) -> tuple[str, ...]:
    if len(columns) not in (1, 2):
        raise ValueError(f"a mean takes one column, a correlation two, not {len(columns)}")
    for column in columns:
        if len(outcomes_of(column)) > 2:
            raise ValueError(f"'{column}' takes more than two outcomes")
        for name in outcomes_of(column):
            check_known(name, OUTCOMES, "outcome")
    return columns


Columns = Annotated[Names, AfterValidator(_columns)]


class Arm(Table):
    """One side of a contrast.

    Attributes:
        population: by name.
        parameters: values that differ from it.
        where: an outcome of 0 and 1; only families in which it is 1 count. Empty for all.
        of: columns in place of the conclusion's.
    """

    population: Line
    parameters: Values = Field(default_factory=dict)
    where: Note = ""
    of: Columns | None = None

    @model_validator(mode="after")
    def _exists(self) -> Self:
        self.scenario({})
        if self.where:
            check_known(self.where, EACH_0_OR_1, "outcome of 0 and 1")
        return self

    def scenario(self, others: Mapping[str, Value], **settings: int) -> Scenario:
        """What is simulated, with other values for what neither population nor arm sets.

        Args:
            others: parameter values.
            settings: days, infants, seed.
        """
        base = population(self.population)
        free = {k: v for k, v in others.items() if k not in base.parameters}
        return base.with_(**settings, **{**free, **self.parameters})


class Conclusion(Table):
    """One conclusion.

    Attributes:
        id: short name.
        statement: the conclusion in one sentence.
        experiments: tables of experiments/README.md that it is drawn from.
        days: age at which families are seen.
        families: in each arm.
        of: one column, of which the mean is taken, or two, of which the correlation is; empty
            where each arm has its own.
        expected: which side the difference of the two arms lies on.
        margin: the largest difference that counts as none.
        a, b: the arms; without b, a is compared with 0.
    """

    id: Id
    statement: Line
    experiments: Names
    days: Annotated[int, whole(0, MOST_DAYS)] = 365
    families: Annotated[int, whole(8, 100_000)]
    of: Columns | None = None
    expected: Annotated[Expected, one_of(*get_args(Expected))]
    margin: (
        Annotated[float, Is("a number above 0 and up to 9", lambda v: is_number(v) and 0 < v <= 9)]
        | None
    ) = None
    a: Arm
    b: Arm | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.margin is not None) != (self.expected == NO_DIFFERENCE):
            raise ValueError(f"'{NO_DIFFERENCE}' needs a margin, and nothing else takes one")
        lengths = {len(self.columns(arm)) for arm in self.arms}
        if 0 in lengths:
            raise ValueError("each arm needs columns; give 'of' for both or for each")
        if len(lengths) > 1:
            raise ValueError("of: a mean cannot be compared with a correlation")
        return self

    @property
    def arms(self) -> tuple[Arm, ...]:
        """One or two."""
        return (self.a,) if self.b is None else (self.a, self.b)

    def columns(self, arm: Arm, instead: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """The columns of an arm, with some outcomes replaced."""
        swap = instead or {}
        return tuple(
            " - ".join(swap.get(name, name) for name in outcomes_of(column))
            for column in arm.of or self.of or ()
        )

    @property
    def outcomes(self) -> frozenset[str]:
        """All outcomes that it compares."""
        return frozenset(n for arm in self.arms for c in self.columns(arm) for n in outcomes_of(c))

    @property
    def sign(self) -> int:
        """+1 or -1 for the expected side, 0 for no difference."""
        return {ABOVE: 1, BELOW: -1}.get(self.expected, 0)


def read_conclusions(path: Path) -> tuple[Conclusion, ...]:
    """The conclusions of a TOML file.

    Raises:
        InputError: that names the file, the line, the conclusion and the key.
    """
    return read_entries(path, "conclusion", Conclusion)


@cache
def conclusions() -> tuple[Conclusion, ...]:
    """The conclusions that come with the package."""
    return read_conclusions(FILE)

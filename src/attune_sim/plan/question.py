"""What a planned study asks: a kind of question, its measures, and the families it is asked of.

A measure is written NAME, NAME@AGE (in days), or trait.NAME for what a questionnaire might tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attune_sim.ages import check_later, check_strange_situation
from attune_sim.errors import InputError, near, shown
from attune_sim.outcomes import LATER, OUTCOMES, SSP
from attune_sim.parameters import CAREGIVER, PARAMETERS, TEMPERAMENT
from attune_sim.scenario import MOST_DAYS, Scenario

CORRELATION, DIFFERENCE, INTERACTION, STABILITY = KINDS = (
    "correlation",
    "difference",
    "interaction",
    "stability",
)
MEASURES = {CORRELATION: 2, DIFFERENCE: 1, INTERACTION: 3, STABILITY: 2}
"""How many measures each kind of question takes."""
TRAIT = "trait."
TRAITS = (*CAREGIVER, *TEMPERAMENT)


@dataclass(frozen=True, slots=True)
class Column:
    """One measure of each family.

    Attributes:
        name: of an outcome, or of a trait.
        age: of the infant in days when it is taken.
        procedure: by which it is measured; empty for a trait.
    """

    name: str
    age: int
    procedure: str

    @property
    def label(self) -> str:
        """What it is called."""
        declared = OUTCOMES if self.procedure else PARAMETERS
        return declared[self.name].label

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.name}@{self.age}" if self.procedure else f"{TRAIT}{self.name}"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        kind: one of KINDS.
        columns: its measures; the design is that of the first one's procedure.
        groups: whose families: one scenario, or two for a difference.
    """

    kind: str
    columns: tuple[Column, ...]
    groups: tuple[Scenario, ...]

    @property
    def procedure(self) -> str:
        """Of the first measure that has one."""
        return next(column.procedure for column in self.columns if column.procedure)

    @property
    def words(self) -> str:
        """The question in words."""
        names = [column.label for column in self.columns]
        if self.kind == DIFFERENCE:
            first, second = (group.title or group.name for group in self.groups)
            return f"Difference in {names[0].lower()}: {first} against {second}"
        if self.kind == INTERACTION:
            a, b, y = names
            return f"Does {b.lower()} change how {a.lower()} goes with {y.lower()}?"
        if self.kind == STABILITY:
            ages = " and ".join(f"{column.age:,}" for column in self.columns)
            return f"Stability of {names[0].lower()} between {ages} days"
        return f"Correlation of {names[0].lower()} with {names[1].lower()}"


def question(
    kind: str, measures: Sequence[str], scenario: Scenario, against: Scenario | None = None
) -> Question:
    """What is asked.

    Args:
        kind: one of KINDS.
        measures: as they are written.
        scenario: whose families, with first caregivers; its days are the age where none is said.
        against: of the second group, for a difference.

    Raises:
        InputError: what cannot be asked.
    """
    if kind not in KINDS:
        raise InputError(f"there is no question {shown(kind)}; {near(kind, KINDS)}")
    if len(measures) != MEASURES[kind]:
        wanted = {1: "one measure", 2: "two measures", 3: "three measures: a first, what may change"
                  " its effect, and an outcome"}[MEASURES[kind]]  # fmt: skip
        raise InputError(f"{kind} takes {wanted}; {len(measures)} given")
    if (kind == DIFFERENCE) != (against is not None):
        raise InputError(
            "a difference is between two groups: give --against SCENARIO"
            if kind == DIFFERENCE
            else f"--against is for a difference, not for {kind}"
        )
    columns = tuple(_column(text, scenario.days) for text in measures)
    groups = (scenario,) if against is None else (scenario, against)
    _check(kind, columns, groups)
    return Question(kind, columns, groups)


def _column(text: str, days: int) -> Column:
    name, at, age_text = text.strip().partition("@")
    name = name.strip().replace("-", "_")
    if name.startswith(TRAIT):
        trait = name.removeprefix(TRAIT)
        if trait not in TRAITS:
            raise InputError(f"{text}: there is no trait {shown(trait)}; {near(trait, TRAITS)}")
        if at:
            raise InputError(f"{text}: a trait is that at birth, so it has no age")
        return Column(trait, 0, "")
    if not name:
        raise InputError(
            f"{shown(text)} names no measure; write attuned_share or attuned_share@180"
        )
    known = [outcome.name for outcome in OUTCOMES.values() if outcome.needs]
    if name in OUTCOMES and name not in known:
        raise InputError(
            f"{text}: {name} is read from the model's state, which no study can measure; choose a"
            " measure that a procedure takes (attune-sim outcomes lists them)"
        )
    if name not in known:
        raise InputError(f"there is no measure {shown(name)}; {near(name, known)}")
    age = days
    if at:
        if not (age_text.isdecimal() and int(age_text[:6]) <= MOST_DAYS and len(age_text) <= 6):
            raise InputError(
                f"{text}: {shown(age_text)} is not an age from 0 to {MOST_DAYS:,} days"
            )
        age = int(age_text)
    return Column(name, age, OUTCOMES[name].needs or "")


def _check(kind: str, columns: Sequence[Column], groups: Sequence[Scenario]) -> None:
    if not any(column.procedure for column in columns):
        raise InputError("all of these are traits; at least one measure has to be filmed")
    if len(set(columns)) < len(columns):
        raise InputError(f"{columns[0]} is named twice; a measure goes with itself perfectly")
    if kind == STABILITY and len({column.name for column in columns}) > 1:
        raise InputError(
            "stability is of one measure at two ages, as attuned_share@120 attuned_share@365"
        )
    for column in columns:
        if column.procedure in LATER:
            check_later(column.age, f"{column.name} ({column.procedure})")
        if column.procedure == SSP:
            for group in groups:
                check_strange_situation(group.with_(days=column.age))

"""What a lesson is made of. `toml` reads it from a file, `run` runs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from attune_sim.lessons.subjects import SUBJECTS
from attune_sim.lessons.subjects.subject import Subject

MORE, LESS, ALIKE, UNCLEAR = "more", "less", "alike", "unclear"
NOT_MORE, NOT_LESS = "not more", "not less"
SIGNS = {">": MORE, "<": LESS, "=": ALIKE, "<=": NOT_MORE, ">=": NOT_LESS}
"""How a condition is written, and what it expects."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One arm against another: `first` is more, less, alike, or at least not more or not less.

    Attributes:
        first, second: keys of arms.
        expects: one of SIGNS.
    """

    first: str
    second: str
    expects: str


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be predicted.

    Attributes:
        text: what a student reads.
        expects: the conditions that all hold if it comes out so.
        if_so: what it would mean.
    """

    text: str
    expects: tuple[Condition, ...]
    if_so: str = ""


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the things that are compared.

    Attributes:
        key: a short name for conditions.
        name: what a student reads.
        scenario: a shipped scenario's name.
        parameters: values that replace the scenario's.
        measure: what is compared; one of the measures of whom the lesson is about.
        days: to which they live; as in the lesson if None.
    """

    key: str
    name: str
    scenario: str
    parameters: Mapping[str, float]
    measure: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Teacher:
    """The teacher's part; each text in plain words.

    misconceptions: pairs of what is often thought, and what to say.
    """

    aim: str
    preparation: str
    questions: tuple[str, ...]
    misconceptions: tuple[tuple[str, str], ...] = ()
    distortions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson. Texts are plain; empty lines part their paragraphs.

    Attributes:
        name: of the file, without its ending.
        title, summary: what it is about.
        minutes: that it takes alone.
        puzzle: the first step.
        question, options: the prediction.
        doing: what is run, in words.
        arms: what is compared, two to four.
        beside: measures that are shown too.
        number: of those in each arm.
        days: to which they live.
        seed: of all arms, which have the same random numbers.
        least: smallest difference of the measure that is called one.
        explanation, certainty: why, and how sure that is.
        evidence: rows of the table of published figures.
        claims: ids of popular claims that the lesson is about.
        change: what to try oneself, `change_arm` where it begins, `change_parameters` what to set.
        links: pages of the dashboard that show more: text and address.
        teacher: the teacher's part.
        of: whom it is about, one of `subjects.SUBJECTS`.
    """

    name: str
    title: str
    summary: str
    minutes: int
    puzzle: str
    question: str
    options: tuple[Option, ...]
    doing: str
    arms: tuple[Arm, ...]
    beside: tuple[str, ...]
    number: int
    days: int
    seed: int
    least: float
    explanation: str
    certainty: str
    evidence: tuple[str, ...]
    claims: tuple[str, ...]
    change: str
    change_arm: str
    change_parameters: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    teacher: Teacher
    of: str = "infants"

    @property
    def subject(self) -> Subject:
        """Whom it is about."""
        return SUBJECTS[self.of]

    def arm(self, key: str) -> Arm:
        """The arm of this key."""
        return next(arm for arm in self.arms if arm.key == key)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The pairs of arms that predictions speak of, each once."""
        seen: dict[frozenset[str], tuple[str, str]] = {}
        for option in self.options:
            for condition in option.expects:
                key = frozenset((condition.first, condition.second))
                seen.setdefault(key, (condition.first, condition.second))
        return tuple(seen.values())

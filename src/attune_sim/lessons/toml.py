"""Lessons from TOML files: everything is checked before a student sees it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, Field, PlainValidator, model_validator

from attune_sim.errors import InputError, listed, near, shown
from attune_sim.evidence.claims.claims import claims as all_claims
from attune_sim.evidence.findings.published import published
from attune_sim.lessons.lesson import SIGNS, Arm, Condition, Lesson, Option, Teacher
from attune_sim.lessons.subjects import SUBJECTS
from attune_sim.lessons.subjects.subject import Subject
from attune_sim.scenario import LARGEST_SEED
from attune_sim.textfiles import toml
from attune_sim.textfiles.checked import Table, checked_document, dotted
from attune_sim.textfiles.kinds import (
    Is,
    Line,
    Lines,
    Names,
    check_known,
    is_finite,
    is_name,
    is_whole,
    many,
    number,
    one_line,
    paragraphs,
    text,
    whole,
)

LARGEST_FILE = 200_000
FEWEST = 10


class Fault(NamedTuple):
    """A file that is no lesson, and why, with the line."""

    file: str
    why: str


def read_lesson(path: Path) -> Lesson:
    """The lesson of a TOML file.

    Raises:
        InputError: that names the file, the line and the fault.
    """
    return checked_document(toml.read_toml(path, LARGEST_FILE), _File).lesson(path.stem)


def read_folder(folder: Path) -> tuple[dict[str, Lesson], list[Fault]]:
    """All lessons of a folder by name, in order of their files, and the files that are none."""
    found: dict[str, Lesson] = {}
    faults = []
    for path in sorted(folder.glob("*.toml")):
        try:
            lesson = read_lesson(path)
        except InputError as error:
            faults.append(Fault(path.name, str(error).replace(str(path), path.name)))
        else:
            found[lesson.name] = lesson
    return found, faults


# --- what a file holds ----------------------------------------------------------------------------

_ONE_LINE = AfterValidator(one_line)
Prose = Annotated[str, text(6_000), AfterValidator(paragraphs)]
Key = Annotated[
    str,
    Is(
        "a short name of small letters ('yours' is taken)",
        lambda value: (
            isinstance(value, str)
            and bool(re.fullmatch(r"[a-z][a-z0-9_]{0,19}", value))
            and value != "yours"
        ),
    ),
]
Address = Annotated[
    str,
    Is(
        "a page of the dashboard, like /map",
        lambda value: isinstance(value, str) and bool(re.fullmatch(r"/(?!/).{0,499}", value)),
    ),
]


def _condition(written: str) -> Condition:
    match = re.fullmatch(r"\s*(\w+)\s*(<=|>=|[<>=])\s*(\w+)\s*", written)
    if not match:
        raise ValueError(f"'{written}' is not written like 'one > two'; signs are > < = <= >=")
    if match[1] == match[3]:
        raise ValueError(f"'{written}' compares an arm with itself")
    return Condition(match[1], match[3], SIGNS[match[2]])


def _conditions(written: list[str]) -> tuple[Condition, ...]:
    if not written:
        raise ValueError("it is empty; what would come out, if this is right?")
    return tuple(map(_condition, written))


class _Option(Table):
    text: Annotated[str, text(300), _ONE_LINE]
    expects: Annotated[
        tuple[Condition, ...],
        PlainValidator(_conditions),
        Is(
            "a list of texts",
            lambda value: isinstance(value, list) and all(isinstance(v, str) for v in value),
        ),
    ]
    if_so: Annotated[str, text(6_000, empty=True), AfterValidator(paragraphs)] = ""


class _Prediction(Table):
    question: Annotated[str, text(400), _ONE_LINE]
    options: Annotated[tuple[_Option, ...], many(2, 6, "prediction.options")]


_Values = Annotated[
    Mapping[str, float],
    PlainValidator(dict),
    Is(
        "a table of parameters and numbers",
        lambda value: isinstance(value, Mapping) and all(map(is_finite, value.values())),
    ),
]


class _Arm(Table):
    key: Key
    name: Annotated[str, text(60), _ONE_LINE]
    scenario: Line
    parameters: _Values = Field(default_factory=dict)
    measure: Line | None = None
    days: Annotated[int, Is("a whole number", is_whole)] | None = None


def _how_many(of: str) -> Is:
    most = SUBJECTS[of].most
    return whole(FEWEST, most)


class _Run(Table):
    text: Prose
    measure: Line
    beside: Names = ()
    infants: Annotated[int, _how_many("infants")] | None = None
    couples: Annotated[int, _how_many("couples")] | None = None
    families: Annotated[int, _how_many("families")] | None = None
    days: Annotated[int, Is("a whole number", is_whole)]
    seed: Annotated[int, whole(0, LARGEST_SEED)] = 1
    least: Annotated[float, number(0.001, 100)]
    arms: Annotated[tuple[_Arm, ...], many(2, 4, "run.arms")]

    @property
    def of(self) -> str:
        """Whom it is about."""
        return next(name for name in SUBJECTS if getattr(self, name) is not None)

    @model_validator(mode="after")
    def _fits_whom_it_is_about(self) -> Self:
        given = [name for name in SUBJECTS if getattr(self, name) is not None]
        if len(given) != 1:
            told = f"{listed(given)} are there" if given else "none of them is there"
            raise toml.Fault(f"one of {', '.join(SUBJECTS)} says how many are run; {told}")
        subject = SUBJECTS[given[0]]
        _check_days(self.days, subject, "days")
        _check_name(self.measure, subject.measures, "measure", "measure")
        for name in self.beside:
            _check_name(name, subject.beside, "measure", "beside")
        for k, arm in enumerate(self.arms):
            _check_arm(arm, subject, k)
        return self

    @model_validator(mode="after")
    def _each_key_once(self) -> Self:
        keys = [arm.key for arm in self.arms]
        for k, key in enumerate(keys):
            if key in keys[:k]:
                raise toml.Fault(f"two arms have the key '{key}'", "arms", k, "key")
        return self


def _fault(text: str, *where: str | int) -> toml.Fault:
    """A fault in [run], told with the whole name of what stands there."""
    return toml.Fault(f"{dotted(('run', *where))}{text}", *where, complete=True)


def _check_days(days: int, subject: Subject, *where: str | int) -> None:
    low, high = subject.days
    if not low <= days <= high:
        raise _fault(
            f" = {days} is not allowed: {subject.many} are looked at on a day from {low} to {high}",
            *where,
        )


def _check_name(name: str, known: Collection[str], what: str, *where: str | int) -> None:
    try:
        check_known(name, known, what)
    except ValueError as error:
        raise _fault(f": {error}", *where) from None


def _check_arm(arm: _Arm, subject: Subject, k: int) -> None:
    _check_name(arm.scenario, subject.scenarios(), "scenario", "arms", k, "scenario")
    if arm.measure is not None:
        _check_name(arm.measure, subject.measures, "measure", "arms", k, "measure")
    if arm.days is not None:
        _check_days(arm.days, subject, "arms", k, "days")
    for name in arm.parameters:
        _check_name(name, subject.parameters, "parameter", "arms", k, "parameters")
    try:
        subject.check(arm.scenario, arm.parameters)
    except InputError as error:
        raise _fault(f": {error}", "arms", k, "parameters") from None


class _Explanation(Table):
    text: Prose
    certainty: Prose
    evidence: Annotated[Names, is_name("row of the evidence", published)] = ()
    claims: Annotated[Names, is_name("claim", lambda: {c.id for c in all_claims()})] = ()


class _Link(Table):
    text: Annotated[str, text(120), _ONE_LINE]
    address: Address


class _Change(Table):
    text: Prose
    arm: Key
    parameters: Names = ()
    links: Annotated[tuple[_Link, ...], many(0, 6, "change.links")] = ()


class _Misconception(Table):
    says: Prose
    answer: Prose


class _Teacher(Table):
    aim: Prose
    preparation: Prose
    questions: Lines
    misconceptions: Annotated[tuple[_Misconception, ...], many(0, 8, "teacher.misconceptions")] = ()
    distortions: Lines = ()


class _File(Table):
    title: Annotated[str, text(100), _ONE_LINE]
    summary: Annotated[str, text(300), _ONE_LINE]
    minutes: Annotated[int, whole(1, 60)]
    puzzle: Prose
    prediction: _Prediction
    run: _Run
    explanation: _Explanation
    change: _Change
    teacher: _Teacher

    @model_validator(mode="after")
    def _arms_are_there(self) -> Self:
        options = enumerate(self.prediction.options)
        named = [
            (key, ("prediction", "options", k, "expects"))
            for k, option in options
            for condition in option.expects
            for key in (condition.first, condition.second)
        ]
        keys = [arm.key for arm in self.run.arms]
        for key, where in (*named, (self.change.arm, ("change", "arm"))):
            if key not in keys:
                raise toml.Fault(f"{where[-1]}: there is no arm '{key}'; {near(key, keys)}", *where)
        known = SUBJECTS[self.run.of].parameters
        for name in self.change.parameters:
            with toml.placed("change", "parameters"):
                if name not in known:
                    told = f"there is no parameter {shown(name)}; {near(name, known)}"
                    raise InputError(f"change.parameters: {told}")
        return self

    def lesson(self, name: str) -> Lesson:
        """The lesson that the file of this name holds."""
        run, change, teacher = self.run, self.change, self.teacher
        return Lesson(
            name=name,
            title=self.title,
            summary=self.summary,
            minutes=self.minutes,
            puzzle=self.puzzle,
            question=self.prediction.question,
            options=tuple(Option(o.text, o.expects, o.if_so) for o in self.prediction.options),
            doing=run.text,
            arms=tuple(
                Arm(a.key, a.name, a.scenario, a.parameters, a.measure or run.measure, a.days)
                for a in run.arms
            ),
            beside=run.beside,
            number=getattr(run, run.of),
            days=run.days,
            seed=run.seed,
            least=run.least,
            explanation=self.explanation.text,
            certainty=self.explanation.certainty,
            evidence=self.explanation.evidence,
            claims=self.explanation.claims,
            change=change.text,
            change_arm=change.arm,
            change_parameters=change.parameters,
            links=tuple((link.text, link.address) for link in change.links),
            teacher=Teacher(
                teacher.aim,
                teacher.preparation,
                teacher.questions,
                tuple((m.says, m.answer) for m in teacher.misconceptions),
                teacher.distortions,
            ),
            of=run.of,
        )

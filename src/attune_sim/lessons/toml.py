"""Lessons from TOML files: everything is checked, and a fault is told with its file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from attune_sim.errors import InputError, near
from attune_sim.evidence.claims.claims import claims as all_claims
from attune_sim.evidence.findings.published import published
from attune_sim.lessons.lesson import SIGNS, Arm, Condition, Lesson, Option, Teacher
from attune_sim.lessons.retest import AGAIN
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import LARGEST_SEED, check_value, load, presets

LARGEST_FILE = 200_000
MOST_INFANTS, MOST_DAYS = 200, 730
NUMBER = (int, float)
Path_ = tuple["str | int", ...]


class Fault(NamedTuple):
    """A file that is no lesson, and why, with the line."""

    file: str
    why: str


class _Wrong(Exception):  # noqa: N818 - it becomes an InputError once its line is known
    def __init__(self, where: Path_, text: str) -> None:
        super().__init__(text)
        self.where = where
        self.text = text


def read_lesson(path: Path) -> Lesson:
    """The lesson of a TOML file.

    Raises:
        InputError: that names the file, the line and the fault.
    """
    text = _text(path)
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        line = re.search(r"line (\d+)", str(error))
        end = "at end of document" in str(error)
        number = line[1] if line else str(text.count("\n") + 1) if end else "1"
        raise InputError(f"{path}, line {number}: this is not valid TOML: {error}") from None
    try:
        return _lesson(raw, path.stem)
    except _Wrong as wrong:
        raise InputError(f"{path}, line {line_of(text, wrong.where)}: {wrong.text}") from None


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


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        text = raw[: LARGEST_FILE + 1].decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"there is no file {path}") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder; a lesson's TOML file is needed") from None
    except (UnicodeDecodeError, ValueError):
        raise InputError(f"{path}, line 1: this is not a text file in UTF-8") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
    if len(raw) > LARGEST_FILE:
        raise InputError(f"{path} is larger than {LARGEST_FILE // 1000} kB; no lesson is")
    return text


# --- lines ----------------------------------------------------------------------------------------

_HEADER = re.compile(r"^\s*(\[{1,2})\s*([A-Za-z0-9_.\- ]+?)\s*\]{1,2}\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=")
_QUOTES = ('"""', "'''")


def line_of(text: str, where: Path_) -> int:
    """The line at which a key or table of a TOML text stands, from 1.

    Args:
        text: the file.
        where: keys and numbers from the top: ('run', 'arms', 1, 'scenario').
    """
    best, depth = 1, 0
    here: Path_ = ()
    counts: dict[Path_, int] = {}
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        header, key = _HEADER.match(line), _KEY.match(line)
        at: Path_ | None = None
        if header:
            names: Path_ = tuple(part.strip() for part in header[2].split("."))
            here = _numbered(names, counts)
            if header[1] == "[[":
                counts[here] = counts.get(here, -1) + 1
                here = (*here, counts[here])
            at = here
        elif key:
            at = (*here, key[1])
            closing = next((q for q in _QUOTES if line.count(q) == 1), "")
        if at is not None and at == where[: len(at)] and len(at) > depth:
            best, depth = number, len(at)
    return best


def _numbered(names: Path_, counts: Mapping[Path_, int]) -> Path_:
    """A header's names with the numbers of the arrays that they lead through."""
    out: Path_ = ()
    for name in names[:-1]:
        out = (*out, name)
        if out in counts:
            out = (*out, counts[out])
    return (*out, *names[-1:])


# --- content --------------------------------------------------------------------------------------


class _Table:
    """A table of the file: gives its values, and says where a fault is."""

    def __init__(self, raw: Any, where: Path_, known: Iterable[str]) -> None:
        self.raw, self.where, self.known = raw, where, tuple(known)
        if not isinstance(raw, dict):
            raise _Wrong(where, f"{_name(where)} is to be a table, [{_name(where)}]")
        for key in raw:
            if key not in self.known:
                self.fail(key, f"there is no key '{key}'{self._in()}; {near(key, self.known)}")

    def _in(self) -> str:
        return f" in {_name(self.where)}" if self.where else ""

    def fail(self, key: str, text: str) -> NoReturn:
        """Say what is wrong with the value of a key."""
        raise _Wrong((*self.where, key), text)

    def _get(self, key: str, allowed: str, default: Any) -> Any:
        if key not in self.raw:
            if default is None:
                raise _Wrong(self.where, f"the key '{key}'{self._in()} is missing; it is {allowed}")
            return default
        return self.raw[key]

    def text(self, key: str, default: str | None = None, longest: int = 6000) -> str:
        """A text, not empty unless it may be left out."""
        value = self._get(key, "a text", default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.fail(key, f"{key} = {value!r} is not a text")
        if len(value) > longest:
            self.fail(key, f"{key} is longer than {longest} characters")
        return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", value.strip()))

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number."""
        allowed = f"a whole number from {low} to {high}"
        value = self._get(key, allowed, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fail(key, f"{key} = {value!r} is not {allowed}")
        return int(value)

    def number(self, key: str, low: float, high: float) -> float:
        """A number."""
        allowed = f"a number from {low:g} to {high:g}"
        value = self._get(key, allowed, None)
        if isinstance(value, bool) or not isinstance(value, NUMBER) or not low <= value <= high:
            self.fail(key, f"{key} = {value!r} is not {allowed}")
        return float(value)

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        value = self._get(key, "a list of texts", default)
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            self.fail(key, f"{key} is not a list of texts")
        return tuple(" ".join(v.split()) for v in value)

    def names(self, key: str, known: Iterable[str], what: str) -> tuple[str, ...]:
        """A list of known names; empty if left out."""
        known = tuple(known)
        for name in self.texts(key, ()):
            if name not in known:
                self.fail(key, f"{key}: there is no {what} '{name}'; {near(name, known)}")
        return self.texts(key, ())

    def name(self, key: str, known: Iterable[str], what: str, default: str | None = None) -> str:
        """One known name."""
        known = tuple(known)
        value = self.text(key, default)
        if value not in known:
            self.fail(key, f"{key}: there is no {what} '{value}'; {near(value, known)}")
        return value

    def table(self, key: str, known: Iterable[str]) -> _Table:
        """A table below this one."""
        if key not in self.raw:
            raise _Wrong(self.where, f"the part [{_name((*self.where, key))}] is missing")
        return _Table(self.raw[key], (*self.where, key), known)

    def tables(self, key: str, known: Iterable[str], low: int, high: int) -> list[_Table]:
        """A list of tables below this one."""
        value = self.raw.get(key, [])
        place = _name((*self.where, key))
        if not isinstance(value, list) or not low <= len(value) <= high:
            count = len(value) if isinstance(value, list) else "something else"
            where = (*self.where, key) if key in self.raw else self.where
            raise _Wrong(where, f"[[{place}]] is to be there {low} to {high} times, not {count}")
        known = tuple(known)
        return [_Table(v, (*self.where, key, k), known) for k, v in enumerate(value)]


def _name(where: Path_) -> str:
    return ".".join(str(part) for part in where if isinstance(part, str))


def _lesson(raw: Any, name: str) -> Lesson:
    top = _Table(
        raw,
        (),
        ("title", "summary", "minutes", "puzzle", "prediction", "run", "explanation", "change",
         "teacher"),
    )  # fmt: skip
    title, summary = top.text("title", longest=100), top.text("summary", longest=300)
    minutes, puzzle = top.whole("minutes", 1, 60), top.text("puzzle")
    run = top.table(
        "run", ("text", "measure", "beside", "infants", "days", "seed", "least", "arms")
    )
    measures = (*OUTCOMES, *AGAIN)
    measure = run.name("measure", measures, "measure")
    arms = _arms(run, measure, measures)
    keys = [arm.key for arm in arms]
    prediction = top.table("prediction", ("question", "options"))
    options = tuple(
        _option(table, keys)
        for table in prediction.tables("options", ("text", "expects", "if_so"), 2, 6)
    )
    explanation = top.table("explanation", ("text", "certainty", "evidence", "claims"))
    change = top.table("change", ("text", "arm", "parameters", "links"))
    return Lesson(
        name=name,
        title=title,
        summary=summary,
        minutes=minutes,
        puzzle=puzzle,
        question=prediction.text("question", longest=400),
        options=options,
        doing=run.text("text"),
        arms=arms,
        beside=run.names("beside", OUTCOMES, "measure"),
        infants=run.whole("infants", 10, MOST_INFANTS),
        days=run.whole("days", 1, MOST_DAYS),
        seed=run.whole("seed", 0, LARGEST_SEED, 1),
        least=run.number("least", 0.001, 100.0),
        explanation=explanation.text("text"),
        certainty=explanation.text("certainty"),
        evidence=explanation.names("evidence", published(), "row of the evidence"),
        claims=explanation.names("claims", [c.id for c in all_claims()], "claim"),
        change=change.text("text"),
        change_arm=change.name("arm", keys, "arm"),
        change_parameters=change.names("parameters", PARAMETERS, "parameter"),
        links=_links(change),
        teacher=_teacher(top),
    )


def _arms(run: _Table, measure: str, measures: tuple[str, ...]) -> tuple[Arm, ...]:
    out: list[Arm] = []
    known = ("key", "name", "scenario", "parameters", "measure")
    for table in run.tables("arms", known, 2, 4):
        key = table.text("key", longest=20)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", key) or key == "yours":
            table.fail(
                "key", f"key = {key!r} is not a short name of small letters ('yours' is taken)"
            )
        if key in [arm.key for arm in out]:
            table.fail("key", f"two arms have the key '{key}'")
        scenario = table.name("scenario", presets(), "scenario")
        own = table.raw.get("parameters", {})
        if not isinstance(own, dict):
            table.fail("parameters", "parameters is to be a table of names and numbers")
        for parameter, value in own.items():
            if parameter not in PARAMETERS:
                hint = near(parameter, PARAMETERS)
                table.fail("parameters", f"there is no parameter '{parameter}'; {hint}")
            try:
                check_value(parameter, value)
            except InputError as error:
                table.fail("parameters", str(error))
        try:
            load(scenario).with_(**own)
        except InputError as error:
            table.fail("parameters", str(error))
        out.append(
            Arm(
                key,
                table.text("name", longest=60),
                scenario,
                own,
                table.name("measure", measures, "measure", measure),
            )
        )
    return tuple(out)


_CONDITION = re.compile(r"\s*(\w+)\s*([<>=])\s*(\w+)\s*")


def _option(table: _Table, keys: list[str]) -> Option:
    conditions = []
    for text in table.texts("expects"):
        match = _CONDITION.fullmatch(text)
        if not match:
            table.fail(
                "expects", f"expects: '{text}' is not written like 'one > two'; signs are > < ="
            )
            raise AssertionError
        for key in (match[1], match[3]):
            if key not in keys:
                table.fail("expects", f"expects: there is no arm '{key}'; {near(key, keys)}")
        if match[1] == match[3]:
            table.fail("expects", f"expects: '{text}' compares an arm with itself")
        conditions.append(Condition(match[1], match[3], SIGNS[match[2]]))
    if not conditions:
        table.fail("expects", "expects is empty; what would come out, if this is right?")
    return Option(table.text("text", longest=300), tuple(conditions), table.text("if_so", ""))


def _links(change: _Table) -> tuple[tuple[str, str], ...]:
    out = []
    for table in change.tables("links", ("text", "address"), 0, 6):
        address = table.text("address", longest=500)
        if not address.startswith("/") or address.startswith("//"):
            table.fail(
                "address", f"address = {address!r} is not a page of the dashboard, like /map"
            )
        out.append((table.text("text", longest=120), address))
    return tuple(out)


def _teacher(top: _Table) -> Teacher:
    table = top.table(
        "teacher", ("aim", "preparation", "questions", "misconceptions", "distortions")
    )
    pairs = [
        (t.text("says"), t.text("answer"))
        for t in table.tables("misconceptions", ("says", "answer"), 0, 8)
    ]
    return Teacher(
        table.text("aim"),
        table.text("preparation"),
        table.texts("questions"),
        tuple(pairs),
        table.texts("distortions", ()),
    )

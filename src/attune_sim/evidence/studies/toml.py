"""Patterns from TOML files: everything is checked before anything is simulated."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from attune_sim.errors import InputError, near
from attune_sim.evidence.findings.published import Published, published
from attune_sim.evidence.statistics import STATISTICS
from attune_sim.evidence.studies.design import (
    LABELS,
    PATTERN_COLUMNS,
    Change,
    Finding,
    Group,
    Visit,
    population,
    visits_and_outcomes,
)
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import CAREGIVER, INFANT, OBSERVATION, PARAMETERS
from attune_sim.scenario import check_value, read_toml, value_from

LAST_DAY = 3650
KEYS = (
    "id", "statement", "published", "fitted", "statistic", "of", "groups", "visits", "value", "low",
    "high", "direction", "n", "reliability", "note",
)  # fmt: skip
NUMBER = (int, float)
LARGEST = 1e9  # of a published figure


def read_findings(path: Path) -> tuple[Finding, ...]:
    """The findings of a TOML file.

    Raises:
        InputError: that names the file, the finding and the key.
    """
    raw = read_toml(path)
    for key in raw:
        if key != "finding":
            raise InputError(f"{path}: there is no key '{key}'; findings are written [[finding]]")
    tables = raw.get("finding", [])
    if not isinstance(tables, list) or not tables:
        raise InputError(f"{path} holds no finding; findings are written [[finding]]")
    out: dict[str, Finding] = {}
    for number, table in enumerate(tables, start=1):
        name = table.get("id") if isinstance(table, dict) else None
        called = f"'{name}'" if isinstance(name, str) else str(number)
        try:
            finding = _finding(table)
        except InputError as error:
            raise InputError(f"{path}, finding {called}: {error}") from None
        if finding.id in out:
            raise InputError(f"{path}: two findings have the id '{finding.id}'")
        out[finding.id] = finding
    return tuple(out.values())


def findings() -> tuple[Finding, ...]:
    """The findings that come with the package."""
    folder = Path(str(resources.files("attune_sim.evidence.findings")))
    return tuple(p for path in sorted(folder.glob("*.toml")) for p in read_findings(path))


class _Table:
    """A table of a file, that tells which of its keys is wrong."""

    def __init__(self, raw: Any, where: str, known: tuple[str, ...]) -> None:
        self.where = f"{where}: " if where else ""
        if not isinstance(raw, dict):
            raise InputError(f"{self.where}{raw!r} is not a table")
        for key in raw:
            if key not in known:
                raise InputError(f"{self.where}there is no key '{key}'; {near(key, known)}")
        self.raw = raw

    def get(
        self, key: str, kind: type | tuple[type, ...], allowed: str, default: Any = None
    ) -> Any:
        """The value of a key; without a default it may not be missing."""
        if key not in self.raw:
            if default is None:
                raise InputError(f"{self.where}the key '{key}' is missing; it takes {allowed}")
            return default
        value = self.raw[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(key, allowed)
        return value

    def number(self, key: str, low: float, high: float, allowed: str, default: Any = None) -> float:
        """A number within bounds."""
        value = self.get(key, NUMBER, allowed, default)
        if key in self.raw and not low <= value <= high:
            raise self.wrong(key, allowed)
        return float(value)

    def whole(self, key: str, low: int, high: float, allowed: str, default: Any = None) -> int:
        """A whole number within bounds."""
        value = self.get(key, int, allowed, default)
        if not low <= value <= high:
            raise self.wrong(key, allowed)
        return int(value)

    def wrong(self, key: str, allowed: str) -> InputError:
        """What is said of a value that is not allowed."""
        return InputError(f"{self.where}{key} = {self.raw[key]!r} is not {allowed}")


def _finding(raw: Any) -> Finding:
    table = _Table(raw, "", KEYS)
    rows = _published(table)
    first = published()[rows[0]] if rows else None
    statistic = table.get("statistic", str, "a statistic's name")
    if statistic not in STATISTICS:
        raise InputError(f"statistic: there is no '{statistic}'; {near(statistic, STATISTICS)}")
    groups = {
        key: _group(value, f"groups.{key}")
        for key, value in table.get("groups", dict, "a table of groups").items()
    }
    _check_groups(statistic, groups)
    caregivers = min(len(population(g.population).caregivers) for g in groups.values())
    visits = {
        key: _visit(value, f"visits.{key}", caregivers)
        for key, value in table.get("visits", dict, "a table of visits").items()
    }
    columns = table.get("of", list, "a list of columns")
    wanted = STATISTICS[statistic].columns
    if len(columns) != wanted:
        raise InputError(f"of: {statistic} takes {_count(wanted, 'column')}, not {len(columns)}")
    for column in columns:
        _check_column(column, visits, statistic)
    direction = table.raw.get("direction")
    if direction is not None and (isinstance(direction, bool) or direction not in (-1, 0, 1)):
        raise table.wrong("direction", "-1, 0 or 1")
    if direction is not None and STATISTICS[statistic].ratio:
        raise InputError(f"direction: {statistic} is compared with 1, not 0; give value instead")
    numbers = {
        k: table.number(k, -LARGEST, LARGEST, "a number", math.nan)
        for k in ("value", "low", "high")
    }
    if ("low" in table.raw or "high" in table.raw) and not numbers["low"] <= numbers["high"]:
        raise InputError("low and high are given together, low first")
    if math.isnan(numbers["value"]) and direction is None and not _has_value(first):
        raise InputError("there is nothing to compare with; give value or direction")
    of_row = first.n if first else None
    return Finding(
        id=table.get("id", str, "a short name"),
        statement=table.get("statement", str, "a sentence", first.finding if first else ""),
        published=tuple(rows),
        fitted=table.get("fitted", bool, "true or false", False),
        statistic=statistic,
        of=tuple(columns),
        groups=groups,
        visits=visits,
        direction=direction,
        n=table.whole("n", 1, math.inf, "a number of families") if "n" in table.raw else of_row,
        reliability=_reliability(table, columns),
        note=table.get("note", str, "text", ""),
        **numbers,
    )


def _has_value(row: Published | None) -> bool:
    return row is not None and math.isfinite(row.value)


def _published(table: _Table) -> list[str]:
    """Rows that may be compared with: what was not found stays empty."""
    rows: list[str] = table.get("published", list, "a list of rows of published figures", [])
    for row in rows:
        if not isinstance(row, str) or row not in published():
            hint = near(str(row), published())
            raise InputError(f"published: there is no row {row!r}; {hint}")
        if published()[row].certainty == "not found":
            raise InputError(f"published: the figure of row {row} was not found, so it is empty")
    return rows


def _group(raw: Any, where: str) -> Group:
    table = _Table(raw, where, ("population", "parameters", "changes"))
    name = table.get("population", str, "a population's name")
    scenario = population(name, where)
    parameters = {
        key: _in(where, value_from, key, value)
        for key, value in table.get("parameters", dict, "a table of parameters", {}).items()
    }
    _in(where, scenario.with_, **parameters)
    changes = table.get("changes", list, "a list of changes", [])
    return Group(name, parameters, tuple(_change(c, f"{where}.changes") for c in changes))


def _in(where: str, function: Any, *arguments: Any, **named: Any) -> Any:
    """Call a function; what it refuses is said with its place."""
    try:
        return function(*arguments, **named)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None


def _change(raw: Any, where: str) -> Change:
    table = _Table(raw, where, ("at", "add", "share"))
    add = table.get("add", dict, "a table of parameters and differences")
    for name, value in add.items():
        _known(name, (*CAREGIVER, *INFANT), f"{where}: there is no parameter")
        if isinstance(value, bool) or not isinstance(value, NUMBER) or not math.isfinite(value):
            raise InputError(f"{where}: add.{name} = {value!r} is not a number")
    return Change(
        at=table.whole("at", 0, LAST_DAY, f"an age from 0 to {LAST_DAY} days"),
        add=add,
        share=table.number("share", 0, 1, "a number from 0 to 1", 1.0),
    )


def _visit(raw: Any, where: str, caregivers: int) -> Visit:
    table = _Table(raw, where, ("age", "caregiver", "settings", "repetition"))
    settings = table.get("settings", dict, "a table of observation parameters", {})
    for key in settings:
        _known(key, OBSERVATION, f"{where}: there is no setting of observation")
    last = caregivers - 1
    return Visit(
        age=table.whole("age", 0, LAST_DAY, f"an age from 0 to {LAST_DAY} days"),
        caregiver=table.whole(
            "caregiver", 0, last, f"the number of a caregiver, from 0 to {last}", 0
        ),
        settings={k: _in(where, check_value, k, v) for k, v in settings.items()},
        repetition=table.whole("repetition", 0, 999, "a whole number from 0 to 999", 0),
    )


def _known(name: str, known: Iterable[str], sentence: str) -> None:
    if name not in known:
        raise InputError(f"{sentence} '{name}'; {near(name, known)}")


def _check_column(column: Any, visits: Mapping[str, Visit], statistic: str) -> None:
    parts = visits_and_outcomes(column) if isinstance(column, str) else []
    if not 1 <= len(parts) <= 2 or not all(visit and name for visit, name in parts):
        raise InputError(
            f"of: column {column!r} is not written visit.outcome or trait.name, or as the"
            " difference of two of these"
        )
    for visit, name in parts:
        if visit == "trait":
            _known(name, PARAMETERS, f"of: column {column}: there is no parameter")
            continue
        _known(visit, visits, f"of: column {column}: there is no visit")
        _known(name, (*OUTCOMES, *PATTERN_COLUMNS), f"of: column {column}: there is no outcome")
        if name in LABELS and (len(parts) > 1 or not STATISTICS[statistic].labels):
            raise InputError(f"of: column {column} is a label, which {statistic} cannot compute")


def _check_groups(statistic: str, groups: Mapping[str, Group]) -> None:
    wanted = STATISTICS[statistic].groups
    if not groups or (wanted and len(groups) != wanted):
        takes = _count(wanted, "group") if wanted else "at least one group"
        raise InputError(f"groups: {statistic} takes {takes}, not {len(groups)}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _reliability(table: _Table, columns: list[str]) -> dict[str, float]:
    raw = table.get("reliability", dict, "a table of columns and shares", {})
    inner = _Table(raw, "reliability", tuple(columns))
    allowed = "a number above 0 and up to 1"
    return {key: inner.number(key, 1e-6, 1, allowed) for key in raw}

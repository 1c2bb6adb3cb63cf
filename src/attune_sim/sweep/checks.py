"""What a sweep may ask: each rule once, for files and for specs made in Python alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attune_sim.ages import check_later
from attune_sim.errors import InputError, near, shown
from attune_sim.outcomes import GROUPS, LATER, OUTCOMES, chosen
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import Distribution, Scenario, Value, check_value
from attune_sim.sweep.designs import count
from attune_sim.sweep.moments import MOMENTS, is_whole, moment
from attune_sim.sweep.people_and_events import is_place, place
from attune_sim.sweep.vocabulary import MOST_SAMPLED, Design, Factor, Level, Range
from attune_sim.textfiles.toml import Fault, placed

MOST_RUNS = 10_000_000
KEYS = (
    "question", "scenario", "scenarios", "infants", "days", "seed", "replications", "measures",
    "series", "per_infant", "random_numbers", "model", "design", "vary", "fixed", "levels",
)  # fmt: skip


# What pandas, R or a spreadsheet reads as a missing value where it stands in a column of names.
MISSING = {"", "na", "n/a", "#n/a", "#na", "<na>", "nan", "-nan", "none", "null", "nil"}

# --- the settings above the tables ----------------------------------------------------------------


def check_scenarios(scenarios: Sequence[Scenario]) -> None:
    """Refuse none, and names that a folder of files or a table cannot hold side by side."""
    with placed("scenario" if len(scenarios) == 1 else "scenarios"):
        _check_names([scenario.name for scenario in scenarios])


def _check_names(scenarios: Sequence[str]) -> None:
    if not scenarios:
        raise InputError("scenarios is empty; a sweep needs at least one")
    seen: dict[str, str] = {}
    for name in scenarios:
        if name in seen.values():
            raise InputError(f"two scenarios are named '{name}'; rename one of their files")
        if name.casefold() in seen:
            raise InputError(
                f"scenarios '{seen[name.casefold()]}' and '{name}' differ by upper and lower case"
                " only, and some systems take their files for one; rename one of them"
            )
        if name.strip().casefold() in MISSING:
            raise InputError(
                f"a scenario named '{name}' would be read as a missing value from a table of"
                " results; rename its file"
            )
        seen[name.casefold()] = name


@placed("measures")
def checked_measures(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The measures that are taken; and those named, in that order, or none if all are taken."""
    if not names:
        raise InputError("measures is empty; name at least one, or leave it out for all")
    measures = chosen(names)
    if measures == chosen(None):
        return measures, ()
    flat = (each for name in names for each in GROUPS.get(name, (name,)))
    return measures, tuple(dict.fromkeys(flat))


@placed("measures")
def check_ages(scenarios: Sequence[Scenario], days: int | None, measures: Sequence[str]) -> None:
    """Refuse procedures for children where a scenario's infants do not get so old."""
    for name in measures:
        procedure = OUTCOMES[name].needs
        if procedure in LATER:
            for scenario in scenarios:
                check_later(scenario.days if days is None else days, f"{name} ({procedure})")


# --- the design -----------------------------------------------------------------------------------


def checked_factors(design: Design, vary: Mapping[str, Any]) -> dict[str, Factor]:
    """The values of each varied parameter in its type, or its ends."""
    out: dict[str, Factor] = {}
    for name, values in vary.items():
        with placed("vary", *name.split(".")):
            out[name] = _factor(design, name, values)
    with placed("vary"):
        _check_together(design, out)
    return out


def _check_together(design: Design, vary: Mapping[str, Factor]) -> None:
    """What the design asks of all varied parameters at once."""
    if design.sampled and not vary:
        raise InputError(f"[design] a {design.kind} design needs parameters under [vary]")
    if design.kind != "list":
        return
    counts = {name: len(values) for name, values in vary.items() if isinstance(values, tuple)}
    if len(set(counts.values())) > 1:
        told = ", ".join(f"{name} {count}" for name, count in counts.items())
        raise InputError(
            f"[vary] a list design needs as many values of each parameter as of the others: {told}"
        )


def check_size(
    scenarios: int, levels: int, replications: int, design: Design, vary: Mapping[str, Factor]
) -> None:
    """Refuse more points than can be drawn, or more runs than a sweep may have."""
    inner = count(design, vary)
    if design.sampled and inner > MOST_SAMPLED:
        raise Fault(
            f"[design] a {design.kind} design of {inner:,} points is too large; the most is"
            f" {MOST_SAMPLED:,}",
            "design",
        )
    points = scenarios * max(1, levels) * inner
    runs = points * replications
    if runs > MOST_RUNS:
        raise Fault(
            f"{points:,} points x {replications:,} replications are {runs:,} runs, and a sweep"
            f" has at most {MOST_RUNS:,}; use fewer values or replications",
            "replications",
        )


# --- values ---------------------------------------------------------------------------------------


def _factor(design: Design, name: str, values: Any) -> Factor:
    """The checked values of one varied parameter, or its ends."""
    known("[vary]", name, values)
    if design.sampled:
        if not isinstance(values, Range):
            raise InputError(
                f"[vary] {name} = {shown(values)} is not a range; a {design.kind} design takes"
                " { from = ..., to = ... }"
            )
        low, high = number("[vary]", name, values.low), number("[vary]", name, values.high)
        if low >= high:
            raise InputError(f"[vary] {name}: from = {low:g} is not below to = {high:g}")
        return Range(low, high)
    if isinstance(values, Range):
        raise InputError(f"[vary] {name}: a range needs 'steps' in a {design.kind} design")
    return _values(name, values, once=design.kind != "list")


def _values(name: str, values: Any, once: bool) -> tuple[float | int, ...]:
    if not isinstance(values, list | tuple):
        raise InputError(
            f"[vary] {name} = {shown(values)} is neither a list of values nor"
            " { from = ..., to = ..., steps = ... }; a single value stands under [fixed]"
        )
    if not values:
        raise InputError(f"[vary] {name} is empty; it needs at least one value")
    out = tuple(number("[vary]", name, raw) for raw in values)
    seen: set[float | int] = set()
    for value in out:
        if once and value in seen:
            raise InputError(f"[vary] {name} has {value:g} twice; each value once")
        seen.add(value)
    return out


def number(where: str, name: str, raw: Any) -> float | int:
    """A checked number of a parameter, or of a moment of its distribution."""
    if isinstance(raw, dict | Distribution):
        raise InputError(f"{where} {name} takes numbers; distributions are varied as [[levels]]")
    if "." in name:
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not abs(raw) < 1e300:
            raise InputError(f"{where} {name} = {shown(raw)} is not a number")
        if not is_whole(name):
            return float(raw)
        if raw != int(raw):
            raise InputError(f"{where} {name} = {shown(raw)} is not a whole number")
        return int(raw)
    value = within(where, check_value, name, raw)
    assert not isinstance(value, Distribution)
    return value


def within(where: str, check: Callable[[str, Any], Value], name: str, raw: Any) -> Value:
    """A checked value; an error names its table."""
    known(where, name, raw)
    if "." in name:
        raise InputError(f"{where} {name}: a distribution is given whole here, as a table")
    try:
        return check(name, raw)
    except InputError as error:
        raise Fault(f"{where} {error}", *getattr(error, "where", ())) from None


def known(where: str, name: str, raw: Any) -> None:
    """Refuse what is not a parameter, above all settings that slipped below a table's header."""
    if name in KEYS:
        if name in ("design", "vary", "fixed", "levels"):
            raise InputError(f"{where} holds a table '{name}'; write [{name}] on a line of its own")
        hint = {
            "scenario": 'several scenarios are written scenarios = ["a", "b"], above the tables',
            "infants": "infants is the same for the whole sweep and stands above the tables",
            "days": "days is the same for the whole sweep and stands above the tables",
        }.get(name, f"{name} stands above the tables")
        raise InputError(f"{where} {name} = {shown(raw)} is not a parameter; {hint}")
    if is_place(name):
        try:
            place(name)
        except InputError as error:
            raise InputError(f"{where} {error}") from None
        return
    parameter, part = moment(name)
    if parameter not in PARAMETERS:
        raise InputError(
            f"{where} there is no parameter '{parameter}'; {near(parameter, PARAMETERS)}"
        )
    if part and part not in MOMENTS:
        raise InputError(f"{where} {parameter} has no '{part}' to vary; {near(part, MOMENTS)}")


def checked_values(where: str, values: Mapping[str, Any]) -> dict[str, Value]:
    """The values of a table in their parameters' types."""
    out = {}
    for name, value in values.items():
        with placed(*(("fixed",) if where == "[fixed]" else ()), name):
            out[name] = within(where, check_value, name, value)
    return out


def checked_levels(levels: Sequence[Level]) -> tuple[Level, ...]:
    """The levels with their values in their parameters' types."""
    out: list[Level] = []
    for k, level in enumerate(levels):
        with placed("levels", k):
            out.append(_level(level, out))
    return tuple(out)


def _level(level: Level, others: Sequence[Level]) -> Level:
    """A level with its values in their types, unlike those before it."""
    if not isinstance(level.label, str) or not level.label.strip():
        raise Fault(f"[[levels]] label = {shown(level.label)} is not text", "label")
    if level.label.strip().casefold() in MISSING:
        raise Fault(
            f"[[levels]] label = {shown(level.label)} would be read as a missing value from a"
            " table of results; give it another",
            "label",
        )
    if level.label in [other.label for other in others]:
        raise Fault(f"[[levels]] has the label '{level.label}' twice; each label once", "label")
    checked = Level(level.label, checked_values(of_level(level.label), level.parameters))
    for other in others:
        if other.parameters == checked.parameters:
            raise InputError(f"[[levels]] '{other.label}' and '{level.label}' have the same values")
    return checked


def of_level(label: Any) -> str:
    """Where a level's values are, in words."""
    return f"[[levels]] '{label}':"


def check_overlaps(
    design: Design,
    vary: Mapping[str, Factor],
    fixed: Mapping[str, Value],
    levels: tuple[Level, ...],
) -> None:
    """Refuse a parameter that is set in two places."""
    for name in vary:
        parameter, part = moment(name)
        if part and parameter in vary:
            raise Fault(
                f"[vary] has both {parameter} and {name}; it can have one only",
                *("vary", parameter, part),
            )
        if design.kind == "one-at-a-time":
            continue  # what is fixed is what each value is set against
        if name in fixed:
            raise Fault(
                f"{name} stands both in [vary] and in [fixed]; it can be in one only", "fixed", name
            )
        for k, level in enumerate(levels):
            if name in level.parameters:
                raise Fault(
                    f"{name} stands both in [vary] and in [[levels]] ('{level.label}'); it can be"
                    " in one only",
                    *("levels", k, name),
                )

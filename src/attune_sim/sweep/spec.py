"""What a sweep asks: scenarios, what is varied, what is held, replications, measures.

TOML in and out:

    question = "Does responsiveness matter more where care is consistent?"
    scenario = "good-enough"           # a preset, or a TOML file's path from the spec's folder;
                                       # or scenarios = ["good-enough", "erratic.toml"], a factor
    infants = 60                       # the scenario's, if left out; so days and seed
    days = 365
    seed = 7
    replications = 5                   # 1, if left out
    measures = ["attuned_share", "felt_security", "patterns"]      # all, if left out
    series = 7                         # days between rows of a time series; none, if left out
    luck = "common"                    # replication r has the same luck at every point, so that
                                       # points are paired; or "independent"
    [vary]                             # all combinations
    responsiveness = [0.2, 0.4, 0.6, 0.8]
    consistency = { from = 0.1, to = 0.9, steps = 5 }
    [fixed]                            # numbers or distributions, over the scenario's
    repair_rate = 0.35
    [[levels]]                         # the factor `level`, crossed with [vary]: named sets of
    label = "full model"               # values, over the scenario's and [fixed]
    [[levels]]
    label = "no learning"
    learning_rate = 0.0
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from attune_sim.errors import InputError, near
from attune_sim.outcomes import OUTCOMES, chosen
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import (
    LARGEST_SEED,
    MOST_DAYS,
    MOST_INFANTS,
    Distribution,
    Scenario,
    Value,
    check_value,
    load,
    presets,
    read_toml,
    value_from,
)

MOST_RUNS = 10_000_000
MOST_STEPS = 10_000
MOST_REPLICATIONS = 1_000_000

Luck = Literal["common", "independent"]


@dataclass(frozen=True, slots=True)
class Level:
    """A named set of parameter values: one level of the factor `level`."""

    label: str
    parameters: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SweepSpec:
    """What a sweep asks; one that exists has been checked and can be run.

    Attributes:
        name: the spec file's stem; names the default folder of results.
        question: for people.
        scenarios: at least one; several are a factor, `scenario`.
        infants, days: of every run; the scenario's own if None.
        seed: of the sweep; each replication's is derived from it.
        replications: runs at each point, with other luck.
        measures: flat names of outcomes (names of groups are resolved).
        vary: values of each varied parameter, in order.
        fixed: values that hold at all points, over the scenario's.
        levels: named sets of values, a factor `level`, over the scenario's and `fixed`.
        series: days between rows of the time series; None for none.
        luck: 'common' gives replication r the same random numbers at every point, so that two
            points with the same replication are a pair; 'independent' does not.
    """

    name: str
    scenarios: tuple[Scenario, ...]
    question: str = ""
    infants: int | None = None
    days: int | None = None
    seed: int = 1
    replications: int = 1
    measures: tuple[str, ...] = tuple(OUTCOMES)
    vary: Mapping[str, tuple[float | int, ...]] = field(default_factory=dict)
    fixed: Mapping[str, Value] = field(default_factory=dict)
    levels: tuple[Level, ...] = ()
    series: int | None = None
    luck: Luck = "common"

    def __post_init__(self) -> None:
        """Check everything and bring values to their parameters' types."""
        _check_settings(self)
        _set(self, "measures", _measures(self.measures))
        _set(self, "vary", {name: _levels_of(name, v) for name, v in self.vary.items()})
        _set(self, "fixed", _checked(self.fixed, "[fixed]"))
        _check_levels(self)
        _check_overlaps(self)
        _check_size(self)

    @property
    def varied(self) -> dict[str, list[Any]]:
        """Columns that differ between points, each with its levels in order.

        `scenario` if there are several, `level` if there are any, then the varied parameters.
        """
        out: dict[str, list[Any]] = {}
        if len(self.scenarios) > 1:
            out["scenario"] = [s.name for s in self.scenarios]
        if self.levels:
            out["level"] = [level.label for level in self.levels]
        return out | {name: list(values) for name, values in self.vary.items()}

    def as_dict(self) -> dict[str, Any]:
        """The spec in plain types, as in its TOML; scenarios other than presets as files beside."""
        names = [s.name if is_preset(s) else scenario_file(s) for s in self.scenarios]
        out: dict[str, Any] = {"question": self.question}
        out |= {"scenario": names[0]} if len(names) == 1 else {"scenarios": names}
        for key in ("infants", "days", "seed", "replications", "series", "luck"):
            if getattr(self, key) is not None:
                out[key] = getattr(self, key)
        out["measures"] = list(self.measures)
        if self.vary:
            out["vary"] = {name: list(values) for name, values in self.vary.items()}
        if self.fixed:
            out["fixed"] = _plain(self.fixed)
        if self.levels:
            out["levels"] = [{"label": x.label, **_plain(x.parameters)} for x in self.levels]
        return out

    def to_toml(self) -> str:
        """The spec as a TOML file's text."""
        import tomli_w

        return tomli_w.dumps(self.as_dict())

    def identity(self) -> dict[str, Any]:
        """What decides the rows, in plain types: no question, no scenario's story."""
        spec = self.as_dict()
        del spec["question"]
        scenarios = [s.as_dict() for s in self.scenarios]
        for s in scenarios:
            for key in ("title", "story", "look_for"):
                del s[key]
        return {"spec": spec, "scenarios": scenarios}


def is_preset(scenario: Scenario) -> bool:
    """Whether this is a shipped scenario, unchanged."""
    return scenario.name in presets() and load(scenario.name) == scenario


def scenario_file(scenario: Scenario) -> str:
    """Where a results folder keeps a scenario that is not a preset."""
    return f"scenarios/{scenario.name}.toml"


def default_out(spec: SweepSpec) -> Path:
    """The folder of results if none is given: results/NAME."""
    return Path("results") / spec.name


def _plain(values: Mapping[str, Value]) -> dict[str, Any]:
    return {k: v.as_dict() if isinstance(v, Distribution) else v for k, v in values.items()}


def _set(spec: SweepSpec, key: str, value: Any) -> None:
    object.__setattr__(spec, key, value)  # frozen for everybody else


# --- checking -------------------------------------------------------------------------------------


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _check_settings(s: SweepSpec) -> None:
    for key in ("name", "question"):
        if not isinstance(getattr(s, key), str):
            raise InputError(f"{key} = {_shown(getattr(s, key))} is not text")
    if not s.scenarios:
        raise InputError("scenarios is empty; a sweep needs at least one")
    names = [x.name for x in s.scenarios]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"two scenarios are named '{name}'; rename one of their files")
    for key, low, high in (
        ("infants", 1, MOST_INFANTS),
        ("days", 0, MOST_DAYS),
        ("seed", 0, LARGEST_SEED),
        ("replications", 1, MOST_REPLICATIONS),
        ("series", 1, MOST_DAYS),
    ):
        value = getattr(s, key)
        if value is None and key in ("infants", "days", "series"):
            continue
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise InputError(f"{key} = {_shown(value)} is not a whole number from {low} to {high}")
    if s.luck not in get_args(Luck):
        raise InputError(f"luck = {_shown(s.luck)} is not one of {', '.join(get_args(Luck))}")


def _measures(names: Any) -> tuple[str, ...]:
    if not isinstance(names, list | tuple) or not all(isinstance(n, str) for n in names):
        raise InputError(f"measures = {_shown(names)} is not a list of names")
    if not names:
        raise InputError("measures is empty; name at least one, or leave it out for all")
    return chosen(names)


def _levels_of(name: str, values: Any) -> tuple[float | int, ...]:
    """The checked values of one varied parameter."""
    _known("[vary]", name, values)
    if not isinstance(values, list | tuple):
        raise InputError(
            f"[vary] {name} = {_shown(values)} is neither a list of values nor"
            " { from = ..., to = ..., steps = ... }; a single value stands under [fixed]"
        )
    if not values:
        raise InputError(f"[vary] {name} is empty; it needs at least one value")
    out: list[float | int] = []
    for raw in values:
        if isinstance(raw, dict | Distribution):
            raise InputError(f"[vary] {name} takes numbers; distributions are varied as [[levels]]")
        value = _in("[vary]", check_value, name, raw)
        assert not isinstance(value, Distribution)
        out.append(value)
    seen: set[float | int] = set()
    for value in out:
        if value in seen:
            raise InputError(f"[vary] {name} has {value:g} twice; each value once")
        seen.add(value)
    return tuple(out)


def _in(where: str, check: Callable[[str, Any], Value], name: str, raw: Any) -> Value:
    """A checked value; an error says in which table it stands."""
    _known(where, name, raw)
    try:
        return check(name, raw)
    except InputError as error:
        raise InputError(f"{where} {error}") from None


def _known(where: str, name: str, raw: Any) -> None:
    """Refuse what is not a parameter, first of all settings that slipped below a table's head."""
    if name in _KEYS:
        if name in ("vary", "fixed", "levels"):
            raise InputError(f"{where} holds a table '{name}'; write [{name}] on a line of its own")
        hint = {
            "scenario": 'several scenarios are written scenarios = ["a", "b"], above the tables',
            "infants": "infants is the same for the whole sweep and stands above the tables",
            "days": "days is the same for the whole sweep and stands above the tables",
        }.get(name, f"{name} stands above the tables")
        raise InputError(f"{where} {name} = {_shown(raw)} is not a parameter; {hint}")
    if name not in PARAMETERS:
        raise InputError(f"{where} there is no parameter '{name}'; {near(name, PARAMETERS)}")


def _checked(values: Mapping[str, Any], where: str) -> dict[str, Value]:
    return {name: _in(where, check_value, name, value) for name, value in values.items()}


def _check_levels(s: SweepSpec) -> None:
    labels: set[str] = set()
    for level in s.levels:
        if not isinstance(level.label, str) or not level.label.strip():
            raise InputError(f"[[levels]] label = {_shown(level.label)} is not text")
        if level.label in labels:
            raise InputError(f"[[levels]] has the label '{level.label}' twice; each label once")
        labels.add(level.label)
    checked = [Level(x.label, _checked(x.parameters, _level(x.label))) for x in s.levels]
    for k, level in enumerate(checked):
        for other in checked[:k]:
            if other.parameters == level.parameters:
                raise InputError(
                    f"[[levels]] '{other.label}' and '{level.label}' have the same values"
                )
    _set(s, "levels", tuple(checked))


def _level(label: str) -> str:
    return f"[[levels]] '{label}':"


def _check_overlaps(s: SweepSpec) -> None:
    for name in s.vary:
        if name in s.fixed:
            raise InputError(f"{name} stands both in [vary] and in [fixed]; it can be in one only")
        for level in s.levels:
            if name in level.parameters:
                raise InputError(
                    f"{name} stands both in [vary] and in [[levels]] ('{level.label}'); it can be"
                    " in one only"
                )


def _check_size(s: SweepSpec) -> None:
    points = 1
    for values in s.varied.values():
        points *= len(values)
    runs = points * s.replications
    if runs > MOST_RUNS:
        raise InputError(
            f"{points:,} points x {s.replications:,} replications are {runs:,} runs, and a sweep"
            f" has at most {MOST_RUNS:,}; use fewer values or replications"
        )


# --- reading --------------------------------------------------------------------------------------

_KEYS = (
    "question", "scenario", "scenarios", "infants", "days", "seed", "replications", "measures",
    "series", "luck", "vary", "fixed", "levels",
)  # fmt: skip


def load_spec(path: str | Path) -> SweepSpec:
    """A sweep's spec from a TOML file.

    Raises:
        InputError: unreadable file, or a value that is not allowed; the sentence names file, key,
            value and what is allowed.
    """
    path = Path(path)
    raw = read_toml(path)
    try:
        return spec_from(raw, path.stem, path.parent)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def spec_from(raw: Mapping[str, Any], name: str, folder: Path) -> SweepSpec:
    """A spec from the content of a TOML file; scenario files are sought from `folder`."""
    for key in raw:
        if key not in _KEYS:
            hint = "put it under [vary] or [fixed]" if key in PARAMETERS else near(key, _KEYS)
            raise InputError(f"there is no key '{key}' in a sweep; {hint}")
    nested = ("scenario", "scenarios", "vary", "fixed", "levels")
    made: dict[str, Any] = {k: v for k, v in raw.items() if k not in nested}
    scenarios = _scenarios(raw, folder)
    made.setdefault("seed", scenarios[0].seed)
    vary = _table(raw, "vary")
    made["vary"] = {k: _range(k, v) if isinstance(v, dict) else v for k, v in vary.items()}
    fixed = _table(raw, "fixed")
    made["fixed"] = {k: _in("[fixed]", value_from, k, v) for k, v in fixed.items()}
    made["levels"] = _levels(raw)
    return SweepSpec(name=name, scenarios=scenarios, **made)


def _table(raw: Mapping[str, Any], key: str) -> dict[str, Any]:
    table = raw.get(key, {})
    if not isinstance(table, dict):
        raise InputError(f"{key} = {_shown(table)} is not a table; write [{key}]")
    return table


def _scenarios(raw: Mapping[str, Any], folder: Path) -> tuple[Scenario, ...]:
    if "scenario" in raw and "scenarios" in raw:
        raise InputError("scenario and scenarios cannot both be given; use one of them")
    if "scenario" not in raw and "scenarios" not in raw:
        raise InputError(
            f'a sweep needs scenario = "...", one of {", ".join(presets())} or a TOML file\'s path'
        )
    if "scenario" in raw:
        return (_scenario(raw["scenario"], "scenario", folder),)
    names = raw["scenarios"]
    if not isinstance(names, list) or not names:
        raise InputError(f"scenarios = {_shown(names)} is not a list of at least one name")
    return tuple(_scenario(n, "scenarios", folder) for n in names)


def _scenario(what: Any, key: str, folder: Path) -> Scenario:
    if not isinstance(what, str) or not what:
        raise InputError(f"{key} = {_shown(what)} is not a scenario's name or path")
    if what in presets():
        return load(what)
    path = folder / what
    if path.suffix != ".toml" and not path.exists():
        raise InputError(f"{key}: there is no scenario '{what}'; {near(what, presets())}")
    return load(path)


def _levels(raw: Mapping[str, Any]) -> tuple[Level, ...]:
    tables = raw.get("levels", [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise InputError(f"levels = {_shown(tables)} is not a list of tables; write [[levels]]")
    out = []
    for table in tables:
        if "label" not in table:
            raise InputError(f"[[levels]] {_shown(table)} needs a label")
        label = table["label"]
        values = {k: _in(_level(label), value_from, k, v) for k, v in table.items() if k != "label"}
        out.append(Level(label, values))
    return tuple(out)


def _range(name: str, raw: dict[str, Any]) -> list[Any]:
    """Evenly spaced values from { from, to, steps }, both ends included."""
    _known("[vary]", name, raw)
    known = ("from", "to", "steps")
    for key in raw:
        if key not in known:
            raise InputError(f"[vary] {name}: a range has no key '{key}'; {near(key, known)}")
    for key in known:
        if key not in raw:
            raise InputError(f"[vary] {name}: a range needs 'from', 'to' and 'steps'")
    steps = raw["steps"]
    if isinstance(steps, bool) or not isinstance(steps, int) or not 2 <= steps <= MOST_STEPS:
        raise InputError(
            f"[vary] {name}: steps = {_shown(steps)} is not a whole number from 2 to {MOST_STEPS}"
        )
    first = _in("[vary]", check_value, name, raw["from"])
    last = _in("[vary]", check_value, name, raw["to"])
    assert not isinstance(first, Distribution)
    assert not isinstance(last, Distribution)
    if first == last:
        raise InputError(f"[vary] {name}: from and to are both {first:g}; they must differ")
    inner = [first + (last - first) * k / (steps - 1) for k in range(1, steps - 1)]
    values = [first, *(float(f"{v:.12g}") for v in inner), last]  # 0.3, not 0.30000000000000004
    if not PARAMETERS[name].whole:
        return values
    for v in values:
        if v != int(v):
            raise InputError(
                f"[vary] {name}: {steps} steps from {first} to {last} give {v:g}, and it is"
                f" {PARAMETERS[name].allowed}"
            )
    return [int(v) for v in values]

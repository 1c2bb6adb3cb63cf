"""A scenario: what is simulated. Parameters as numbers or distributions, infants, days, seed.

TOML in and out:

    title = "Erratic care"
    story = "..."
    look_for = "..."
    infants = 100
    days = 365
    seed = 1

    [parameters]                       # what is left out keeps its default
    consistency = 0.05
    reactivity = { shape = "lognormal", mean = 1.0, sd = 0.25 }

    [[correlations]]                   # of the underlying normal scores
    between = ["responsiveness", "consistency"]
    r = 0.4

    [[caregivers]]                     # one caregiver unless said otherwise
    name = "first"
    share = 0.7
    parameters = { responsiveness = 0.7 }
"""

from __future__ import annotations

import math
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import ValidationError

from attune_sim.errors import InputError, near, shown
from attune_sim.parameters import CAREGIVER, PARAMETERS, Parameters

MOST_INFANTS = 1_000_000
MOST_DAYS = 3_650
MOST_CAREGIVERS = 8
LARGEST_SEED = 2**63 - 1

Shape = Literal["normal", "lognormal", "beta", "uniform", "choice"]
_SHAPE_KEYS: dict[str, tuple[str, ...]] = {
    "normal": ("mean", "sd"),
    "lognormal": ("mean", "sd"),
    "beta": ("mean", "sd"),
    "uniform": ("low", "high"),
    "choice": ("values", "shares"),
}


@dataclass(frozen=True, slots=True)
class Distribution:
    """A trait's distribution over the population, held within the parameter's range.

    Attributes:
        shape: normal (truncated at the range), lognormal, beta (over the range), uniform, choice.
        mean, sd: of the untruncated distribution, for the first three shapes.
        low, high: ends of a uniform.
        values, shares: of a choice; shares are normalised.
    """

    shape: Shape
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    values: tuple[float, ...] | None = None
    shares: tuple[float, ...] | None = None

    def as_dict(self) -> dict[str, Any]:
        """The keys that its shape has."""
        out: dict[str, Any] = {"shape": self.shape}
        for key in _SHAPE_KEYS[self.shape]:
            value = getattr(self, key)
            out[key] = list(value) if isinstance(value, tuple) else value
        return out


Value = float | int | Distribution


@dataclass(frozen=True, slots=True)
class Correlation:
    """A correlation of two traits' underlying normal scores."""

    between: tuple[str, str]
    r: float


@dataclass(frozen=True, slots=True)
class CaregiverSpec:
    """One of an infant's caregivers: a name, a share of care, and traits that differ."""

    name: str = "caregiver"
    share: float = 1.0
    parameters: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is simulated.

    Attributes:
        name: preset's or file's name.
        title, story, look_for: for people.
        infants: how many, 1 to 1,000,000.
        days: from birth, 0 to 3,650.
        seed: of the random numbers; the same seed gives the same run.
        parameters: values that differ from the defaults, by name.
        correlations: between traits that have distributions.
        caregivers: at least one.
    """

    name: str = "defaults"
    title: str = ""
    story: str = ""
    look_for: str = ""
    infants: int = 100
    days: int = 365
    seed: int = 1
    parameters: Mapping[str, Value] = field(default_factory=dict)
    correlations: tuple[Correlation, ...] = ()
    caregivers: tuple[CaregiverSpec, ...] = (CaregiverSpec(),)

    def __post_init__(self) -> None:
        """Check everything, so that a Scenario that exists can be run."""
        _check(self)

    def value(self, name: str, caregiver: int = 0) -> Value:
        """The value of a parameter, for one of the caregivers where it is a caregiver's."""
        spec = PARAMETERS[name]
        own = self.caregivers[caregiver].parameters if name in CAREGIVER else {}
        for source in (own, self.parameters):
            if name in source:
                return source[name]
        if spec.default_from is not None:
            return self.value(spec.default_from, caregiver)
        assert spec.default is not None
        return spec.default

    def follows(self, name: str, caregiver: int = 0) -> str | None:
        """The parameter whose draw this one takes over, where it was left out."""
        spec = PARAMETERS[name]
        given = name in self.parameters or name in self.caregivers[caregiver].parameters
        return None if given else spec.default_from

    def with_(self, **changes: Any) -> Scenario:
        """Copy with other infants, days, seed, ... or parameters, which hold for all caregivers."""
        own = {f.name for f in fields(self)}
        settings = {k: v for k, v in changes.items() if k in own and v is not None}
        values = {k: v for k, v in changes.items() if k not in own and v is not None}
        for name in values:
            if name not in PARAMETERS:
                raise InputError(
                    f"there is no parameter '{name}'; {near(name, [*PARAMETERS, *own])}"
                )
        if not values:
            return replace(self, **settings)
        caregivers = tuple(
            replace(c, parameters={k: v for k, v in c.parameters.items() if k not in values})
            for c in settings.pop("caregivers", self.caregivers)
        )
        parameters = {**settings.pop("parameters", self.parameters), **values}
        dropped = tuple(
            c
            for c in settings.pop("correlations", self.correlations)
            if all(
                isinstance(parameters.get(n), Distribution) or n not in values for n in c.between
            )
        )
        return replace(
            self, parameters=parameters, caregivers=caregivers, correlations=dropped, **settings
        )

    def as_dict(self) -> dict[str, Any]:
        """Everything that defines the run, in plain types, as in its TOML."""
        out: dict[str, Any] = {
            "title": self.title,
            "story": self.story,
            "look_for": self.look_for,
            "infants": self.infants,
            "days": self.days,
            "seed": self.seed,
            "parameters": plain(self.parameters),
        }
        if self.correlations:
            out["correlations"] = [
                {"between": list(c.between), "r": c.r} for c in self.correlations
            ]
        if self.caregivers != (CaregiverSpec(),):
            out["caregivers"] = [
                {"name": c.name, "share": c.share, "parameters": plain(c.parameters)}
                for c in self.caregivers
            ]
        return out

    def to_toml(self) -> str:
        """The scenario as a TOML file's text."""
        import tomli_w

        return tomli_w.dumps(self.as_dict(), multiline_strings=True)


def plain(values: Mapping[str, Value]) -> dict[str, Any]:
    """Values in plain types, as in TOML."""
    return {k: v.as_dict() if isinstance(v, Distribution) else v for k, v in values.items()}


# --- checking -----------------------------------------------------------------------------------


def check_value(name: str, value: Any) -> Value:
    """The value, if it is allowed for this parameter; else an InputError that says what is."""
    if name not in PARAMETERS:
        raise InputError(f"there is no parameter '{name}'; {near(name, PARAMETERS)}")
    spec = PARAMETERS[name]
    if isinstance(value, Distribution):
        _check_distribution(name, value)
        return value
    try:
        Parameters(**{name: value})
    except ValidationError:
        raise InputError(f"{name} = {shown(value)} is not {spec.allowed}") from None
    if value is None:
        raise InputError(f"{name} = {shown(value)} is not {spec.allowed}")
    return int(value) if spec.whole else float(value)


def _check_distribution(name: str, d: Distribution) -> None:
    spec = PARAMETERS[name]
    if d.shape not in get_args(Shape):
        raise InputError(
            f"{name}: shape = {shown(d.shape)} is not one of {', '.join(get_args(Shape))}"
        )
    if spec.whole and d.shape != "choice":
        raise InputError(f"{name} is {spec.allowed}; its only distribution is a choice of values")
    wanted = _SHAPE_KEYS[d.shape]
    for key in ("mean", "sd", "low", "high", "values", "shares"):
        has = getattr(d, key) is not None
        if has != (key in wanted):
            verb = "has no" if has else "needs"
            raise InputError(f"{name}: a {d.shape} distribution {verb} '{key}'; it takes {wanted}")
    if d.shape == "choice":
        assert d.values is not None
        assert d.shares is not None
        if not d.values or len(d.values) != len(d.shares):
            raise InputError(f"{name}: a choice needs as many shares as values, and at least one")
        if not all(_is_finite(s) and s >= 0 for s in d.shares) or sum(d.shares) <= 0:
            raise InputError(f"{name}: shares = {list(d.shares)} must be positive numbers")
        for v in d.values:
            check_value(name, v)
        return
    points = {k: getattr(d, k) for k in wanted if k != "sd"}
    for key, v in points.items():
        if not (_is_finite(v) and spec.low <= v <= spec.high):
            raise InputError(f"{name}: {key} = {shown(v)} is not {spec.allowed}")
    if d.shape == "uniform":
        if d.low > d.high:  # type: ignore[operator]
            raise InputError(f"{name}: low = {d.low} is above high = {d.high}")
        return
    assert d.sd is not None
    assert d.mean is not None
    widest = spec.high - spec.low
    if not (_is_finite(d.sd) and 0 <= d.sd <= widest):
        raise InputError(f"{name}: sd = {shown(d.sd)} is not a number from 0 to {widest:g}")
    if d.shape == "lognormal" and d.mean <= 0:
        raise InputError(f"{name}: mean = {d.mean} of a lognormal must be above 0")
    if d.shape == "beta" and d.sd > 0:
        share = (d.mean - spec.low) / (spec.high - spec.low)
        most = (spec.high - spec.low) * math.sqrt(share * (1 - share))
        if d.sd >= most:
            raise InputError(
                f"{name}: sd = {d.sd} is too wide for a beta of mean {d.mean}; it must be below"
                f" {most:.3g}"
            )


def _check_whole(key: str, value: Any, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{key} = {shown(value)} is not a whole number from {low} to {high}")


def _check(s: Scenario) -> None:
    for key in ("name", "title", "story", "look_for"):
        if not isinstance(getattr(s, key), str):
            raise InputError(f"{key} = {shown(getattr(s, key))} is not text")
    _check_whole("infants", s.infants, 1, MOST_INFANTS)
    _check_whole("days", s.days, 0, MOST_DAYS)
    _check_whole("seed", s.seed, 0, LARGEST_SEED)
    for name, value in s.parameters.items():
        check_value(name, value)
    if not 1 <= len(s.caregivers) <= MOST_CAREGIVERS:
        raise InputError(
            f"an infant has 1 to {MOST_CAREGIVERS} caregivers, not {len(s.caregivers)}"
        )
    for c in s.caregivers:
        if not (_is_finite(c.share) and 0 < c.share <= 1):
            raise InputError(
                f"caregiver '{c.name}': share = {shown(c.share)} is not a number above 0 and up to"
                " 1"
            )
        for name, value in c.parameters.items():
            if name in PARAMETERS and name not in CAREGIVER:
                raise InputError(
                    f"caregiver '{c.name}': {name} is not a caregiver's trait; set it under"
                    " [parameters]"
                )
            check_value(name, value)
    if abs(sum(c.share for c in s.caregivers) - 1.0) > 1e-6:
        raise InputError(
            f"the caregivers' shares add up to {sum(c.share for c in s.caregivers):.4g}, not to 1"
        )
    names = [c.name for c in s.caregivers]
    if len(set(names)) < len(names):
        raise InputError(f"two caregivers have the same name: {', '.join(names)}")
    for correlation in s.correlations:
        _check_correlation(s, correlation)
    if s.correlations:
        _check_together(s.correlations)
    for low, high in (("need_low", "need_high"), ("self_regulation_start", _CEILING)):
        below, above = s.value(low), s.value(high)
        if _is_number(below) and _is_number(above) and below > above:  # type: ignore[operator]
            raise InputError(f"{low} = {below:g} is above {high} = {above:g}")


def _check_correlation(s: Scenario, c: Correlation) -> None:
    if len(c.between) != 2 or c.between[0] == c.between[1]:
        raise InputError(f"a correlation is between two parameters, not {shown(c.between)}")
    for name in c.between:
        if name not in PARAMETERS:
            raise InputError(
                f"correlation: there is no parameter '{name}'; {near(name, PARAMETERS)}"
            )
        if not isinstance(s.value(name), Distribution) or s.follows(name):
            raise InputError(f"correlation: {name} has no distribution of its own")
    r = c.r
    if isinstance(r, bool) or not isinstance(r, int | float) or not -0.99 <= r <= 0.99:
        raise InputError(f"correlation: r = {shown(r)} is not a number from -0.99 to 0.99")


_CEILING = "self_regulation_ceiling"


def _check_together(correlations: tuple[Correlation, ...]) -> None:
    import numpy as np

    pairs = [frozenset(c.between) for c in correlations]
    if len(set(pairs)) < len(pairs):
        raise InputError("a correlation is given twice for the same two parameters")
    names = sorted({name for c in correlations for name in c.between})
    matrix = np.eye(len(names))
    for c in correlations:
        i, j = (names.index(name) for name in c.between)
        matrix[i, j] = matrix[j, i] = c.r
    if np.linalg.eigvalsh(matrix)[0] < 1e-9:
        raise InputError("the correlations contradict each other (no population can have them all)")


# --- reading ------------------------------------------------------------------------------------


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file, or an InputError that names the file and the fault."""
    name = str(path) if len(str(path)) < 300 else f"{str(path)[:100]}..."
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except IsADirectoryError:
        raise InputError(f"{name} is a folder; a TOML file is needed") from None
    except FileNotFoundError:
        raise InputError(f"there is no file {name}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not a text file; a TOML file is needed") from None
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror or error}") from None
    except ValueError:  # a NUL in its name
        raise InputError(f"there is no file {name!r}") from None
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise InputError(f"{path} is not valid TOML: {error}") from None


def value_from(name: str, raw: Any) -> Value:
    """A parameter's value from TOML: a number, or a table that describes a distribution."""
    if not isinstance(raw, dict):
        return check_value(name, raw)
    if name not in PARAMETERS:
        raise InputError(f"there is no parameter '{name}'; {near(name, PARAMETERS)}")
    keys = {f.name for f in fields(Distribution)}
    for key, v in raw.items():
        if key not in keys:
            raise InputError(f"{name}: a distribution has no key '{key}'; {near(key, keys)}")
        if key in ("values", "shares"):
            fine = isinstance(v, list) and all(_is_number(x) for x in v)
        else:
            fine = isinstance(v, str) if key == "shape" else _is_number(v)
        if not fine:
            raise InputError(f"{name}: {key} = {shown(v)} has the wrong type")
    if "shape" not in raw:
        raise InputError(f"{name}: a distribution needs 'shape', one of {', '.join(_SHAPE_KEYS)}")
    made: Any = {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}
    return check_value(name, Distribution(**made))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_finite(value: Any) -> bool:
    return _is_number(value) and abs(value) <= sys.float_info.max


def scenario_from(raw: Mapping[str, Any], name: str) -> Scenario:
    """A scenario from the content of a TOML file."""
    known = {f.name for f in fields(Scenario)} - {"name"}
    for key in raw:
        if key not in known:
            hint = "put it under [parameters]" if key in PARAMETERS else near(key, known)
            raise InputError(f"there is no key '{key}' in a scenario; {hint}")
    made: dict[str, Any] = {k: v for k, v in raw.items() if k not in _NESTED}
    made["parameters"] = _values(raw.get("parameters", {}), "parameters")
    if "correlations" in raw:
        made["correlations"] = tuple(_correlation(c) for c in _tables(raw, "correlations"))
    if "caregivers" in raw:
        made["caregivers"] = tuple(_caregiver(c) for c in _tables(raw, "caregivers"))
    return Scenario(name=name, **made)


_NESTED = ("parameters", "correlations", "caregivers")


def _values(raw: Any, where: str) -> dict[str, Value]:
    if not isinstance(raw, dict):
        raise InputError(f"{where} = {shown(raw)} is not a table of values")
    return {name: value_from(name, value) for name, value in raw.items()}


def _tables(raw: Mapping[str, Any], key: str) -> Iterator[dict[str, Any]]:
    tables = raw[key]
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise InputError(f"{key} = {shown(tables)} is not a list of tables; write [[{key}]]")
    yield from tables


def _correlation(raw: dict[str, Any]) -> Correlation:
    if set(raw) != {"between", "r"}:
        raise InputError(f"a correlation takes 'between' and 'r', not {shown(list(raw))}")
    between = raw["between"]
    if not isinstance(between, list) or not all(isinstance(b, str) for b in between):
        raise InputError(f"correlation: between = {shown(between)} is not a list of two names")
    return Correlation(tuple(between), raw["r"])


def _caregiver(raw: dict[str, Any]) -> CaregiverSpec:
    known = {f.name for f in fields(CaregiverSpec)}
    for key in raw:
        if key not in known:
            hint = "put it under parameters" if key in PARAMETERS else near(key, known)
            raise InputError(f"there is no key '{key}' in a caregiver; {hint}")
    if not isinstance(raw.get("name", ""), str):
        raise InputError(f"caregiver: name = {shown(raw['name'])} is not text")
    made = dict(raw)
    made["parameters"] = _values(raw.get("parameters", {}), "caregivers.parameters")
    return CaregiverSpec(**made)


def presets() -> list[str]:
    """Names of the shipped scenarios."""
    folder = resources.files("attune_sim") / "scenarios"
    return sorted(
        f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")
    )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def load(what: str | Path | Scenario) -> Scenario:
    """A scenario by a preset's name or a TOML file's path.

    Raises:
        InputError: unknown name, unreadable file, or a value that is not allowed; the sentence
            names file, key, value and what is allowed.
    """
    if isinstance(what, Scenario):
        return what
    text = str(what)
    if text in presets():
        path = Path(str(resources.files("attune_sim") / "scenarios" / f"{text}.toml"))
        return scenario_from(read_toml(path), text)
    path = Path(what)
    if path.suffix != ".toml" and not _exists(path):
        raise InputError(f"there is no scenario '{text}'; {near(text, presets())}")
    raw = read_toml(path)
    try:
        return scenario_from(raw, path.stem)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None

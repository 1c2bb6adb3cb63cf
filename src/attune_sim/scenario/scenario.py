"""The scenario itself, checked whole: one that exists can be run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from attune_sim.errors import InputError, near, shown
from attune_sim.parameters import CAREGIVER, PARAMETERS
from attune_sim.scenario.values import (
    Distribution,
    Value,
    check_value,
    is_finite,
    is_number,
    plain,
)

MOST_INFANTS = 1_000_000
MOST_DAYS = 3_650
MOST_CAREGIVERS = 8
LARGEST_SEED = 2**53 - 1
"""R, JavaScript and spreadsheets hold larger whole numbers inexactly."""


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
        if not (is_finite(c.share) and 0 < c.share <= 1):
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
        if is_number(below) and is_number(above) and below > above:  # type: ignore[operator]
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

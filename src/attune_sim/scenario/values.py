"""Values of parameters: a number, or a distribution over the population."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import ValidationError

from attune_sim.errors import InputError, near, shown
from attune_sim.parameters import PARAMETERS, Parameters

Shape = Literal["normal", "lognormal", "beta", "uniform", "choice"]
SHAPE_KEYS: dict[str, tuple[str, ...]] = {
    "normal": ("mean", "sd"),
    "lognormal": ("mean", "sd"),
    "beta": ("mean", "sd"),
    "uniform": ("low", "high"),
    "choice": ("values", "shares"),
}
"""What each shape of distribution needs."""


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
        for key in SHAPE_KEYS[self.shape]:
            value = getattr(self, key)
            out[key] = list(value) if isinstance(value, tuple) else value
        return out


Value = float | int | Distribution


def plain(values: Mapping[str, Value]) -> dict[str, Any]:
    """Values in plain types, as in TOML."""
    return {k: v.as_dict() if isinstance(v, Distribution) else v for k, v in values.items()}


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
    wanted = SHAPE_KEYS[d.shape]
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
        if not all(is_finite(s) and s >= 0 for s in d.shares) or sum(d.shares) <= 0:
            raise InputError(f"{name}: shares = {list(d.shares)} must be positive numbers")
        for v in d.values:
            check_value(name, v)
        return
    points = {k: getattr(d, k) for k in wanted if k != "sd"}
    for key, v in points.items():
        if not (is_finite(v) and spec.low <= v <= spec.high):
            raise InputError(f"{name}: {key} = {shown(v)} is not {spec.allowed}")
    if d.shape == "uniform":
        if d.low > d.high:  # type: ignore[operator]
            raise InputError(f"{name}: low = {d.low} is above high = {d.high}")
        return
    assert d.sd is not None
    assert d.mean is not None
    widest = spec.high - spec.low
    if not (is_finite(d.sd) and 0 <= d.sd <= widest):
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


def is_number(value: Any) -> bool:
    """Whether a value is a number; True and False are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_finite(value: Any) -> bool:
    """Whether a value is a number with an end."""
    return is_number(value) and abs(value) <= sys.float_info.max

"""Values of parameters: a number, or a distribution over the population."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, PlainValidator, SkipValidation, TypeAdapter, ValidationError

from attune_sim.errors import InputError, near, shown
from attune_sim.parameters import CAREGIVER, PARAMETERS, Parameters
from attune_sim.textfiles.checked import checked, checked_content
from attune_sim.textfiles.kinds import Is, is_finite, is_number
from attune_sim.textfiles.toml import Fault

Shape = Literal["normal", "lognormal", "beta", "uniform", "choice"]
SHAPE_KEYS: dict[str, tuple[str, ...]] = {
    "normal": ("mean", "sd"),
    "lognormal": ("mean", "sd"),
    "beta": ("mean", "sd"),
    "uniform": ("low", "high"),
    "choice": ("values", "shares"),
}
"""What each shape of distribution needs."""

_Shape = Annotated[
    Shape,
    Is(f"one of {', '.join(SHAPE_KEYS)}", lambda value: value in get_args(Shape)),
]
_Number = Annotated[float, SkipValidation, Is("a number", is_number)]  # 1 stays 1
_Numbers = Annotated[
    tuple[float, ...],
    PlainValidator(tuple),
    Is(
        "a list of numbers",
        lambda value: isinstance(value, list | tuple) and all(map(is_number, value)),
    ),
]


@checked
class Distribution:
    """A trait's distribution over the population, kept within the parameter's range.

    Attributes:
        shape: normal (truncated at the range), lognormal, beta (over the range), uniform, choice.
        mean, sd: of the untruncated distribution, for the first three shapes.
        low, high: ends of a uniform.
        values, shares: of a choice; the shares add up to 1.
    """

    shape: _Shape
    mean: _Number | None = None
    sd: _Number | None = None
    low: _Number | None = None
    high: _Number | None = None
    values: _Numbers | None = None
    shares: _Numbers | None = None

    def __post_init__(self) -> None:
        """Check that it has what its shape needs, and nothing else."""
        wanted = SHAPE_KEYS[self.shape]
        for key in ("mean", "sd", "low", "high", "values", "shares"):
            has = getattr(self, key) is not None
            if has != (key in wanted):
                verb = "has no" if has else "needs"
                raise Fault(
                    f"a {self.shape} distribution {verb} '{key}'; it takes {' and '.join(wanted)}",
                    key,
                )
        if self.shape != "choice":
            return
        assert self.values is not None
        assert self.shares is not None
        if not self.values or len(self.values) != len(self.shares):
            raise Fault("a choice needs as many shares as values, and at least one", "shares")
        if not all(is_finite(s) and s >= 0 for s in self.shares) or sum(self.shares) <= 0:
            raise Fault(f"shares = {shown(list(self.shares))} must be positive numbers", "shares")
        if abs(sum(self.shares) - 1.0) > 1e-6:
            raise Fault(
                f"the shares of a choice add up to {sum(self.shares):.4g}, not to 1", "shares"
            )

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
    """The value, if this parameter allows it; otherwise an InputError that says what is allowed."""
    if name not in PARAMETERS:
        raise InputError(f"there is no parameter {shown(name)}; {near(name, PARAMETERS)}")
    spec = PARAMETERS[name]
    if isinstance(value, Distribution):
        try:
            _check_distribution(name, value)
        except Fault as fault:
            raise Fault(f"{name}: {fault}", *fault.where) from None
        return value
    try:
        read = _field(name).validate_python(value)
    except ValidationError:
        read = None
    if read is None:
        raise InputError(f"{name} = {shown(value)} is not {spec.allowed}")
    return int(read) if spec.whole else float(read)


def value_from(name: str, raw: Any) -> Value:
    """A parameter's value from a file: a number, or a table that describes a distribution."""
    if not isinstance(raw, Mapping) or name not in PARAMETERS:
        return check_value(name, raw)
    try:
        made = checked_content(raw, Distribution)
    except Fault as fault:
        raise Fault(f"{name}: {fault}", *fault.where) from None
    return check_value(name, made)


def values_from(
    raw: Mapping[str, Any], check: Callable[[str, Any], Value] = value_from
) -> dict[str, Value]:
    """A table of parameters' values.

    Raises:
        Fault: that says which one is not allowed.
    """
    out = {}
    for name, value in raw.items():
        try:
            out[name] = check(name, value)
        except InputError as error:
            raise Fault(str(error), name, *getattr(error, "where", ()), complete=True) from None
    return out


def _trait_from(name: str, raw: Any) -> Value:
    if name in PARAMETERS and name not in CAREGIVER:
        raise InputError(f"{name} is not a caregiver's trait; set it under [parameters]")
    return value_from(name, raw)


_Table = Is("a table of parameters and values", lambda value: isinstance(value, Mapping))
Values = Annotated[Mapping[str, Value], PlainValidator(values_from), _Table]
"""Parameters and their values."""
Traits = Annotated[
    Mapping[str, Value], PlainValidator(lambda raw: values_from(raw, _trait_from)), _Table
]
"""A caregiver's parameters and their values."""


Numbers = Annotated[
    Mapping[str, float], PlainValidator(lambda raw: values_from(raw, check_value)), _Table
]
"""Parameters and their values, none of them distributed."""


@functools.cache
def _field(name: str) -> TypeAdapter[Any]:
    """The validator of one parameter's number, from its declaration."""
    field = Parameters.model_fields[name]
    kind: Any = Annotated[(field.annotation, Field(strict=True), *field.metadata)]
    return TypeAdapter(kind)


def _check_distribution(name: str, d: Distribution) -> None:
    """Whether a parameter may be distributed so."""
    spec = PARAMETERS[name]
    if d.shape == "choice":
        assert d.values is not None
        for v in d.values:
            check_value(name, v)
        return
    if spec.whole:
        raise Fault(f"it is {spec.allowed}; its only distribution is a choice of values", "shape")
    for key in SHAPE_KEYS[d.shape]:
        v = getattr(d, key)
        if key != "sd" and not (is_finite(v) and spec.low <= v <= spec.high):
            raise Fault(f"{key} = {shown(v)} is not {spec.allowed}", key)
    if d.shape == "uniform":
        if d.low > d.high:  # type: ignore[operator]
            raise Fault(f"low = {d.low} is above high = {d.high}", "low")
        return
    assert d.sd is not None
    assert d.mean is not None
    widest = spec.high - spec.low
    if not (is_finite(d.sd) and 0 <= d.sd <= widest):
        raise Fault(f"sd = {shown(d.sd)} is not a number from 0 to {widest:g}", "sd")
    if d.shape == "lognormal" and d.mean <= 0:
        raise Fault(f"mean = {d.mean} of a lognormal must be above 0", "mean")
    if d.shape == "beta" and d.sd > 0:
        share = (d.mean - spec.low) / widest
        most = widest * math.sqrt(share * (1 - share))
        if d.sd >= most:
            raise Fault(
                f"sd = {d.sd} is too wide for a beta of mean {d.mean}; it must be below {most:.3g}",
                "sd",
            )

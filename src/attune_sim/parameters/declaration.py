"""How a parameter is declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

CALIBRATED = "calibrated"
ASSUMED = "assumed"  # no figure that is meant for fitting says anything about it


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter, as `attune-sim parameters` prints it.

    `inert` is for a parameter added to a model that has already been calibrated: the value at
    which the model behaves as it did before. While the default is that value, everything stored
    before stays valid, see `attune_sim.identity`. None if there is no such value.
    """

    name: str
    default: float | int | None
    low: float
    high: float
    unit: str
    label: str
    meaning: str
    source: str
    group: str
    whole: bool
    default_from: str | None
    inert: float | int | None = None

    @property
    def is_fixed(self) -> bool:
        """Whether it is one of those that no scenario needs to set; front ends do not offer it."""
        return self.group == "fixed"

    @property
    def allowed(self) -> str:
        """The allowed values in words."""
        return (
            f"{'a whole number' if self.whole else 'a number'} from {self.low:g} to {self.high:g}"
        )


def declared(
    group: str,
    default: float | None,
    low: float,
    high: float,
    unit: str,
    label: str,
    meaning: str,
    source: str = CALIBRATED,
    default_from: str | None = None,
    inert: float | None = None,
) -> Any:
    """A field that declares a parameter; the arguments are those of `Parameter`."""
    extra: dict[str, Any] = {
        "group": group,
        "unit": unit,
        "label": label,
        "source": source,
        "low": low,
        "high": high,
        "default_from": default_from,
        "inert": inert,
    }
    return Field(
        default, ge=low, le=high, allow_inf_nan=False, description=meaning, json_schema_extra=extra
    )


class Declarations(BaseModel):
    """Some parameters with their values; strict, frozen, within bounds."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


def parameter_of(name: str, field: FieldInfo) -> Parameter:
    """What a field declares."""
    extra: dict[str, Any] = dict(field.json_schema_extra)  # type: ignore[arg-type]
    return Parameter(
        name=name,
        default=field.default,
        low=extra["low"],
        high=extra["high"],
        unit=extra["unit"],
        label=extra["label"],
        meaning=str(field.description),
        source=extra["source"],
        group=extra["group"],
        whole=field.annotation is int,
        default_from=extra["default_from"],
        inert=extra["inert"],
    )

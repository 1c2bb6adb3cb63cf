"""The free constants: what calibration may move, and how far, in two sets.

Those of the dyad are calibrated first; those of family life after them, on findings about families,
with the dyad's held where they are.

A range says what was thought possible before any comparison with published figures; within it all
values are equally likely on the scale given (log: equally likely factors).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Constant:
    """A free constant: the parameter's name and its range before calibration.

    of_populations: it says how families of a population differ, and belongs to no other scenario.
    """

    name: str
    low: float
    high: float
    log: bool = False
    of_populations: bool = False

    def value(self, unit: Floats) -> Floats:
        """Values for numbers in [0, 1]."""
        if self.log:
            return np.exp(np.log(self.low) + unit * np.log(self.high / self.low))
        return self.low + unit * (self.high - self.low)

    def unit(self, value: Floats) -> Floats:
        """Where values lie in the range, 0 to 1."""
        if self.log:
            return np.log(value / self.low) / np.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Constants:
    """Constants that are calibrated together, in the order of the columns of their tables."""

    name: str
    members: tuple[Constant, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Of the parameters."""
        return tuple(constant.name for constant in self.members)

    def values(self, units: Floats) -> Floats:
        """Values for points of the unit cube, (points, constants)."""
        return np.column_stack([c.value(units[:, k]) for k, c in enumerate(self.members)])

    def units(self, table: Floats) -> Floats:
        """Points of the unit cube for values, (points, constants)."""
        return np.column_stack([c.unit(table[:, k]) for k, c in enumerate(self.members)])


DYAD = Constants(
    "dyad",
    (
        Constant("mismatch_distress", 0.02, 0.10, log=True),
        Constant("borne_s", 2.0, 12.0, log=True),
        Constant("cry_cost", 0.0, 0.03),
        Constant("soothing", 0.06, 0.24, log=True),
        Constant("need_relief", 0.02, 0.08, log=True),
        Constant("turning_away_relief", 0.5, 3.0),
        Constant("self_regulation_ceiling", 0.01, 0.06, log=True),
        Constant("attention_rate", 0.08, 0.40, log=True),
        Constant("answer_rate", 0.25, 1.0, log=True),
        Constant("cry_lag", 1.0, 5.0, log=True),
        Constant("give_up_s", 7.0, 30.0, log=True),
        Constant("learning_rate", 0.02, 0.4, log=True),
        Constant("fear_strength", 0.15, 1.2, log=True),
        Constant("alarm_forgetting", 0.05, 1.0, log=True),
        Constant("soothed_alarm", 0.0, 1.0),
        Constant("overload_alarm", 0.0, 1.5),
        Constant("daily_reactivity", 0.0, 0.8),
        Constant("arrival_distress", 0.0, 0.3),
        Constant("care_drift", 0.0, 0.25, of_populations=True),
    ),
)
"""The second, learning and memory."""

FAMILY = Constants(
    "family",
    (
        Constant("load_inattention", 0.0, 0.6),
        Constant("mood_unsteadiness", 0.0, 0.6),
        Constant("mood_rejection", 0.0, 0.08),
        Constant("partner_load", 0.0, 0.6),
        Constant("crying_load", 0.0, 8.0),
        Constant("daily_pressure", 0.0, 1.5),
    ),
)
"""Load and mood. No finding that is meant for fitting says anything about the others."""

SETS = {found.name: found for found in (DYAD, FAMILY)}
"""All sets by name."""

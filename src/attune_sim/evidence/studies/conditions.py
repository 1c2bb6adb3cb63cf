"""Conditions on a column, which choose some of a group's families.

subset = { "home.sensitivity_rating" = { below = 4 }, "ssp.secure" = { equals = 1 } }
subgroups = { irritable = { "trait.reactivity" = { top = 0.2 } } }
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import numpy as np
import numpy.typing as npt

from attune_sim.textfiles.checked import checked
from attune_sim.textfiles.kinds import Is, is_finite
from attune_sim.textfiles.toml import Fault

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

Cut = Annotated[float, Is("a number", is_finite)]
Part = Annotated[
    float, Is("a share above 0 and below 1", lambda value: is_finite(value) and 0 < value < 1)
]
WAYS = "at_least, below (or both), equals, top or bottom"


@checked
class Condition:
    """What a column's value has to be. One way of choosing; `at_least` and `below` may be joined.

    Attributes:
        at_least: the lowest value that is chosen.
        below: the lowest value that is no longer chosen.
        equals: the one value that is chosen, for columns of 0 and 1.
        top: this share of the group's families, those with the highest values; who ties with the
            first that is left out is left out too.
        bottom: all others than the top of one less this share.
    """

    at_least: Cut | None = None
    below: Cut | None = None
    equals: Cut | None = None
    top: Part | None = None
    bottom: Part | None = None

    def __post_init__(self) -> None:
        """Check that there is one way of choosing."""
        cut = self.at_least is not None or self.below is not None
        ways = [cut, *(way is not None for way in (self.equals, self.top, self.bottom))]
        if sum(ways) != 1:
            raise Fault(f"a condition needs one of {WAYS}")
        if self.at_least is not None and self.below is not None and self.at_least >= self.below:
            raise Fault(
                f"at_least = {self.at_least:g} is not lower than below = {self.below:g}", "below"
            )

    def met(self, values: Floats) -> Mask:
        """Which of a group's families are chosen; none whose value is undefined.

        Args:
            values: of all families of the group, (families,).
        """
        known = np.isfinite(values)
        if self.equals is not None:
            return known & (values == self.equals)
        if self.top is not None:
            return known & (values > _quantile(values[known], 1.0 - self.top))
        if self.bottom is not None:
            return known & (values <= _quantile(values[known], self.bottom))
        low = -np.inf if self.at_least is None else self.at_least
        high = np.inf if self.below is None else self.below
        return known & (values >= low) & (values < high)


def _quantile(values: Floats, share: float) -> float:
    return float(np.quantile(values, share)) if len(values) else np.nan


Conditions = Mapping[str, Condition]
"""Columns and what each has to be; all of them together."""

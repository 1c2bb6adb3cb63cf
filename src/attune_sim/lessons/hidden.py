"""What the face does not show: a measure of lessons, made of two outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

HIDDEN = {
    "separation_hidden": (
        "Gap between heart and face at separation",
        ("separation_physiological", "separation_displayed"),
    ),
}
"""By measure: its label, and the two outcomes whose difference it is, infant by infant."""


def outcomes(measure: str) -> tuple[str, ...]:
    """The outcomes that a measure needs: itself, or the two that it is made of."""
    return HIDDEN[measure][1] if measure in HIDDEN else (measure,)


def hidden(measure: str, found: Mapping[str, Any]) -> npt.NDArray[np.float64]:
    """How much of distress does not show, an infant each.

    Args:
        measure: one of HIDDEN.
        found: its two outcomes, a value an infant.
    """
    felt, shown = (np.asarray(found[name], float) for name in HIDDEN[measure][1])
    return felt - shown

"""Intervals of measures of one film: the stationary bootstrap of Politis & Romano (1994).

Seconds of a film depend on those before, so whole pieces are drawn again, of random length. Every
measure here is a ratio of two sums over units of time; the sums are drawn, never the bouts, so no
piece makes a rupture or a repair where it is joined to the next. Nothing is said about other films
of the same dyad: the interval is of this film, taken as a part of a long one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from attune_sim.intervals import CONFIDENCE, UPPER

Floats = NDArray[np.float64]

BLOCK_S = 20.0
"""Mean length of a piece, in seconds: longer than most bouts."""
LEAST_BLOCKS = 3
"""Pieces that a film has to be long, or it gives no interval."""
REPEATS = 1000
SEED = 19_940_101
"""Of the draws: the same file gives the same interval."""
LEAST_DEFINED = 0.9
"""Share of the draws in which a ratio must be defined."""
TOGETHER = 2_000_000  # indices drawn at a time: bounds the memory


def intervals(parts: Floats, wholes: Floats, unit: float) -> Floats:
    """95% intervals of ratios of sums over units.

    Args:
        parts: (ratios, units), what is summed above the line.
        wholes: (ratios, units), what is summed below it.
        unit: seconds.

    Returns:
        (ratios, 2), NaN where the film is too short, or too few draws define the ratio.
    """
    found = np.full((len(parts), 2), np.nan)
    units = parts.shape[1]
    if units * unit < LEAST_BLOCKS * BLOCK_S:
        return found
    sums = np.concatenate([parts, wholes]).T
    random = np.random.default_rng(SEED)
    together = max(1, TOGETHER // units)
    draws = [
        _weights(random, min(together, REPEATS - first), units, unit / BLOCK_S) @ sums
        for first in range(0, REPEATS, together)
    ]
    above, below = np.split(np.concatenate(draws), 2, axis=1)
    ratios = above / np.where(below > 0, below, np.nan)
    defined = np.isfinite(ratios).mean(axis=0) >= LEAST_DEFINED
    if defined.any():
        found[defined] = np.nanquantile(ratios[:, defined], [UPPER - CONFIDENCE, UPPER], axis=0).T
    return found


def _weights(random: np.random.Generator, repeats: int, units: int, chance: float) -> Floats:
    """How often each unit is drawn, (repeats, units); a piece ends after a unit by `chance`."""
    begins = random.random((repeats, units)) < min(1.0, chance)
    begins[:, 0] = True
    place = np.arange(units)
    began = np.maximum.accumulate(np.where(begins, place, 0), axis=1)
    first = np.take_along_axis(random.integers(units, size=(repeats, units)), began, axis=1)
    index = (first + place - began) % units  # a piece goes on from the end to the beginning
    flat = index + units * np.arange(repeats)[:, None]
    return (
        np.bincount(flat.ravel(), minlength=repeats * units).reshape(repeats, units).astype(float)
    )

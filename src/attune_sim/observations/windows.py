"""Windowed cross-correlation: who comes first, and how closely, from part to part of a film.

After Boker, Rotondo, Xu & King (2002). In windows of 30 s, every 10 s, the two series are
correlated at each lag up to 5 s. A window's peak is the local maximum over lags that is nearest to
no lag at all; a window may have none. What two people who do not respond to each other would give
is found as for matching: one series is turned against the other in a circle.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from attune_sim.codes import Floats
from attune_sim.observations.sequences import LEAST_PAIRS

WINDOW_S, STEP_S, LONGEST_LAG_S = 30.0, 10.0, 5.0
LEAST_UNITS = 20
"""Units that a window has at least, where units are long."""
TURNS = 20
"""By how many shifts chance is found."""
SHORTEST_TURN_S = 10.0
TOGETHER = 200  # windows at a time: bounds the memory
FLAT = 1e-12
"""Variance below which a series does not change."""


class Windows(NamedTuple):
    """What was found in one film.

    Attributes:
        rows: for each window.
        whole: of the film, by name.
    """

    rows: list[dict[str, Any]]
    whole: dict[str, float]


def windowed(infant: Floats, caregiver: Floats, unit: float) -> Windows:
    """Windows of one film, and what they say together.

    Args:
        infant: values unit by unit, NaN where not coded.
        caregiver: the same.
        unit: seconds.
    """
    r, starts, lags = _correlations(infant, caregiver, unit)
    at, height = _peaks(r, lags)
    width, _, _ = _sizes(unit)
    rows = [
        {
            "window_start_s": round(float(start * unit), 6),
            "window_end_s": round(float((start + width + lags[-1]) * unit), 6),
            "window_correlation": float(r[k, len(lags) // 2]),
            "peak_lag_s": round(float(at[k] * unit), 6),
            "peak_correlation": float(height[k]),
        }
        for k, start in enumerate(starts)
    ]
    return Windows(
        rows, _whole(at, height) | {"window_peak_chance": _chance(infant, caregiver, unit)}
    )


def _sizes(unit: float) -> tuple[int, int, int]:
    """Units of a window, of a step, and of the longest lag."""
    width = max(LEAST_UNITS, round(WINDOW_S / unit))
    return width, max(1, round(STEP_S / unit)), max(1, round(LONGEST_LAG_S / unit))


def _correlations(
    infant: Floats, caregiver: Floats, unit: float
) -> tuple[Floats, np.ndarray, np.ndarray]:
    """Pearson's r, (windows, lags); where windows begin; the lags in units."""
    width, step, most = _sizes(unit)
    lags = np.arange(-most, most + 1)
    starts = np.arange(0, len(infant) - width - most + 1, step)
    r = np.full((len(starts), len(lags)), np.nan)
    inside = np.arange(width)
    for first in range(0, len(starts), TOGETHER):
        part = slice(first, first + TOGETHER)
        begin = starts[part, None, None]
        # Positive: the caregiver's window begins later, so the infant's values come first.
        a = infant[begin + np.maximum(-lags, 0)[:, None] + inside]
        b = caregiver[begin + np.maximum(lags, 0)[:, None] + inside]
        r[part] = _pearson(a, b)
    return r, starts, lags


def _pearson(a: Floats, b: Floats) -> Floats:
    known = ~np.isnan(a - b)
    count = known.sum(axis=-1)
    whole = np.maximum(count, 1)
    a, b = np.where(known, a, 0), np.where(known, b, 0)
    a = np.where(known, a - (a.sum(axis=-1) / whole)[..., None], 0)
    b = np.where(known, b - (b.sum(axis=-1) / whole)[..., None], 0)
    spreads = (a**2).sum(axis=-1) * (b**2).sum(axis=-1)
    told = (count >= LEAST_PAIRS) & (spreads > FLAT)
    return np.asarray(
        np.where(told, (a * b).sum(axis=-1) / np.sqrt(np.where(told, spreads, 1)), np.nan)
    )


def _peaks(r: Floats, lags: np.ndarray) -> tuple[Floats, Floats]:
    """Lag (in units) and height of each window's peak, NaN where there is none."""
    inner = r[:, 1:-1]
    top = (inner > r[:, :-2]) & (inner > r[:, 2:])
    # Of two peaks as near, the higher one.
    order = np.where(top, np.abs(lags[1:-1]) - np.nan_to_num(inner) / 3, np.inf)
    found = np.argmin(order, axis=1) if len(r) else np.empty(0, int)
    has = top.any(axis=1)
    height = np.where(has, np.take_along_axis(inner, found[:, None], axis=1)[:, 0], np.nan)
    return np.where(has, lags[1:-1][found], np.nan), height


def _whole(at: Floats, height: Floats) -> dict[str, float]:
    known = np.isfinite(at)
    first = np.select([at > 0, at < 0], [1.0, 0.0], 0.5)[known]
    return {
        "windows": float(len(at)),
        "windows_with_peak": float(known.sum()),
        "window_peak": float(height[known].mean()) if known.any() else np.nan,
        "window_infant_first": float(first.mean()) if known.any() else np.nan,
    }


def _chance(infant: Floats, caregiver: Floats, unit: float) -> float:
    """The mean peak after one series is turned against the other, over evenly spread shifts."""
    n, least = len(infant), round(SHORTEST_TURN_S / unit)
    if n - 2 * least < TURNS:
        return np.nan
    means = []
    for shift in np.linspace(least, n - least, TURNS).astype(int):
        r, _, lags = _correlations(infant, np.roll(caregiver, shift), unit)
        _, height = _peaks(r, lags)
        if np.isfinite(height).any():
            means.append(float(np.nanmean(height)))
    return float(np.mean(means)) if means else np.nan

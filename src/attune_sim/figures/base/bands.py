"""Outlines of areas: x and y of a trace with `fill='toself'`, set apart by NaN."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def ribbon(x: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Outline of the area between two curves, a polygon per stretch where both are known.

    Args:
        x: of the curves' points, shape (n,).
        low: the lower curve there; NaN: not known.
        high: the upper one.
    """
    at, below, above = (np.asarray(values, float) for values in (x, low, high))
    known = np.isfinite(below) & np.isfinite(above)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]])))
    xs, ys, gap = [np.empty(0)], [np.empty(0)], np.array([np.nan])
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        if b - a > 1:
            xs += [at[a:b], at[a:b][::-1], gap]
            ys += [above[a:b], below[a:b][::-1], gap]
    return np.concatenate(xs), np.concatenate(ys)


def boxes(spans: npt.ArrayLike, low: float, high: float) -> tuple[Floats, Floats]:
    """Outlines of rectangles of one height.

    Args:
        spans: left and right end of each, shape (n, 2).
        low: where all of them end below.
        high: where they end above.
    """
    left, right = np.asarray(spans, float).reshape(-1, 2, 1).transpose(1, 0, 2)
    gap = np.full_like(left, np.nan)
    x = np.hstack([left, left, right, right, left, gap])
    y = np.tile([low, high, high, low, low, np.nan], len(x))
    return x.ravel(), y

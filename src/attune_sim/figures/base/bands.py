"""Outlines of areas between two curves."""

from __future__ import annotations

import math
from collections.abc import Sequence


def ribbon(
    x: Sequence[float], low: Sequence[float], high: Sequence[float]
) -> tuple[list[float | None], list[float | None]]:
    """Outline of the area between two curves, a polygon per stretch where both are known.

    Returns x and y for a trace with `fill='toself'`; stretches are set apart by None.
    """
    xs: list[float | None] = []
    ys: list[float | None] = []
    stretch: list[tuple[float, float, float]] = []
    for a, lo, hi in [*zip(x, low, high, strict=True), (0.0, float("nan"), 0.0)]:
        if math.isfinite(lo) and math.isfinite(hi):
            stretch.append((a, lo, hi))
            continue
        if len(stretch) > 1:
            there = [(u, h) for u, _, h in stretch]
            back = [(u, v) for u, v, _ in reversed(stretch)]
            for u, v in [*there, *back]:
                xs.append(float(u))
                ys.append(float(v))
            xs.append(None)
            ys.append(None)
        stretch = []
    return xs, ys

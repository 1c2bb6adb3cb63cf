"""Small pictures that fill up as a visitor goes on: years lived, studies run."""

from __future__ import annotations

import math
from typing import Any

import solara

from attune_dashboard.components.html import element
from attune_sim import numbers
from attune_sim.figures.base import style
from attune_sim.figures.families.population import Correlation

WIDTH, ROW, LEFT, RIGHT = 320, 16, 12, 12
"""Of the studies' picture: units of its width, of a row, and of its margins."""


@solara.component
def Years(patterns: list[str]) -> Any:
    """A dot for each year, by the pattern shown at its end; its letter tells it, too."""
    dots = [
        element(
            "li",
            pattern[0].upper(),
            name="at-year",
            title=f"Year {number + 1}: {pattern}",
            aria_label=f"Year {number + 1}: {pattern}",
            style=f"background: {style.PATTERNS[pattern]}",
        ).key(f"{number} {pattern}")
        for number, pattern in enumerate(patterns)
    ]
    return element("ol", *dots, name="at-years", aria_label="Years so far")


@solara.component
def Studies(found: list[Correlation], whole: Correlation) -> Any:
    """A line for each study: r with its 95% interval; and r in all families."""
    height = ROW * (len(found) + 1) + 22
    words = "; ".join(f"study {k + 1}: {c.words}" for k, c in enumerate(found))
    rows = [_study(c, ROW * (k + 1)) for k, c in enumerate(found) if math.isfinite(c.r)]
    axis = [
        f'<text x="{_x(r):.1f}" y="{height - 3}">{numbers.decimals(r, 1)}</text>'
        for r in (-0.5, 0.0, 0.5, 1.0)
    ]
    bottom = height - 18
    lines = (
        f'<path class="at-zero" d="M{_x(0):.1f} 0 V{bottom}"/>'
        f'<path class="at-true" d="M{_x(whole.r):.1f} 0 V{bottom}"/>'
    )
    return solara.HTML(
        "div",
        unsafe_innerHTML=f'<svg viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label="Correlations with their 95% intervals: {words}">'
        f"{lines}{''.join(rows)}{''.join(axis)}</svg>"
        "<p>r with its 95% interval, a line a study; dashed: all families together.</p>",
        classes=["at-studies"],
    )


def _x(r: float) -> float:
    """Where a correlation stands, from -0.7 to 1."""
    return LEFT + (WIDTH - LEFT - RIGHT) * (min(1.0, max(-0.7, r)) + 0.7) / 1.7


def _study(c: Correlation, y: float) -> str:
    clear = "at-clear" if c.low > 0 or c.high < 0 else "at-unclear"
    return (
        f'<g class="{clear}"><path d="M{_x(c.low):.1f} {y} H{_x(c.high):.1f}"/>'
        f'<circle cx="{_x(c.r):.1f}" cy="{y}" r="4.5"/></g>'
    )

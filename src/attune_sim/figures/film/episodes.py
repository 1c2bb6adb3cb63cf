"""Where episodes begin, what they are called, and when the caregiver is out of the room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from attune_sim.figures.base import style
from attune_sim.figures.base.layout import axes
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.film.time_axis import Floats, Span, clock

WIDE, NARROW = 540, 240
"""Pixels that the panels have at least in a wide window and in a narrow one."""
MOST_LINES = 3
LETTER = 6.6  # pixels of a small letter in a wide font


def absences(figure: Draft, series: Mapping[str, Floats], panels: int) -> None:
    """Shade every panel while the caregiver is out of the room."""
    if "present" not in series:
        return
    absent = np.concatenate([[False], series["present"] == 0, [False]])
    edges = np.flatnonzero(absent[1:] != absent[:-1])
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        x0, x1 = clock([a - 0.5, b - 0.5])
        for k in range(panels):
            figure.add_shape(
                type="rect",
                x0=x0,
                x1=x1,
                y0=0,
                y1=1,
                **_across(k),
                layer="below",
                line={"width": 0},
                fillcolor=style.tint(style.NEUTRAL, style.ABSENT),
                name="absent",
            )


def boundaries(
    figure: Draft, episodes: Sequence[Span], n: int, panels: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Lines between episodes and their names, whole or shortened to what fits either width."""
    wide: dict[str, Any] = {}
    narrow: dict[str, Any] = {}
    if len(episodes) < 2:
        return wide, narrow
    for number, e in enumerate(episodes):
        at = float(clock([e.start - 0.5])[0])
        for k in range(panels) if number else ():
            figure.add_shape(
                type="line",
                x0=at,
                x1=at,
                y0=0,
                y1=1,
                **_across(k),
                layer="above",
                line={"width": 1, "color": style.NEUTRAL, "dash": "dot"},
                name="boundary",
            )
        share = e.seconds / max(1, n)
        text = _fitting(e.name, share * WIDE)
        figure.add_annotation(
            text=text,
            x=at,
            xref="x",
            xanchor="left",
            xshift=3,
            y=1,
            yref="y domain",
            yanchor="bottom",
            yshift=2,
            font={"size": style.SMALL},
            align="left",
        )
        wide[f"annotations[{number}].text"] = text
        narrow[f"annotations[{number}].text"] = _fitting(e.name, share * NARROW)
    return wide, narrow


def _across(k: int) -> dict[str, str]:
    """References for a shape over the whole height of panel k."""
    return {"xref": axes(k)["xaxis"], "yref": axes(k)["yaxis"] + " domain"}


def _fitting(name: str, pixels: float) -> str:
    """An episode's name in lines of this width, or else its number, first letter, or nothing."""
    letters = max(1, int(pixels / LETTER))
    lines = style.wrapped(name, letters)
    if len(lines) <= MOST_LINES and all(len(word) <= letters for word in name.split()):
        return "<br>".join(lines)
    first = name.split()[0] if name.split() else ""
    short = first if first.isdigit() else first[:1]
    return style.plain(short) if len(short) * LETTER + 5 <= pixels else ""


def room(episodes: Sequence[Span], n: int) -> tuple[int, int]:
    """Pixels over a panel that the names of these episodes need, in a record of n seconds.

    In a wide window and in a narrow one.
    """

    def needed(pixels: int) -> int:
        texts = [_fitting(e.name, e.seconds / max(1, n) * pixels) for e in episodes]
        return 14 + 16 * max(text.count("<br>") + 1 for text in texts) if len(texts) > 1 else 0

    return needed(WIDE), needed(NARROW)

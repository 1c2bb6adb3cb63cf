"""Who looks and what the infant does, a lane each: filled while it is so."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.figures.base import style
from attune_sim.figures.base.bands import boxes
from attune_sim.figures.base.layout import axes, set_axis
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.film.time_axis import Floats, clock
from attune_sim.procedures import still_face
from attune_sim.procedures.camera import Film
from attune_sim.procedures.thresholds import GAZE

LANES = (
    *(phase.capitalize() for phase in still_face.PHASES),
    "Looks at caregiver",
    "Caregiver attends",
)
"""Lanes from the bottom: the infant's phase, its gaze, the caregiver's attention."""


def lanes(series: Mapping[str, Floats], n: int) -> Floats | None:
    """(lanes, seconds): 1 where so, NaN where not; None if the record has nothing to tell."""
    out = np.full((len(LANES), n), np.nan)
    present = series.get("present", np.ones(n)) == 1
    shown = series["infant_engagement"]
    if "display" in series and "affect" in series:
        phases = _phases(series, n)
        for k in range(len(still_face.PHASES)):
            out[k, phases == k] = 1.0
    out[-2, (shown >= GAZE) & present] = 1.0
    if "attending" in series:
        out[-1, (series["attending"] == 1) & present] = 1.0
    return out if len(series) > 2 else None


def _phases(series: Mapping[str, Floats], n: int) -> npt.NDArray[np.int64]:
    record = np.full((1, n), np.nan, TRACE_DTYPE)
    for name in ("infant_engagement", "display", "affect"):
        record[name][0] = series[name]
    film = Film(record, np.zeros((1, 1), np.int64), np.full((1, 1), n, np.int64))
    return still_face.phases(film, 0)[0]


THICK = 0.38
"""Half of a lane's height, where lanes are 1 apart."""


def strip(figure: Draft, k: int, filled: Floats) -> None:
    """Draw lanes, (lanes, seconds) as `lanes` gives them, into panel k."""
    bars(figure, k, dict(zip(LANES, filled == 1, strict=True)), style.NEUTRAL, name="Strip")


def bars(
    figure: Draft, k: int, filled: Mapping[str, npt.NDArray[np.bool_]], colour: str, *, name: str
) -> None:
    """Draw a lane for each mask of shape (seconds,) into panel k, from below: filled where true.

    Areas of one trace: a browser draws them in half the time that a heat map takes.
    """
    drawn = []
    for lane, mask in enumerate(filled.values()):
        edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]])))
        drawn.append(boxes(clock(edges.reshape(-1, 2) - 0.5), lane - THICK, lane + THICK))
    x, y = (np.concatenate(parts) for parts in zip(*drawn, strict=True))
    figure.add_scatter(
        x=x,
        y=y,
        name=name,
        mode="lines",
        line={"width": 0, "color": colour},
        fill="toself",
        fillcolor=colour,
        showlegend=False,
        hoverinfo="skip",
        **axes(k),
    )
    set_axis(
        figure,
        "y",
        k,
        tickvals=list(range(len(filled))),
        ticktext=list(filled),
        showgrid=False,
        range=[-0.6, len(filled) - 0.4],
        zeroline=False,
    )

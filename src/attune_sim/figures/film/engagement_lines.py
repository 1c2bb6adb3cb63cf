"""Both engagements over the seconds: the band of attunement, ruptures shaded, repairs marked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from attune_sim import measures, numbers
from attune_sim.figures.base import style
from attune_sim.figures.base.bands import boxes, ribbon
from attune_sim.figures.base.layout import set_axis
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.film.time_axis import Floats, clock, ruptures


def engagement(
    figure: Draft, series: Mapping[str, Floats], tolerance: float, t: Floats, *, thin: bool
) -> None:
    """Draw both engagements into the first panel.

    Args:
        figure: changed.
        series: of the record, (seconds,) each; `alarm` is marked where it is there.
        tolerance: largest difference that counts as attuned.
        t: the seconds on the axis.
        thin: whether the record is long: ruptures then are a strip on top, each second a thin line
            under its running mean.
    """
    infant, caregiver = series["infant_engagement"], series["caregiver_engagement"]
    mask = measures.attuned(infant, caregiver, tolerance)
    coded = measures.both_coded(infant, caregiver)
    bouts = ruptures(mask, coded)
    # In a long record full shading would leave hardly any paper: there it is a strip on top.
    low, high = (1.03, 1.13) if thin else (0.0, 1.0)
    x, y = boxes([clock([b.start - 0.5, b.end - 0.5]) for b in bouts], low, high)
    figure.add_scatter(
        x=x,
        y=y,
        name="Rupture",
        mode="lines",
        line={"width": 0, "color": style.RUPTURE},
        fill="toself",
        hoverinfo="skip",
        fillcolor=style.tint(style.RUPTURE, 0.7 if thin else style.SHADE),
        legendrank=4,
    )
    known = np.where(coded, infant, np.nan)
    x, y = ribbon(t, np.clip(known - tolerance, 0, 1), np.clip(known + tolerance, 0, 1))
    figure.add_scatter(
        x=x,
        y=y,
        name=f"Attuned within ±{numbers.plain(tolerance)}",
        mode="lines",
        hoverinfo="skip",
        line={"width": 0, "color": style.ATTUNEMENT},
        fill="toself",
        legendrank=3,
        fillcolor=style.tint(style.ATTUNEMENT, 0.15 if thin else style.BAND),
    )
    for name, values, line in (
        ("Infant", infant, {"color": style.ATTUNEMENT}),
        ("Caregiver", caregiver, {"dash": "solid" if thin else "4px,2px"}),
    ):
        figure.add_scatter(
            x=t,
            y=values,
            name=name,
            mode="lines",
            hovertemplate="%{y:.2f}",
            legendgroup=name,
            line=line | {"width": 0.8 if thin else 2.2},
            opacity=0.45 if thin else 1.0,
            showlegend=not thin,
            legendrank=1,
        )
        if thin:
            figure.add_scatter(
                x=t,
                y=_smoothed(values),
                name=name,
                mode="lines",
                hoverinfo="skip",
                line=line | {"width": 2.2},
                legendgroup=name,
                legendrank=1,
            )
    repairs = [b for b in bouts if b.repaired]
    figure.add_scatter(
        x=clock([b.end for b in repairs]),
        y=np.full(len(repairs), 1.18 if thin else 1.07),
        name="Repair",
        mode="markers",
        marker={"symbol": "triangle-down", "color": style.REPAIR, "size": 5 if thin else 9},
        customdata=[
            f"after {b.end - b.start} s" + ("" if b.began else " or more") for b in repairs
        ],
        hovertemplate="%{customdata}",
        legendrank=5,
    )
    watched = "alarm" in series
    if watched:  # none seen is drawn, too: axes and legend stay as they are for whoever has luck
        alarms = np.flatnonzero(series["alarm"] == 1)
        figure.add_scatter(
            x=clock(alarms),
            y=np.full(len(alarms), -0.06),
            name="Alarming moment",
            mode="markers",
            marker={"symbol": "x", "size": 8},
            hovertemplate="alarm",
            legendrank=6,
        )
    set_axis(
        figure,
        "y",
        0,
        range=[-0.1 if watched else -0.02, 1.23 if thin else 1.13],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
    )


def running_s(n: int) -> int:
    """Seconds of the running mean that is drawn in a long record."""
    return 15 if n <= 1500 else 31


def _smoothed(values: Floats) -> Floats:
    """Running mean of the known seconds around each; NaN where the second itself is not known."""
    known = np.isfinite(values)
    kernel = np.ones(running_s(len(values)))
    total = np.convolve(np.where(known, values, 0.0), kernel, "same")
    count = np.convolve(known.astype(float), kernel, "same")
    return np.where(known, total / np.maximum(count, 1.0), np.nan)

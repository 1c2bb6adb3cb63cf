"""A coded Strange Situation: what the camera sees, face and heart, and what the ratings rest on.

Second k of the record is drawn at k, and fills k - 0.5 to k + 0.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from attune_sim import numbers
from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.figures.base import style
from attune_sim.figures.base.layout import Legend, Panel, axes, axis, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.film.episodes import absences, boundaries, room
from attune_sim.figures.film.time_axis import LONG_S, Floats, Span, clock
from attune_sim.outcomes import OUTCOMES
from attune_sim.procedures import strange_situation as ssp
from attune_sim.procedures.strange_situation_explained import Coding, Earned
from attune_sim.procedures.thresholds import CONTACT, FUSSING, GAZE, NEAR

LANE_PX = 24
TICKS, TICKS_NARROW = 12, 5


def strange_situation_draft(
    trace: Mapping[str, Any] | pd.DataFrame,
    episodes: Sequence[Span],
    earned: Sequence[Earned],
    *,
    only: int | None = None,
    title: str = "The Strange Situation, as the camera sees it",
) -> Draft:
    """The record of one infant, with the seconds of the reunions that earned its ratings.

    Args:
        trace: a series a second, as `moment.filmed` gives them.
        episodes: all eight.
        earned: as `coding.earned` gives them.
        only: number of the one episode to show; all if None.
        title: any text.
    """
    names = [name for name in TRACE_DTYPE.names or () if name in trace]
    series: dict[str, Floats] = {name: np.asarray(trace[name], float) for name in names}
    n = len(series["distance"])
    t = clock(np.arange(n))
    span = Span("all", 0, n) if only is None else episodes[only]
    wide_lines = span.seconds > LONG_S
    figure = Draft()
    above = room(episodes if only is None else (), n)
    near, contact = numbers.plain(NEAR), numbers.plain(CONTACT)
    note = f"0 in contact, 1 far; dotted: near (below {near}), in contact ({contact})"
    panels = [Panel("Camera: distance to the caregiver", note, 130, ticks=False, above=above)]
    _distance(figure, 0, series, t, 1.5 if wide_lines else 2.0)
    seen = _seen(series)
    panels.append(
        Panel("Camera: what can be seen", "filled: yes", LANE_PX * len(seen), ticks=False)
    )
    _lanes(figure, 1, seen, t, style.NEUTRAL)
    note = "dotted: face, as displayed; solid: heart, as electrodes would show it"
    panels.append(Panel("Distress in face and heart", note, 130, ticks=False))
    _face_and_heart(figure, 2, series, t, 1.5 if wide_lines else 2.0)
    marks = _earned(earned, episodes, n)
    note = "filled: this second counts; only reunions are rated"
    panels.append(
        Panel(
            "What earned the ratings",
            note,
            LANE_PX * len(marks),
            x_title="Time (minutes:seconds)",
        )
    )
    _lanes(figure, 3, marks, t, style.LEVELS[0])
    absences(figure, series, len(panels))
    wide, narrow = boundaries(figure, episodes if only is None else (), n, len(panels))
    shown = clock([span.start - 0.5, span.start + span.seconds - 0.5])
    for k in range(len(panels)):
        wide[f"xaxis{axis(k)}.nticks"], narrow[f"xaxis{axis(k)}.nticks"] = TICKS, TICKS_NARROW
        set_axis(
            figure,
            "x",
            k,
            type="date",
            tickformat="%-M:%S",
            hoverformat="%-M:%S",
            range=shown,
            nticks=TICKS,
            showgrid=True,
        )
        if k:
            set_axis(figure, "x", k, matches="x")
    figure.update_layout(hovermode="x unified", hoversubplots="axis")
    return compose(
        figure,
        panels,
        title=title,
        caption="A coder sees the camera's part only. Grey: the caregiver is out of the room.",
        numbers=_numbers(series, episodes),
        letters=max(len(name) for name in (*seen, *marks)),
        wide=wide,
        narrow=narrow,
    )


def _distance(figure: Draft, k: int, series: Mapping[str, Floats], t: Floats, width: float) -> None:
    for name, level in (("near", NEAR), ("contact", CONTACT)):
        figure.add_shape(
            type="line",
            x0=0,
            x1=1,
            y0=level,
            y1=level,
            xref=f"{axes(k)['xaxis']} domain",
            yref=axes(k)["yaxis"],
            line={"width": 1, "color": style.NEUTRAL, "dash": "dot"},
            name=name,
        )
    figure.add_scatter(
        x=t,
        y=np.where(series["present"] == 1, series["distance"], np.nan),
        name="Distance",
        mode="lines",
        showlegend=False,
        line={"width": width},
        hovertemplate="%{y:.2f}",
        **axes(k),
    )
    set_axis(figure, "y", k, range=[-0.04, 1.04], tickvals=[0, 0.5, 1])


def _face_and_heart(
    figure: Draft, k: int, series: Mapping[str, Floats], t: Floats, width: float
) -> None:
    for field, name, dash in (("distress", "Heart", "solid"), ("display", "Face", "dot")):
        figure.add_scatter(
            x=t,
            y=series[field],
            name=name,
            mode="lines",
            showlegend=False,
            line={"color": style.DISTRESS, "dash": dash, "width": width},
            hovertemplate="%{y:.2f}",
            **axes(k),
        )
    set_axis(figure, "y", k, range=[-0.04, 1.04], tickvals=[0, 0.5, 1])


def _seen(series: Mapping[str, Floats]) -> dict[str, Any]:
    """Lanes from the bottom: what a camera records, as yes or no."""
    here = series["present"] == 1
    facing = series["infant_engagement"] >= GAZE
    return {
        "Caregiver attends": (series["attending"] == 1) & here,
        "Looks at caregiver": facing & here,
        "In contact": (series["distance"] < CONTACT) & here,
        "Fusses or cries": series["display"] > FUSSING,
    }


def _earned(earned: Sequence[Earned], episodes: Sequence[Span], n: int) -> dict[str, Any]:
    """Lanes from the bottom up, so that the first scale is on top."""
    out = {OUTCOMES[scale].label: np.zeros(n, bool) for scale in reversed(ssp.SCALES)}
    for item in earned:
        start = episodes[item.episode].start
        out[OUTCOMES[item.scale].label][start : start + len(item.seconds)] |= item.seconds
    return out


def _lanes(figure: Draft, k: int, lanes: Mapping[str, Any], t: Floats, colour: str) -> None:
    filled = np.where(np.array(list(lanes.values())), 1.0, np.nan)
    figure.add_heatmap(
        x=t,
        y=list(range(len(lanes))),
        z=filled,
        name="Lanes",
        showscale=False,
        ygap=4,
        zmin=0,
        zmax=1,
        colorscale=[[0, colour], [1, colour]],
        hoverinfo="skip",
        **axes(k),
    )
    set_axis(
        figure,
        "y",
        k,
        tickvals=list(range(len(lanes))),
        ticktext=list(lanes),
        showgrid=False,
        range=[-0.6, len(lanes) - 0.4],
    )


def _numbers(series: Mapping[str, Floats], episodes: Sequence[Span]) -> pd.DataFrame:
    seen = _seen(series)
    rows = []
    for e in episodes:
        inside = slice(e.start, e.start + e.seconds)
        here = series["present"][inside] == 1
        rows.append(
            {
                "Episode": e.name,
                "Seconds": e.seconds,
                "Distance": float(series["distance"][inside][here].mean()) if here.any() else None,
                **{name: float(lane[inside].mean()) for name, lane in seen.items()},
                "Distress, heart": float(series["distress"][inside].mean()),
                "Distress, face": float(series["display"][inside].mean()),
            }
        )
    return pd.DataFrame(rows)


def coders_draft(
    codings: Sequence[Coding],
    *,
    without_error: Mapping[str, float],
    title: str = "The same film, several coders",
) -> Draft:
    """Ratings of one film by several coders, beside what its seconds earn without error.

    Args:
        codings: one a coder; coder 0 is the one that runs report.
        without_error: rating by scale.
        title: any text.
    """
    figure = Draft()
    scales = list(ssp.SCALES)
    for number, scale in enumerate(scales):
        figure.add_shape(
            type="line",
            x0=without_error[scale],
            x1=without_error[scale],
            y0=number - 0.32,
            y1=number + 0.32,
            line={"width": 3, "color": style.NEUTRAL},
            name="without error",
        )
    dodge = np.linspace(-0.24, 0.24, max(2, len(codings)))
    for number, coding in enumerate(codings):
        look = style.level(number)
        figure.add_scatter(
            x=[coding.ratings[scale] for scale in scales],
            y=np.arange(len(scales)) + dodge[number],
            name=f"Coder {coding.coder + 1}: {coding.pattern}",
            mode="markers",
            marker={"color": look["colour"], "symbol": look["symbol"], "size": 10},
            hovertemplate="%{x:.2f}",
        )
    set_axis(
        figure,
        "y",
        0,
        tickvals=list(range(len(scales))),
        ticktext=[OUTCOMES[s].label for s in scales],
        range=[len(scales) - 0.4, -0.6],
        showgrid=False,
    )
    set_axis(figure, "x", 0, range=[0.7, 9.3], tickvals=list(range(1, 10)), showgrid=True)
    table = pd.DataFrame(
        [
            {"Coder": c.coder + 1, "Pattern": c.pattern}
            | {OUTCOMES[s].label: c.ratings[s] for s in scales}
            for c in codings
        ]
    )
    return compose(
        figure,
        [Panel("", "", 46 * len(scales), "Rating (1-7; disorganization 1-9)")],
        title=title,
        caption="Grey bar: what the seconds earn without error. Symbols: what each coder gave; the"
        " first is the one whose ratings a run reports.",
        numbers=table,
        legend=Legend([f"Coder {c.coder + 1}: {c.pattern}" for c in codings]),
        letters=max(len(OUTCOMES[s].label) for s in scales),
    )

"""The view of one record, second by second: engagement, and below it distress, phases, distance.

What is shaded is what the measures count: a rupture lasts from the first coded second out of
attunement to the last, a repair is the step back. Second k of the record is drawn at k, and fills
k - 0.5 to k + 0.5.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from attune_sim import measures, numbers
from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.figures.base import style
from attune_sim.figures.base.layout import Legend, Panel, axes, axis, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft, as_plotly
from attune_sim.figures.film.engagement_lines import engagement, running_s
from attune_sim.figures.film.episode_strip import LANES, lanes, strip
from attune_sim.figures.film.episodes import absences, boundaries, room
from attune_sim.figures.film.time_axis import LONG_S, Floats, Span, clock
from attune_sim.procedures.camera import Episode, Film

TICKS, TICKS_NARROW = 12, 5


def filmed(
    film: Film, script: Sequence[Episode], infant: int = 0
) -> tuple[pd.DataFrame, list[Span]]:
    """One infant's record from a film: the series, and its episodes."""
    starts, lengths = film.starts[infant], film.lengths[infant]
    trace = film.trace[infant][: int(starts[-1] + lengths[-1])]
    episodes = [
        Span(e.name, int(a), int(n)) for e, a, n in zip(script, starts, lengths, strict=True)
    ]
    return pd.DataFrame(trace), episodes


def moment_draft(
    trace: Mapping[str, Any] | pd.DataFrame,
    *,
    tolerance: float,
    episodes: Sequence[Span] = (),
    title: str = "Second by second",
    distance: bool = False,
    small: bool = False,
) -> Draft:
    """The view of one record.

    Args:
        trace: one series a second, each of shape (seconds,): `infant_engagement` and
            `caregiver_engagement`; where they are there also `distress`, `display`, `affect`,
            `attending`, `present`, `alarm`, `distance` (dyad.state.TRACE_DTYPE). NaN: not coded.
        tolerance: largest difference of engagement that counts as attuned.
        episodes: of the procedure, in order; none or one is not marked.
        title: any text.
        distance: whether the distance to the caregiver is drawn too (Strange Situation).
        small: whether only engagement and distress are drawn, and low, below a stage.
    """
    names = [name for name in TRACE_DTYPE.names or () if name in trace]
    series: dict[str, Floats] = {name: np.asarray(trace[name], float) for name in names}
    n = len(series["infant_engagement"])
    t = clock(np.arange(n))
    figure = Draft()
    engagement(figure, series, tolerance, t, thin=n > LONG_S)
    seen = "a camera records them" if "present" in series else "coded"
    note = f"0 none to 1 full, as {seen}"
    if n > LONG_S:
        note += f"; thin: each second, thick: mean of {running_s(n)} seconds"
    shown = [Panel("Engagement", note, 130 if small else 270, ticks=False, above=room(episodes, n))]
    if "distress" in series or "display" in series:
        _distress(figure, len(shown), series, t, thin=n > LONG_S)
        note = "solid: physiological, which nobody sees; dotted: displayed"
        shown.append(Panel("Distress", note, 70 if small else 120, ticks=False))
    filled = None if small else lanes(series, n)
    if filled is not None:
        strip(figure, len(shown), filled)
        shown.append(Panel("Who looks, and the infant's phase", "filled: yes", 156, ticks=False))
    if distance and "distance" in series:
        _distance(figure, len(shown), series, t, thin=n > LONG_S)
        note = "0 in contact, 1 far"
        shown.append(Panel("Distance to the caregiver", note, 100, ticks=False))
    shown[-1] = replace(shown[-1], x_title="Time (minutes:seconds)", ticks=True)
    absences(figure, series, len(shown))
    wide, narrow = boundaries(figure, episodes, n, len(shown))
    for k in range(len(shown)):
        wide[f"xaxis{axis(k)}.nticks"], narrow[f"xaxis{axis(k)}.nticks"] = TICKS, TICKS_NARROW
    for k in range(len(shown)):
        set_axis(
            figure,
            "x",
            k,
            type="date",
            tickformat="%-M:%S",
            hoverformat="%-M:%S",
            range=clock([-0.5, n - 0.5]),
            nticks=TICKS,
            showgrid=True,
        )
        if k:
            set_axis(figure, "x", k, matches="x")
    whole = _measured(series, tolerance)
    figure.update_layout(hovermode="x unified", hoversubplots="axis")
    return compose(
        figure,
        shown,
        title=title,
        caption=_caption(series, whole, tolerance),
        numbers=_numbers(series, whole, tolerance, episodes),
        legend=Legend(
            [t["name"] for t in figure.data if t.get("showlegend", True) and t.get("name")]
        ),
        letters=max(map(len, LANES)) if filled is not None else 0,
        wide=wide,
        narrow=narrow,
    )


moment_figure = as_plotly(moment_draft)


def _distress(
    figure: Draft, k: int, series: Mapping[str, Floats], t: Floats, *, thin: bool
) -> None:
    for field, name, dash in (
        ("distress", "Distress, physiological", "solid"),
        ("display", "Distress, displayed", "dot"),
    ):
        if field in series:
            figure.add_scatter(
                x=t,
                y=series[field],
                name=name,
                mode="lines",
                showlegend=False,
                **axes(k),
                line={"color": style.DISTRESS, "dash": dash, "width": 1.5 if thin else 2.0},
                hovertemplate="%{y:.2f}",
            )
    set_axis(figure, "y", k, range=[-0.04, 1.04], tickvals=[0, 0.5, 1])


def _distance(
    figure: Draft, k: int, series: Mapping[str, Floats], t: Floats, *, thin: bool
) -> None:
    present = series.get("present", np.ones(len(t))) == 1
    figure.add_scatter(
        x=t,
        y=np.where(present, series["distance"], np.nan),
        name="Distance",
        mode="lines",
        showlegend=False,
        line={"width": 1.5 if thin else 2.0},
        hovertemplate="%{y:.2f}",
        **axes(k),
    )
    set_axis(figure, "y", k, range=[-0.04, 1.04], tickvals=[0, 0.5, 1])


def _measured(series: Mapping[str, Floats], tolerance: float) -> dict[str, float]:
    """What caption and table tell of a record, or a part of it: the measures that they need."""
    infant, caregiver = series["infant_engagement"], series["caregiver_engagement"]
    mask, coded = (
        measures.attuned(infant, caregiver, tolerance),
        measures.both_coded(infant, caregiver),
    )
    return {
        "seconds": float(coded.sum()),
        "share": float(measures.attuned_share(infant, caregiver, tolerance)),
        "chance": float(measures.surrogate_share(infant, caregiver, tolerance)),
        "ruptures": float(measures.ruptures_per_min(mask, coded)),
        "latency": float(measures.repair_latency_s(mask, coded)),
    }


def _caption(series: Mapping[str, Floats], whole: Mapping[str, float], tolerance: float) -> str:
    text = f"Attuned within ±{numbers.plain(tolerance)}"
    if math.isfinite(whole["share"]):
        seconds = numbers.count(round(whole["seconds"]), "second")
        text += f" in {numbers.percent(whole['share'])} of {seconds}"
    if math.isfinite(whole["chance"]):
        text += f" ({numbers.percent(whole['chance'])} by chance)"
    text += "."
    if math.isfinite(whole["latency"]):
        text += (
            f" Ruptures: {numbers.decimals(whole['ruptures'], 1)} a minute, repaired after"
            f" {numbers.decimals(whole['latency'], 1)} s on average."
        )
    if "present" in series and (series["present"] == 0).any():
        text += " Grey: the caregiver is out of the room."
    return text


def _numbers(
    series: Mapping[str, Floats],
    whole: Mapping[str, float],
    tolerance: float,
    episodes: Sequence[Span],
) -> pd.DataFrame:
    n = len(series["infant_engagement"])
    rows = []
    for e in episodes or [Span("whole record", 0, n)]:
        part = {name: values[e.start : e.start + e.seconds] for name, values in series.items()}
        found = whole if e.seconds == n else _measured(part, tolerance)
        rows.append(
            {
                "Episode": e.name,
                "Seconds": e.seconds,
                "Attuned share": found["share"],
                "Attuned share by chance": found["chance"],
                "Ruptures per minute": found["ruptures"],
                "Repair latency, s": found["latency"],
                **{
                    label: _mean(part[field])
                    for field, label in (
                        ("distress", "Distress, physiological"),
                        ("display", "Distress, displayed"),
                    )
                    if field in part
                },
            }
        )
    return pd.DataFrame(rows, dtype=object)


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")

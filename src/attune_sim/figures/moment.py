"""The view of one record, second by second: engagement, and below it distress, phases, distance.

What is shaded is what the measures count: a rupture lasts from the first coded second out of
attunement to the last, a repair is the step back. Second k of the record is drawn at k, and fills
k - 0.5 to k + 0.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from attune_sim import measures
from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.figures import style
from attune_sim.figures.engagement import engagement, running_s
from attune_sim.figures.episodes import absences, boundaries
from attune_sim.figures.frame import compose
from attune_sim.figures.grid import Legend, Panel, axes, axis, set_axis
from attune_sim.figures.seconds import LONG_S, Floats, Span, clock
from attune_sim.figures.strip import LANES, lanes, strip
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


def moment_figure(
    trace: Mapping[str, Any] | pd.DataFrame,
    *,
    tolerance: float,
    episodes: Sequence[Span] = (),
    title: str = "Second by second",
    distance: bool = False,
) -> go.Figure:
    """The view of one record.

    Args:
        trace: one series a second, each of shape (seconds,): `infant_engagement` and
            `caregiver_engagement`; where they are there also `distress`, `display`, `affect`,
            `attending`, `present`, `alarm`, `distance` (dyad.state.TRACE_DTYPE). NaN: not coded.
        tolerance: largest difference of engagement that counts as attuned.
        episodes: of the procedure, in order; none or one is not marked.
        title: any text.
        distance: whether the distance to the caregiver is drawn too (Strange Situation).
    """
    names = [name for name in TRACE_DTYPE.names or () if name in trace]
    series: dict[str, Floats] = {name: np.asarray(trace[name], float) for name in names}
    n = len(series["infant_engagement"])
    t = clock(np.arange(n))
    figure = go.Figure()
    engagement(figure, series, tolerance, t, thin=n > LONG_S)
    note = "0 none to 1 full, as a camera records them"
    if n > LONG_S:
        note += f"; thin: each second, thick: mean of {running_s(n)} seconds"
    shown = [Panel("Engagement", note, 270, ticks=False, above=30 if len(episodes) > 1 else 0)]
    if "distress" in series or "display" in series:
        _distress(figure, len(shown), series, t, thin=n > LONG_S)
        note = "solid: physiological, which nobody sees; dotted: displayed"
        shown.append(Panel("Distress", note, 120, ticks=False))
    filled = lanes(series, n)
    if filled is not None:
        strip(figure, len(shown), filled, t)
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
    figure.update_layout(hovermode="x unified", hoversubplots="axis")
    return compose(
        figure,
        shown,
        title=title,
        caption=_caption(series, tolerance),
        numbers=_numbers(series, tolerance, episodes),
        legend=Legend([str(t.name) for t in figure.data if t.showlegend is not False and t.name]),
        letters=max(map(len, LANES)) if filled is not None else 0,
        wide=wide,
        narrow=narrow,
    )


def _distress(
    figure: go.Figure, k: int, series: Mapping[str, Floats], t: Floats, *, thin: bool
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
    figure: go.Figure, k: int, series: Mapping[str, Floats], t: Floats, *, thin: bool
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


def _caption(series: Mapping[str, Floats], tolerance: float) -> str:
    found = measures.interaction_measures(
        series["infant_engagement"], series["caregiver_engagement"], tolerance
    )
    seconds = int(
        measures.both_coded(series["infant_engagement"], series["caregiver_engagement"]).sum()
    )
    share, chance = float(found["attuned_share"]), float(found["attuned_share_surrogate"])
    text = f"Attuned within ±{tolerance:g}"
    if share == share:
        text += f" in {share:.0%} of {seconds} seconds"
        text += f" ({chance:.0%} by chance)" if chance == chance else ""
    text += "."
    latency = float(found["repair_latency_s"])
    if latency == latency:
        text += (
            f" Ruptures {float(found['ruptures_per_min']):.1f} a minute, repaired after"
            f" {latency:.1f} s on average."
        )
    if "present" in series and (series["present"] == 0).any():
        text += " Grey: the caregiver is out of the room."
    return text


def _numbers(
    series: Mapping[str, Floats], tolerance: float, episodes: Sequence[Span]
) -> pd.DataFrame:
    n = len(series["infant_engagement"])
    rows = []
    for e in episodes or [Span("whole record", 0, n)]:
        part = {name: values[e.start : e.start + e.seconds] for name, values in series.items()}
        found = measures.interaction_measures(
            part["infant_engagement"], part["caregiver_engagement"], tolerance
        )
        rows.append(
            {
                "Episode": e.name,
                "Seconds": e.seconds,
                "Attuned share": float(found["attuned_share"]),
                "Attuned share by chance": float(found["attuned_share_surrogate"]),
                "Ruptures per minute": float(found["ruptures_per_min"]),
                "Repair latency, s": float(found["repair_latency_s"]),
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
    return pd.DataFrame(rows)


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")

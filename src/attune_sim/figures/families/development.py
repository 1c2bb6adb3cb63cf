"""Over days: how means and spread over infants develop, a small panel for each measure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from attune_sim.figures.base import labels, style
from attune_sim.figures.base.bands import ribbon
from attune_sim.figures.base.layout import Legend, Panel, axes, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft, as_plotly
from attune_sim.figures.families.observed import draw_observed
from attune_sim.intervals import half_width, wilson

CAPTION = (
    "Mean over {} infants (line), its 95% interval (darker band), and one standard deviation to"
    " either side (lighter band)."
)
SHARES = " Shares of infants are points at the ages observed, with their 95% Wilson intervals."
OWN = "the infant's own"
HEADS = {"patterns_secure": ("Observed security", "share of infants coded secure")}
"""What a measure is called here, where its name says something else than its course over days."""
DODGE = 0.018  # of the days shown: between points of two caregivers, so that both are seen
BY_CHANCE = (
    " The attuned share is the model's own count over the day; what chance would give is measured"
    " in free play only."
)


def development_draft(
    series: pd.DataFrame,
    *,
    measures: Sequence[str] | None = None,
    caregivers: Sequence[str] = (),
    of_infant: Collection[str] = (),
    title: str = "Development over days",
) -> Draft:
    """Small multiples over days: mean, its 95% interval, and one SD to either side over infants.

    Args:
        series: the long table of `run.infants(..., series_every=...)`: day, caregiver, measure,
            mean, sd (over infants, divisor n), n.
        measures: which, in this order; all of the table's if None. Displayed distress comes
            with distress, in its panel.
        caregivers: names, by number; 'caregiver 1' and so on where they are not given.
        of_infant: measures of the infant itself, the same with each caregiver: drawn once.
        title: any text.
    """
    known = list(dict.fromkeys(series["measure"]))
    asked = [m for m in (measures if measures is not None else known) if m in known]
    wanted = [m for a in asked for m in (a, labels.COMPANION.get(a, "")) if m in known]
    wanted = list(dict.fromkeys(wanted))
    own = [m for m in wanted if labels.PAIRS.get(m, ("",))[0] not in wanted]
    table = _with_intervals(series)
    numbers = sorted(set(table["caregiver"]))
    names = [
        caregivers[c] if c < len(caregivers) else f"caregiver {c + 1}" for c in map(int, numbers)
    ]
    if len(numbers) > 1:
        once = table["measure"].isin(of_infant)
        table = table[~once | (table["caregiver"] == numbers[0])]
    else:
        of_infant = ()
    by_caregiver = [k for k, m in enumerate(own) if m not in of_infant and not _of_infants(m)]
    figure = Draft()
    panels = []
    for k, measure in enumerate(own):
        companion = labels.COMPANION.get(measure, "")
        drawn = [m for m in (measure, companion) if m in known]
        told = k == (by_caregiver or [0])[0]
        if measure in of_infant:
            _panel(figure, k, table, drawn, numbers[:1], [OWN], colour="", legend=False)
        else:
            _panel(figure, k, table, drawn, numbers, names, legend=told)
        head, note = HEADS.get(measure) or labels.panel_title(
            measure,
            with_companion=len(drawn) > 1,
            one_line=len(numbers) == 1,
            where=OWN if measure in of_infant else "",
        )
        panels.append(Panel(head, note, 200, "Age (days)"))
    infants = sorted({int(n) for n in table["n"] if n > 0})
    caption = CAPTION.format(labels.span(infants))
    if any(map(_of_infants, own)):
        caption += SHARES
    if "attuned_share_everyday" in own:
        caption += BY_CHANCE
    return compose(
        figure,
        panels or [Panel("", "", 200, "Age (days)")],
        title=title,
        caption=caption,
        numbers=_numbers(table, wanted, names, of_infant),
        columns=3 if len(own) > 4 else 2,
        legend=Legend(names) if len(numbers) > 1 else None,
    )


development_figure = as_plotly(development_draft)


def _of_infants(measure: str) -> bool:
    """Whether the measure is a share of infants: each of them is in it or not."""
    return labels.unit(measure) == "share of infants"


def _with_intervals(series: pd.DataFrame) -> pd.DataFrame:
    """With `low` and `high`, the ends of the 95% interval: Student's t, or Wilson's of shares."""
    half = half_width(_sample_sd(series), series["n"])
    table = series.assign(low=series["mean"] - half, high=series["mean"] + half)
    shares = table["measure"].map(_of_infants).astype(bool) & table["mean"].notna()
    if shares.any():
        part = table[shares]
        found = [wilson(round(m * n), int(n)) for m, n in zip(part["mean"], part["n"], strict=True)]
        table.loc[shares, ["low", "high"]] = np.array(found)
    return table


def _sample_sd(series: pd.DataFrame) -> pd.Series:
    n = series["n"].where(series["n"] > 1)
    return series["sd"] * np.sqrt(n / (n - 1))


def _panel(
    figure: Draft,
    k: int,
    table: pd.DataFrame,
    drawn: Sequence[str],
    caregivers: Sequence[int],
    names: Sequence[str],
    *,
    legend: bool,
    colour: str | None = None,
) -> None:
    """Draw measures into panel k, a line a caregiver; in a colour if one is given ('': ink)."""
    extremes: list[float] = []
    last = float(table["day"].max()) if len(table) else 1.0
    for number, caregiver in enumerate(caregivers):
        look = style.level(number)
        alone = len(caregivers) == 1
        for m in drawn:
            rows = table[(table["caregiver"] == caregiver) & (table["measure"] == m)]
            rows = rows.sort_values("day")
            companion = m != drawn[0]
            shade = colour if colour is not None else labels.colour(m) if alone else look["colour"]
            days, mean = rows["day"].tolist(), rows["mean"]
            if _of_infants(m):
                beside = DODGE * last * (number - (len(caregivers) - 1) / 2)
                draw_observed(
                    figure,
                    k,
                    rows,
                    beside,
                    symbol=look["symbol"],
                    color=shade,
                    size=8,
                    whisker=2,
                    name=style.plain(names[number]),
                    legendgroup=names[number],
                )
                extremes += [*rows["low"], *rows["high"], *mean]
                continue
            if not companion:
                spread = rows["sd"]
                for low, high, alpha in (
                    (mean - spread, mean + spread, 0.1),
                    (rows["low"], rows["high"], 0.24),
                ):
                    x, y = ribbon(days, low, high)
                    figure.add_scatter(
                        x=x,
                        y=y,
                        mode="lines",
                        fill="toself",
                        hoverinfo="skip",
                        showlegend=False,
                        line={"width": 0, "color": shade or style.NEUTRAL},
                        fillcolor=style.tint(shade or style.NEUTRAL, alpha),
                        legendgroup=names[number],
                        **axes(k),
                    )
                for edge in (mean - spread, mean + spread):
                    extremes += edge.tolist()
            figure.add_scatter(
                x=days,
                y=mean.to_numpy(),
                name=style.plain(names[number]),
                mode="lines+markers" if len(rows) == 1 else "lines",
                legendgroup=names[number],
                showlegend=legend and not companion,
                line={"dash": "dot" if companion else look["dash"]}
                | ({"color": shade} if shade else {}),
                marker={"symbol": look["symbol"]} | ({"color": shade} if shade else {}),
                hovertemplate=f"%{{y:{labels.hover_format(m)}}}",
                **axes(k),
            )
            extremes += mean.tolist()
    set_axis(figure, "x", k, nticks=6, range=[0, 1.02 * last])
    set_axis(
        figure,
        "y",
        k,
        nticks=5,
        tickformat=labels.tick_format(drawn[0]),
        range=labels.axis_range(drawn, extremes),
    )
    figure.update_layout(hovermode="x")


def _numbers(
    table: pd.DataFrame, wanted: Sequence[str], names: Sequence[str], of_infant: Collection[str]
) -> pd.DataFrame:
    rows = table[table["measure"].isin(wanted)]
    rows = rows.sort_values("measure", key=lambda m: m.map(list(wanted).index), kind="stable")
    numbers = sorted(set(table["caregiver"]))
    return pd.DataFrame(
        {
            "Day": rows["day"],
            "Caregiver": [
                OWN if m in of_infant else names[numbers.index(c)]
                for c, m in zip(rows["caregiver"], rows["measure"], strict=True)
            ],
            "Measure": [HEADS.get(m, (labels.label(m),))[0] for m in rows["measure"]],
            "Mean": rows["mean"],
            "95% from": rows["low"],
            "95% to": rows["high"],
            "SD": rows["sd"],
            "Infants": rows["n"],
        }
    )

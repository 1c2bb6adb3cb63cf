"""Couples over years: what they feel and expect, how they quarrel, and how many live together.

The same couples without what happens to them stand behind in grey.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from attune_sim.figures.base import style
from attune_sim.figures.base.bands import ribbon
from attune_sim.figures.base.layout import Legend, Panel, axes, mark_days, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.couples.partners import COLOURS, DASHES
from attune_sim.intervals import wilson

TOGETHER = "together"
MEASURES = {
    "quality": (
        "Quality, as each partner feels it",
        "relief expected less the day's distress, −1 to 1",
    ),
    "expected_relief": ("Relief expected of the other", "0 none to 1 full"),
    "demands": ("Upset while the other has turned away", "share of the seconds of a conflict"),
    TOGETHER: ("Living together", "share of couples"),
}
SHARES = ("demands", TOGETHER)
HEIGHT = 92
A_YEAR = 365
QUARTILES = (0.25, 0.75)
CAPTION = (
    "{} couples. Lines are means, bands hold the middle half of the partners who still live"
    " together; the band of living together is a 95% Wilson interval."
)
GREY = " Grey: the same couples, with the same random numbers, without what happens."


def summary(lines: pd.DataFrame) -> pd.DataFrame:
    """What is drawn of couples: a row per day, partner and measure: mean, low, high, n.

    Args:
        lines: a row per day, couple and partner (0 or 1), with MEASURES; `together` is true or
            false, and states of those who have parted do not count.
    """
    keys = ["day", "partner", "measure"]
    states = [name for name in MEASURES if name != TOGETHER]
    long = lines[lines[TOGETHER]].melt(["day", "partner"], states, "measure")
    groups = long.groupby(keys, sort=True)["value"]
    table = groups.agg(mean="mean", n="count").reset_index()
    for end, share in zip(("low", "high"), QUARTILES, strict=True):
        table[end] = groups.quantile(share).to_numpy()
    rows = []
    for day, group in lines[lines["partner"] == 0].groupby("day")[TOGETHER]:
        low, high = wilson(int(group.sum()), len(group))
        rows.append((day, 0, TOGETHER, group.mean(), len(group), low, high))
    return pd.concat([table, pd.DataFrame(rows, columns=table.columns)], ignore_index=True)


def couple_course_draft(
    table: pd.DataFrame,
    names: Sequence[str],
    *,
    without: pd.DataFrame | None = None,
    events: Sequence[int] = (),
    day: int | None = None,
    title: str = "Couples over years",
) -> Draft:
    """The course of couples, a line a partner.

    Args:
        table: of `summary`.
        names: of the two partners; any text.
        without: the same of the same couples without what happens to them.
        events: days on which something begins.
        day: that is marked.
        title: any text.
    """
    figure = Draft()
    last = int(table["day"].max())
    for k, measure in enumerate(MEASURES):
        if without is not None:
            _lines(figure, k, without[without["measure"] == measure], names, grey=True)
        own = table[table["measure"] == measure]
        _lines(figure, k, own, names, grey=False)
        mark_days(figure, k, events, day)
        years = list(range(0, last + 1, A_YEAR))
        set_axis(
            figure,
            "x",
            k,
            range=[0, max(1, last)],
            tickvals=years,
            ticktext=[f"{at // A_YEAR}" for at in years],
        )
        reach = _reach(measure, own, without)
        form = ".0%" if measure in SHARES else ".1f"
        set_axis(figure, "y", k, nticks=4, tickformat=form, range=reach)
    figure.update_layout(hovermode="x")
    panels = [
        Panel(head, note, HEIGHT, "Years together" if last_one else "", ticks=last_one)
        for measure, (head, note) in MEASURES.items()
        for last_one in [measure == TOGETHER]
    ]
    legend = [*map(style.plain, names), *(["without what happens"] if without is not None else [])]
    whole = int(table.loc[table["measure"] == TOGETHER, "n"].max())
    return compose(
        figure,
        panels,
        title=title,
        caption=CAPTION.format(whole) + (GREY if without is not None else ""),
        numbers=_numbers(table, without, names),
        legend=Legend(legend),
    )


def _reach(measure: str, own: pd.DataFrame, without: pd.DataFrame | None) -> list[float]:
    """What the axis shows: all of a share of couples, else what there is."""
    if measure == TOGETHER:
        return [-0.03, 1.03]
    ends = [*own["low"], *own["high"], *own["mean"]]
    if without is not None:
        ends += list(without.loc[without["measure"] == measure, "mean"])
    low, high = min(0.0, *ends), max(0.2, *ends)
    room = 0.06 * (high - low)
    return [low - room, high + room]


def _lines(figure: Draft, k: int, rows: pd.DataFrame, names: Sequence[str], *, grey: bool) -> None:
    of_both = bool(len(rows)) and rows["measure"].iloc[0] == TOGETHER
    for number, name in enumerate(names):
        own = rows[rows["partner"] == number].sort_values("day")
        if own.empty:
            continue
        colour = style.NEUTRAL if grey or of_both else COLOURS[number]
        group = "grey" if grey else "both" if of_both else f"partner {number}"
        if not grey:
            x, y = ribbon(own["day"], own["low"], own["high"])
            figure.add_scatter(
                x=x,
                y=y,
                mode="lines",
                fill="toself",
                hoverinfo="skip",
                showlegend=False,
                legendgroup=group,
                line={"width": 0, "color": colour},
                fillcolor=style.tint(colour, 0.13),
                **axes(k),
            )
        # Both live together: their line has no partner's colour, and ink where nothing happens.
        line = {"width": 2.2} if of_both and not grey else {"color": colour, "width": 2.2}
        if grey:
            line |= {"width": 1.5}
        figure.add_scatter(
            x=own["day"].tolist(),
            y=own["mean"].to_numpy(),
            name="without what happens" if grey else "Couples" if of_both else style.plain(name),
            mode="lines",
            legendgroup=group,
            legendrank=1010 if grey else 1000 + number,
            showlegend=k == 0 and (not grey or number == 0),
            line=line | {"dash": "solid" if of_both else DASHES[number]},
            hovertemplate=f"%{{y:{'.0%' if of_both else '.2f'}}}",
            **axes(k),
        )


def _numbers(
    table: pd.DataFrame, without: pd.DataFrame | None, names: Sequence[str]
) -> pd.DataFrame:
    """What is drawn, every year."""
    keys = ["day", "partner", "measure"]
    few = table[table["day"] % A_YEAR == 0]
    out = pd.DataFrame(
        {
            "Day together": few["day"],
            "Partner": [
                "both" if m == TOGETHER else names[int(p)]
                for m, p in zip(few["measure"], few["partner"], strict=True)
            ],
            "Measure": [MEASURES[m][0] for m in few["measure"]],
            "Mean": few["mean"],
            "From": few["low"],
            "To": few["high"],
            "n": few["n"],
        }
    )
    if without is not None:
        other = few[keys].merge(without[[*keys, "mean"]], on=keys, how="left")
        out["Mean without what happens"] = other["mean"].to_numpy()
    return out

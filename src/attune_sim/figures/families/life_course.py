"""Families over days: load, mood, bonds and patterns below each other, on one axis of age.

The same families without the events stand behind in grey.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from attune_sim.figures.base import labels, style
from attune_sim.figures.base.bands import ribbon
from attune_sim.figures.base.layout import Legend, Panel, axes, mark_days, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft, as_plotly
from attune_sim.figures.families.observed import draw_observed
from attune_sim.intervals import wilson

SECURE = "patterns_secure"
ORDER = ("load", "mood", "felt_security", SECURE, "bond_strength", "turned_to")
HEADS = {SECURE: ("Observed security", "share of infants coded secure")}
HEIGHT = 92
TABLE_EVERY = 4
"""Of the points of a line, from day 0, every fourth stands in the table of numbers."""
STEPS, MOST_TICKS = (30, 90, 365, 730, 1_095), 9
"""Days between two marks of the axis, and how many of them there are at most."""
DODGE = 0.012  # of the days shown: between points of two caregivers, so that all are seen
CAPTION = (
    "{} families. Lines are means, the band holds the middle half of the families{}, and points"
    " are shares with their 95% Wilson intervals. Load, mood, felt security and bonds are read off"
    " the model; only observed security is what a coder would see."
)
GREY = " Grey: the same families{}, with the same random numbers, {}."
QUARTILES = (0.25, 0.75)


def life_course_draft(
    table: pd.DataFrame,
    *,
    names: Sequence[str],
    without: pd.DataFrame | None = None,
    grey: str = "without the events",
    events: Sequence[int] = (),
    age: int | None = None,
    looked_at: int = 0,
    title: str = "Families over days",
) -> Draft:
    """The course of families, a line a caregiver.

    Args:
        table: of `summary`.
        names: of the caregivers, by number.
        without: the same of the same families without the events.
        grey: what these others are called; any text.
        events: days on which events begin.
        age: a day that is marked.
        looked_at: number of the caregiver with whom the band and the grey line are drawn; of all
            of them they would lie over each other.
        title: any text.
    """
    others = without if without is not None else table.iloc[:0]
    figure = Draft()
    last = int(table["day"].max())
    measures = [m for m in ORDER if table.loc[table["measure"] == m, "mean"].notna().any()]
    for k, measure in enumerate(measures):
        own = table[table["measure"] == measure]
        other = others[(others["measure"] == measure) & (others["caregiver"] == looked_at)]
        if measure == SECURE:
            _points(figure, k, other, names, last, grey=style.plain(grey))
            _points(figure, k, own, names, last)
        else:
            _band(figure, k, own, looked_at)
            _lines(figure, k, other, names, grey=style.plain(grey))
            _lines(figure, k, own, names)
        mark_days(figure, k, events, age)
        spread = own[own["caregiver"] == looked_at]
        ends = [*spread["low"], *spread["high"], *own["mean"], *other["mean"]]
        reach = [-0.03, 1.03] if measure == SECURE else labels.axis_range([measure], ends)
        set_axis(figure, "x", k, range=[0, last], tickvals=_ticks(last))
        set_axis(figure, "y", k, nticks=4, tickformat=labels.tick_format(measure), range=reach)
    figure.update_layout(hovermode="x")
    bottom = len(measures) - 1
    panels = [_panel(m, k == bottom) for k, m in enumerate(measures)]
    shown = [style.plain(n) for n in names]
    legend = [*shown, grey] if without is not None else shown
    whose = f" (with {names[looked_at]})" if len(names) > 1 else ""
    return compose(
        figure,
        panels or [Panel("", "", HEIGHT, "Age (days)")],
        title=title,
        caption=CAPTION.format(f"{int(table['n'].max()):,}", whose)
        + (GREY.format(whose, grey) if without is not None else ""),
        numbers=_numbers(table, others, grey, names),
        legend=Legend(legend) if len(legend) > 1 else None,
    )


life_course_figure = as_plotly(life_course_draft)


def _panel(measure: str, bottom: bool) -> Panel:
    head, note = HEADS.get(measure) or labels.panel_title(measure)
    return Panel(head, note, HEIGHT, "Age (days)" if bottom else "", ticks=bottom)


def _ticks(last: int) -> list[int]:
    step = next((days for days in STEPS if last <= MOST_TICKS * days), STEPS[-1])
    return list(range(0, last + 1, step))


def summary(lines: pd.DataFrame, seen: pd.DataFrame) -> pd.DataFrame:
    """What is drawn of families: a row per day, caregiver and measure: mean, low, high, n.

    Args:
        lines: a row per day, infant and caregiver, as `courses.followed` gives it.
        seen: a row per age, infant and caregiver with the pattern, as it gives it, too.
    """
    keys = ["day", "caregiver", "measure"]
    states = [name for name in ORDER if name in lines]
    long = lines.melt(["day", "caregiver"], states, "measure")
    groups = long.groupby(keys, sort=True)["value"]
    parts = [groups.agg(mean="mean", n="count").reset_index()]
    for end, share in zip(("low", "high"), QUARTILES, strict=True):
        parts[0][end] = groups.quantile(share).to_numpy()
    if len(seen):
        secure = seen.assign(secure=seen["pattern"] == "secure")
        rows = []
        for (day, caregiver), group in secure.groupby(["age", "caregiver"])["secure"]:
            low_end, high_end = wilson(int(group.sum()), len(group))
            rows.append((day, caregiver, SECURE, group.mean(), low_end, high_end, len(group)))
        columns = [*keys, "mean", "low", "high", "n"]
        parts.append(pd.DataFrame(rows, columns=columns))
    return pd.concat(parts, ignore_index=True)


def _band(figure: Draft, k: int, rows: pd.DataFrame, number: int) -> None:
    """The middle half of the families, with one caregiver."""
    own = rows[rows["caregiver"] == number].sort_values("day")
    if not own["mean"].notna().any():
        return
    colour = style.level(number)["colour"]
    x, y = ribbon(own["day"], own["low"], own["high"])
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        fill="toself",
        hoverinfo="skip",
        showlegend=False,
        legendgroup=f"caregiver {number}",
        line={"width": 0, "color": colour},
        fillcolor=style.tint(colour, 0.13),
        **axes(k),
    )


def _lines(
    figure: Draft, k: int, rows: pd.DataFrame, names: Sequence[str], *, grey: str = ""
) -> None:
    """A line a caregiver; in grey where that has a name."""
    for number, name in enumerate(names):
        own = rows[rows["caregiver"] == number].sort_values("day")
        if not own["mean"].notna().any():
            continue
        look = style.level(number)
        figure.add_scatter(
            x=own["day"].tolist(),
            y=own["mean"].to_numpy(),
            name=grey or style.plain(name),
            mode="lines",
            legendgroup="grey" if grey else f"caregiver {number}",
            legendrank=1000 + len(names) + 1 if grey else 1000 + number,
            showlegend=k == 0,
            line={
                "dash": look["dash"],
                "color": style.NEUTRAL if grey else look["colour"],
                "width": 1.5 if grey else 2.2,
            },
            hovertemplate=f"%{{y:{labels.hover_format(str(own['measure'].iloc[0]))}}}",
            **axes(k),
        )


def _points(
    figure: Draft, k: int, rows: pd.DataFrame, names: Sequence[str], last: int, *, grey: str = ""
) -> None:
    """Shares with their intervals; each age is an observation of its own: none is joined."""
    for number, name in enumerate(names):
        own = rows[rows["caregiver"] == number].sort_values("day")
        if own.empty:
            continue
        look = style.level(number)
        colour = style.NEUTRAL if grey else look["colour"]
        beside = DODGE * last * (number - (len(names) - 1) / 2 - (0.35 if grey else 0))
        draw_observed(
            figure,
            k,
            own,
            beside,
            symbol=look["symbol"],
            color=colour,
            size=7 if grey else 9,
            whisker=1.5,
            name=grey or style.plain(name),
            legendgroup="grey" if grey else f"caregiver {number}",
        )


def _numbers(
    table: pd.DataFrame, others: pd.DataFrame, grey: str, names: Sequence[str]
) -> pd.DataFrame:
    """What is drawn, every few weeks and at the ages observed."""
    keys = ["day", "caregiver", "measure"]
    ages = set(table.loc[table["measure"] == SECURE, "day"])
    first, *later = sorted(set(table["day"]))[:2]
    step = TABLE_EVERY * (later[0] - first if later else 1)
    few = table[(table["day"] % step == 0) | table["day"].isin(ages)]
    few = few[few["mean"].notna()]
    both = few.merge(others[[*keys, "mean"]], on=keys, how="left", suffixes=("", "_without"))
    out = pd.DataFrame(
        {
            "Age (days)": both["day"],
            "Caregiver": [names[int(c)] for c in both["caregiver"]],
            "Measure": [HEADS.get(m, (labels.label(m),))[0] for m in both["measure"]],
            "Mean": both["mean"],
            "From": both["low"],
            "To": both["high"],
            "Families": both["n"],
        }
    )
    if len(others):
        out[f"Mean {grey}"] = both["mean_without"]
    return out

"""Generations: many families as a river of patterns, and one of them on an axis of years."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from attune_sim import numbers
from attune_sim.figures.base import style
from attune_sim.figures.base.layout import Legend, Panel, axes, axis, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft

WIDTH, BETWEEN = 0.14, 0.02  # of a generation's column, half; of the gap between two patterns
STEPS = 16  # points of a stream's edge
LEAST = 0.05  # share of families from which a pattern's share is written
APART = 25
"""Years from one birth to the next, in the picture; nothing depends on them."""
GROWN = 2
SHOWN = {
    "sensitivity_rating": ("Care they got, as rated at home", "sensitivity, 1 to 9"),
    "security": (
        "What they expect of anyone at two years",
        "relief less its spread and the alarm expected; read off the model",
    ),
}
WHO = ("First child", "Their child", "Grandchild", *(f"Generation {k}" for k in range(4, 13)))
CAPTION = (
    "{} families. Height is the share of families; a stream keeps the colour of the pattern that it"
    " comes from. Each pattern is what an infant showed with one caregiver on one day."
)


def river_draft(tables: Sequence[pd.DataFrame], *, title: str = "Many families") -> Draft:
    """Patterns of each generation, and who comes from where.

    Args:
        tables: of each generation, a row a family in the same order, with `pattern`.
        title: any text.
    """
    figure = Draft()
    names = list(style.PATTERNS)
    tops = [_tops(table["pattern"], names) for table in tables]
    for g in range(len(tables) - 1):
        before, after = tables[g]["pattern"], tables[g + 1]["pattern"]
        left, right = dict(tops[g]), dict(tops[g + 1])
        for one in names:
            for other in names:
                share = float(((before == one) & (after == other)).mean())
                if share > 0:
                    _stream(figure, g, left[one], right[other], share, style.PATTERNS[one])
                left[one] -= share
                right[other] -= share
    for g, table in enumerate(tables):
        for name in names:
            share = float((table["pattern"] == name).mean())
            _node(figure, g, tops[g][name], share, name, legend=g == 0)
    last = len(tables) - 1
    set_axis(
        figure,
        "x",
        0,
        range=[-0.2, last + 0.2],
        tickvals=list(range(last + 1)),
        ticktext=list(WHO[: last + 1]),
        showgrid=False,
    )
    gaps = BETWEEN * (len(names) - 1)
    set_axis(figure, "y", 0, range=[-gaps - 0.01, 1.01], visible=False)
    return compose(
        figure,
        [Panel("Pattern in the Strange Situation", "share of families", 330)],
        title=title,
        caption=CAPTION.format(f"{len(tables[0]):,}"),
        numbers=_passed(tables, names),
        legend=Legend([name.capitalize() for name in names]),
    )


def _tops(patterns: pd.Series, names: Sequence[str]) -> dict[str, float]:
    """Upper edge of each pattern in its column."""
    out, at = {}, 1.0
    for name in names:
        out[name] = at
        at -= float((patterns == name).mean()) + BETWEEN
    return out


def _stream(figure: Draft, g: int, left: float, right: float, share: float, colour: str) -> None:
    along = np.linspace(0.0, 1.0, STEPS)
    x = g + WIDTH + along * (1 - 2 * WIDTH)
    top = left + (right - left) * (3 * along**2 - 2 * along**3)
    figure.add_scatter(
        x=[*x, *x[::-1], x[0]],
        y=[*top, *(top[::-1] - share), top[0]],
        mode="lines",
        fill="toself",
        line={"width": 0, "color": colour},
        fillcolor=style.tint(colour, 0.33),
        hoverinfo="skip",
        showlegend=False,
        **axes(0),
    )


def _node(figure: Draft, g: int, top: float, share: float, name: str, *, legend: bool) -> None:
    colour = style.PATTERNS[name]
    low, high = g - WIDTH, g + WIDTH
    figure.add_scatter(
        x=[low, high, high, low, low],
        y=[top, top, top - share, top - share, top],
        mode="lines",
        fill="toself",
        line={"width": 0, "color": colour},
        fillcolor=style.tint(colour, 1.0),
        name=name.capitalize(),
        legendgroup=name,
        showlegend=legend,
        hoverinfo="skip",
        **axes(0),
    )
    if share >= LEAST:
        figure.add_scatter(
            x=[g],
            y=[top - share / 2],
            mode="text",
            text=[numbers.percent(share)],
            textfont={"color": "#FFFFFF", "size": style.SMALL},
            hoverinfo="skip",
            showlegend=False,
            **axes(0),
        )


def _passed(tables: Sequence[pd.DataFrame], names: Sequence[str]) -> pd.DataFrame:
    rows = []
    for g in range(len(tables) - 1):
        before, after = tables[g]["pattern"], tables[g + 1]["pattern"]
        for one in names:
            for other in names:
                both = int(((before == one) & (after == other)).sum())
                chance = float((before == one).mean() * (after == other).mean())
                rows.append(
                    {
                        "From": f"{WHO[g]}: {one}",
                        "To": f"{WHO[g + 1]}: {other}",
                        "Families": both,
                        "By chance": chance * len(before),
                    }
                )
    return pd.DataFrame(rows)


def family_draft(
    tables: Sequence[pd.DataFrame], family: int, *, title: str = "One family"
) -> Draft:
    """One family's generations on one axis of years, with the middle half of all.

    Args:
        tables: of each generation, a row a family in the same order.
        family: row of the family.
        title: any text.
    """
    figure = Draft()
    births = [APART * g for g in range(len(tables))]
    shown = [table.iloc[family] for table in tables]
    for k in range(1 + len(SHOWN)):
        for birth in births:
            figure.add_shape(
                type="rect",
                x0=birth,
                x1=birth + GROWN,
                y0=0,
                y1=1,
                xref=f"x{axis(k)}",
                yref=f"y{axis(k)} domain",
                layer="below",
                line={"width": 0},
                fillcolor=style.tint(style.NEUTRAL, 0.18),
            )
        set_axis(
            figure,
            "x",
            k,
            range=[-9, births[-1] + GROWN + 9],
            tickvals=[birth + GROWN / 2 for birth in births],
            ticktext=list(WHO[: len(tables)]),
            showgrid=False,
        )
    figure.add_scatter(
        x=[birth + GROWN / 2 for birth in births],
        y=[0.35] * len(births),
        mode="markers+text",
        text=[str(row["pattern"]) for row in shown],
        textposition="top center",
        marker={
            "size": 15,
            "color": [style.PATTERNS[row["pattern"]] for row in shown],
            "symbol": [style.SYMBOLS[list(style.PATTERNS).index(r["pattern"])] for r in shown],
        },
        hoverinfo="skip",
        showlegend=False,
        **axes(0),
    )
    set_axis(figure, "y", 0, range=[0, 1], visible=False)
    for k, name in enumerate(SHOWN, start=1):
        _course(figure, k, tables, name, family, births)
    last = len(SHOWN)
    panels = [Panel("Pattern in the Strange Situation", "at one year", 64, ticks=False)]
    panels += [
        Panel(
            head,
            note,
            100,
            "Years; grey: what is simulated of each life" if k == last else "",
            ticks=k == last,
        )
        for k, (head, note) in enumerate(SHOWN.values(), start=1)
    ]
    return compose(
        figure,
        panels,
        title=title,
        caption="Points: this family. Upright lines: the middle half of all families. School,"
        " friends, partners, genes and luck between two years and parenthood are left out.",
        numbers=pd.DataFrame(
            {
                "Generation": list(WHO[: len(tables)]),
                "Pattern": [row["pattern"] for row in shown],
                **{SHOWN[name][0]: [row[name] for row in shown] for name in SHOWN},
            }
        ),
    )


def _course(
    figure: Draft,
    k: int,
    tables: Sequence[pd.DataFrame],
    name: str,
    family: int,
    births: Sequence[int],
) -> None:
    colour = style.LEVELS[0]
    at = [birth + GROWN / 2 for birth in births]
    for x, table in zip(at, tables, strict=True):
        figure.add_scatter(
            x=[x + 0.9, x + 0.9],
            y=[float(table[name].quantile(q)) for q in (0.25, 0.75)],
            mode="lines",
            line={"color": style.NEUTRAL, "width": 5},
            hoverinfo="skip",
            showlegend=False,
            **axes(k),
        )
    figure.add_scatter(
        x=at,
        y=[float(table[name].iloc[family]) for table in tables],
        mode="lines+markers",
        line={"color": colour, "width": 1.4, "dash": "dot"},
        marker={"size": 10, "color": colour},
        hovertemplate="%{y:.2f}",
        showlegend=False,
        **axes(k),
    )
    set_axis(figure, "y", k, nticks=4)

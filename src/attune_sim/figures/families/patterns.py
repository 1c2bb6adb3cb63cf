"""The four patterns of attachment: shares of infants, with intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from attune_sim import numbers
from attune_sim.figures.base import labels, style
from attune_sim.figures.base.layout import LINE_PX, Panel, axes, name_rows, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft, as_plotly
from attune_sim.intervals import wilson

NAMES = tuple(style.PATTERNS)


def counts(patterns: Iterable[str]) -> dict[str, int]:
    """How many infants show each of the four patterns; anything else is not counted."""
    found = pd.Series(list(patterns), dtype=object).value_counts()
    return {name: int(found.get(name, 0)) for name in NAMES}


Groups = Mapping[str, Iterable[str] | Mapping[str, int]]


def pattern_draft(
    groups: Groups,
    *,
    title: str = "Patterns shown in the simulated Strange Situation",
    of: str = "infants",
    axis: str = "Share of infants",
) -> Draft:
    """Shares of the four patterns with Wilson intervals, for one or several groups of infants.

    Args:
        groups: by name (scenarios, caregivers, published samples): each infant's pattern, or how
            many infants showed each pattern. Any text as name.
        title: any text.
        of: what is counted, in the caption.
        axis: title of the axes.
    """
    table = shares(groups)
    figure = Draft()
    if len(groups) == 1:
        panels = [Panel("", "", 50 * len(NAMES), axis)]
        for row, name in enumerate(NAMES):
            _dots(figure, 0, name, table[table["pattern"] == name], [row], text=True)
        _rows(figure, 0, [name.capitalize() for name in NAMES])
    else:
        panels = []
        order = list(groups)
        named = [style.wrapped(g, 26) for g in order]
        row = LINE_PX * max([2, *map(len, named)])
        for k, name in enumerate(NAMES):
            rows = table[table["pattern"] == name]
            _dots(figure, k, name, rows, [order.index(g) for g in rows["group"]], text=False)
            _rows(figure, k, ["<br>".join(lines) for lines in named], few=True)
            panels.append(Panel(name.capitalize(), "", row * len(order) + 24, axis))
    columns = len(panels)
    hidden = {f"yaxis{k + 1}.showticklabels": False for k in range(1, columns)}
    sizes = sorted({int(n) for n in table["n"]})
    return compose(
        figure,
        panels,
        title=title,
        caption=f"Share of {labels.span(sizes)} {of}{'' if len(groups) == 1 else ' a row'}, with"
        " 95% Wilson intervals. A pattern is what an infant showed with this caregiver that day.",
        numbers=table.rename(
            columns={
                "group": "Group",
                "pattern": "Pattern",
                "count": "Infants",
                "n": "Of",
                "share": "Share",
                "low": "95% from",
                "high": "95% to",
            }
        ),
        letters=min(26, max((len(g) for g in groups), default=0)) if len(groups) > 1 else 12,
        columns=columns,
        wide=hidden,
        narrow=dict.fromkeys(hidden, True),
    )


pattern_figure = as_plotly(pattern_draft)


def shares(groups: Groups) -> pd.DataFrame:
    """A row for each group and pattern: count, n, share, and the Wilson interval's low and high.

    Args:
        groups: as for `pattern_draft`.
    """
    rows = []
    for group, given in groups.items():
        found = dict(given) if isinstance(given, Mapping) else counts(given)
        n = sum(int(found.get(name, 0)) for name in NAMES)
        for name in NAMES:
            count = int(found.get(name, 0))
            low, high = wilson(count, n)
            rows.append((group, name, count, n, count / n if n else float("nan"), low, high))
    columns = ["group", "pattern", "count", "n", "share", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def _dots(
    figure: Draft, k: int, name: str, rows: pd.DataFrame, at: list[int], *, text: bool
) -> None:
    colour = style.PATTERNS[name]
    figure.add_scatter(
        x=rows["share"].to_numpy(),
        y=at,
        name=name.capitalize(),
        mode="markers",
        cliponaxis=False,  # at 0% a marker reaches over the axis's end
        marker={
            "color": colour,
            "size": 10,
            "symbol": style.SYMBOLS[NAMES.index(name)],
        },
        error_x={
            "array": (rows["high"] - rows["share"]).to_numpy(),
            "arrayminus": (rows["share"] - rows["low"]).to_numpy(),
            "color": colour,
            "thickness": 2,
            "width": 0,
        },
        customdata=rows[["low", "high", "count", "n"]].to_numpy(),
        hovertemplate=name.capitalize()
        + ": %{x:.1%} (%{customdata[0]:.1%} to %{customdata[1]:.1%})<br>"
        "%{customdata[2]} of %{customdata[3]} infants<extra></extra>",
        **axes(k),
    )
    if text:
        for share, y in zip(rows["share"], at, strict=True):
            if not math.isnan(share):
                figure.add_annotation(
                    text=numbers.percent(share),
                    x=share,
                    y=y,
                    yshift=6,
                    yanchor="bottom",
                    xref=axes(k)["xaxis"],
                    yref=axes(k)["yaxis"],
                )


def _rows(figure: Draft, k: int, names: list[str], *, few: bool = False) -> None:
    name_rows(figure, k, names)
    set_axis(
        figure,
        "x",
        k,
        range=[-0.03, 1.06],
        tickvals=[0, 0.5, 1] if few else [0, 0.25, 0.5, 0.75, 1],
        tickformat=".0%",
        showgrid=True,
    )

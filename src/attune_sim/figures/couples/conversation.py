"""A conversation of a couple: how upset each looks, who is turned to the other, who demands."""

from __future__ import annotations

import numpy as np
import pandas as pd

from attune_sim import numbers
from attune_sim.couples.conversations import Flags, demanding, turned
from attune_sim.figures.base import style
from attune_sim.figures.base.layout import Legend, Panel, axes, axis, name_rows, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.couples.partners import COLOURS, DASHES
from attune_sim.figures.film.time_axis import clock

TICKS, TICKS_NARROW = 12, 5


def conversation_draft(
    one: pd.DataFrame, other: pd.DataFrame, names: tuple[str, str], *, title: str
) -> Draft:
    """The view of one conversation.

    Args:
        one: the first partner's record, as for `turned`.
        other: the second partner's.
        names: of the two; any text.
        title: any text.
    """
    both = ((one, other), (other, one))
    n = len(one)
    figure = Draft()
    shares = []
    for k, (own, theirs) in enumerate(both):
        demands = demanding(own, theirs)
        shares.append(float(demands.mean()))
        if demands.any():
            _shade(figure, demands, k, f"{names[k]} upset, {names[1 - k]} turned away")
    for k, (own, _) in enumerate(both):
        figure.add_scatter(
            x=clock(np.arange(n)),
            y=own["display"].to_numpy(float),
            name=style.plain(names[k]),
            mode="lines",
            line={"color": COLOURS[k], "dash": DASHES[k], "width": 1.8},
            hovertemplate="%{y:.2f}",
            legendrank=1,
            **axes(0),
        )
    set_axis(figure, "y", 0, range=[-0.04, 1.04], tickvals=[0, 0.5, 1])
    for k, pair in enumerate(both):
        xs, ys = _stretches(turned(*pair), k)
        figure.add_scatter(
            x=xs,
            y=ys,
            name=style.plain(names[k]),
            mode="lines",
            line={"color": COLOURS[k], "width": 13},
            hoverinfo="skip",
            showlegend=False,
            **axes(1),
        )
    name_rows(figure, 1, [style.plain(name) for name in names])
    for k in (0, 1):
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
    set_axis(figure, "x", 1, matches="x")
    figure.update_layout(hovermode="x unified")
    told = " ".join(
        f"{names[k]} is upset while {names[1 - k]} has turned away in"
        f" {numbers.percent(shares[k])} of the seconds."
        for k in (0, 1)
    )
    return compose(
        figure,
        [
            Panel("Upset, as it shows", "0 not at all to 1 fully", 110, ticks=False),
            Panel(
                "Turned to the other",
                "filled: looks at the other, or answers",
                70,
                "Time (minutes:seconds)",
            ),
        ],
        title=title,
        caption=told,
        numbers=_numbers(both, names, shares),
        legend=Legend([t["name"] for t in figure.data if t.get("showlegend", True)]),
        letters=max(map(len, names)),
        wide={f"xaxis{axis(k)}.nticks": TICKS for k in (0, 1)},
        narrow={f"xaxis{axis(k)}.nticks": TICKS_NARROW for k in (0, 1)},
    )


def bouts(flags: Flags) -> list[tuple[int, int]]:
    """First second, and second after the last, of each stretch that is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _shade(figure: Draft, flags: Flags, k: int, name: str) -> None:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for a, b in bouts(flags):
        left, right = map(float, clock([a - 0.5, b - 0.5]))
        xs += [left, left, right, right, left, None]
        ys += [0, 1, 1, 0, 0, None]
    figure.add_scatter(
        x=xs,
        y=ys,
        name=style.plain(name),
        mode="lines",
        line={"width": 0, "color": COLOURS[k]},
        fill="toself",
        fillcolor=style.tint(COLOURS[k], 0.28),
        hoverinfo="skip",
        legendrank=2,
        **axes(0),
    )


def _stretches(flags: Flags, row: int) -> tuple[list[float | None], list[int | None]]:
    xs: list[float | None] = []
    ys: list[int | None] = []
    for a, b in bouts(flags):
        xs += [*map(float, clock([a - 0.5, b - 0.5])), None]
        ys += [row, row, None]
    return xs, ys


def _numbers(
    both: tuple[tuple[pd.DataFrame, pd.DataFrame], ...], names: tuple[str, str], shares: list[float]
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Partner": list(names),
            "Upset while the other has turned away, share": shares,
            "Turned to the other, share": [float(turned(*pair).mean()) for pair in both],
            "Upset, mean": [float(own["display"].mean()) for own, _ in both],
        }
    )

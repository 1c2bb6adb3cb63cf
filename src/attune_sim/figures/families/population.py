"""Many families: what goes with security, and what samples of them would find."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from attune_sim import numbers
from attune_sim.figures.base import labels, style
from attune_sim.figures.base.bands import ribbon
from attune_sim.figures.base.layout import Panel, axes, set_axis
from attune_sim.figures.base.metadata import compose
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.intervals import fisher, wilson

Floats = npt.NDArray[np.float64]
BINS = 5
FEWEST = 8  # families from which a correlation is drawn


@dataclass(frozen=True)
class Correlation:
    """Pearson's r with its 95% interval (Fisher's z) and the number of families."""

    r: float
    low: float
    high: float
    n: int

    @property
    def words(self) -> str:
        """In a line."""
        if not math.isfinite(self.r):
            return "r is not defined yet"
        r = numbers.with_interval(*(numbers.decimals(x) for x in (self.r, self.low, self.high)))
        return f"r = {r}, {numbers.count(self.n, 'family', 'families')}"


def correlated(x: Floats, y: Floats) -> Correlation:
    """The correlation of two columns over the rows in which both are known."""
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    n = len(x)
    if n < FEWEST or x.std() == 0 or y.std() == 0:
        return Correlation(math.nan, math.nan, math.nan, n)
    r = float(np.corrcoef(x, y)[0, 1])
    return Correlation(r, *fisher(min(max(r, -0.9999), 0.9999), n), n)


def security_draft(
    table: pd.DataFrame, *, measures: Sequence[str], title: str = "What goes with security"
) -> Draft:
    """Share coded secure over fifths of the families, by each measure; families as dots.

    Args:
        table: a row per family, with the measures and `secure` (0 or 1).
        measures: names of outcomes.
        title: any text.
    """
    figure = Draft()
    panels, rows = [], []
    caption = (
        "Dots: a family each, above if coded secure, below if not. Line: share secure in fifths of"
        " the families, with 95% intervals."
    )
    if not np.isfinite(table[list(measures)].to_numpy(float)).all():
        caption += " A panel leaves out families in which its measure is not defined."
    secure = table["secure"].to_numpy(float)
    lift = np.random.default_rng(1).uniform(-0.035, 0.035, len(table))  # so that dots lie apart
    for k, measure in enumerate(measures):
        x = table[measure].to_numpy(float)
        found = correlated(x, secure)
        figure.add_scatter(
            x=x,
            y=np.where(secure == 1, 1.08, -0.08) + lift,
            mode="markers",
            name="Families",
            showlegend=False,
            marker={"size": 4, "color": style.NEUTRAL, "opacity": 0.5},
            hoverinfo="skip",
            **axes(k),
        )
        fifths = _fifths(x, secure)
        if len(fifths):
            colour = style.PATTERNS["secure"]
            figure.add_scatter(
                x=fifths["x"].to_numpy(),
                y=fifths["share"].to_numpy(),
                mode="lines+markers",
                name="Share secure",
                showlegend=False,
                line={"color": colour},
                marker={"size": 9, "color": colour},
                error_y={
                    "array": (fifths["high"] - fifths["share"]).to_numpy(),
                    "arrayminus": (fifths["share"] - fifths["low"]).to_numpy(),
                    "color": colour,
                    "thickness": 2,
                    "width": 0,
                },
                hovertemplate="%{x:.2f}: %{y:.0%} secure<extra></extra>",
                **axes(k),
            )
            rows += [
                {"Measure": labels.label(measure), "Mean of the fifth": row.x,
                 "Share secure": row.share, "95% from": row.low, "95% to": row.high,
                 "Families": row.n}
                for row in fifths.itertuples()
            ]  # fmt: skip
        ticks = [0, 0.25, 0.5, 0.75, 1]
        set_axis(figure, "y", k, range=[-0.16, 1.16], tickvals=ticks, tickformat=".0%")
        set_axis(figure, "x", k, tickformat=labels.tick_format(measure), showgrid=True)
        head = f"By {labels.label(measure)[0].lower()}{labels.label(measure)[1:]}"
        panels.append(Panel(head, found.words, 260, labels.axis_title(measure)))
    return compose(
        figure,
        panels,
        title=title,
        caption=caption,
        numbers=pd.DataFrame(rows),
        columns=2,
    )


def _fifths(x: Floats, secure: Floats) -> pd.DataFrame:
    known = np.isfinite(x)
    order = np.argsort(x[known], kind="stable")
    xs, ys = x[known][order], secure[known][order]
    rows = []
    for part in np.array_split(np.arange(len(xs)), BINS):
        if len(part):
            count = int(ys[part].sum())
            low, high = wilson(count, len(part))
            share = count / len(part)
            rows.append((float(xs[part].mean()), share, low, high, len(part)))
    return pd.DataFrame(rows, columns=["x", "share", "low", "high", "n"])


def drawn(x: Floats, y: Floats, size: int, samples: int, luck: np.random.Generator) -> Floats:
    """Correlations in many samples of families; NaN if undefined.

    Each is drawn with putting back: without it, a sample of nearly all would find nearly the same.
    """
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if min(size, len(x)) < FEWEST:
        return np.full(samples, np.nan)
    picks = luck.integers(len(x), size=(samples, size))
    a, b = x[picks], y[picks]
    a = a - a.mean(axis=1, keepdims=True)
    b = b - b.mean(axis=1, keepdims=True)
    spread = np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = np.where(spread > 0, (a * b).sum(axis=1) / spread, np.nan)
    return found


def samples_draft(
    found: Floats,
    by_size: Mapping[int, Floats],
    *,
    size: int,
    whole: Correlation,
    published: tuple[float, float, float],
    title: str = "What single studies would find",
) -> Draft:
    """Correlations in many samples of one size, and how their range narrows with size.

    Args:
        found: a correlation a sample.
        by_size: the same for several sizes.
        size: families in each of the samples.
        whole: the correlation in all families.
        published: published r, with its 95% interval.
        title: any text.
    """
    figure = Draft()
    known = found[np.isfinite(found)]
    counts, edges = np.histogram(known, bins=np.linspace(-1, 1, 41))
    figure.add_bar(
        x=(edges[:-1] + edges[1:]) / 2,
        y=counts,
        width=0.044,
        name="Samples",
        showlegend=False,
        marker={"color": style.LEVELS[0]},
        hovertemplate="r about %{x:.2f}: %{y} samples<extra></extra>",
        **axes(0),
    )
    sizes = sorted(by_size)
    low, middle, high = (
        [float(np.nanpercentile(by_size[n], q)) for n in sizes] for q in (2.5, 50, 97.5)
    )
    rx, ry = ribbon(sizes, low, high)
    figure.add_scatter(
        x=rx,
        y=ry,
        mode="lines",
        fill="toself",
        name="95% of samples",
        showlegend=False,
        hoverinfo="skip",
        line={"width": 0, "color": style.LEVELS[0]},
        fillcolor=style.tint(style.LEVELS[0], 0.25),
        **axes(1),
    )
    figure.add_scatter(
        x=sizes,
        y=middle,
        mode="lines+markers",
        name="Middle sample",
        showlegend=False,
        line={"color": style.LEVELS[0]},
        customdata=[
            f"95% of samples: {numbers.interval(numbers.decimals(a), numbers.decimals(b))}"
            for a, b in zip(low, high, strict=True)
        ],
        hovertemplate="%{x} families: r %{y:.2f}<br>%{customdata}<extra></extra>",
        **axes(1),
    )
    _marks(figure, counts, whole, published, size, sizes)
    top = max(int(counts.max(initial=0)), 1)
    set_axis(figure, "x", 0, range=[-0.75, 1.0], showgrid=True)
    set_axis(figure, "y", 0, range=[0, top * 1.25])
    set_axis(figure, "x", 1, range=[0, sizes[-1] * 1.03], showgrid=True)
    set_axis(figure, "y", 1, range=[-0.65, 0.95])
    note = "dashed: all families; grey: published, with its 95% interval"
    panels = [
        Panel(f"{len(found)} samples of {size} families", note, 240, "Correlation r in the sample"),
        Panel("By size of the sample", "line: middle; area: 95% of samples", 240, "Families"),
    ]
    rows = [
        {"Families in a sample": n, "2.5% of samples below": a, "Middle sample": m,
         "2.5% above": b}
        for n, a, m, b in zip(sizes, low, middle, high, strict=True)
    ]  # fmt: skip
    return compose(
        figure,
        panels,
        title=title,
        caption="Samples are drawn from the families above. The published figure is pooled over"
        " many studies.",
        numbers=pd.DataFrame(rows),
        columns=2,
    )


def _marks(
    figure: Draft,
    counts: npt.NDArray[np.int64],
    whole: Correlation,
    published: tuple[float, float, float],
    size: int,
    sizes: Sequence[int],
) -> None:
    r, low, high = published
    for k, (across, along) in enumerate((("x", "y"), ("y", "x"))):

        def line(at: tuple[float, float], fill: str | None, dash: str | None, k: int = k,
                 across: str = across, along: str = along) -> None:  # fmt: skip
            figure.add_shape(
                type="rect" if fill else "line",
                **{f"{across}0": at[0], f"{across}1": at[1], f"{along}0": 0, f"{along}1": 1},
                **{
                    f"{across}ref": axes(k)[f"{across}axis"],
                    f"{along}ref": f"{axes(k)[f'{along}axis']} domain",
                },
                layer="below" if fill else "above",
                fillcolor=fill,
                line={"width": 0 if fill else 2, "dash": dash, "color": style.NEUTRAL},
                name="published" if fill or dash is None else "all families",
            )

        line((low, high), style.tint(style.NEUTRAL, 0.3), None)
        line((r, r), None, None)
        if math.isfinite(whole.r):
            line((whole.r, whole.r), None, "dash")

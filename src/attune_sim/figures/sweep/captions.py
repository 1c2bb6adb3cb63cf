"""The caption of a sweep's picture, and the table of numbers that it shows."""

from __future__ import annotations

import pandas as pd

from attune_sim.figures.base import labels
from attune_sim.figures.sweep import points
from attune_sim.figures.sweep.chart_choice import Levels, Picture


def caption_of(
    rows: pd.DataFrame, picture: Picture, infants: int | None, table: pd.DataFrame
) -> str:
    """What is seen, how many, and what the interval is."""
    held = sorted({int(n) for n in rows["infants"].dropna()}) if "infants" in rows else []
    sizes = [infants] if infants is not None else held
    of = f" of {labels.span(sizes)} infants" if sizes else ""
    most = sorted({int(n) for n in table["n"]})
    runs = labels.span(most)
    each = f"{runs} replication{'' if runs == '1' else 's'}{of} each"
    if picture.kind == "points":
        return (
            f"Dots: single points, {each}. Lines: means of {points.BINS} bins with as many points"
            " each; bands: 95% interval of the mean over a bin's points (Student's t)."
        )
    if picture.kind == "marginals":
        return (
            f"Lines: mean over all combinations with this value. Dots: single combinations, {each}."
        )
    if not most or most[-1] < 2:
        return f"{each[:1].upper()}{each[1:]}: one value, so no interval."
    interval = {
        "curves": "bands: 95% interval of the mean (Student's t; Wilson for a share of infants)",
        "star": "what is not on the axis is as in the scenario; bands: 95% interval of the mean"
        " (Student's t; Wilson for a share of infants)",
        "dots": "bars: 95% interval of the mean (Student's t; Wilson for a share of infants)",
        "heat": "95% intervals of the means are beside the pointer and in the table of numbers",
    }[picture.kind]
    return f"Means over {each}; {interval}."


def numbers_of(table: pd.DataFrame, levels: Levels) -> pd.DataFrame:
    """The means with their intervals, under the labels of what they are."""
    names = {name: labels.label(name) for name in levels if name}
    out = table[list(names)].rename(columns=names)
    return out.assign(
        Measure=[labels.label(m) for m in table["measure"]],
        Mean=table["mean"],
        **{"95% from": table["low"], "95% to": table["high"]},
        Replications=table["n"],
    )

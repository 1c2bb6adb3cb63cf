"""Main effects and interactions of what was varied, with intervals: a question's answer in numbers.

A straight line is fitted in each replication by itself, to all its points, and what is told is the
mean of its coefficients over replications with Student's t. Replications are independent of each
other; the points of one share their random numbers. So this holds for common and own random
numbers alike, and what a replication adds to all points drops out.

The effect of a parameter is the change from its lowest to its highest value in the design, averaged
over the other factors; that of a scenario or level is its difference from the first one. An
interaction is how much one effect changes over the range of another factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from attune_sim.intervals import half_width
from attune_sim.sweep.spec import SweepSpec
from attune_sim.sweep.vocabulary import BY, OF

MAIN, INTERACTION = "main effect", "interaction"
ONE_AT_A_TIME = "one-at-a-time"
DESIGNS = ("grid", "list", ONE_AT_A_TIME, "latin-hypercube")
"""Designs that are analysed so; morris and sobol designs have analyses of their own."""
COLUMNS = ["measure", "kind", "term", "effect", "low", "high", "replications"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Term:
    """A column of the fit.

    Attributes:
        name: of the parameter, or of the factor and its level.
        factor: the name of what was varied.
        values: at each point, with mean 0; a parameter goes over a range of 1.
    """

    name: str
    factor: str
    values: Floats


def effects(spec: SweepSpec, rows: pd.DataFrame) -> pd.DataFrame:
    """Main effects, and interactions of any two factors where the design can tell them.

    Args:
        spec: of the sweep.
        rows: a row per run, as `read` returns them. Points at which a measure is somewhere
            undefined are left out of its fit.

    Returns:
        A row per measure and term: measure, kind (MAIN or INTERACTION), term, effect, low, high
        (95%), replications. No rows for another design, or a measure whose points cannot tell the
        main effects apart; no interval for a single replication.
    """
    parts = [_of_measure(spec, rows, measure) for measure in spec.measures]
    return pd.DataFrame([row for part in parts for row in part], columns=COLUMNS)


def coefficients(spec: SweepSpec, rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The effects on a measure in each replication by itself.

    Returns:
        A row per term, with its name and kind as index, and a column per replication. No rows for
        another design, or where the points cannot tell the main effects apart.
    """
    none = pd.DataFrame(index=pd.MultiIndex.from_tuples([], names=["term", "kind"]))
    if spec.design.kind not in DESIGNS or rows.empty:
        return none
    table = rows.pivot_table(index="point", columns="replication", values=measure, dropna=False)
    table = table.dropna()
    if table.empty:
        return none
    points = rows.drop_duplicates("point").set_index("point")
    mains = _mains(spec, points.loc[table.index])
    pairs = [
        _Term(f"{a.name}{BY}{b.name}", "", _centred(a.values * b.values))
        for a, b in combinations(mains, 2)
        if a.factor != b.factor
    ]
    if not _is_told(mains):
        return none
    terms = mains + pairs if _is_told(mains + pairs) else mains
    design = np.column_stack([np.ones(len(table)), *(term.values for term in terms)])
    found = np.linalg.lstsq(design, table.to_numpy(float), rcond=None)[0][1:]
    kinds = [MAIN if term in mains else INTERACTION for term in terms]
    index = pd.MultiIndex.from_arrays(
        [[term.name for term in terms], kinds], names=none.index.names
    )
    return pd.DataFrame(found, index=index, columns=table.columns)


def _of_measure(
    spec: SweepSpec, rows: pd.DataFrame, measure: str
) -> list[tuple[str, str, str, float, float, float, int]]:
    found = coefficients(spec, rows, measure)
    if found.empty:
        return []
    count = found.shape[1]
    values = found.to_numpy(float)
    sd = values.std(axis=1, ddof=1) if count > 1 else np.full(len(found), np.nan)
    means, half = values.mean(axis=1).tolist(), half_width(sd, count).tolist()
    return [
        (measure, kind, name, mean, mean - h, mean + h, count)
        for (name, kind), mean, h in zip(found.index, means, half, strict=True)
    ]


def _mains(spec: SweepSpec, points: pd.DataFrame) -> list[_Term]:
    """The columns of the factors that differ among these points.

    Numbers count if there is one at each point, or, one at a time, at some.
    """
    out = []
    for name in spec.varied:
        column = points[name]
        if column.nunique(dropna=False) < 2:
            continue
        if name in spec.groups:
            first, *others = spec.groups[name]
            held = set(column)
            out += [
                _Term(f"{name}{OF}{label}", name, _centred((column == label).to_numpy(float)))
                for label in others
                if label in held and first in held
            ]
        elif column.notna().all() or spec.design.kind == ONE_AT_A_TIME:
            values = column.to_numpy(float)
            reach = np.nanmax(values) - np.nanmin(values)
            if reach > 0.0:
                out.append(_Term(name, name, _centred(values / reach)))
    return out


def _centred(values: Floats) -> Floats:
    """Values less their mean; 0 where there is none.

    One at a time, a parameter that the scenario draws has no number at the points of the others.
    Those points then say nothing about its effect, and its effect nothing about them.
    """
    return np.nan_to_num(values - np.nanmean(values))


def _is_told(terms: Sequence[_Term]) -> bool:
    """Whether the points tell these terms apart, with one point to spare for the mean."""
    if not terms:
        return False
    columns = np.column_stack([term.values for term in terms])
    return len(terms) < len(columns) and np.linalg.matrix_rank(columns) == len(terms)

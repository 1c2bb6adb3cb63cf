"""The statistics that studies report, computed the same way from simulated ones.

Each takes a list of samples, one a group: arrays of shape (families, columns) in which nothing is
undefined, labels as their numbers. It gives one number, NaN where the statistic is undefined. With
`groups` = 0 the groups are put together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from attune_sim import measures

Floats = npt.NDArray[np.float64]
Samples = Sequence[Floats]


@dataclass(frozen=True, slots=True)
class Statistic:
    """One statistic.

    Attributes:
        compute: the function.
        columns: how many columns it takes.
        groups: how many groups it takes; 0 means that groups are put together.
        scale: what kind of number it is, for intervals, verdicts and axes: share, r, kappa, d, or
            own (the columns' own unit, a ratio or a coefficient).
        labels: whether its columns may be labels.
        meaning: one sentence.
        ratio: whether it is one, so that 1, not 0, means no difference.
        interest: smallest effect, or difference from a published value, that matters; None where it
            depends on the unit.
    """

    compute: Callable[[Samples], float]
    columns: int
    groups: int
    scale: str
    labels: bool
    meaning: str
    ratio: bool = False
    interest: float | None = None


def _together(samples: Samples) -> Floats:
    return samples[0] if len(samples) == 1 else np.concatenate(samples)


def mean(samples: Samples) -> float:
    """Mean of a column."""
    values = _together(samples)[:, 0]
    return float(values.mean()) if len(values) else np.nan


def mean_in_sd(samples: Samples) -> float:
    """Mean of a column in its own standard deviations; of a difference, the change of a family."""
    values = _together(samples)[:, 0]
    sd = values.std(ddof=1) if len(values) > 1 else 0.0
    return float(values.mean() / sd) if sd > 0 else np.nan


def share(samples: Samples) -> float:
    """Mean of a column of zeros and ones, or of a share."""
    return mean(samples)


def _r(x: Floats, y: Floats) -> float:
    if len(x) < 3:
        return np.nan
    a, b = x - x.mean(), y - y.mean()
    spread = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / spread) if spread > 0 else np.nan


def correlation(samples: Samples) -> float:
    """Pearson's r; with zeros and ones the point-biserial r or phi."""
    table = _together(samples)
    return _r(table[:, 0], table[:, 1])


def difference_of_correlations(samples: Samples) -> float:
    """How much more the first column goes with the third than the second does."""
    table = _together(samples)
    return _r(table[:, 0], table[:, 2]) - _r(table[:, 1], table[:, 2])


def partial_correlation(samples: Samples) -> float:
    """Partial correlation of the first column with the third, with the second held constant."""
    x, held, y = _together(samples).T
    xy, xh, hy = _r(x, y), _r(x, held), _r(held, y)
    rest = (1 - xh**2) * (1 - hy**2)
    return float((xy - xh * hy) / np.sqrt(rest)) if rest > 0 else np.nan


def _g(a: Floats, b: Floats) -> float:
    n = len(a) + len(b)
    if len(a) < 2 or len(b) < 2:
        return np.nan
    pooled = np.sqrt(((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / (n - 2))
    return float((a.mean() - b.mean()) / pooled * (1 - 3 / (4 * n - 9))) if pooled > 0 else np.nan


def hedges_g(samples: Samples) -> float:
    """Hedges' g of the first column: where the second is 1 against where it is 0."""
    value, by = _together(samples).T
    return _g(value[by > 0], value[by <= 0])


def hedges_g_within(samples: Samples) -> float:
    """Hedges' g of the first column: where the second is 1 against where the third is 1."""
    value, first, second = _together(samples).T
    return _g(value[first > 0], value[second > 0])


def hedges_g_groups(samples: Samples) -> float:
    """Hedges' g of a column: first group against second."""
    return _g(samples[0][:, 0], samples[1][:, 0])


def odds_d(samples: Samples) -> float:
    """The d of an odds ratio: how often a column is 1, first group against second.

    A share of none or all counts as half a family more or less.
    """
    if not all(len(s) for s in samples):
        return np.nan
    p = [min(1 - 0.5 / len(s), max(0.5 / len(s), mean([s]))) for s in samples]
    return float(measures.odds_to_d(p[0], p[1]))


def risk_ratio(samples: Samples) -> float:
    """How many times as often a column is 1 in the first group as in the second."""
    below = mean(samples[1:])
    return mean(samples[:1]) / below if below > 0 else np.nan


def difference(samples: Samples) -> float:
    """Mean of a column: first group less second."""
    return mean(samples[:1]) - mean(samples[1:])


def paired_ratio(samples: Samples) -> float:
    """Mean of the first column over mean of the second."""
    table = _together(samples)
    below = table[:, 1].mean() if len(table) else 0.0
    return float(table[:, 0].mean() / below) if below else np.nan


def kappa(samples: Samples) -> float:
    """Cohen's kappa of two columns of labels."""
    table = _together(samples)
    return measures.kappa(table[:, 0], table[:, 1])


def agreement(samples: Samples) -> float:
    """Share of families with the same label in two columns."""
    table = _together(samples)
    return float((table[:, 0] == table[:, 1]).mean()) if len(table) else np.nan


def agreement_difference(samples: Samples) -> float:
    """Agreement of two columns of labels: first group less second."""
    return agreement(samples[:1]) - agreement(samples[1:])


def _standard(x: Floats) -> Floats:
    sd = x.std(ddof=1) if len(x) > 1 else 0.0
    return (x - x.mean()) / sd if sd > 0 else np.zeros(len(x))


def _last_coefficient(y: Floats, *columns: Floats) -> float:
    if len(y) < len(columns) + 3 or not all(c.any() for c in (*columns, y)):
        return np.nan
    design = np.column_stack([np.ones_like(y), *columns])
    return float(np.linalg.lstsq(design, y, rcond=None)[0][-1])


def bend(samples: Samples) -> float:
    """Standardised quadratic coefficient of the second column on the first; below 0 inverted U."""
    x, y = (_standard(c) for c in _together(samples).T)
    return _last_coefficient(y, x, x**2)


def interaction(samples: Samples) -> float:
    """Standardised coefficient of first x second column on the third, next to both main effects."""
    a, b, y = (_standard(c) for c in _together(samples).T)
    return _last_coefficient(y, a, b, a * b)


def _log_odds(values: Floats) -> float:
    """Log odds of a column of zeros and ones; none or all counts as half a family more or less."""
    if not len(values):
        return np.nan
    p = min(1 - 0.5 / len(values), max(0.5 / len(values), float(values.mean())))
    return float(np.log(p / (1 - p)))


def difference_of_log_odds(samples: Samples) -> float:
    """How much more the first raises the log odds of the third where the second is 1 than where 0.

    All three are columns of zeros and ones: a treatment, a subgroup and what comes of it.
    """
    treated, within, y = _together(samples).T
    effects = [
        _log_odds(y[(treated > 0) & where]) - _log_odds(y[(treated <= 0) & where])
        for where in (within > 0, within <= 0)
    ]
    return effects[0] - effects[1]


INTEREST = {"share": 0.05, "r": 0.10, "kappa": 0.10, "d": 0.20}
"""Smallest effect that matters by scale: d .20 is about r .10."""
STANDARDISED = {
    "bend": 0.10,
    "interaction": 0.10,
    "agreement-difference": 0.10,
    "difference-of-log-odds": 0.36,  # d .20 / .551
}
"""The same of statistics on a scale of their own that no unit changes."""

STATISTICS: dict[str, Statistic] = {
    name: Statistic(
        function,
        columns,
        groups,
        scale,
        labels,
        (function.__doc__ or "").split("\n")[0],
        ratio=name in ("risk-ratio", "paired-ratio"),
        interest=STANDARDISED.get(name, INTEREST.get(scale)),
    )
    for name, function, columns, groups, scale, labels in (
        ("share", share, 1, 0, "share", False),
        ("mean", mean, 1, 0, "own", False),
        ("mean-in-sd", mean_in_sd, 1, 0, "d", False),
        ("correlation", correlation, 2, 0, "r", False),
        ("difference-of-correlations", difference_of_correlations, 3, 0, "r", False),
        ("partial-correlation", partial_correlation, 3, 0, "r", False),
        ("hedges-g", hedges_g, 2, 0, "d", False),
        ("hedges-g-within", hedges_g_within, 3, 0, "d", False),
        ("hedges-g-groups", hedges_g_groups, 1, 2, "d", False),
        ("odds-d", odds_d, 1, 2, "d", False),
        ("risk-ratio", risk_ratio, 1, 2, "own", False),
        ("difference", difference, 1, 2, "own", False),
        ("paired-ratio", paired_ratio, 2, 0, "own", False),
        ("kappa", kappa, 2, 0, "kappa", True),
        ("agreement", agreement, 2, 0, "share", True),
        ("agreement-difference", agreement_difference, 2, 2, "own", True),
        ("bend", bend, 2, 0, "own", False),
        ("interaction", interaction, 3, 0, "own", False),
        ("difference-of-log-odds", difference_of_log_odds, 3, 0, "own", False),
    )
}
"""Statistics by the name that a finding gives."""

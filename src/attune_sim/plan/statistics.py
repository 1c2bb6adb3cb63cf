"""What samples of simulated families say: estimate and test, for every size of sample at once.

A sample grows dyad by dyad, so running sums give the statistic for each size, and a curve over
sizes is of the same samples. Tests are those that a study would use, two-sided at 5%.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from attune_sim.codes import Floats
from attune_sim.intervals import UPPER
from attune_sim.plan.question import DIFFERENCE, INTERACTION

DRAWS = 2000
TOGETHER = 4_000_000  # numbers drawn at once
BLOCK = 100_000  # of them looked up and summed at a time: more fall out of a core's cache
Sizes = NDArray[np.int64]


class Found(NamedTuple):
    """A statistic for samples of some sizes.

    Attributes:
        estimate: (draws, sizes): r, g, or a standardised coefficient.
        t: the same of its test.
        df: degrees of freedom, (sizes,).
    """

    estimate: Floats
    t: Floats
    df: Floats


def of_samples(kind: str, groups: Sequence[Floats], sizes: Sizes, seed: int) -> Found:
    """Samples with replacement from the families of each group.

    Args:
        kind: of the question.
        groups: (families, columns) each.
        sizes: dyads in all, rising; of two groups half are of each.
        seed: of the draws.
    """
    each = sizes // len(groups)
    together, at_a_time = (max(1, most // int(each[-1])) for most in (TOGETHER, BLOCK))
    random = np.random.default_rng(seed)
    columns = [np.ascontiguousarray(g.T) for g in groups]
    parts = []
    for first in range(0, DRAWS, together):
        count = min(together, DRAWS - first)
        drawn = [random.integers(len(g), size=(count, each[-1])) for g in groups]
        for k in range(0, count, at_a_time):
            picked = [c.take(d[k : k + at_a_time], 1) for c, d in zip(columns, drawn, strict=True)]
            parts.append(_growing(kind, picked, each))
    return Found(
        np.concatenate([part.estimate for part in parts]),
        np.concatenate([part.t for part in parts]),
        parts[0].df,
    )


def of_all(kind: str, groups: Sequence[Floats]) -> Found:
    """The statistic of all families, one draw of one size."""
    least = min(map(len, groups))
    return _growing(kind, [g.T[:, None, :least] for g in groups], np.array([least]))


def significant(found: Found, direction: float) -> Floats:
    """The share of samples in which the test finds the effect, with its sign, by size."""
    critical = special.stdtrit(found.df, UPPER)
    return np.asarray((found.t * np.sign(direction) > critical).mean(axis=0), np.float64)


def half_widths(found: Found) -> Floats:
    """Half of the range that holds 95% of the samples' estimates, by size."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of small samples that are all alike
        low, high = np.nanquantile(found.estimate, [1 - UPPER, UPPER], axis=0)
    return np.asarray((high - low) / 2, np.float64)


def _growing(kind: str, drawn: Sequence[Floats], each: Sizes) -> Found:
    """The statistic of the first few of each draw, (columns, draws, dyads)."""
    if kind == DIFFERENCE:
        return _difference(drawn[0][0], drawn[1][0], each)
    if kind == INTERACTION:
        return _interaction(drawn[0], each)
    return _correlation(drawn[0], each)


def _sums(values: Floats, each: Sizes) -> Floats:
    return np.cumsum(values, axis=1)[:, each - 1]


def _correlation(sample: Floats, each: Sizes) -> Found:
    x, y = sample
    sx, sy, sxx, syy, sxy = (_sums(v, each) for v in (x, y, x * x, y * y, x * y))
    spread = np.maximum(sxx - sx**2 / each, 0) * np.maximum(syy - sy**2 / each, 0)
    r = (sxy - sx * sy / each) / np.sqrt(np.where(spread > 0, spread, np.nan))
    r = np.clip(r, -1, 1)
    df = (each - 2).astype(np.float64)
    return Found(r, r * np.sqrt(df / np.maximum(1 - r**2, 1e-12)), df)


def _difference(a: Floats, b: Floats, each: Sizes) -> Found:
    (ma, va), (mb, vb) = (_moments(values, each) for values in (a, b))
    pooled = np.sqrt((va + vb) / 2)
    pooled = np.where(pooled > 0, pooled, np.nan)
    df = (2 * each - 2).astype(np.float64)
    d = (ma - mb) / pooled
    return Found(d * (1 - 3 / (4 * df - 1)), d * np.sqrt(each / 2), df)


def _moments(values: Floats, each: Sizes) -> tuple[Floats, Floats]:
    total, squares = _sums(values, each), _sums(values**2, each)
    return total / each, np.maximum(squares - total**2 / each, 0) / (each - 1)


def _interaction(sample: Floats, each: Sizes) -> Found:
    """Standardised coefficient of the product of two columns beside both, on the third.

    The columns come with mean 0 and standard deviation 1 over all families.
    """
    a, b, y = sample
    columns = [np.ones_like(a), a, b, a * b, y]
    k = len(columns)
    products = np.empty((len(a), len(each), k, k))
    for i in range(k):
        for j in range(i, k):
            products[..., i, j] = products[..., j, i] = _sums(columns[i] * columns[j], each)
    xx, xy, yy = products[..., :4, :4], products[..., :4, 4], products[..., 4, 4]
    inverse = np.linalg.pinv(xx, hermitian=True)
    beta = np.einsum("...ij,...j->...i", inverse, xy)
    df = (each - 4).astype(np.float64)
    rest = np.maximum(yy - np.einsum("...i,...i->...", beta, xy), 0) / np.maximum(df, 1)
    error = np.sqrt(rest * inverse[..., 3, 3])
    error = np.where((df > 0) & (error > 0), error, np.nan)
    return Found(beta[..., 3], beta[..., 3] / error, df)

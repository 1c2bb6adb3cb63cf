"""The shape of a share over a measure: does it rise at all, evenly, in an S, or up to a bend?

Models of the probability p that a family is, say, secure, over a measure x:

    constant    p is the same everywhere                              1 parameter
    linear      p on a straight line                                  2
    logistic    log odds of p on a straight line                      2
    segmented   p on two straight lines that meet in a bend           4

Each is fitted to single families by binomial likelihood and compared by AIC (Akaike 1974) and BIC
(Schwarz 1978). Lines are described by p at their ends, so that p stays between 0 and 1. The bend is
found on a grid, then between its neighbours; its interval comes from resampling families
(percentile bootstrap). An interval that covers most of the range says that there is no one bend.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit

Floats = npt.NDArray[np.float64]

PARAMETERS = {"constant": 1, "linear": 2, "logistic": 2, "segmented": 4}
LEVEL = 0.9
NEAR = 1e-6  # how near p may come to 0 and 1
INNER = (0.05, 0.95)  # quantiles of the measure between which a bend is sought
GRID = 19


@dataclass(frozen=True, slots=True)
class Fit:
    """One model, fitted.

    Attributes:
        log_likelihood: of all families.
        parameters: how many.
        families: how many.
        at: values of the measure at the ends of its lines (for logistic, at both ends).
        p: the probability there.
    """

    log_likelihood: float
    parameters: int
    families: int
    at: tuple[float, ...]
    p: tuple[float, ...]

    @property
    def aic(self) -> float:
        """Akaike's criterion; the lowest is best."""
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """Schwarz's criterion; the lowest is best."""
        return self.parameters * math.log(self.families) - 2 * self.log_likelihood

    @property
    def bend(self) -> float:
        """Where two lines meet; NaN where there is one."""
        return self.at[1] if len(self.at) == 3 else math.nan


def fit_all(x: Floats, y: Floats) -> dict[str, Fit]:
    """Every model, fitted to families.

    Args:
        x: the measure, (families,), of which at least 20 differ.
        y: 0 or 1, (families,).

    Raises:
        ValueError: too few values differ for a bend to be sought.
    """
    if len(np.unique(x)) < 20:
        raise ValueError("a shape needs at least 20 families of different measure")
    ones = np.ones(len(x))
    ends = (float(x.min()), float(x.max()))
    mean = float(np.clip(y.mean(), NEAR, 1 - NEAR))
    found = {
        "constant": (_log_likelihood(np.full(len(x), mean), y, ones), ends, (mean, mean)),
        "linear": _lines(x, y, ones, ends),
        "logistic": _logistic(x, y, ends),
        "segmented": _segmented(x, y, ones),
    }
    return {
        name: Fit(likelihood, PARAMETERS[name], len(x), at, p)
        for name, (likelihood, at, p) in found.items()
    }


def best(fits: Mapping[str, Fit], criterion: str) -> str:
    """The model with the lowest 'aic' or 'bic'."""
    return min(fits, key=lambda name: float(getattr(fits[name], criterion)))


def bend_interval(x: Floats, y: Floats, *, resamples: int, seed: int) -> tuple[float, float]:
    """The 90% interval of the bend."""
    rng = np.random.default_rng(seed)
    n = len(x)
    bends = [
        _segmented(x, y, rng.multinomial(n, np.full(n, 1 / n)).astype(np.float64))[1][1]
        for _ in range(resamples)
    ]
    low, high = np.quantile(bends, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def percentile(x: Floats, at: float) -> float:
    """The percentile of a value among families: percent with a lower measure, half of those equal.

    A bend depends on the measure's unit; at which percentile it lies does not, so bends over
    several measures of the same families are compared by this.
    """
    return float(100 * ((x < at).mean() + (x == at).mean() / 2))


_Found = tuple[float, tuple[float, ...], tuple[float, ...]]


def _log_likelihood(p: Floats, y: Floats, weights: Floats) -> float:
    return float(weights @ np.log(np.where(y > 0, p, 1 - p)))


def _lines(
    x: Floats,
    y: Floats,
    weights: Floats,
    at: tuple[float, ...],
    begin: tuple[float, ...] | None = None,
) -> _Found:
    """Straight lines between these values of the measure: a convex problem.

    Where the search begins, or at the mean, decides only how long it takes.
    """
    sign = np.where(y > 0, 1.0, -1.0)
    basis = np.array([np.interp(x, at, corner) for corner in np.eye(len(at))]) * sign
    below = np.where(y > 0, 0.0, 1.0)

    def loss(p: Floats) -> tuple[float, Floats]:
        chance = below + p @ basis  # of what each family is
        return -float(weights @ np.log(chance)), -(basis @ (weights / chance))

    mean = np.full(len(at), np.average(y, weights=weights))
    start = np.clip(mean if begin is None else begin, 0.01, 0.99)
    # SLSQP, because it is quick on two or three numbers.
    found = minimize(
        loss,
        start,
        jac=True,
        method="SLSQP",
        bounds=[(NEAR, 1 - NEAR)] * len(at),
        options={"ftol": 1e-8},
    )
    return -float(found.fun), at, tuple(map(float, found.x))


def _segmented(x: Floats, y: Floats, weights: Floats) -> _Found:
    """Two lines that meet where the likelihood is highest."""
    low, high = float(x.min()), float(x.max())
    inner = np.quantile(x, np.linspace(*INNER, GRID))
    grid = np.unique(inner[(inner > low) & (inner < high)])

    found: list[_Found] = []

    def loss(bend: float) -> float:
        near = found[-1][2] if found else None
        found.append(_lines(x, y, weights, (low, bend, high), near))
        return -found[-1][0]

    k = int(np.argmin([loss(float(b)) for b in grid]))
    around = (float(grid[max(0, k - 1)]), float(grid[min(len(grid) - 1, k + 1)]))
    if around[0] < around[1]:
        minimize_scalar(
            loss, bounds=around, method="bounded", options={"maxiter": 12, "xatol": 1e-4}
        )
    return max(found, key=lambda fit: fit[0])


def _logistic(x: Floats, y: Floats, ends: tuple[float, float]) -> _Found:
    z = (x - x.mean()) / x.std()
    side = np.where(y > 0, 1.0, -1.0)

    def loss(b: Floats) -> float:
        return float(np.logaddexp(0.0, -side * (b[0] + b[1] * z)).sum())

    found = minimize(loss, np.zeros(2), method="BFGS")
    p = expit(found.x[0] + found.x[1] * (np.array(ends) - x.mean()) / x.std())
    return -float(found.fun), ends, tuple(map(float, p))

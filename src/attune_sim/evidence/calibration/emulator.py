"""A quick stand-in for the model: a response surface of second order for each statistic.

Simulated statistics carry sampling noise of the families. A Bayesian ridge regression (MacKay
1992; Tipping 2001) on the constants, their squares and products tells it from how the statistic
depends on them, and says how surely that is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from attune_sim.evidence.calibration.constants import Floats

FOLDS = 8


@dataclass(frozen=True)
class Emulator:
    """One statistic as a function of the constants.

    Attributes:
        weights: of the terms, the constant one first.
        covariance: of the other weights.
        noise: standard deviation of the sampling noise in one simulated value.
        explained: share of the variance of values it had not seen that it predicts (negative if it
            predicts worse than the mean); sampling noise cannot be predicted.
    """

    weights: Floats
    covariance: Floats
    noise: float
    explained: float


def quadratic_terms(points: Floats) -> Floats:
    """Constants, their squares and products, (points, terms); the unit range becomes -1 to 1."""
    x = 2.0 * points - 1.0
    i, j = np.triu_indices(points.shape[1])
    return np.hstack([x, x[:, i] * x[:, j]])


def fit(points: Floats, values: Floats) -> Emulator:
    """Fit an emulator to a statistic at points of the unit cube; undefined values are left out."""
    from sklearn.linear_model import BayesianRidge
    from sklearn.model_selection import cross_val_predict

    there = np.isfinite(values)
    x, values = quadratic_terms(points[there]), values[there]
    foretold = cross_val_predict(BayesianRidge(), x, values, cv=FOLDS)
    left, whole = np.mean((values - foretold) ** 2), values.var()
    surface = BayesianRidge().fit(x, values)
    return Emulator(
        np.concatenate([[surface.intercept_], surface.coef_]),
        surface.sigma_,
        float(surface.alpha_**-0.5),
        float(1 - left / whole) if whole > 0 else 1.0,
    )


def fit_all(points: Floats, table: Floats) -> list[Emulator]:
    """An emulator for each column of (points, statistics)."""
    return [fit(points, column) for column in table.T]


def predict(emulators: Sequence[Emulator], points: Floats) -> tuple[Floats, Floats]:
    """Means of the statistics at points of the unit cube, and how surely they are known (SD).

    Each is (points, statistics).
    """
    x = quadratic_terms(points)
    weights = np.column_stack([e.weights for e in emulators])
    known = np.stack([((x @ e.covariance) * x).sum(axis=1) for e in emulators], axis=1)
    return weights[0] + x @ weights[1:], np.sqrt(np.maximum(known, 0.0))

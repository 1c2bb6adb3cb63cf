"""The likeliest draws simulated once more: surfaces may flatter a point, the model does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from attune_sim.evidence.calibration.constants import Floats
from attune_sim.evidence.calibration.emulator import Emulator, predict
from attune_sim.evidence.calibration.targets import Target, compared, log_likelihood


def try_likeliest(
    targets: Sequence[Target],
    emulators: list[Emulator],
    draws: Floats,
    count: int,
    luck: float,
    simulate: Callable[[Floats], pd.DataFrame],
) -> pd.DataFrame:
    """Simulate the defaults and the draws that the surfaces take for likeliest.

    Args:
        targets: what was published.
        emulators: of the same statistics, in the same order.
        draws: of the posterior, (draws, constants), points of the unit cube.
        count: of draws that are tried; equal ones, where a chain stayed in its place, count once.
        luck: variance of the sampling noise, as a share of that in the fitted points.
        simulate: gives the statistics at points of the unit cube, with new random numbers.

    Returns:
        A row a point: the constants' values, a column for each statistic, `emulated` and
        `log_likelihood` (as emulated and as simulated; -inf where a statistic is undefined). First
        the defaults as they are, with constants and `emulated` NaN; then the best-fitting first.
    """
    draws = np.unique(draws, axis=0)
    mean, sd = predict(emulators, draws)
    emulated = log_likelihood(targets, mean, sd)
    best = np.argsort(-emulated, kind="stable")[:count]
    chosen = np.vstack([np.full((1, draws.shape[1]), np.nan), draws[best]])
    found = simulate(chosen).drop(columns="point")
    by_luck = np.sqrt(luck) * np.array([e.noise for e in emulators])
    statistics = compared(targets, found)
    fit = log_likelihood(targets, statistics, np.tile(by_luck, (len(chosen), 1)))
    found["emulated"] = [np.nan, *emulated[best]]
    found["log_likelihood"] = np.where(np.isfinite(fit), fit, -np.inf)
    order = 1 + np.argsort(-found["log_likelihood"].to_numpy()[1:], kind="stable")
    return found.iloc[[0, *order]].reset_index(drop=True)

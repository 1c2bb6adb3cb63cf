"""Does the method recover known constants? Tests with simulated findings.

Some simulated points are kept out of the emulators. Their statistics, with errors as large as those
of the published figures, are taken for findings, and the constants are inferred from them. If the
method is right, intervals of 90% hold the true value in 90% of cases; if the evidence says
something about a constant, its interval is much narrower than before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from attune_sim.evidence.calibration.constants import Floats
from attune_sim.evidence.calibration.emulator import Emulator
from attune_sim.evidence.calibration.mcmc import sample
from attune_sim.evidence.calibration.targets import Target
from attune_sim.tasks import results_of

LEVEL = 0.9


def as_if_found(
    targets: Sequence[Target], statistics: Floats, luck: Sequence[float], seed: int
) -> list[Target]:
    """The targets as they would read if a study had found these statistics.

    Args:
        targets: what was published; their errors are used.
        statistics: simulated, one a target.
        luck: sampling noise (SD) of each target, an error of the finding like any other.
        seed: of the errors.
    """
    errors = np.random.default_rng(seed).standard_normal(len(targets))
    out = []
    for aim, value, by_luck, z in zip(targets, statistics, luck, errors, strict=True):
        seen, sd = float(value + aim.sd * z), float(np.hypot(aim.sd, by_luck))
        if aim.direction is None:
            out.append(replace(aim, value=seen, sd=sd))
        else:
            out.append(replace(aim, direction=1 if seen > 0 else -1, sd=sd))
    return out


def recover(
    targets: Sequence[Target],
    emulators: list[Emulator],
    names: Sequence[str],
    points: Floats,
    table: Floats,
    *,
    steps: int,
    seed: int,
    jobs: int = 1,
    report: Callable[[float], None] | None = None,
) -> pd.DataFrame:
    """Infer the constants at each kept-out point.

    Args:
        targets: what was published; their errors are used.
        emulators: fitted without these points.
        names: of the constants.
        points: true values in the unit cube, (cases, constants).
        table: their simulated statistics, (cases, targets).
        steps: of each chain.
        seed: of errors and chains.
        jobs: processes.
        report: called with the share of work done since the last call.

    Returns:
        A row for each case and constant: `case`, `constant`, `true`, `low`, `high` (in the unit
        range), `inside`.
    """
    complete = np.flatnonzero(np.isfinite(table).all(axis=1))
    tasks = [
        (case, targets, emulators, names, points[case], table[case], steps, seed)
        for case in complete
    ]
    return pd.concat(results_of(_recovered, tasks, jobs=jobs, report=report), ignore_index=True)


def _recovered(
    case: int,
    targets: Sequence[Target],
    emulators: list[Emulator],
    names: Sequence[str],
    true: Floats,
    statistics: Floats,
    steps: int,
    seed: int,
) -> pd.DataFrame:
    """The constants at one point as they are inferred from its statistics."""
    found = as_if_found(targets, statistics, [e.noise for e in emulators], seed + case)
    draws = sample(found, emulators, len(names), draws=4000, steps=steps, seed=seed + case).draws
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return pd.DataFrame(
        {"case": case, "constant": names, "true": true, "low": low, "high": high}
    ).assign(inside=(low <= true) & (true <= high))

"""What the model does at many points of the free constants: the findings' statistics at each.

Points are simulated in batches; a batch is a Parquet file, written whole or not at all, so that an
interrupted calibration goes on where it was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from attune_sim.evidence.calibration.constants import Constants, Floats
from attune_sim.evidence.statistics import STATISTICS
from attune_sim.evidence.studies.design import Finding
from attune_sim.evidence.studies.simulation import cohorts, samples, simulate
from attune_sim.tasks import results_of
from attune_sim.textfiles.writing import write

BATCH = 8  # points in a file


def statistics_at(
    point: Mapping[str, float], findings: Sequence[Finding], families: int, seed: int
) -> dict[str, float]:
    """Every finding's statistic with constants at these values; NaN where undefined.

    A constant whose value is NaN stays as it is declared, or as the population has it.
    """
    overrides = {name: float(x) for name, x in point.items() if math.isfinite(x)}
    simulated = simulate(cohorts(findings, families), seed=seed, overrides=overrides)
    return {
        p.id: float(STATISTICS[p.statistic].compute(samples(p, simulated, seed))) for p in findings
    }


def _batch(
    path: Path,
    constants: Constants,
    points: Floats,
    first: int,
    findings: Sequence[Finding],
    families: int,
    seed: int,
) -> None:
    rows = []
    for k, values in enumerate(constants.values(points)):
        point = dict(zip(constants.names, values, strict=True))
        found = statistics_at(point, findings, families, seed + first + k)
        rows.append({"point": first + k} | point | found)
    write(path, lambda part: pd.DataFrame(rows).to_parquet(part, index=False))


def simulate_points(
    folder: Path,
    constants: Constants,
    points: Floats,
    findings: Sequence[Finding],
    *,
    families: int,
    seed: int,
    jobs: int = 1,
    report: Callable[[float], None] | None = None,
) -> pd.DataFrame:
    """Simulate all points that are not in the folder yet; the table of all.

    Args:
        folder: of the batches' files; made if it is not there.
        constants: that are free.
        points: of the unit cube, (points, constants).
        findings: whose statistics are wanted.
        families: simulated in each cohort.
        seed: of the first point's random numbers; each point has its own.
        jobs: processes; changes no number.
        report: called with the share of work done since the last call.

    Returns:
        A row a point: `point`, the constants' values, a column for each finding.
    """
    folder.mkdir(parents=True, exist_ok=True)
    batches = {folder / f"{at:06d}.parquet": at for at in range(0, len(points), BATCH)}
    missing = {path: at for path, at in batches.items() if not path.exists()}
    if report is not None and batches:
        report(1 - len(missing) / len(batches))
    share = len(missing) / len(batches)
    results_of(
        _batch,
        [
            (path, constants, points[at : at + BATCH], at, findings, families, seed)
            for path, at in missing.items()
        ],
        jobs=jobs,
        report=None if report is None else lambda done: report(done * share),
    )
    return pd.concat(map(_read, batches), ignore_index=True)


def _read(path: Path) -> pd.DataFrame:
    with path.open("rb") as file:  # a name such as 'file:mine' is an address to pandas
        return pd.read_parquet(file)


def design(dimensions: int, count: int, seed: int) -> Floats:
    """Points spread evenly over the unit cube (scrambled Sobol), (count, dimensions)."""
    from scipy.stats import qmc

    sampler = qmc.Sobol(dimensions, rng=np.random.default_rng(seed))
    return np.asarray(sampler.random(1 << (count - 1).bit_length())[:count], np.float64)

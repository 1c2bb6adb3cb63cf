"""What one task computes: a batch of consecutive runs, row by row.

Run number k is replication k mod R of point k div R. Which runs share a batch, and which of those
are simulated in one block, follows from the spec alone, so no row depends on how many work on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from attune_sim import run
from attune_sim.population import join, populate
from attune_sim.scenario import Scenario
from attune_sim.sweep.design import Grid, Point, scenario_at
from attune_sim.sweep.spec import SweepSpec

# Infants in a block of several short runs. Runs of 2 to 20 infants that took 1 to 15 ms by
# themselves took 1.2 to 8 times less so; above about 200 infants their films leave the cache.
BLOCK_INFANTS = 128

Report = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive runs, and the points they need (so that a task carries no whole design).

    Attributes:
        number: of the batch, from 0.
        runs: numbers of the runs.
        first_point: number of points[0].
        points: of these runs, in order.
    """

    number: int
    runs: range
    first_point: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    keys: dict[str, Any]
    seed: int
    scenario: Scenario


def batch(spec: SweepSpec, design: Grid, size: int, number: int) -> Batch:
    """The batch of this number, of batches of `size` runs."""
    runs = range(number * size, min((number + 1) * size, len(design) * spec.replications))
    first, last = runs[0] // spec.replications, runs[-1] // spec.replications
    return Batch(number, runs, first, tuple(design[p] for p in range(first, last + 1)))


def replication_seed(spec: SweepSpec, replication: int, point: int) -> int:
    """The seed of a run, below 2**63: the same at all points where luck is common."""
    key = (replication,) if spec.luck == "common" else (replication, point)
    words = np.random.SeedSequence(spec.seed, spawn_key=key).generate_state(1, np.uint64)
    return int(words[0]) >> 1


def compute(
    spec: SweepSpec, task: Batch, *, threads: int = 1, report: Report | None = None
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Simulate a batch: a row per run, and a row per run, day, caregiver and measure of the series.

    Args:
        spec: of the sweep.
        task: which runs.
        threads: for each run; changes no number.
        report: called with the share of the batch done since the last call.
    """
    rows: list[dict[str, Any]] = []
    series: list[pd.DataFrame] = []
    for block in _blocks(spec, task):
        share = len(block) / len(task.runs)
        progress = run.Progress(_scaled(report, share)) if report else None
        if len(block) > 1:
            rows += _short_runs(spec, block, progress)
            continue
        (one,) = block
        table, times = run.infants(
            one.scenario,
            seed=one.seed,
            measures=spec.measures,
            threads=threads,
            progress=progress,
            series_every=spec.series,
        )
        rows.append(one.keys | run.summarise(table, spec.measures))
        if times is not None:
            series.append(times.assign(**one.keys))
    return pd.DataFrame(rows), pd.concat(series, ignore_index=True) if series else None


def _scaled(report: Report, share: float) -> Report:
    return lambda done: report(done * share)


def _runs(spec: SweepSpec, task: Batch) -> Iterator[_Run]:
    scenario, at = None, -1
    for number in task.runs:
        point, replication = divmod(number, spec.replications)
        what = task.points[point - task.first_point]
        if scenario is None or point != at:
            scenario, at = scenario_at(spec, what), point
        seed = replication_seed(spec, replication, point)
        keys: dict[str, Any] = {
            "run": number,
            "point": point,
            "replication": replication,
            "seed": seed,
            "scenario": what.scenario,
        }
        if what.level is not None:
            keys["level"] = what.level
        keys |= what.values
        keys |= {"infants": scenario.infants, "days": scenario.days}
        yield _Run(keys, seed, scenario)


def _blocks(spec: SweepSpec, task: Batch) -> Iterator[list[_Run]]:
    """Runs that are simulated at once: of one scenario, few infants, and no time series."""
    block: list[_Run] = []
    for one in _runs(spec, task):
        most = 1 if spec.series else BLOCK_INFANTS // one.scenario.infants
        if block and (len(block) >= most or block[0].scenario.name != one.scenario.name):
            yield block
            block = []
        block.append(one)
    if block:
        yield block


def _short_runs(
    spec: SweepSpec, block: list[_Run], progress: run.Progress | None
) -> list[dict[str, Any]]:
    """Rows of several runs with the same number of infants, days and caregivers."""
    families = join([populate(one.scenario, seed=one.seed) for one in block])
    days = block[0].scenario.days
    run.develop(families, days, progress=progress)
    table = run.observe(families, days, measures=spec.measures)
    # Each infant's number occurs once in each run, in the order of the runs.
    which = table.groupby(["infant", "caregiver"]).cumcount().to_numpy()
    order = np.argsort(which, kind="stable").reshape(len(block), -1)
    return [
        one.keys | run.summarise(table.iloc[own], spec.measures)
        for one, own in zip(block, order, strict=True)
    ]

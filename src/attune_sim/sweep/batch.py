"""What one task computes: a batch of runs, row by row.

Run number k is replication k mod R of point k div R. Which runs share a batch, and which of those
are simulated in one block, follows from the spec alone, so no row depends on how many work on it.
A run that fails has a row too: its error in words, and no measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from attune_sim import run
from attune_sim.errors import InputError
from attune_sim.infant_table import tidy, tidy_parts, trait_names, traits
from attune_sim.life.course import Cancelled, Progress, live
from attune_sim.measurement import observe
from attune_sim.outcomes import chosen
from attune_sim.population import join, populate
from attune_sim.scenario import LARGEST_SEED, Scenario
from attune_sim.sweep.points import Point, Points, scenario_at
from attune_sim.sweep.spec import SweepSpec
from attune_sim.sweep.workload import BLOCK_INFANTS

Report = Callable[[float], None]
IsCancelled = Callable[[], bool]
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some runs, and the points they need (so that a task carries no whole design).

    Attributes:
        number: of the batch, from 0.
        runs: their numbers, in order.
        first_point: number of points[0].
        points: from that of the first run to that of the last, in order.
    """

    number: int
    runs: Sequence[int]
    first_point: int
    points: tuple[Point, ...]


class Tables(NamedTuple):
    """What a batch gives.

    Attributes:
        runs: a row per run.
        series: a row per run, day, caregiver and measure; None unless asked for.
        infants: a row per run, infant and caregiver; None unless asked for.
    """

    runs: pd.DataFrame
    series: pd.DataFrame | None = None
    infants: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """A run to do, or, with an error, one that cannot be done."""

    keys: dict[str, Any]
    seed: int
    scenario: Scenario
    error: str | None = None


def batch(spec: SweepSpec, design: Points, number: int, runs: Sequence[int]) -> Batch:
    """The batch of this number, with these runs in order."""
    first, last = runs[0] // spec.replications, runs[-1] // spec.replications
    return Batch(number, runs, first, tuple(design[p] for p in range(first, last + 1)))


def replication_seed(spec: SweepSpec, replication: int, point: int) -> int:
    """The seed of a run, at most LARGEST_SEED: where random numbers are common, of all points."""
    key = (replication,) if spec.random_numbers == "common" else (replication, point)
    words = np.random.SeedSequence(spec.seed, spawn_key=key).generate_state(1, np.uint64)
    return int(words[0]) & LARGEST_SEED


def compute(
    spec: SweepSpec,
    task: Batch,
    *,
    threads: int = 1,
    report: Report | None = None,
    cancelled: IsCancelled | None = None,
) -> Tables:
    """Simulate a batch.

    Args:
        spec: of the sweep.
        task: which runs.
        threads: for each run; changes no number.
        report: called with the share of the batch done since the last call.
        cancelled: asked now and then; True stops the batch.

    Raises:
        Cancelled: of attune_sim.life.course, if `cancelled` says so.
    """
    rows: Rows = []
    kept = _Kept()
    for block in _blocks(spec, task):
        share = len(block) / len(task.runs)
        progress = Progress(_scaled(report, share) if report else None, cancelled)
        if len(block) > 1:
            rows += _short_runs(spec, block, progress, threads, kept)
        else:
            rows.append(_one_run(spec, block[0], progress, threads, kept))
    return Tables(
        pd.DataFrame(rows),
        _joined(kept.series) if spec.series else None,
        _joined(kept.infants) if spec.per_infant else None,
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """Tables of the runs so far, beside their rows."""

    series: list[pd.DataFrame] = field(default_factory=list)
    infants: list[pd.DataFrame] = field(default_factory=list)

    def add(self, runs: Sequence[_Run], infants: pd.DataFrame) -> None:
        """Keep a table of infants, with what says which run each row is of.

        Args:
            runs: have equally many rows.
            infants: their rows, run by run.
        """
        size = len(infants) // len(runs)
        more = {
            name: np.repeat([one.keys[name] for one in runs], size)
            for name in runs[0].keys
            if name not in infants
        }
        self.infants.append(infants.assign(**more))


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def _scaled(report: Report, share: float) -> Report:
    return lambda done: report(done * share)


def _runs(spec: SweepSpec, task: Batch) -> Iterator[_Run]:
    at, scenario, error = -1, spec.scenarios[0], None
    for number in task.runs:
        point, replication = divmod(number, spec.replications)
        what = task.points[point - task.first_point]
        if point != at:
            at = point
            scenario, error = _scenario(spec, what)
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
        keys |= what.shown
        keys |= {"infants": scenario.infants, "days": scenario.days}
        yield _Run(keys, seed, scenario, error)


def _scenario(spec: SweepSpec, what: Point) -> tuple[Scenario, str | None]:
    try:
        return scenario_at(spec, what), None
    except InputError as error:  # values that cannot stand together, at this point only
        (bare,) = (s for s in spec.scenarios if s.name == what.scenario)
        return bare.with_(infants=spec.infants, days=spec.days), str(error)


def _blocks(spec: SweepSpec, task: Batch) -> Iterator[list[_Run]]:
    """Runs that are simulated at once: of one scenario, few infants, and no time series."""
    block: list[_Run] = []
    for one in _runs(spec, task):
        alone = spec.series or one.error or one.scenario.model
        most = 1 if alone else BLOCK_INFANTS // one.scenario.infants
        if block and (len(block) >= most or block[0].scenario.name != one.scenario.name):
            yield block
            block = []
        block.append(one)
        if one.error:
            yield block
            block = []
    if block:
        yield block


def _one_run(
    spec: SweepSpec, one: _Run, progress: Progress | None, threads: int, kept: _Kept
) -> dict[str, Any]:
    if one.error is not None:
        return one.keys | {"error": one.error}
    try:
        table, times = run.infants(
            one.scenario,
            seed=one.seed,
            measures=spec.measures,
            threads=threads,
            progress=progress,
            series_every=spec.series,
        )
        row = one.keys | {"error": None} | run.summarise(table, spec.measures)
        if spec.per_infant:
            whole = tidy_parts(
                one.scenario, table, seed=one.seed, run=one.keys["run"], names=_names(spec)
            )
            kept.add([one], pd.concat(whole, ignore_index=True))
    except Cancelled:
        raise
    except Exception as error:  # one run that fails must not end the others
        return one.keys | {"error": _words(error)}
    if times is not None:
        kept.series.append(times.assign(**one.keys))
    return row


def _names(spec: SweepSpec) -> tuple[str, ...]:
    return trait_names(spec.traits_set)


def _words(error: Exception) -> str:
    kind = "" if isinstance(error, InputError) else f"{type(error).__name__}: "
    return " ".join(f"{kind}{error}".split())


def _short_runs(
    spec: SweepSpec, block: list[_Run], progress: Progress, threads: int, kept: _Kept
) -> Rows:
    """Rows of several runs with the same number of infants, days and caregivers."""
    try:
        return _together(spec, block, progress, kept)
    except Cancelled:
        raise
    except Exception:  # each by itself tells which of them it was
        quiet = Progress(cancelled=progress.cancelled)
        return [_one_run(spec, one, quiet, threads, kept) for one in block]


def _together(spec: SweepSpec, block: list[_Run], progress: Progress, kept: _Kept) -> Rows:
    families = join([populate(one.scenario, seed=one.seed) for one in block])
    born = traits(families, _names(spec)) if spec.per_infant else None
    days = block[0].scenario.days
    live(families, days, progress=progress)
    table = observe(families, days, measures=spec.measures)
    # Each infant's number occurs once in each run, in the order of the runs.
    which = table.groupby(["infant", "caregiver"]).cumcount().to_numpy()
    order = np.argsort(which, kind="stable").reshape(len(block), -1)
    # As arrays: a frame for each run costs more than the run.
    columns = {name: table[name].to_numpy(float) for name in chosen(spec.measures) if name in table}
    rows = [
        one.keys
        | {"error": None}
        | run.summarise({name: of[own] for name, of in columns.items()}, spec.measures)
        for one, own in zip(block, order, strict=True)
    ]
    if born is not None:
        size = order.shape[1]  # rows of each run; those of `born` lie run by run, too
        columns |= {
            n: table[n].to_numpy() for n in ("infant", "caregiver", "pattern") if n in table
        }
        whole = tidy(
            {name: of[order.ravel()] for name, of in columns.items()},
            born,
            block[0].scenario,
            seed=np.repeat([one.seed for one in block], size),
            run=np.repeat([one.keys["run"] for one in block], size),
        )
        kept.add(block, whole)
    return rows

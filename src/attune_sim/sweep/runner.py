"""Run a sweep: have its batches computed, write each as it finishes.

The parent holds few batches at a time, so a sweep of ten million runs needs no more memory than one
of ten.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from attune_sim.run import check_model
from attune_sim.sweep.batch import Batch, batch
from attune_sim.sweep.folder import earlier, manifest
from attune_sim.sweep.folder.part_list import part_name
from attune_sim.sweep.points import points
from attune_sim.sweep.pool.backends import compute_all
from attune_sim.sweep.pool.workers import Workers
from attune_sim.sweep.spec import SweepSpec
from attune_sim.sweep.workload import plan


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What a call of run_sweep did.

    Attributes:
        out: the folder.
        rows_written: by this call.
        rows_total: of the sweep.
        already_there: rows that an earlier call had written.
        recomputed: names of parts that were there but damaged, and were written anew.
        failed: rows of runs that failed; their column `error` says why.
    """

    out: Path
    rows_written: int
    rows_total: int
    already_there: int
    recomputed: tuple[str, ...] = ()
    failed: int = 0


def run_sweep(
    spec: SweepSpec,
    out: str | Path,
    jobs: int = 1,
    report: Callable[[float], None] | None = None,
    *,
    workers: Workers | None = None,
    resume: bool = False,
    retry_failed: bool = False,
    extend: bool = False,
) -> SweepResult:
    """Run a sweep, or the rest of it, into a folder.

    Rows are written as their batches finish, and do not depend on who computes them. In a folder
    that holds part of the same sweep the run resumes; damaged parts are computed again. Stopping
    (also by Ctrl-C or kill -9) keeps all finished batches.

    Args:
        spec: what is asked.
        out: folder of the results; made if needed.
        jobs: how many compute at once on this machine; -1 for as many as there are processors.
        report: called with the share of the whole sweep that has been done since the last call;
            what an earlier call did is reported at once.
        workers: who computes, in place of `jobs`: a Dask or Ray cluster.
        resume: go on in a folder whose manifest is lost or damaged, too.
        retry_failed: compute batches with failed runs anew.
        extend: add to the smaller sweep that the folder holds: replications, measures, a time
            series, a table of infants. Its runs are kept where they have all columns.

    Raises:
        InputError: the folder holds something else or cannot be written, `jobs` is not allowed, or
            a worker has another version of the model.
        WorkerError: workers were lost, or cannot be reached.
    """
    workers = workers or Workers(jobs)
    report = report or (lambda share: None)
    for scenario in spec.scenarios:
        check_model(scenario)
    planned = plan(spec)
    if extend:
        place = earlier.extend(spec, out, planned, resume)
    else:
        place = manifest.prepare(spec, out, planned, resume)
    before = earlier.opened(place)
    found = place.inventory()
    wanted = sorted({*found.missing, *(found.failed if retry_failed else ())})
    failed = 0 if retry_failed else found.failures
    left: dict[int, list[int]] = {}  # runs to simulate, of each batch that has any
    for number in wanted:
        held, rest = earlier.split(before, place.runs(number))
        if rest:
            left[number] = rest
        elif before:
            place.write(number, before.tables(held))
    count = sum(map(len, left.values()))
    if count < planned.runs:
        report(1.0 - count / planned.runs)
    design = points(spec)
    tasks = (batch(spec, design, number, runs) for number, runs in left.items())

    def done(task: Batch, share: float) -> None:
        report(share * len(task.runs) / planned.runs)

    computed = compute_all(workers, spec, tasks, len(left), planned.interpreted, done)
    with closing(computed):  # at a stop, end the workers now and not when memory is tidied
        for task, tables in computed:
            held, _ = earlier.split(before, place.runs(task.number))
            place.write(task.number, before.joined(held, tables) if before else tables)
            failed += int(tables.runs["error"].notna().sum())
    earlier.remove(place)
    return SweepResult(
        out=place.out,
        rows_written=count,
        rows_total=planned.runs,
        already_there=planned.runs - count,
        recomputed=tuple(part_name(n) for n in found.damaged),
        failed=failed,
    )

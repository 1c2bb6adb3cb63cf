"""`attune-sim sweep`: many runs over a design, kept in a folder, resumable; a table, a figure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding

from attune_sim import numbers
from attune_sim.cli.terminal import options, sweeps
from attune_sim.cli.terminal.console import note, print_json, results, show
from attune_sim.cli.terminal.effects import tables_of_effects
from attune_sim.cli.terminal.progress import spoken
from attune_sim.cli.terminal.question import Yes
from attune_sim.cli.terminal.tables import Column, Grid
from attune_sim.cli.terminal.text import MODEL, column_heading, is_share, notes, prose

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.sweep import SweepResult, SweepSpec

FIGURE = "figure.html"
MOST_ROWS = 30
GAP = 3  # blanks between columns
INTERVALS = (
    "Means over replications, with 95% intervals in brackets: Student's t, or for a share of"
    " infants a Wilson interval over all infants of the point."
)
SEVERAL = (
    "Where an infant has several caregivers, means are over all pairs of infant and caregiver;"
    " with per_infant = true in the spec, `export --infants` has a row for each pair."
)
ONE_RUN = "One run at each point: this does not show how much these numbers vary by chance alone."
MOST_AT_ONCE = 200_000
"""Most rows that are summarised and drawn: the first of a larger sweep, to save memory."""


def sweep(
    spec: sweeps.Spec,
    out: sweeps.Out = None,
    jobs: sweeps.Jobs = None,
    resume: sweeps.Resume = False,
    extend: Annotated[
        bool,
        typer.Option(
            "--extend",
            help="Add to the finished sweep of this folder: more replications, measures or"
            " tables. Runs that are there are kept.",
        ),
    ] = False,
    retry_failed: sweeps.RetryFailed = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Only say how many runs it is, how long they take and how large."
        ),
    ] = False,
    backend: sweeps.Backend = None,
    scheduler: sweeps.Scheduler = None,
    address: sweeps.Address = None,
    as_json: options.Json = False,
    yes: Yes = False,
    quiet: options.Quiet = False,
) -> None:
    """Run a sweep: a row of results for each run, and a figure.

    Rows are kept as they come. A sweep that was stopped goes on where it
    was with the same command.
    """
    from attune_sim.sweep import default_out, load_spec

    wanted = load_spec(spec)
    if dry_run:
        _plan(wanted, sweeps.workers(jobs, backend, scheduler, address).jobs, as_json)
        return
    folder = default_out(wanted) if out is None else out
    who = sweeps.workers(jobs, backend, scheduler, address)
    result = sweeps.run(
        wanted,
        folder,
        who,
        resume=resume,
        retry_failed=retry_failed,
        quiet=quiet,
        yes=yes,
        extend=extend,
    )
    from attune_sim.sweep import comparisons, effects, read, summary  # slow to load

    large = result.rows_total > MOST_AT_ONCE
    rows = read(folder, most=MOST_AT_ONCE if large else None)
    means = summary(rows, wanted.keys, wanted.measures)
    told, found = comparisons(wanted, rows), effects(wanted, rows)
    if not large:
        _write_figure(wanted, rows, folder)
    if as_json:
        print_json(_content(wanted, result, means, told, found, large))
    else:
        show(summary_of_sweep(wanted, result, means, told, found, results().width))
    if large:
        note(
            f"Written to {folder}: the rows in runs/. They are too many for one figure, so"
            f" the first {MOST_AT_ONCE:,} are shown here. Read them part by part, or export them.",
            quiet,
        )
    else:
        note(f"Written to {folder}: the rows in runs/, and {FIGURE}", quiet)


def _plan(spec: SweepSpec, jobs: int, as_json: bool) -> None:
    """Say what a sweep would take."""
    from attune_sim.sweep.workload import bytes_of, plan

    planned = plan(spec)
    seconds, size = planned.seconds / max(1, min(jobs, planned.batches)), bytes_of(spec, planned)
    if as_json:
        print_json({"sweep": spec.name, "points": planned.points, "runs": planned.runs,
                    "batches": planned.batches, "jobs": jobs, "seconds": seconds,
                    "bytes": size})  # fmt: skip
        return
    runs = numbers.count(planned.runs, "run")
    points = numbers.count(planned.points, "point")
    replications = numbers.count(spec.replications, "replication")
    show(
        prose(f"{spec.question or spec.name}", style="bold"),
        prose(f"{runs}: {points}, {replications} each."),
        prose(
            f"About {spoken(seconds)} with {numbers.count(jobs, 'process', 'processes')}, right"
            f" within a factor of two on a machine that does nothing else; {numbers.size(size)} of"
            " files. Nothing was run."
        ),
    )


def _write_figure(spec: SweepSpec, rows: pd.DataFrame, folder: Path) -> None:
    from attune_sim.figures.base.page import write_html
    from attune_sim.figures.sweep.sweep import sweep_figure

    title = spec.question or spec.name
    figure = sweep_figure(
        rows, list(spec.varied), spec.measures, "Means over replications", design=spec.design.kind
    )
    write_html([figure], folder / FIGURE, title, text=MODEL, provenance=_origin(spec))


def _origin(spec: SweepSpec) -> dict[str, Any]:
    from attune_sim.provenance import provenance

    return provenance(spec.identity(), spec.seed)


def _content(
    spec: SweepSpec,
    result: SweepResult,
    means: pd.DataFrame,
    told: pd.DataFrame,
    found: pd.DataFrame,
    large: bool,
) -> dict[str, Any]:
    from attune_sim.cli.terminal.as_json import rows_json

    return {
        "sweep": spec.name,
        "question": spec.question,
        "out": str(result.out),
        "figure": None if large else str(result.out / FIGURE),
        "rows_total": result.rows_total,
        "rows_written": result.rows_written,
        "already_there": result.already_there,
        "recomputed": list(result.recomputed),
        "failed": result.failed,
        "design": spec.design.as_dict(),
        "varied": spec.varied,
        "measures": list(spec.measures),
        "means": rows_json(means),
        "comparisons": rows_json(told),
        "effects": rows_json(found),
        "provenance": _origin(spec),
    }


def summary_of_sweep(
    spec: SweepSpec,
    result: SweepResult,
    means: pd.DataFrame,
    told: pd.DataFrame,
    found: pd.DataFrame,
    width: int,
) -> RenderableType:
    """What `attune-sim sweep` prints: a row per point, a column per measure.

    Measures asked for by name come first, in their order, and are all shown; then what comes along
    with them, or all measures, in as many tables as fit into about thirty rows. The rest is said
    to be left out.

    Args:
        spec: what was asked.
        result: what was done.
        means: a row per point and measure, from `attune_sim.sweep.summary`.
        told: what can be told apart, from `attune_sim.sweep.comparisons`.
        found: what the factors do, from `attune_sim.sweep.effects`.
        width: of the terminal, in characters.
    """
    by_measure = {
        str(name): rows.sort_values("point").to_dict("records")
        for name, rows in means.groupby("measure", sort=False)
    }
    first = by_measure[spec.measures[0]]
    points = len(first)
    keys = [(column_heading(name), [_level(row[name]) for row in first]) for name in spec.varied]
    order = [*spec.asked, *(name for name in spec.measures if name not in spec.asked)]
    columns = [
        (column_heading(name), [_mean(name, row) for row in by_measure[name]]) for name in order
    ]
    blocks = list(_fitting(columns, width - sum(_width(c) for c in keys)))
    shown = blocks[: max(1, MOST_ROWS // points, _holding(blocks, len(spec.asked)))]
    return Group(
        sweeps.head(spec, result),
        *(Padding(_table(keys, block), (0, 0, 1, 0)) for block in shown),
        *tables_of_effects(spec, found),
        notes(
            *_left_out(points - MOST_ROWS, sum(map(len, blocks[len(shown) :]))),
            INTERVALS if spec.replications > 1 else ONE_RUN,
            *([SEVERAL] if any(len(s.caregivers) > 1 for s in spec.scenarios) else []),
            *_underpowered(spec, told),
            MODEL,
        ),
    )


Cells = tuple[str, list[str]]
"""A column: its heading and its cells."""


def _width(column: Cells) -> int:
    """Characters that a column needs: its longest cell, or the longest word of its heading."""
    heading, cells = column
    return max(map(len, (*heading.split(), *cells))) + GAP


def _fitting(columns: Sequence[Cells], width: int) -> Iterator[list[Cells]]:
    """The columns in blocks that fit beside the keys, at least one in each."""
    block: list[Cells] = []
    for column in columns:
        if block and sum(map(_width, (*block, column))) > width:
            yield block
            block = []
        block.append(column)
    yield block


def _holding(blocks: Sequence[list[Cells]], columns: int) -> int:
    """How many of the blocks the first columns, this many, fill."""
    ends = accumulate(map(len, blocks), initial=0)
    return next(number for number, end in enumerate(ends) if end >= columns)


def _table(keys: list[Cells], block: list[Cells]) -> Grid:
    grid = Grid(*(Column(title) for title, _ in (*keys, *block)), gap=GAP)
    for row in zip(*(cells[:MOST_ROWS] for _, cells in (*keys, *block)), strict=True):
        grid.add(*row)
    return grid


def _level(value: Any) -> str:
    if isinstance(value, str):
        return value
    return numbers.significant(value, 4) if math.isfinite(value) else "as it is"


def _mean(name: str, row: Mapping[Any, Any]) -> str:
    return numbers.with_interval(*(_number(name, row[key]) for key in ("mean", "low", "high")))


def _number(name: str, value: float) -> str:
    return numbers.decimals(100 * value, 0) if is_share(name) else numbers.rounded(value)


def _underpowered(spec: SweepSpec, told: pd.DataFrame) -> list[str]:
    """A warning if the points differ by less than these replications can detect."""
    weak = told[told["underpowered"]]
    if weak.empty:
        return []
    some = [
        f"{column_heading(name).lower()} (points differ by {numbers.rounded(span)} at most)"
        for name, span in zip(weak["measure"][:3], weak["span"][:3], strict=True)
    ]
    more = f" and {numbers.count(len(weak) - 3, 'more measure')}" if len(weak) > 3 else ""
    return [
        f"Too few replications to compare points: with {spec.replications} of them this design"
        f" would detect only differences larger than any found here (80% power), in"
        f" {', '.join(some)}{more}. attune-sim how-many shows how many it takes."
    ]


def _left_out(points: int, measures: int) -> list[str]:
    """A sentence that names what is not shown, if anything."""
    missing = [
        numbers.count(number, what)
        for number, what in ((points, "more point"), (measures, "more measure"))
        if number > 0
    ]
    return [f"Not shown: {' and '.join(missing)}; they are in the rows."] if missing else []

"""`attune-sim sweep`: many runs over a design, kept in a folder, resumable, with a figure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_sim.cli import sweeping
from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import note, print_json, results, show

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.sweep import SweepResult, SweepSpec

FIGURE = "figure.html"
MOST_AT_ONCE = 200_000
"""Rows that are condensed and drawn; of a larger sweep the first ones are, to keep memory small."""


def sweep(
    spec: sweeping.Spec,
    out: sweeping.Out = None,
    jobs: sweeping.Jobs = None,
    resume: sweeping.Resume = False,
    retry_failed: sweeping.RetryFailed = False,
    backend: sweeping.Backend = None,
    scheduler: sweeping.Scheduler = None,
    address: sweeping.Address = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Run a sweep: a row of results for each run, and a figure.

    Rows are kept as they come. A sweep that was stopped goes on where it
    was with the same command.
    """
    from attune_sim.sweep import comparisons, default_out, load_spec, read, summary

    wanted = load_spec(spec)
    folder = default_out(wanted) if out is None else out
    who = sweeping.workers(jobs, backend, scheduler, address)
    result = sweeping.run(
        wanted, folder, who, resume=resume, retry_failed=retry_failed, quiet=quiet
    )
    large = result.rows_total > MOST_AT_ONCE
    rows = read(folder, most=MOST_AT_ONCE if large else None)
    means = summary(rows, wanted.keys, wanted.measures)
    told = comparisons(wanted, rows)
    if not large:
        _write_figure(wanted, rows, folder)
    if as_json:
        print_json(_content(wanted, result, means, told, large))
    else:
        from attune_sim.cli.swept import summary_of_sweep

        show(summary_of_sweep(wanted, result, means, told, results().width))
    if large:
        note(
            f"Written to {folder}: the rows in runs/. They are too many for one figure; those of"
            f" the first {MOST_AT_ONCE:,} runs are shown here. Read them part by part, or export.",
            quiet,
        )
    else:
        note(f"Written to {folder}: the rows in runs/, and {FIGURE}", quiet)


def _write_figure(spec: SweepSpec, rows: pd.DataFrame, folder: Path) -> None:
    from attune_sim.cli.terminal.text import MODEL
    from attune_sim.figures.base.page import write_html
    from attune_sim.figures.sweep.sweep import sweep_figure

    title = spec.question or spec.name
    figure = sweep_figure(rows, list(spec.varied), spec.measures, title, design=spec.design.kind)
    write_html([figure], folder / FIGURE, title, text=MODEL, provenance=_origin(spec))


def _origin(spec: SweepSpec) -> dict[str, Any]:
    from attune_sim.provenance import provenance

    return provenance(spec.identity(), spec.seed)


def _content(
    spec: SweepSpec,
    result: SweepResult,
    means: pd.DataFrame,
    told: pd.DataFrame,
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
        "provenance": _origin(spec),
    }

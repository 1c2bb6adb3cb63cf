"""`attune-sim sweep`: many runs over a design, kept in a folder, resumable, with a figure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from attune_sim.cli import options
from attune_sim.cli.commands import INTERRUPTED
from attune_sim.cli.console import note, print_json, results, show
from attune_sim.cli.engine import announce, cores
from attune_sim.cli.progress import progress

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.sweep import SweepResult, SweepSpec

FIGURE = "figure.html"


def sweep(
    spec: Annotated[
        Path, typer.Argument(metavar="SPEC.toml", help="What is varied, held, and measured.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=r"The folder of results. \[default: results/SPEC]"),
    ] = None,
    jobs: Annotated[
        str | None,
        typer.Option(metavar="N", help=r"Processes that compute at once. \[default: all cores]"),
    ] = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Run a sweep: a row of results for each run, and a figure.

    Rows are kept as they come. A sweep that was stopped goes on where it
    was with the same command.
    """
    from attune_sim.sweep import default_out, load_spec, read, run_sweep, summary

    wanted = load_spec(spec)
    folder = default_out(wanted) if out is None else out
    announce(quiet)
    try:
        with progress(f"Sweeping {spec.stem}", quiet) as report:
            result = run_sweep(
                wanted,
                folder,
                jobs=cores() if jobs is None else options.number(jobs),  # type: ignore[arg-type]
                report=report,
            )
        rows = read(folder)
        _write_figure(wanted, rows, folder)
    except KeyboardInterrupt:
        note(f"Stopped. Finished rows are kept in {folder}; the same command goes on from there.")
        raise typer.Exit(INTERRUPTED) from None
    means = summary(rows, wanted)
    if as_json:
        print_json(_content(wanted, result, means))
    else:
        from attune_sim.cli.swept import summary_of_sweep

        show(summary_of_sweep(wanted, result, means, results().width))
    note(f"Written to {folder}: the rows in runs/, and {FIGURE}", quiet)


def _write_figure(spec: SweepSpec, rows: pd.DataFrame, folder: Path) -> None:
    from attune_sim.cli.present import MODEL
    from attune_sim.figures.page import write_html
    from attune_sim.figures.sweep import sweep_figure

    title = spec.question or spec.name
    figure = sweep_figure(rows, list(spec.varied), spec.measures, title)
    write_html([figure], folder / FIGURE, title, text=MODEL, provenance=_origin(spec))


def _origin(spec: SweepSpec) -> dict[str, Any]:
    from attune_sim.provenance import provenance

    return provenance(spec.identity(), spec.seed)


def _content(spec: SweepSpec, result: SweepResult, means: pd.DataFrame) -> dict[str, Any]:
    from attune_sim.cli.machine import rows_json

    return {
        "sweep": spec.name,
        "question": spec.question,
        "out": str(result.out),
        "figure": str(result.out / FIGURE),
        "rows_total": result.rows_total,
        "rows_written": result.rows_written,
        "already_there": result.already_there,
        "recomputed": list(result.recomputed),
        "varied": spec.varied,
        "measures": list(spec.measures),
        "means": rows_json(means),
        "provenance": _origin(spec),
    }

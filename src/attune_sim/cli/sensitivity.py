"""`attune-sim sensitivity`: run a Morris or Sobol design and say which parameters matter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_sim.cli import sweeping
from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import note, print_json, results, show

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.sweep import SweepResult, SweepSpec

FIGURE, TABLE = "sensitivity.html", "sensitivity"


def sensitivity(
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
    """Run a Morris or Sobol design and say which parameters matter for which measures.

    The spec needs [design] with kind = "morris" or kind = "sobol". The runs
    are kept as those of a sweep: what is there is not run again.
    """
    from attune_sim.sweep import default_out, load_spec, read
    from attune_sim.sweep.sensitivity_analysis import check_design
    from attune_sim.sweep.sensitivity_analysis import sensitivity as analyse

    wanted = load_spec(spec)
    check_design(wanted)
    folder = default_out(wanted) if out is None else out
    who = sweeping.workers(jobs, backend, scheduler, address)
    result = sweeping.run(
        wanted, folder, who, resume=resume, retry_failed=retry_failed, quiet=quiet
    )
    table = analyse(wanted, read(folder))
    _write(wanted, table, folder)
    if as_json:
        print_json(_content(wanted, result, table))
    else:
        from attune_sim.cli.sensitive import summary_of_sensitivity

        show(summary_of_sensitivity(wanted, result, table, results().width))
    note(f"Written to {folder}: {FIGURE}, {TABLE}.csv and {TABLE}.parquet", quiet)


def _write(spec: SweepSpec, table: pd.DataFrame, folder: Path) -> None:
    from attune_sim.cli.terminal.files import new_file
    from attune_sim.cli.terminal.text import MODEL
    from attune_sim.csv_files import write_csv
    from attune_sim.figures.base.page import write_html
    from attune_sim.figures.sweep.sensitivity import sensitivity_figure
    from attune_sim.provenance import provenance

    with new_file(folder / f"{TABLE}.csv", force=True) as path:
        write_csv([table], path)
    with new_file(folder / f"{TABLE}.parquet", force=True) as path:
        table.to_parquet(path, index=False)
    title = spec.question or spec.name
    write_html(
        [sensitivity_figure(table, title)],
        folder / FIGURE,
        title,
        text=MODEL,
        provenance=provenance(spec.identity(), spec.seed),
    )


def _content(spec: SweepSpec, result: SweepResult, table: pd.DataFrame) -> dict[str, Any]:
    from attune_sim.cli.terminal.as_json import rows_json
    from attune_sim.provenance import provenance

    return {
        "sweep": spec.name,
        "question": spec.question,
        "out": str(result.out),
        "figure": str(result.out / FIGURE),
        "design": spec.design.as_dict(),
        "varied": spec.varied,
        "rows_total": result.rows_total,
        "rows_written": result.rows_written,
        "already_there": result.already_there,
        "failed": result.failed,
        "effects": rows_json(table),
        "provenance": provenance(spec.identity(), spec.seed),
    }

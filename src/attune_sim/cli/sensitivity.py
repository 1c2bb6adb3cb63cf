"""`attune-sim sensitivity`: run a Morris or Sobol design and say which parameters matter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from attune_sim import numbers
from attune_sim.cli.terminal import options, sweeps
from attune_sim.cli.terminal.console import note, print_json, show
from attune_sim.cli.terminal.effects import term_label
from attune_sim.cli.terminal.question import Yes
from attune_sim.cli.terminal.tables import Column, Grid
from attune_sim.cli.terminal.text import MODEL, column_heading, notes
from attune_sim.csv_files import Dialect, write_csv

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.sweep import SweepResult, SweepSpec

FIGURE, TABLE = "sensitivity.html", "sensitivity"


def sensitivity(
    spec: sweeps.Spec,
    out: sweeps.Out = None,
    jobs: sweeps.Jobs = None,
    resume: sweeps.Resume = False,
    retry_failed: sweeps.RetryFailed = False,
    backend: sweeps.Backend = None,
    scheduler: sweeps.Scheduler = None,
    address: sweeps.Address = None,
    sep: options.Sep = ",",
    decimal: options.Decimal = ".",
    bom: options.Bom = False,
    as_json: options.Json = False,
    yes: Yes = False,
    quiet: options.Quiet = False,
) -> None:
    r"""Run a Morris or Sobol design and show which parameters matter for which measures.

    The spec needs \[design] with kind = "morris" or kind = "sobol". The runs
    are kept as those of a sweep: what is there is not run again.
    """
    from attune_sim.sweep import default_out, load_spec, read
    from attune_sim.sweep.sensitivity_analysis import check_design
    from attune_sim.sweep.sensitivity_analysis import sensitivity as analyse

    dialect = Dialect(sep, decimal, bom)
    wanted = load_spec(spec)
    check_design(wanted)
    folder = default_out(wanted) if out is None else out
    who = sweeps.workers(jobs, backend, scheduler, address)
    result = sweeps.run(
        wanted, folder, who, resume=resume, retry_failed=retry_failed, quiet=quiet, yes=yes
    )
    table = analyse(wanted, read(folder))
    _write(wanted, table, folder, dialect)
    if as_json:
        print_json(_content(wanted, result, table))
    else:
        show(summary_of_sensitivity(wanted, result, table))
    note(f"Written to {folder}: {FIGURE}, {TABLE}.csv and {TABLE}.parquet", quiet)


def _write(spec: SweepSpec, table: pd.DataFrame, folder: Path, dialect: Dialect) -> None:
    from attune_sim.cli.terminal.files import new_file
    from attune_sim.figures.base.page import write_html
    from attune_sim.figures.sweep.sensitivity_pages import figures_of_sensitivity
    from attune_sim.provenance import provenance

    with new_file(folder / f"{TABLE}.csv", force=True) as path:
        write_csv([table], path, dialect)
    with new_file(folder / f"{TABLE}.parquet", force=True) as path:
        table.to_parquet(path, index=False)
    title = spec.question or spec.name
    write_html(
        figures_of_sensitivity(table, "Which parameters matter"),
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


HEADS = {
    "mu_star": "μ*",
    "mu": "μ",
    "sigma": "σ",
    "first_order": "first order",
    "total_order": "total order",
}
MORRIS = (
    "μ*: mean absolute change of the measure over the parameter's range; μ: the mean with its sign;"
    " σ: how much the change varies over the range (curves, interactions)."
)
SOBOL = (
    "Shares of the measure's variance over the design: by the parameter alone (first order), with"
    " all its interactions (total order)."
)
PAIRS = (
    "Second order: by the interaction of two parameters, beyond what each explains alone. These"
    " need many samples."
)
INTERVALS = "In brackets: 95% intervals, from bootstrap samples."
MARK = "?"
MOST_PAIRS = 10  # interactions of a measure that are printed; the table has all


def summary_of_sensitivity(
    spec: SweepSpec, result: SweepResult, table: pd.DataFrame
) -> RenderableType:
    """What `attune-sim sensitivity` prints: a table per measure, the largest effects first.

    Args:
        spec: what was asked.
        result: what was done.
        table: as `attune_sim.sweep.sensitivity_analysis` gives it.
    """
    from attune_sim.sweep.sensitivity_analysis import WIDE

    groups = list(spec.groups)
    parts: list[RenderableType] = []
    for key, part in table.groupby([*groups, "measure"], sort=False):
        names = list(key) if isinstance(key, tuple) else [key]
        title = ", ".join([_label(str(names[-1])), *map(str, names[:-1])])
        parts.append(Padding(_table(title, part), (0, 0, 1, 0)))
    said = [INTERVALS, MORRIS if spec.design.kind == "morris" else SOBOL]
    if spec.design.second_order:
        said.append(PAIRS)
    if (table["remark"] == WIDE).any():
        said.append(f"{MARK} The interval is wider than the effect: more runs are needed to tell.")
    if (table["used"] < 1).any():
        said.append("Points at which a measure was undefined, or a run failed, were left out.")
    return Group(
        sweeps.head(spec, result),
        *parts,
        notes(*said, MODEL),
    )


def _label(name: str) -> str:
    """A heading; effects on shares are shares, not per cent."""
    return column_heading(name).removesuffix(" %")


def _table(title: str, part: pd.DataFrame) -> RenderableType:
    from attune_sim.sweep.sensitivity_analysis import CONSTANT, SECOND, UNDEFINED

    head = Text(title, style="bold")
    remarks = set(part["remark"])
    if remarks == {CONSTANT}:
        return Group(head, Text("  the same at all points: none of these parameters affects it"))
    if remarks == {UNDEFINED}:
        return Group(head, Text("  undefined at too many points: no result"))
    pairs = part[part["statistic"] == SECOND].sort_values("value", ascending=False)
    part = part[part["statistic"] != SECOND]
    wanted = [s for s in HEADS if s in set(part["statistic"])]
    shown = Grid(Column("parameter", words=True), *(HEADS[name] for name in wanted))
    by = "total_order" if "total_order" in wanted else wanted[0]
    order = part[part["statistic"] == by].sort_values("value", ascending=False)["parameter"]
    cells = part.set_index(["parameter", "statistic"])
    for parameter in order:
        row = [_cell(cells.loc[(parameter, name)]) for name in wanted]
        shown.add(column_heading(parameter), *row)
    blocks = [shown]
    if len(pairs):
        blocks.append(Grid(Column("interaction", words=True), "second order"))
        for _, pair in pairs.head(MOST_PAIRS).iterrows():
            blocks[1].add(term_label(pair["parameter"]), _cell(pair))
    return Group(head, *(Padding(block, (0, 0, 0, 2)) for block in blocks))


def _cell(row: pd.Series) -> str:
    from attune_sim.sweep.sensitivity_analysis import WIDE

    value, low, high = (numbers.significant(float(row[k]), 2) for k in ("value", "low", "high"))
    mark = f" {MARK}" if row["remark"] == WIDE else ""
    return numbers.with_interval(value, low, high) + mark

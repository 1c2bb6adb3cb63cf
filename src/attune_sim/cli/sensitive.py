"""Which parameters matter, as tables for people."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from attune_sim.cli.swept import heading_of
from attune_sim.cli.terminal.text import MODEL, count, notes, prose
from attune_sim.sweep.sensitivity_analysis import CONSTANT, UNDEFINED, WIDE

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.sweep import SweepResult, SweepSpec

HEADS = {
    "mu_star": "μ*",
    "mu": "μ",
    "sigma": "σ",
    "first_order": "first order",
    "total_order": "total order",
}
MORRIS = (
    "μ*: mean absolute change of the measure over the parameter's range; μ: the mean with its sign;"
    " σ: how unlike the change is from place to place (curves, interactions)."
)
SOBOL = (
    "Shares of the measure's variance over the design: by the parameter alone (first order), with"
    " all its interactions (total order)."
)
INTERVALS = "In brackets: 95 % intervals, from bootstrap samples."
MARK = "?"
ROOMY = 100  # characters


def summary_of_sensitivity(
    spec: SweepSpec, result: SweepResult, table: pd.DataFrame, width: int
) -> RenderableType:
    """What `attune-sim sensitivity` prints: a table per measure, the largest effects first.

    Args:
        spec: what was asked.
        result: what was done.
        table: as `attune_sim.sweep.sensitivity_analysis` gives it.
        width: of the terminal, in characters.
    """
    groups = list(spec.groups)
    parts: list[RenderableType] = []
    for key, part in table.groupby([*groups, "measure"], sort=False):
        names = list(key) if isinstance(key, tuple) else [key]
        title = ", ".join([_label(str(names[-1])), *map(str, names[:-1])])
        parts.append(Padding(_table(title, part, width < ROOMY), (0, 0, 1, 0)))
    done = f"{count(result.rows_total // spec.replications, 'point')}"
    done += f", {count(result.rows_total, 'run')}"
    if result.already_there:
        done += f", {result.already_there:,} of them there already"
    said = [INTERVALS, MORRIS if spec.design.kind == "morris" else SOBOL]
    if (table["remark"] == WIDE).any():
        said.append(f"{MARK} The interval is wider than the effect: more runs are needed to tell.")
    if (table["used"] < 1).any():
        said.append("Points at which a measure was undefined, or a run failed, were left out.")
    return Group(
        Padding(
            Group(prose(spec.question or spec.name, style="bold"), Text(done, style="dim")),
            (1, 0, 1, 0),
        ),
        *parts,
        notes(*said, MODEL),
    )


def _label(name: str) -> str:
    """A heading; effects on shares are shares, not per cent."""
    return heading_of(name).removesuffix(" %")


def _table(title: str, part: pd.DataFrame, narrow: bool) -> RenderableType:
    head = Text(title, style="bold")
    remarks = set(part["remark"])
    if remarks == {CONSTANT}:
        return Group(head, Text("  the same at all points: none of these matters for it"))
    if remarks == {UNDEFINED}:
        return Group(head, Text("  undefined at too many points: nothing to tell"))
    wanted = [s for s in HEADS if s in set(part["statistic"]) and not (narrow and s == "mu")]
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    shown.add_column("parameter")
    for name in wanted:
        shown.add_column(HEADS[name], no_wrap=True)
    by = "total_order" if "total_order" in wanted else wanted[0]
    order = part[part["statistic"] == by].sort_values("value", ascending=False)["parameter"]
    cells = part.set_index(["parameter", "statistic"])
    for parameter in order:
        row = [_cell(cells.loc[(parameter, name)], narrow) for name in wanted]
        shown.add_row(heading_of(parameter), *row)
    return Group(head, Padding(shown, (0, 0, 0, 2)))


def _cell(row: pd.Series, narrow: bool) -> str:
    value, low, high = (float(row[key]) for key in ("value", "low", "high"))
    if not math.isfinite(value):
        return "undefined"
    mark = f" {MARK}" if row["remark"] == WIDE else ""
    digits = 2 if narrow else 3
    return f"{value:.{digits}g} ({low:.{digits}g} to {high:.{digits}g}){mark}"

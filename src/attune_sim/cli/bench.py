"""`attune-sim bench`: how fast this machine simulates, compared with plain Mesa, and the rest."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import note, print_json, show
from attune_sim.cli.terminal.startup import announce
from attune_sim.cli.terminal.tables import Column, Grid
from attune_sim.errors import InputError

Record = Annotated[
    Path | None,
    typer.Option(
        "--record",
        metavar="FILE",
        help="Append the figures to FILE as a line of JSON, and compare them with the last ones"
        " there.",
    ),
]


def bench(
    record: Record = None, as_json: options.Json = False, quiet: options.Quiet = False
) -> None:
    """Measure how fast this machine simulates, as ratios.

    The engine beside plain Mesa, a sweep beside the engine in it, the
    program's start beside a bare Python, memory for many runs.
    """
    from attune_sim.bench import append_record, earlier, run_bench

    if record is not None and (record.is_dir() or not os.access(record.parent, os.W_OK)):
        raise InputError(
            f"{record} cannot be written; --record takes a file in a folder you can write to"
        )
    announce(quiet)
    figures = run_bench(report=lambda words: note(f"Measuring: {words}", quiet))
    before = earlier(figures, record) if record is not None else None
    if record is not None:
        append_record(figures, record)
    if as_json:
        print_json(figures)
    else:
        show(table(figures, before))


def table(result: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> RenderableType:
    """What was measured: what, how much, and what that means.

    Args:
        result: of now.
        before: an earlier one of the same machine, to stand beside it.
    """
    from attune_sim.bench import lines

    machine = result["machine"]
    versions = ", ".join(
        f"{name} {machine[name]}" for name in ("python", "attune-sim", "numba", "numpy", "mesa")
    )
    old = {measure: figure for measure, figure, _ in lines(before)} if before else {}
    earlier = [Column("before", right=True, style="dim")] if before else []
    meaning = Column("meaning", words=True, style="dim")
    grid = Grid(Column("measure", words=True), Column("figure", right=True), *earlier, meaning)
    for measure, figure, words in lines(result):
        grid.add(measure, figure, *([old.get(measure, "")] if before else []), words)
    head = Text(f"{machine['cores']} cores, {machine['processor']}; {versions}", style="dim")
    return Group(head, grid)

"""`attune-sim bench`: how fast this machine simulates, beside plain Mesa."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from attune_sim.cli import options
from attune_sim.cli.console import note, print_json, show
from attune_sim.cli.engine import announce
from attune_sim.errors import InputError

Record = Annotated[
    Path | None,
    typer.Option("--record", metavar="FILE", help="Append the figures to FILE, a line of JSON."),
]


def bench(
    record: Record = None, as_json: options.Json = False, quiet: options.Quiet = False
) -> None:
    """Measure how fast this machine simulates, beside plain Mesa."""
    from attune_sim.bench import append_record, run_bench, table

    if record is not None and (record.is_dir() or not os.access(record.parent, os.W_OK)):
        raise InputError(f"{record} cannot be written; --record takes a file in a folder of yours")
    announce(quiet)
    figures = run_bench(report=lambda words: note(f"Measuring: {words}", quiet))
    if record is not None:
        append_record(figures, record)
    if as_json:
        print_json(figures)
    else:
        show(table(figures))

"""`attune-sim report`: one page on a sweep's results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import note
from attune_sim.cli.terminal.files import new_file

REPORT = "report.html"


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep's results.")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html", help=r"The page. \[default: DIR/report.html]"),
    ] = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write one page on a sweep: question, design, figures, numbers, origin.

    The page opens anywhere, without a network.
    """
    from attune_sim.cli.terminal.text import CODED, MODEL
    from attune_sim.report import write_report
    from attune_sim.sweep import open_spec

    spec = open_spec(folder)
    coded = any(name.startswith("patterns_") for name in spec.measures)
    path = folder / REPORT if out is None else out
    with new_file(path, force or out is None) as stage:
        write_report(folder, stage, note=f"{CODED}\n\n{MODEL}" if coded else MODEL)
    note(f"Written to {path}", quiet)

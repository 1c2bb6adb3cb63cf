"""`attune-sim export`: a sweep's rows as one file, written part by part."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import note
from attune_sim.cli.terminal.files import new_file
from attune_sim.errors import InputError

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep's results.")]


def export(
    folder: Folder,
    csv: Annotated[bool, typer.Option("--csv", help="Write comma-separated values.")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet.")] = False,
    series: Annotated[
        bool, typer.Option("--series", help="Write the time series instead of the rows.")
    ] = False,
    infants: Annotated[
        bool,
        typer.Option("--infants", help="Write the table of infants instead of the rows."),
    ] = False,
    sep: options.Sep = ",",
    decimal: options.Decimal = ".",
    bom: options.Bom = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=r"The file to write. \[default: DIR/rows.csv or rows.parquet]"
        ),
    ] = None,
    again: Annotated[
        str | None,
        typer.Option(
            metavar="RUN",
            help="Write nothing; print the command that runs the run of this number again.",
        ),
    ] = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the rows of a sweep, or those finished so far, as one file.

    Memory stays small, however large the sweep. For a spreadsheet where
    numbers have a decimal comma: --csv --sep ';' --decimal ',' --bom
    """
    from attune_sim.csv_files import PLAIN, Dialect
    from attune_sim.sweep.folder.results import dataset, write_csv, write_parquet

    if again is not None:
        if csv or parquet or out or Dialect(sep, decimal, bom) != PLAIN:
            raise InputError("--again prints a command and writes no file; give it alone")
        print(_command(folder, again))
        return
    if csv == parquet:
        raise InputError("give either --csv or --parquet")
    dialect = options.dialect(sep, decimal, bom, csv=csv)
    if series and infants:
        raise InputError("give either --series or --infants")
    kind = "series" if series else "infants" if infants else "runs"
    dataset(folder, kind)
    name = ("rows" if kind == "runs" else kind) + (".csv" if csv else ".parquet")
    path = folder / name if out is None else out
    with new_file(path, force or out is None) as stage:
        if csv:
            count = write_csv(folder, stage, kind, dialect)
        else:
            count = write_parquet(folder, stage, kind)
    note(f"Written to {path}: {count:,} rows", quiet)


def _command(folder: Path, text: str) -> str:
    from attune_sim.sweep import open_spec
    from attune_sim.sweep.rerun import command

    run = options.number(text)
    if not isinstance(run, int):
        raise InputError(f"again = {text!r} is not the number of a run")
    return command(open_spec(folder), run, folder)

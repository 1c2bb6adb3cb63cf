"""`attune-sim measure`: coded files of real people, with the measures of a simulated film."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from attune_sim import numbers
from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import note, print_json, show
from attune_sim.cli.terminal.files import new_file, new_folder
from attune_sim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType

    from attune_sim.csv_files import Dialect
    from attune_sim.observations.dyads import Result
    from attune_sim.observations.mapping import Mapping

FILES = ("measures.csv", "lags.csv", "sequences.csv", "windows.csv", "codebook.csv")
MOST_DRAWN = 12  # dyads on a page of figures
CAUTION = (
    "Read every share beside its chance level: both depend on unit, rule and tolerance. No number"
    " here is a norm, and none says anything about a particular dyad's relationship."
)
FIRST = "Who comes first: peaks of the cross-correlation in windows of 30 s"
INTERVAL = (
    "In brackets: 95% intervals of this film (stationary bootstrap), not of other days of the same"
    " dyad."
)


def measure(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Coded files (BORIS, ELAN, Datavyu, ...)."),
    ],
    mapping: Annotated[
        Path,
        typer.Option(
            "--map",
            metavar="MAP.toml",
            help="What the codes mean; attune-sim observations inspect FILE --map MAP.toml writes a"
            " first one.",
        ),
    ],
    unit: Annotated[
        str | None,
        typer.Option(metavar="SECONDS", help=r"Unit of time, 0.1 to 5. \[default: the mapping's]"),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="A column that tells one dyad from another, instead of the mapping's; may be"
            " given several times.",
        ),
    ] = None,
    as_json: options.Json = False,
    out: options.OutFolder = None,
    sep: options.Sep = ",",
    decimal: options.Decimal = ".",
    bom: options.Bom = False,
    figure: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.html", help="Write a page with each dyad's film, second by second."
        ),
    ] = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Measure coded films: matching compared with chance, rupture and repair.

    A row for each dyad. Codes become values by a mapping that you write,
    and units of time by its rule. What cannot be used is counted and
    shown. Nothing leaves this machine, and no name enters the results.
    """
    from attune_sim.observations.dyads import measured
    from attune_sim.observations.mapping import read_mapping

    if force and not (out or figure):
        raise InputError("--force allows files to be replaced; give --out or --figure too")
    dialect = options.dialect(sep, decimal, bom, out=out)
    rules = read_mapping(mapping)
    if unit is not None:
        # A text that is no number is refused there, in one sentence.
        rules = replace(rules, unit=options.number(unit))  # type: ignore[arg-type]
    if by:
        rules = replace(rules, dyad=tuple(by))
    if figure is not None and (rules.categories() or rules.unit != 1.0):
        raise InputError(
            "--figure shows values in seconds; it needs codes that mean numbers, and unit = 1"
        )
    with ExitStack() as stack:
        page = stack.enter_context(new_file(figure, force)) if figure else None
        result = measured(files, rules)
        if page:
            _draw(page, result, rules.tolerance)
    if out is not None:
        _write(out, result, dialect, force)
    if as_json:
        from attune_sim.cli.terminal.as_json import rows_json
        from attune_sim.observations.codebook import DYADS, LAGS, SEQUENCES, WINDOWS

        print_json(
            {
                "dyads": rows_json(result.table),
                "lags": rows_json(result.lags),
                "sequences": rows_json(result.sequences),
                "windows": rows_json(result.windows),
                "codebook": [asdict(entry) for entry in (*DYADS, *LAGS, *SEQUENCES, *WINDOWS)],
            }
        )
    else:
        show(_shown(result.table, rules))
    for sentence in result.told:
        note(sentence, quiet)
    if figure is not None:
        note(f"Written to {figure}", quiet)
    if out is not None:
        note(f"Written to {out}: {', '.join(FILES)}", quiet)


def _draw(path: Path, result: Result, tolerance: float) -> None:
    """A page with the first dyads' films."""
    from attune_sim.figures.base.page import write_html
    from attune_sim.figures.film.moment import moment_figure

    names = result.table["dyad"].tolist()
    figures = [
        moment_figure(
            {"infant_engagement": infant, "caregiver_engagement": caregiver},
            tolerance=tolerance,
            title=f"Dyad {name}, second by second",
        )
        for name, (infant, caregiver) in zip(names[:MOST_DRAWN], result.series, strict=False)
    ]
    text = CAUTION
    if len(names) > MOST_DRAWN:
        text += f"\n\nThe first {MOST_DRAWN} of {len(names)} dyads are drawn."
    write_html(figures, path, "Coded observations", text=text)


def _write(folder: Path, result: Result, dialect: Dialect, force: bool) -> None:
    from attune_sim.codebook import write
    from attune_sim.csv_files import write_csv
    from attune_sim.observations.codebook import DYADS, LAGS, SEQUENCES, WINDOWS

    def ours(there: Path) -> bool:
        return force and {path.name for path in there.iterdir()} <= set(FILES)

    with new_folder(folder, ours) as stage:
        tables = (result.table, result.lags, result.sequences, result.windows)
        for name, table in zip(FILES, tables, strict=False):
            write_csv([table], stage / name, dialect)
        write((*DYADS, *LAGS, *SEQUENCES, *WINDOWS), stage / FILES[-1], dialect)


def _shown(table: pd.DataFrame, rules: Mapping) -> RenderableType:
    from rich.console import Group

    from attune_sim.cli.terminal.tables import Column, Grid
    from attune_sim.cli.terminal.text import notes, section

    rows = [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]
    ruler = (
        "the same category"
        if rules.categories()
        else f"at most {numbers.plain(rules.tolerance)} apart of 0 to 1"
    )
    shares = Grid(
        Column("dyad"),
        *(
            Column(title, right=True)
            for title in ("both coded", "of film", "matched", "", "chance")
        ),
        gap=3,
    )
    bouts = Grid(
        Column("dyad"),
        *(
            Column(title, right=True)
            for title in (
                "repair latency",
                "",
                "transitions",
                "next unit",
                "by caregiver",
                "repairs",
            )
        ),
        gap=3,
    )
    for row in rows:
        shares.add(
            row["dyad"],
            f"{numbers.plain(row['coded_both_s'])} s",
            f"{numbers.plain(row['film_s'])} s",
            numbers.percent(row["attuned_share"]),
            _brackets(row, "attuned_share", numbers.percent),
            numbers.percent(row["attuned_share_surrogate"]),
        )
        bouts.add(
            row["dyad"],
            _with_seconds(row["repair_latency_s"]),
            _brackets(row, "repair_latency_s", numbers.rounded),
            numbers.rounded(row["transitions_per_min"]),
            numbers.decimals(row["next_step_repair"]),
            numbers.percent(row["repaired_by_caregiver"]),
            str(row["repairs"]),
        )
    following = [] if rules.categories() else [section(FIRST, _first(rows))]
    unit = f"{numbers.plain(rules.unit)} s"
    return Group(
        section(f"Matched: {ruler}, in units of {unit} by rule '{rules.rule}'", shares),
        section(
            "Repair: latency, transitions a minute, probability in the next unit, share by the"
            " caregiver",
            bouts,
        ),
        *following,
        section("What could not be used as it stands", _faults(rows)),
        notes(INTERVAL, CAUTION),
    )


def _first(rows: Sequence[dict[str, Any]]) -> RenderableType:
    from attune_sim.cli.terminal.tables import Column, Grid

    titles = ("windows", "with a peak", "correlation", "chance", "infant first")
    grid = Grid("dyad", *(Column(title, right=True) for title in titles), gap=3)
    for row in rows:
        grid.add(
            row["dyad"],
            numbers.decimals(row["windows"], 0),
            numbers.decimals(row["windows_with_peak"], 0),
            numbers.decimals(row["window_peak"]),
            numbers.decimals(row["window_peak_chance"]),
            numbers.percent(row["window_infant_first"]),
        )
    return grid


def _with_seconds(value: float) -> str:
    text = numbers.rounded(value)
    return text if text == numbers.UNDEFINED else f"{text} s"


def _brackets(row: dict[str, Any], name: str, written: Any) -> str:
    low, high = written(row[f"{name}_low"]), written(row[f"{name}_high"])
    return "" if numbers.UNDEFINED in (low, high) else f"({numbers.interval(low, high)})"


def _faults(rows: Sequence[dict[str, Any]]) -> RenderableType:
    """A line for each kind of fault that a dyad has."""
    from attune_sim.cli.terminal.tables import Column, Grid
    from attune_sim.cli.terminal.text import prose
    from attune_sim.observations.codebook import COUNTS

    grid = Grid("dyad", "person", Column("number", right=True), Column("what", words=True), gap=3)
    for row in rows:
        for person in ("infant", "caregiver"):
            for name, meaning in COUNTS.items():
                count = row[f"{person}_{name}"]
                if count:
                    grid.add(row["dyad"], person, f"{count:,}", meaning)
    return grid if grid.rows else prose("Everything could be used.")

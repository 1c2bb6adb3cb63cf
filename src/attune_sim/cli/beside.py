"""`attune-sim observations beside`: real films among simulated ones, coded by the same rule."""

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
from attune_sim.cli.terminal.files import new_folder
from attune_sim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType

    from attune_sim.csv_files import Dialect
    from attune_sim.observations.beside import Beside
    from attune_sim.scenario import Scenario

FILES = ("beside.csv", "sample.csv", "traits.csv")
CODEBOOK = "codebook.csv"
SHARES = ("attuned_share", "attuned_share_surrogate", "attuned_share_above_chance",
          "next_step_repair", "repaired_by_caregiver")  # fmt: skip
UNITS = ("s", "per minute")
NO_NORM = (
    "The simulated families are no norm, and a place among them is no verdict on a dyad. If a film"
    " lies at an end, or outside, the scenario, the coding or the model may not fit."
)
TRAITS = (
    "Compatible: 90% intervals, if all values of the trait's range are equally likely before. Ruled"
    " out: how much shorter they are than before. Recovered: the correlation of true and found"
    " values when simulated families take the film's place. These are parameters of a model that"
    " would give films like this one, not measurements of a person."
)


def beside(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Coded films of free play.")
    ],
    mapping: Annotated[
        Path, typer.Option("--map", metavar="MAP.toml", help="What the codes mean, as for measure.")
    ],
    scenario: Annotated[
        str, typer.Option(metavar="SCENARIO", help="Whose families: a name or a TOML file.")
    ] = "mixed-population",
    age: Annotated[
        str | None,
        typer.Option(metavar="DAYS", help=r"Age of the infants. \[default: the scenario's days]"),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(metavar="SECONDS", help=r"Unit of time, 1 to 5. \[default: the mapping's]"),
    ] = None,
    families: Annotated[str, typer.Option(metavar="N", help="Families to simulate.")] = "500",
    trait: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Also: which values of this trait go with each film; may be given several times.",
        ),
    ] = None,
    draws: Annotated[
        str, typer.Option(metavar="N", help="Families to simulate for traits.")
    ] = "2000",
    seed: options.Seed = None,
    out: options.OutFolder = None,
    sep: options.Sep = ",",
    decimal: options.Decimal = ".",
    bom: options.Bom = False,
    force: options.Force = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Show where real films lie among simulated ones, coded by the same rule.

    Simulated families play for as long, with the same gaps, unit, rule
    and codes. They are no norm. With --trait, values of the model's
    traits that go with a film, after a check whether films like it can
    tell at all. Nothing leaves this machine.
    """
    from attune_sim.cli.terminal.progress import progress
    from attune_sim.cli.terminal.startup import announce, cores
    from attune_sim.life.course import Progress
    from attune_sim.observations import beside as model
    from attune_sim.observations.compatible_traits import checked
    from attune_sim.observations.dyads import measured
    from attune_sim.observations.mapping import read_mapping

    if force and not out:
        raise InputError("--force allows files to be replaced; give --out too")
    dialect = options.dialect(sep, decimal, bom, out=out)
    rules = read_mapping(mapping)
    if unit is not None:
        # A text that is no number is refused there, in one sentence.
        rules = replace(rules, unit=options.number(unit))  # type: ignore[arg-type]
    group = options.scenario_with(scenario, {"days": options.age(age), "seed": seed})
    count = options.whole("families", families, model.LEAST_FAMILIES, model.MOST_FAMILIES)
    many = options.whole("draws", draws, model.LEAST_DRAWS, model.MOST_DRAWS)
    wanted = checked(trait or [])
    result = measured(files, rules)
    model.check_films(result, rules)
    announce(quiet)
    with ExitStack() as stack:
        stage = stack.enter_context(new_folder(out, _ours(force))) if out else None
        with progress(f"Simulating {count + many * bool(wanted):,} families", quiet) as report:
            found = model.beside(
                result, rules, group, families=count, traits=wanted, draws=many, threads=cores(),
                progress=Progress(report),
            )  # fmt: skip
        if stage:
            _write(stage, found, dialect)
    if as_json:
        print_json(_json(found, group, count))
    else:
        show(_shown(found, group, count))
    for sentence in result.told:
        note(sentence, quiet)
    if out is not None:
        note(f"Written to {out}: {', '.join((*FILES, CODEBOOK))}", quiet)


def _ours(force: bool) -> Any:
    names = {*FILES, CODEBOOK}
    return lambda there: force and {path.name for path in there.iterdir()} <= names


def _write(stage: Path, found: Beside, dialect: Dialect) -> None:
    from attune_sim.codebook import write
    from attune_sim.csv_files import write_csv
    from attune_sim.observations.codebook import BESIDE, COMPATIBLE, SAMPLE

    for name, table in zip(FILES, found, strict=True):
        write_csv([table], stage / name, dialect)
    entries = (
        replace(entry, column=f"{Path(name).stem}.{entry.column}")
        for name, described in zip(FILES, (BESIDE, SAMPLE, COMPATIBLE), strict=True)
        for entry in described
    )
    write(entries, stage / CODEBOOK, dialect)


def _json(found: Beside, scenario: Scenario, families: int) -> dict[str, Any]:
    from attune_sim.cli.terminal.as_json import rows_json
    from attune_sim.observations.codebook import BESIDE, COMPATIBLE, SAMPLE
    from attune_sim.provenance import provenance

    return {
        "scenario": scenario.name,
        "age": scenario.days,
        "families": families,
        "beside": rows_json(found.table),
        "sample": rows_json(found.sample),
        "traits": rows_json(found.traits),
        "codebook": {
            name: [asdict(entry) for entry in entries]
            for name, entries in (("beside", BESIDE), ("sample", SAMPLE), ("traits", COMPATIBLE))
        },
        "provenance": provenance(scenario.identity(), scenario.seed),
    }


def _shown(found: Beside, scenario: Scenario, families: int) -> RenderableType:
    from rich.console import Group

    from attune_sim.cli.terminal.text import notes, section

    old = numbers.count(scenario.days, "day")
    where = f"Among {families:,} simulated families ({scenario.name}, {old} old)"
    parts: list[RenderableType] = [section(where, _films(found.table))]
    if len(found.sample):
        parts.append(section("The dyads together", _together(found.sample)))
    said = [
        "Families: 5th to 95th percentile. Lower: how many families have a lower value; in"
        " brackets, for the ends of the film's own 95% interval.",
        NO_NORM,
    ]
    if len(found.traits):
        parts.append(section("Values of the model's traits that go with the film",
                             _traits(found.traits)))  # fmt: skip
        said.append(TRAITS)
    return Group(*parts, notes(*said))


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]


def _written(measure: str, value: float) -> str:
    return numbers.percent(value) if measure in SHARES else numbers.rounded(value)


def _between(measure: str, row: dict[str, Any]) -> str:
    ends = [_written(measure, row[f"families_{end}"]) for end in ("low", "high")]
    return numbers.UNDEFINED if numbers.UNDEFINED in ends else numbers.interval(*ends)


def _films(table: pd.DataFrame) -> RenderableType:
    from attune_sim.cli.terminal.tables import Column, Grid

    grid = Grid("dyad", "measure", *(Column(t, right=True) for t in
                ("film", "families", "lower", "")), gap=3)  # fmt: skip
    for row in _rows(table):
        ends = [numbers.percent(row[f"below_{end}"]) for end in ("low", "high")]
        grid.add(
            row["dyad"],
            _label(row["measure"]),
            _written(row["measure"], row["value"]),
            _between(row["measure"], row),
            numbers.percent(row["below"]),
            "" if numbers.UNDEFINED in ends else f"({numbers.interval(*ends)})",
        )
    return grid


def _together(table: pd.DataFrame) -> RenderableType:
    from attune_sim.cli.terminal.tables import Column, Grid

    grid = Grid("measure", *(Column(t, right=True) for t in
                ("dyads", "mean", "means of families", "SD", "SD of families")), gap=3)  # fmt: skip
    for row in _rows(table):
        name = row["measure"]
        grid.add(
            _label(name),
            str(row["dyads"]),
            _written(name, row["mean"]),
            _between(name, row),
            *(numbers.significant(row[sd], 2) for sd in ("sd", "families_sd")),
        )
    return grid


def _traits(table: pd.DataFrame) -> RenderableType:
    from attune_sim.cli.terminal.tables import Column, Grid
    from attune_sim.observations.compatible_traits import TELLS
    from attune_sim.parameters import PARAMETERS

    grid = Grid("dyad", Column("trait", words=True), Column("range", right=True),
                Column("compatible", words=True), Column("ruled out", right=True),
                Column("recovered", right=True), gap=3)  # fmt: skip
    for row in _rows(table):
        told = row["answer"] == TELLS
        grid.add(
            row["dyad"],
            PARAMETERS[row["trait"]].label,
            numbers.interval(*(numbers.plain(row[f"possible_{e}"]) for e in ("low", "high"))),
            numbers.interval(numbers.rounded(row["low"]), numbers.rounded(row["high"]))
            if told
            else row["answer"],
            numbers.percent(row["narrowed"]) if told else "",
            numbers.decimals(row["recovered"]),
        )
    return grid


def _label(measure: str) -> str:
    from attune_sim.observations.codebook import DYADS

    labels: Sequence[Any] = DYADS
    entry = next(entry for entry in labels if entry.column == measure)
    return f"{entry.label} ({entry.unit})" if entry.unit in UNITS else str(entry.label)

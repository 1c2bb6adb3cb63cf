"""`attune-sim observe`: one simulated procedure, coded, and what the camera recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType

from attune_sim import numbers
from attune_sim.cli.terminal import options, run_folder
from attune_sim.cli.terminal.as_json import rows_json, summary_json
from attune_sim.cli.terminal.console import note, print_json, show
from attune_sim.cli.terminal.files import new_file, new_folder
from attune_sim.cli.terminal.progress import progress
from attune_sim.cli.terminal.startup import announce, cores
from attune_sim.cli.terminal.tables import Column, Grid
from attune_sim.cli.terminal.text import (
    CODED,
    MODEL,
    heading,
    notes,
    pattern_bars,
    prose,
    section,
    spread,
    value,
)
from attune_sim.errors import InputError, near
from attune_sim.outcomes import LATER, OUTCOMES, PEERS, PROCEDURE_TITLES, SSP, Outcome

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.csv_files import Dialect
    from attune_sim.population import Population
    from attune_sim.scenario import Scenario

NAMES = tuple(PROCEDURE_TITLES)
GAP = 3  # blanks between columns
FEW = 12  # rows that are also shown one by one


@options.with_parameter_options
def observe(
    procedure: Annotated[
        str,
        typer.Argument(
            metavar="PROCEDURE",
            help=", ".join(NAMES),
            autocompletion=lambda incomplete: [n for n in NAMES if n.startswith(incomplete)],
        ),
    ],
    scenario: options.ScenarioName = "good-enough",
    infants: options.Infants = None,
    age: Annotated[
        str | None,
        typer.Option(metavar="DAYS", help=r"Age at observation. \[default: the scenario's days]"),
    ] = None,
    seed: options.Seed = None,
    model: options.Model = None,
    trace: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Write the second-by-second record to this file."),
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.html",
            help="Write a page of figures, including the first infant's record.",
        ),
    ] = None,
    out: options.OutFolder = None,
    sep: options.Sep = ",",
    decimal: options.Decimal = ".",
    bom: options.Bom = False,
    force: options.Force = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
    **values: Annotated[str | None, typer.Option()],
) -> None:
    """Observe infants and caregivers in one procedure, and code it.

    The infants grow up to the age given. Coders see what a camera would,
    and err. The record (--trace) has the camera's view, the coder's codes, and
    distress as electrodes would show it. --out writes the coded table with traits.
    """
    if procedure not in NAMES:
        raise InputError(f"there is no procedure '{procedure}'; {near(procedure, NAMES)}")
    if force and not (trace or figure):
        raise InputError("--force allows files to be replaced; give --trace or --figure too")
    if trace and figure and trace.resolve() == figure.resolve():
        raise InputError(f"--trace and --figure are both {trace}; give two different names")
    dialect = options.dialect(sep, decimal, bom, out=out, trace=trace)
    chosen = options.scenario_with(
        scenario,
        {"infants": infants, "days": options.age(age), "seed": seed, "model": model, **values},
    )
    if procedure in LATER:
        from attune_sim.ages import check_later

        check_later(chosen.days, procedure)
    if procedure == SSP:
        from attune_sim.ages import check_strange_situation

        check_strange_situation(chosen)
    with ExitStack() as files:
        folder = None
        if out:
            from attune_sim.run import provenance_of

            origin = provenance_of(chosen)
            same = partial(run_folder.holds_the_same, origin=origin, procedure=procedure)
            folder = files.enter_context(new_folder(out, same))
        record = files.enter_context(new_file(trace, force)) if trace else None
        page = files.enter_context(new_file(figure, force)) if figure else None
        table = _observe(procedure, chosen, record, dialect, quiet)
        summary = {"procedure": procedure, **summary_json(chosen, table)}
        if page:
            _write_figures(page, procedure, chosen, table)
        if folder:
            run_folder.write(folder, chosen, [(chosen.days, table)], summary, dialect)
    if as_json:
        print_json(
            {
                **summary,
                "coded": rows_json(table.drop(columns=table.filter(like="patterns_").columns)),
            }
        )
    else:
        given = {name: text for name, text in values.items() if text is not None}
        show(summary_of_observation(procedure, chosen, table, given))
    for path in (trace, figure):
        if path:
            note(f"Written to {path}", quiet)
    if out:
        note(run_folder.told(out), quiet)


def _observe(
    name: str, scenario: Scenario, trace: Path | None, dialect: Dialect, quiet: bool
) -> pd.DataFrame:
    """A row per infant and caregiver with what this procedure measures."""
    import pandas as pd

    from attune_sim.life.course import Progress
    from attune_sim.measurement import observe as code
    from attune_sim.run import check_memory, grown, parts

    measures = [o.name for o in OUTCOMES.values() if o.needs == name]
    check_memory(scenario)
    announce(quiet)
    tables = []
    with progress(f"Simulating {numbers.count(scenario.infants, 'infant')}", quiet) as report:
        for members in parts(scenario):
            population = grown(
                scenario,
                numbers=members,
                threads=cores(),
                progress=Progress(report),
                weight=len(members) / scenario.infants,
            )
            table = code(population, scenario.days, measures=measures)
            columns = ["infant", "caregiver", "pattern", *measures]
            tables.append(table[[c for c in columns if c in table]])
            if trace:
                _append_trace(trace, name, population, scenario, dialect)
    return pd.concat(tables, ignore_index=True)


def summary_of_observation(
    procedure: str, scenario: Scenario, table: pd.DataFrame, given: Mapping[str, str]
) -> RenderableType:
    """What `attune-sim observe` prints.

    Args:
        procedure: its name.
        scenario: who was observed; its days are their age.
        table: a row per infant and caregiver, with this procedure's outcomes.
        given: parameters from the command line, as typed.
    """
    facts = (
        numbers.count(scenario.infants, "infant"),
        f"{numbers.count(scenario.days, 'day')} old",
        f"seed {scenario.seed}",
    )
    from attune_sim import ages

    several = len(scenario.caregivers) > 1 and procedure != PEERS
    parts: list[RenderableType] = [heading(scenario, facts, given)]
    told = ages.notes(scenario, [procedure])
    for number, name in enumerate(_others(procedure, scenario)):
        rows = table[table["caregiver"] == number]
        who = f" with {name}" if several else ""
        parts += _sections(f"{PROCEDURE_TITLES[procedure]}{who}", rows)
        if "pattern" in table:
            shown = who or " with this caregiver"
            body = Group(pattern_bars(rows), notes(*told))
            parts.append(section(f"Pattern shown{shown}", body))
    if len(table) <= FEW and "pattern" in table:
        parts.append(section("As coded", _one_by_one(scenario, table)))
    parts.append(notes(*([CODED] if "pattern" in table else told), MODEL))
    return Group(*parts)


def _others(procedure: str, scenario: Scenario) -> list[str]:
    """Those with whom each infant is seen, in order."""
    if procedure == PEERS:  # the same whichever caregiver is meant, since none is there
        return ["a peer"]
    return [caregiver.name for caregiver in scenario.caregivers]


def _sections(title: str, table: pd.DataFrame) -> Iterator[RenderableType]:
    """Single outcomes with mean and spread; outcomes that cross (what by when) as a matrix each."""
    measured = [OUTCOMES[name] for name in table.columns if name in OUTCOMES]
    crossed: dict[str, list[Outcome]] = {}
    single = []
    for outcome in measured:
        if len(outcome.path) == 3:
            crossed.setdefault(outcome.path[0], []).append(outcome)
        elif outcome.path[0] != "patterns":
            single.append(outcome)
    if single:
        yield section(title, _means(single, table))
    for number, (name, outcomes) in enumerate(crossed.items()):
        words = name.replace("_", " ").capitalize()
        yield section(words if single or number else title, _matrix(outcomes, table))


def _means(outcomes: list[Outcome], table: pd.DataFrame) -> Grid:
    from attune_sim.run import summarise

    means = summarise(table, [o.name for o in outcomes])
    grid = Grid(Column(least=28), "mean", "SD over infants", gap=GAP)
    for o in outcomes:
        grid.add(o.label, value(o.name, means[o.name]), spread(o.name, float(table[o.name].std())))
    return grid


def _matrix(outcomes: list[Outcome], table: pd.DataFrame) -> Grid:
    from attune_sim.run import summarise

    means = summarise(table, [o.name for o in outcomes])
    columns = list(dict.fromkeys(o.path[2] for o in outcomes))
    grid = Grid("", *(column.replace("_", " ") for column in columns), gap=GAP)
    for row in dict.fromkeys(o.path[1] for o in outcomes):
        cells = {o.path[2]: value(o.name, means[o.name]) for o in outcomes if o.path[1] == row}
        grid.add(
            row.removesuffix("_s").replace("_", " ").capitalize(),
            *(cells.get(column, "") for column in columns),
        )
    return grid


def _one_by_one(scenario: Scenario, table: pd.DataFrame) -> RenderableType:
    ratings = [o for o in OUTCOMES.values() if o.path[0] == "scales" and o.name in table]
    grid = Grid("infant", "with", "pattern", *(_initials(o) for o in ratings), gap=GAP)
    for row in table.to_dict("records"):
        who = scenario.caregivers[row["caregiver"]].name
        cells = (numbers.rounded(row[o.name]) for o in ratings)
        grid.add(str(row["infant"]), who, row["pattern"], *cells)
    legend = ", ".join(f"{_initials(o)} {o.label.lower()} ({o.unit})" for o in ratings)
    return Group(grid, prose(legend, style="dim"))


def _initials(outcome: Outcome) -> str:
    return "".join(word[0] for word in outcome.label.upper().split())


def _write_figures(path: Path, procedure: str, scenario: Scenario, table: pd.DataFrame) -> None:
    """Write a page with figures of one procedure.

    Args:
        path: of the HTML file.
        procedure: its name.
        scenario: who was observed; its days are their age.
        table: a row per infant and caregiver, as coded.
    """
    from attune_sim.figures.base.page import write_html
    from attune_sim.figures.families.patterns import pattern_figure
    from attune_sim.figures.film.moment import filmed, moment_figure
    from attune_sim.procedures import PROCEDURES, peer_play
    from attune_sim.provenance import provenance
    from attune_sim.run import grown

    figures = []
    if "pattern" in table:
        names = [caregiver.name for caregiver in scenario.caregivers]
        groups = {
            f"With {name}" if len(names) > 1 else "All": rows["pattern"]
            for name, (_, rows) in zip(names, table.groupby("caregiver"), strict=True)
        }
        figures.append(pattern_figure(groups))
    first = grown(scenario, numbers=range(1))
    tolerance = float(first.settings["coding_tolerance"][0])
    for number, name in enumerate(_others(procedure, scenario)):
        film = PROCEDURES[procedure].record(first, age=scenario.days, which=number)
        record, episodes = filmed(film, PROCEDURES[procedure].SCRIPT)
        figures.append(
            moment_figure(
                record,
                tolerance=peer_play.TOLERANCE if procedure == PEERS else tolerance,
                episodes=episodes,
                title=f"The first infant with {name}, second by second",
                distance=procedure == SSP,
            )
        )
    write_html(
        figures,
        path,
        f"{PROCEDURE_TITLES[procedure]}: {scenario.title or scenario.name}",
        text="\n\n".join(
            [scenario.story, CODED, MODEL] if "pattern" in table else [scenario.story, MODEL]
        ),
        provenance=provenance(scenario.identity(), scenario.seed),
    )


def _append_trace(
    path: Path, procedure: str, population: Population, scenario: Scenario, dialect: Dialect
) -> None:
    """Film these infants with each of their caregivers, and add the record to a file."""
    from attune_sim import csv_files
    from attune_sim.film_table import film_table

    with path.open("a", encoding=dialect.encoding, newline="") as file:
        for number, name in enumerate(_others(procedure, scenario)):
            record = film_table(
                procedure,
                population,
                age=scenario.days,
                which=number,
                caregiver=name,
            )
            csv_files.append(record, file, dialect, heading=file.tell() == 0)

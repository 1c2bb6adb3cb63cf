"""`attune-sim observe`: one simulated procedure, coded, and what the camera recorded of it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import note, print_json, show
from attune_sim.cli.terminal.files import new_file
from attune_sim.cli.terminal.progress import progress
from attune_sim.cli.terminal.startup import announce, cores
from attune_sim.errors import InputError, near

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.scenario import Scenario

NAMES = ("free-play", "still-face", "strange-situation", "home")


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
    trace: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Write the record, second by second, to this file."),
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html", help="Write figures, with the first infant's record."),
    ] = None,
    force: options.Force = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
    **values: Annotated[str | None, typer.Option()],
) -> None:
    """Observe infants and caregivers in one procedure, and code it.

    The infants grow up to the age given. Coders see what a camera would,
    and err. The record (--trace) has the camera's view, and distress as
    electrodes would show it.
    """
    if procedure not in NAMES:
        raise InputError(f"there is no procedure '{procedure}'; {near(procedure, NAMES)}")
    if force and not (trace or figure):
        raise InputError("--force says that a file may be replaced; give --trace or --figure too")
    if trace and figure and trace.resolve() == figure.resolve():
        raise InputError(f"--trace and --figure are both {trace}; give two names")
    chosen = options.scenario_with(
        scenario, {"infants": infants, "days": age, "seed": seed, **values}
    )
    with ExitStack() as files:
        record = files.enter_context(new_file(trace, force)) if trace else None
        page = files.enter_context(new_file(figure, force)) if figure else None
        table = _observe(procedure, chosen, record, quiet)
        if page:
            from attune_sim.cli.pictures import write_figures

            write_figures(page, procedure, chosen, table)
    if as_json:
        from attune_sim.cli.terminal.as_json import rows_json, summary_json

        print_json(
            {
                "procedure": procedure,
                **summary_json(chosen, table),
                "coded": rows_json(table.drop(columns=table.filter(like="patterns_").columns)),
            }
        )
    else:
        from attune_sim.cli.observed import summary_of_observation

        given = {name: text for name, text in values.items() if text is not None}
        show(summary_of_observation(procedure, chosen, table, given))
    for path in (trace, figure):
        if path:
            note(f"Written to {path}", quiet)


def _observe(name: str, scenario: Scenario, trace: Path | None, quiet: bool) -> pd.DataFrame:
    """A row per infant and caregiver with what this procedure measures."""
    import pandas as pd

    from attune_sim.cli.trace import append_trace
    from attune_sim.outcomes import OUTCOMES
    from attune_sim.run import Progress, check_memory, chunks, develop
    from attune_sim.run import observe as code

    measures = [o.name for o in OUTCOMES.values() if o.needs == name]
    check_memory(scenario)
    announce(quiet)
    tables = []
    with progress(f"Simulating {scenario.infants:,} infants", quiet) as report:
        for population in chunks(scenario):
            develop(
                population,
                scenario.days,
                threads=cores(),
                progress=Progress(report),
                weight=len(population) / scenario.infants,
            )
            table = code(population, scenario.days, measures=measures)
            columns = ["infant", "caregiver", "pattern", *measures]
            tables.append(table[[c for c in columns if c in table]])
            if trace:
                append_trace(trace, name, population, scenario)
    return pd.concat(tables, ignore_index=True)

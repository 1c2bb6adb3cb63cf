"""`attune-sim run`: a scenario, summarised in words, numbers and bars."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from attune_sim import numbers
from attune_sim.cli.terminal import options, run_folder
from attune_sim.cli.terminal.as_json import summary_json
from attune_sim.cli.terminal.console import note, print_json, show
from attune_sim.cli.terminal.files import new_folder
from attune_sim.cli.terminal.progress import progress
from attune_sim.cli.terminal.startup import announce, cores
from attune_sim.cli.terminal.tables import Column, Grid
from attune_sim.cli.terminal.text import (
    CODED,
    MODEL,
    heading,
    mean_with_interval,
    notes,
    patterns,
    scale,
    section,
    value,
)
from attune_sim.errors import InputError
from attune_sim.outcomes import (
    HOME,
    OUTCOMES,
    PEERS,
    PLAY,
    PROBLEMS,
    PROCEDURE_TITLES,
    SSP,
)

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.scenario import Scenario

INTERVALS = (
    "In brackets are 95% intervals. Those of means come from a bootstrap over families; those of"
    " shares of infants are Wilson intervals."
)
FEW = (
    "{draws} draws are few: these ranges are close to the smallest and largest of them, and other"
    " draws would give other ranges."
)
FEW_DRAWS = 40  # of the calibrated constants, below which the ends of a range are a matter of luck
LABELS = 28  # characters of a column of labels, so that sections stand below each other


@options.with_parameter_options
def run(
    scenario: options.ScenarioName = "good-enough",
    infants: options.Infants = None,
    days: options.Days = None,
    seed: options.Seed = None,
    model: options.Model = None,
    out: options.OutFolder = None,
    sep: options.Sep = ",",
    decimal: options.Decimal = ".",
    bom: options.Bom = False,
    posterior: Annotated[
        str | None,
        typer.Option(
            metavar="N",
            help="Repeat with N draws of the calibrated constants, and show the range of nine in"
            " ten"
            " draws for each outcome.",
        ),
    ] = None,
    posterior_from: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Take the draws from your own calibration, in this folder."
        ),
    ] = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
    **values: Annotated[str | None, typer.Option()],
) -> None:
    """Simulate a scenario and show the results.

    The infants grow up with their caregivers, and are then seen in free
    play, the still-face paradigm, the Strange Situation and at home. From
    two years on, children who grow up (growth = 1) are seen at problems too
    hard for them and with another child, and not in the Strange Situation.

    What is not given is as in the scenario: attune-sim scenarios show NAME.
    """
    chosen = options.scenario_with(
        scenario, {"infants": infants, "days": days, "seed": seed, "model": model, **values}
    )
    if chosen.model:
        from attune_sim.run import check_model

        check_model(chosen)
    draws = _draws(posterior, posterior_from)
    dialect = options.dialect(sep, decimal, bom, out=out)
    if out is None:
        table, summary = _simulate(chosen, draws, quiet)
    else:
        from attune_sim.run import provenance_of

        same = partial(run_folder.holds_the_same, origin=provenance_of(chosen))
        with new_folder(out, same) as folder:
            table, summary = _simulate(chosen, draws, quiet)
            run_folder.write(folder, chosen, [(chosen.days, table)], summary, dialect)
    if as_json:
        print_json(summary)
    else:
        given = {name: text for name, text in values.items() if text is not None}
        show(summary_of_run(chosen, table, given, summary.get("posterior")))
    if out is not None:
        note(run_folder.told(out), quiet)


def _draws(count: str | None, folder: Path | None) -> pd.DataFrame | None:
    if count is None:
        if folder is not None:
            raise InputError(
                "--posterior-from says where the draws are; say with --posterior how many to use"
            )
        return None
    from attune_sim.evidence.calibration.posterior import posterior
    from attune_sim.evidence.calibration.propagation import spread_over

    stored = posterior(folder)
    return spread_over(stored, options.whole("posterior", count, 2, len(stored)))


def _simulate(
    scenario: Scenario, draws: pd.DataFrame | None, quiet: bool
) -> tuple[pd.DataFrame, dict[str, Any]]:
    from attune_sim.ages import outcomes_at
    from attune_sim.life.course import Progress
    from attune_sim.run import check_memory, infants

    check_memory(scenario)
    announce(quiet)
    measures = outcomes_at(scenario, scenario.days)
    with progress(f"Simulating {numbers.count(scenario.infants, 'infant')}", quiet) as report:
        table, _ = infants(scenario, measures=measures, threads=cores(), progress=Progress(report))
    summary = summary_json(scenario, table, strange_situation=True)
    if draws is not None:
        summary["posterior"] = _over_draws(scenario, draws, quiet)
    return table, summary


def _over_draws(scenario: Scenario, draws: pd.DataFrame, quiet: bool) -> dict[str, Any]:
    from attune_sim.evidence.calibration.propagation import LEVEL, limits, over_posterior
    from attune_sim.run import nested

    with progress(f"Repeating with {len(draws)} draws of the constants", quiet) as report:
        found = over_posterior(scenario, draws, threads=cores(), report=report)
    low, high = limits(found)
    return {"draws": len(draws), "level": LEVEL, "low": nested(low), "high": nested(high)}


# title: (label, outcome, outcome to read beside it, its word)
SECTIONS = {
    PROCEDURE_TITLES[PLAY]: (
        ("Attuned share", "attuned_share", "attuned_share_surrogate", "by chance"),
        ("Repair latency", "repair_latency_s", None, ""),
        ("Match duration", "match_duration_s", None, ""),
        ("Ruptures", "ruptures_per_min", None, ""),
    ),
    PROCEDURE_TITLES[HOME]: (
        ("Sensitivity as rated", "sensitivity_rating", None, ""),
        ("Alarming behaviour as rated", "alarm_rating", None, ""),
        ("Inconsistency as rated", "inconsistency_rating", None, ""),
        ("Intrusiveness as rated", "intrusiveness_rating", None, ""),
        ("Withdrawal as rated", "withdrawal_rating", None, ""),
    ),
    PROCEDURE_TITLES[PROBLEMS]: (
        ("Looks at the problem, not upset", "problem_persistence", None, ""),
        ("Smiles", "problem_joy", None, ""),
        ("Fusses or cries", "problem_upset", None, ""),
        ("Asks calmly for help", "problem_calm_requests_per_min", None, ""),
    ),
    PROCEDURE_TITLES[PEERS]: (
        ("Attuned share", "peer_attuned_share", "peer_attuned_share_surrogate", "by chance"),
        ("Smiles", "peer_joy", None, ""),
        ("Fusses or cries", "peer_upset", None, ""),
        ("Competence as rated", "peer_competence_rating", None, ""),
    ),
    f"Physiological distress in the {PROCEDURE_TITLES[SSP]}": (
        ("Separations", "separation_physiological", "separation_displayed", "displayed"),
        ("Second reunion", "reunion_physiological", "reunion_displayed", "displayed"),
    ),
    "Learnt (read from the model)": (
        ("Felt security", "felt_security", None, ""),
        ("Display gain", "policy_display_gain", None, ""),
        ("Turning away", "policy_turning_away", None, ""),
        ("Self-regulation", "self_regulation", None, ""),
    ),
}


def summary_of_run(
    scenario: Scenario,
    table: pd.DataFrame,
    given: Mapping[str, str],
    ranges: Mapping[str, Any] | None = None,
) -> RenderableType:
    """What `attune-sim run` prints.

    Args:
        scenario: what was simulated.
        table: a row per infant and caregiver.
        given: parameters from the command line, as typed.
        ranges: `posterior` of the run's JSON, where it was repeated over draws of the constants.
    """
    facts = (
        numbers.count(scenario.infants, "infant"),
        numbers.count(scenario.days, "day"),
        f"seed {scenario.seed}",
    )
    return Group(
        heading(scenario, facts, given),
        *(
            section(title, _means(scenario, table, rows))
            for title, rows in SECTIONS.items()
            if rows[0][1] in table
        ),
        *patterns(scenario, table),
        *([_ranges(ranges)] if ranges else []),
        notes(INTERVALS, *([CODED] if "pattern" in table else []), MODEL),
    )


def _ranges(ranges: Mapping[str, Any]) -> RenderableType:
    """What nine in ten draws of the calibrated constants give."""
    names = [name for rows in SECTIONS.values() for row in rows for name in row[1:3] if name]
    names += [name for name in OUTCOMES if name.startswith("patterns_")]
    grid = Grid(Column(least=LABELS), Column(words=True))
    for name in names:
        if not _has(ranges["low"], OUTCOMES[name].path):
            continue
        low, high = (_at(ranges[end], OUTCOMES[name].path) for end in ("low", "high"))
        ends = numbers.interval(value(name, low), value(name, high))
        grid.add(OUTCOMES[name].label, ends if math.isfinite(low) else numbers.UNDEFINED)
    level = numbers.percent(ranges["level"])
    few = ranges["draws"] < FEW_DRAWS
    body = Group(grid, notes(FEW.format(**ranges))) if few else grid
    return section(f"{level} of {ranges['draws']} draws of the calibrated constants", body)


def _has(nest: Mapping[str, Any], path: tuple[str, ...]) -> bool:
    return path[0] in nest


def _at(nest: Mapping[str, Any], path: tuple[str, ...]) -> float:
    for key in path:
        nest = nest[key]
    return math.nan if nest is None else nest  # type: ignore[return-value]


def _means(
    scenario: Scenario,
    table: pd.DataFrame,
    rows: tuple[tuple[str, str, str | None, str], ...],
) -> Grid:
    """Means over infants with their intervals, a column for each caregiver; and the scale."""
    from attune_sim.contrasts import estimate, of_infants

    # A peer is the same whichever caregiver a row names, since none is there.
    alone = len(scenario.caregivers) == 1 or OUTCOMES[rows[0][1]].needs == PEERS
    who = [""] if alone else [c.name for c in scenario.caregivers]
    titles = [*(Column(name, words=True) for name in who), Column("scale", style="dim")]
    grid = Grid(Column(least=LABELS if len(who) == 1 else 0, words=len(who) > 1), *titles)
    for label, name, beside, word in rows:
        cells = []
        for number in range(len(who)):
            own = table[table["caregiver"] == number]
            cell = Text(mean_with_interval(name, estimate(own[name], shares=of_infants(name))))
            other = own[beside].mean() if beside else math.nan
            if beside and math.isfinite(other):
                cell.append(f" · {value(beside, other)} {word}", style="dim")
            cells.append(cell)
        grid.add(label, *cells, scale(name))
    return grid

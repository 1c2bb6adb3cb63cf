"""`attune-sim course`: what happens to families, and how they are at several ages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType

from attune_sim import numbers
from attune_sim.cli.terminal import options, run_folder
from attune_sim.cli.terminal.as_json import without_nan
from attune_sim.cli.terminal.console import note, print_json, show
from attune_sim.cli.terminal.files import new_folder
from attune_sim.cli.terminal.progress import progress
from attune_sim.cli.terminal.startup import announce, cores
from attune_sim.cli.terminal.tables import Column, Grid
from attune_sim.cli.terminal.text import CODED, MODEL, heading, notes, section
from attune_sim.outcomes import PATTERNS

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.scenario import Scenario

SHOWN = {
    "felt_security": "Felt",
    "bond_strength": "Bond",
    "load": "Load",
    "mood": "Mood",
}
"""What is shown of each caregiver beside patterns, with its heading."""
READ = (
    "Felt is felt security. Felt security, load and mood are read directly off the model. Bond,"
    " from 0 to 1, says how familiar this caregiver is, not how secure the bond is. Load and mood"
    " are in standard deviations; 0 is the usual level. Sought is how often the child would turn"
    " to this caregiver in distress, if all were there."
)
CHILDREN = {
    "problem_competence_rating": "At problems",
    "problem_calm_requests_per_min": "Asks calmly",
    "peer_competence_rating": "With a peer",
    "prototype_relief": "Expects relief",
    "policy_turning_away": "Turns away",
}
"""What is shown of children who grow up, with its heading."""
GROWN_UP = (
    "At problems and With a peer are ratings of competence from 1 to 7. Asks calmly is how often a"
    " minute the child turns to the caregiver for help without being upset. Expects relief (of"
    " anyone) and Turns away (in distress), both from 0 to 1, are read directly off the model. The"
    " Strange Situation is made for infants, so from two years on no patterns are shown. Genes,"
    " school, friends and love are left out."
)
NOT_YET = "not yet"
NO_MORE = "–"
NO_FAMILY_LIFE = (
    "Load, mood and bonds are not simulated in this scenario; set family_life = 1 under"
    " [parameters] for them."
)


@options.with_parameter_options
def course(
    scenario: options.ScenarioName = "good-enough",
    at: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DAY",
            help=r"Report on the families on this day of life; may be given several times."
            r" \[default: every 90 days, and the last; fewer where children grow up]",
        ),
    ] = None,
    without: options.Without = None,
    infants: options.Infants = None,
    seed: options.Seed = None,
    model: options.Model = None,
    out: options.OutFolder = None,
    sep: options.Sep = ",",
    decimal: options.Decimal = ".",
    bom: options.Bom = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
    **values: Annotated[str | None, typer.Option()],
) -> None:
    """Follow families through a scenario, and report on them at several ages.

    Reports what happened when, and at each age the patterns with each
    caregiver, felt security, whom infants turn to in distress, the
    caregivers' load and mood, and what infants can do by then. From two
    years on, children who grow up (growth = 1) are seen at problems too
    hard for them and with another child instead.
    """
    from attune_sim.courses import check_ages, usual_ages
    from attune_sim.run import provenance_of
    from attune_sim.scenario import MOST_DAYS

    chosen = options.scenario_with(
        scenario, {"infants": infants, "seed": seed, "model": model, **values}
    )
    chosen = chosen.without(*without or [])
    given = [options.whole("at", text, 0, MOST_DAYS) for text in at or []]
    check_ages(given)
    dialect = options.dialect(sep, decimal, bom, out=out)
    ages = sorted(set(given)) or usual_ages(chosen)
    chosen = chosen.with_(days=ages[-1])
    origin = provenance_of(chosen, at=ages)
    if out is None:
        tables, content = _followed(chosen, ages, origin, quiet)
    else:
        with new_folder(out, partial(run_folder.holds_the_same, origin=origin)) as folder:
            tables, content = _followed(chosen, ages, origin, quiet)
            run_folder.write(folder, chosen, tables, content, dialect)
    if as_json:
        print_json(content)
    else:
        typed = {name: text for name, text in values.items() if text is not None}
        show(_told(chosen, content, typed))
    if out is not None:
        note(run_folder.told(out), quiet)


def _followed(
    scenario: Scenario, ages: Sequence[int], origin: Mapping[str, Any], quiet: bool
) -> tuple[list[tuple[int, pd.DataFrame]], dict[str, Any]]:
    from attune_sim.courses import happenings, look, looks
    from attune_sim.life.course import Progress

    announce(quiet)
    with progress(f"Following {numbers.count(scenario.infants, 'infant')}", quiet) as report:
        tables = looks(scenario, ages, threads=cores(), progress=Progress(report))
    content = {
        "scenario": scenario.name,
        "seed": scenario.seed,
        "infants": scenario.infants,
        "events": happenings(scenario),
        "looks": [look(scenario, age, table) for age, table in tables],
        "provenance": origin,
    }
    return tables, without_nan(content)


def _told(
    scenario: Scenario, content: Mapping[str, Any], given: Mapping[str, str]
) -> RenderableType:
    from attune_sim import ages

    facts = [numbers.count(scenario.infants, "infant"), f"seed {scenario.seed}"]
    parts = [heading(scenario, facts, given)]
    last = content["looks"][-1]["age"]
    events = [event for event in content["events"] if event["day"] <= last]
    if events:
        parts.append(section("What happens", _events(events)))
    several = len(scenario.caregivers) > 1
    lived = scenario.value("family_life") != 0
    for caregiver in scenario.caregivers:
        title = f"With {caregiver.name}" if several else "With the caregiver"
        parts.append(section(title, _with(caregiver.name, content["looks"], lived)))
    told = [READ if lived else NO_FAMILY_LIFE]
    infants = [look for look in content["looks"] if look["childhood"] is None]
    children = [look for look in content["looks"] if look["childhood"] is not None]
    if infants:
        parts.append(section("What comes with age", _milestones(infants, lived)))
    if children:
        parts.append(section("Growing up", _childhood(children)))
        told.append(GROWN_UP)
    else:
        told += ages.notes(scenario)
    coded = [look["age"] for look in content["looks"] if look["milestones"]["protest"] is not None]
    told += ages.other_ages(coded)
    parts.append(notes(*told, *([CODED] if coded else []), MODEL))
    return Group(*parts)


def _events(events: Sequence[Mapping[str, Any]]) -> RenderableType:
    grid = Grid(Column("Day", right=True), Column("What", words=True), Column("Whom", words=True))
    for event in events:
        grid.add(f"{event['day']:,}", event["title"] or "a change", ", ".join(event["whom"]))
    return grid


def _with(name: str, looks: Sequence[Mapping[str, Any]], lived: bool) -> RenderableType:
    """A row per age: patterns with this caregiver and, where family life is lived, their state.

    Without patterns where all are children.
    """
    patterns = PATTERNS if any(look["childhood"] is None for look in looks) else ()
    shown = SHOWN if lived else {"felt_security": SHOWN["felt_security"]}
    grid = Grid(
        Column("Day", right=True),
        *(Column(pattern.capitalize(), right=True) for pattern in patterns),
        *(Column(title, right=True) for title in shown.values()),
        *([Column("Sought", right=True)] if lived else []),
        gap=1,
    )
    for look in looks:
        found = look["caregivers"][name]
        cells = [f"{look['age']:,}"]
        uncoded = NOT_YET if look["childhood"] is None else NO_MORE
        cells += [_coded(found["patterns"][pattern], uncoded) for pattern in patterns]
        cells += [_number(found[measure]) for measure in shown]
        cells += [_share(look["turned_to"][name])] if lived else []
        grid.add(*cells)
    return grid


def _milestones(looks: Sequence[Mapping[str, Any]], lived: bool) -> RenderableType:
    grid = Grid(
        Column("Day", right=True),
        Column("Moves about", right=True),
        Column("Wary of strangers", right=True),
        *([Column("Prefers one caregiver", right=True)] if lived else []),
        Column("Distress shown when left", right=True),
    )
    for look in looks:
        found = look["milestones"]
        grid.add(
            f"{look['age']:,}",
            _share(found["locomotion"]),
            _share(found["wariness"]),
            *([_share(found["prefers_one"])] if lived else []),
            NOT_YET if found["protest"] is None else _number(found["protest"]),
        )
    return grid


def _childhood(looks: Sequence[Mapping[str, Any]]) -> RenderableType:
    grid = Grid(
        Column("Day", right=True), *(Column(title, right=True) for title in CHILDREN.values())
    )
    for look in looks:
        grid.add(f"{look['age']:,}", *(_number(look["childhood"][name]) for name in CHILDREN))
    return grid


def _coded(value: float | None, uncoded: str) -> str:
    """A share of a pattern, which cannot be coded at every age."""
    return uncoded if value is None else numbers.percent(value)


def _share(value: float | None) -> str:
    return numbers.UNDEFINED if value is None or math.isnan(value) else numbers.percent(value)


def _number(value: float | None) -> str:
    return numbers.UNDEFINED if value is None else numbers.decimals(value, 2)

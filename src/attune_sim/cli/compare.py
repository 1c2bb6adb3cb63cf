"""`attune-sim compare`: scenarios beside each other, family by family, with the same seed.

A look is an age and a table; without --at there is one, on the last day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.console import print_json, show
from attune_sim.cli.terminal.contrasts import told
from attune_sim.cli.terminal.progress import progress
from attune_sim.cli.terminal.startup import announce, cores
from attune_sim.errors import InputError, near
from attune_sim.outcomes import LATER, OUTCOMES, PATTERNS, PROCEDURE_TITLES, SSP, chosen

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.contrasts import Contrast
    from attune_sim.scenario import Scenario

Look = tuple[int, "pd.DataFrame"]
USUAL = (
    "attuned_share",
    "repair_latency_s",
    "ruptures_per_min",
    "sensitivity_rating",
    "felt_security",
    "expected_relief",
    "policy_display_gain",
    "policy_turning_away",
    *(f"patterns_{pattern}" for pattern in PATTERNS),
)
"""What is compared unless measures are named."""
OVER_TIME = (
    "felt_security",
    "bond_strength",
    "load",
    "mood",
    *(f"patterns_{pattern}" for pattern in PATTERNS),
)
"""The same at several ages."""


def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="A B [C ...]",
            help="Scenarios, by name or TOML file; each is compared with the first. One is enough"
            " with --without.",
        ),
    ],
    without: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TITLE",
            help="Compare one scenario with itself without the event of this title; may be given"
            " several times, for several events.",
        ),
    ] = None,
    at: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DAY",
            help=r"Compare on this day of life; may be given several times. \[default: the last"
            " day]",
        ),
    ] = None,
    caregiver: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=r"What is measured with this caregiver. \[default: the mean over all of an"
            " infant's]",
        ),
    ] = None,
    infants: options.Infants = None,
    days: options.Days = None,
    seed: options.Seed = None,
    with_: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="NAME=X",
            help="Set this parameter in all of them; may be given several times.",
        ),
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Compare this outcome or group of outcomes; may be given several times.",
        ),
    ] = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Compare scenarios: the same infants, the same random numbers.

    Says in words what differs, and gives each difference with its interval.
    Infants, days and seed are those of the first scenario unless given.
    """
    values = dict(options.assignment("with", text) for text in with_ or [])
    ages = _ages(at, days)
    settings = {"infants": infants, "days": str(ages[-1]) if ages else days, "seed": seed}
    asked = _asked(scenarios, without or [], settings, values)
    for scenario in asked:
        _number_of(caregiver, scenario)
    measures = _measures(measure, asked, ages or None)
    looks = _simulate(asked, measures, ages or [asked[0].days], quiet)
    first, *others = asked
    found = {
        other.name: _contrasts(
            measures,
            _with(caregiver, first, looks[first.name]),
            _with(caregiver, other, looks[other.name]),
        )
        for other in others
    }
    if as_json:
        print_json(_content(asked, values, caregiver, found))
    else:
        show(told(asked, values, caregiver, found, several=bool(ages), named=bool(measure)))


def _ages(at: list[str] | None, days: str | None) -> list[int]:
    """The days of life that were typed, in order."""
    from attune_sim.courses import check_ages
    from attune_sim.scenario import MOST_DAYS

    if at and days is not None:
        raise InputError("--at and --days contradict each other; give one of them")
    ages = sorted({options.whole("at", text, 0, MOST_DAYS) for text in at or []})
    check_ages(ages)
    return ages


def _asked(
    names: Sequence[str],
    without: Sequence[str],
    settings: Mapping[str, str | None],
    values: Mapping[str, str],
) -> list[Scenario]:
    """The scenarios with common settings, each by a name of its own."""
    if without and len(names) > 1:
        raise InputError(
            f"--without compares one scenario with itself; {len(names)} scenarios are given"
        )
    if len(names) < 2 and not without:
        raise InputError(
            f"compare needs two scenarios or more; {names[0]} stands alone. To set it beside itself"
            " with other values, write those into a file with extends ="
            f" {names[0]!r} and compare the two"
        )
    found = [options.scenario_with(name, {**settings, **values}) for name in names]
    if without:
        (whole,) = found
        left_out = " and ".join(f"'{title}'" for title in without)
        bare = replace(whole.without(*without), name=f"{whole.name} without {left_out}")
        return [bare, whole]
    first = found[0]
    common = {"infants": first.infants, "days": first.days, "seed": first.seed}
    seen: set[str] = set()
    for scenario in found:
        if scenario.name in seen:
            raise InputError(f"'{scenario.name}' is given twice; compare different scenarios")
        seen.add(scenario.name)
    return [scenario.with_(**common) for scenario in found]


def _number_of(caregiver: str | None, scenario: Scenario) -> int | None:
    """The number of the caregiver of this name."""
    names = [c.name for c in scenario.caregivers]
    if caregiver is not None and caregiver not in names:
        raise InputError(
            f"{scenario.name} has no caregiver {caregiver!r}; {near(caregiver, names)}"
        )
    return None if caregiver is None else names.index(caregiver)


def _measures(
    named: list[str] | None, asked: Sequence[Scenario], ages: Sequence[int] | None
) -> Sequence[str]:
    """What is compared: the measures that were named, or the usual ones that suit all at some age.

    Raises:
        InputError: a named measure cannot be taken of some.
    """
    from attune_sim.ages import outcomes_at

    measures = chosen(named) if named else USUAL if ages is None else OVER_TIME
    for scenario in asked:
        looked_at = [scenario.days] if ages is None else ages
        fit = {name for age in looked_at for name in outcomes_at(scenario, age, measures)}
        if named:
            _check_fit(scenario, set(measures) - fit)
        measures = tuple(name for name in measures if name in fit)
    return measures


def _check_fit(scenario: Scenario, unfit: set[str]) -> None:
    from attune_sim.ages import check_strange_situation

    procedures = {OUTCOMES[name].needs or "" for name in unfit}
    if not procedures.isdisjoint(LATER):
        raise InputError(
            f"{scenario.name}: hard problems and play with a peer are only for children"
            " who grow up; compare scenarios with growth = 1, at 730 days or more"
            " (--with growth=1 --at 1095)"
        )
    if SSP in procedures:
        check_strange_situation(scenario)
    if procedures:
        raise InputError(
            f"{scenario.name}: the {PROCEDURE_TITLES[min(procedures)]} is made for infants; compare"
            " children who grow up by other measures, or at less than 730 days"
        )


def _simulate(
    asked: Sequence[Scenario], measures: Sequence[str], ages: Sequence[int], quiet: bool
) -> dict[str, list[Look]]:
    from attune_sim.courses import looks
    from attune_sim.life.course import Progress
    from attune_sim.run import check_memory, check_model

    for scenario in asked:
        check_memory(scenario)
        check_model(scenario)
    announce(quiet)
    found = {}
    for scenario in asked:
        with progress(f"Simulating {scenario.name}", quiet) as report:
            found[scenario.name] = looks(
                scenario, ages, wanted=measures, threads=cores(), progress=Progress(report)
            )
    return found


def _with(caregiver: str | None, scenario: Scenario, looks: Sequence[Look]) -> list[Look]:
    """The same looks, at what is measured with one caregiver."""
    number = _number_of(caregiver, scenario)
    if number is None:
        return list(looks)
    return [(age, table[table["caregiver"] == number]) for age, table in looks]


def _contrasts(
    measures: Sequence[str], first: Sequence[Look], other: Sequence[Look]
) -> list[tuple[int, Contrast]]:
    """Every measure at every age, with the age."""
    from attune_sim.contrasts import contrast

    return [
        (age, contrast(name, before, after))
        for name in measures
        for (age, before), (_, after) in zip(first, other, strict=True)
    ]


def _content(
    asked: Sequence[Scenario],
    values: Mapping[str, str],
    caregiver: str | None,
    found: Mapping[str, list[tuple[int, Contrast]]],
) -> dict[str, Any]:
    from attune_sim.cli.terminal.as_json import without_nan
    from attune_sim.provenance import provenance

    first = asked[0]
    return {
        "scenarios": [scenario.name for scenario in asked],
        "infants": first.infants,
        "days": first.days,
        "seed": first.seed,
        "with": dict(values),
        "caregiver": caregiver,
        "contrasts": [
            without_nan({"from": first.name, "to": other, "age": age, **asdict(c)})
            for other, contrasts in found.items()
            for age, c in contrasts
        ],
        "provenance": {s.name: provenance(s.identity(), s.seed) for s in asked},
    }

"""`attune-sim generations`: grown children become parents, and what passes on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType

from attune_sim import numbers
from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.as_json import without_nan
from attune_sim.cli.terminal.console import print_json, show
from attune_sim.cli.terminal.progress import progress
from attune_sim.cli.terminal.startup import announce, cores
from attune_sim.cli.terminal.tables import Column, Grid
from attune_sim.cli.terminal.text import CODED, MODEL, heading, notes, section
from attune_sim.outcomes import PATTERNS

if TYPE_CHECKING:
    from attune_sim.scenario import Scenario

SHOWN = {
    "security": "Security",
    "relief": "Relief",
    "alarm": "Alarm",
    "turning_away": "Turns away",
}
"""What is shown of a grown child's state of mind, with its heading."""
SECURITY = (
    "Security (of mind) is the relief that a grown child expects of anyone, less its spread and the"
    " alarm they expect. Security, relief, alarm and turning away are read directly off the model."
)
CLEAR = 1.96
"""Standard errors from which a link is there, so that a share of it can be told."""
NO_MIRROR = (
    "Nothing is passed on here, because mirroring is 0: the care of parents is unrelated to their"
    " own infancy. Try --mirroring 0.5."
)
OUTSIDE = (
    "Genes, and partners, school, friendships and everything else between age two and parenthood,"
    " are left out of this model. Most families change; nothing here is anybody's destiny."
)


@options.with_parameter_options
def generations(
    scenario: options.ScenarioName = "mixed-population",
    generations: Annotated[  # the option's name
        str, typer.Option(metavar="N", help="How many generations, 2 to 12.")
    ] = "3",
    grandparents: Annotated[
        bool,
        typer.Option(
            "--grandparents",
            help="Let those who raised the parent care for the infant too, instead of the"
            " scenario's second caregiver.",
        ),
    ] = False,
    infants: options.Infants = None,
    days: Annotated[
        str | None,
        typer.Option(metavar="N", help=r"Days that each generation grows. \[default: 730]"),
    ] = None,
    seed: options.Seed = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
    **values: Annotated[str | None, typer.Option()],
) -> None:
    """Let grown children become parents, and see what passes on.

    --mirroring, from 0 to 1, sets how closely the care they give follows
    from what they learnt as infants. Reports what each generation is
    like, how a parent's state of mind is linked to their child's pattern,
    whether grandparents add anything, and how much goes through care.
    """
    from attune_sim.generations import MOST, check, summary
    from attune_sim.generations import generations as simulate
    from attune_sim.life.course import Progress
    from attune_sim.run import provenance_of

    count = options.whole("generations", generations, 2, MOST)
    chosen = options.scenario_with(
        scenario, {"infants": infants, "days": days or "730", "seed": seed, **values}
    )
    check(chosen, count, grandparents=grandparents)
    announce(quiet)
    with progress(f"Following {chosen.infants:,} families", quiet) as report:
        tables = simulate(
            chosen, count, grandparents=grandparents, threads=cores(), progress=Progress(report)
        )
    content = summary(chosen, tables)
    content["notes"] = left_out(chosen)
    content["provenance"] = provenance_of(chosen, generations=count, grandparents=grandparents)
    if as_json:
        print_json(without_nan(content))
        return
    given = {name: text for name, text in values.items() if text is not None}
    length = f"{count} generations of {numbers.count(chosen.days, 'day')}"
    facts = [f"{chosen.infants:,} families", length, f"seed {chosen.seed}"]
    mirrors = chosen.value("mirroring") != 0
    show(
        Group(
            heading(chosen, facts, given),
            section("Each generation", _each(content["generations"])),
            section("From parent to child", _passed(content)),
            notes(
                *content["notes"],
                *(SECURITY, *([] if mirrors else [NO_MIRROR]), OUTSIDE, CODED, MODEL),
            ),
        )
    )


def left_out(scenario: Scenario) -> list[str]:
    """What of a scenario happens only later than its children grow here, in a sentence; or nothing.

    Args:
        scenario: with as many days as each generation grows.
    """
    late = [event for event in scenario.events if event.day > scenario.days]
    if not late:
        return []
    told = ", ".join(f"'{event.title or 'a change'}' at day {event.day:,}" for event in late)
    return [
        f"Left out, because each generation grows for {scenario.days:,} days: {told}. What is"
        f" learnt is measured on the scale of two-year-olds; attune-sim course {scenario.name}"
        " follows one generation for longer."
    ]


def _each(found: list[Mapping[str, Any]]) -> RenderableType:
    grid = Grid(
        Column("", right=True),
        *(Column(pattern.capitalize(), right=True) for pattern in PATTERNS),
        *(Column(title, right=True) for title in SHOWN.values()),
        gap=1,
    )
    for one in found:
        grid.add(
            str(one["number"]),
            *(numbers.percent(one["patterns"][pattern]) for pattern in PATTERNS),
            *(numbers.decimals(one["state_of_mind"][name], 2) for name in SHOWN),
        )
    return grid


def _passed(content: Mapping[str, Any]) -> RenderableType:
    passed, gap = content["transmission"], content["gap"]
    order = passed["first_order"]
    grid = Grid(Column(words=True), Column(right=True))
    grid.add("Parent's security of mind and a secure child, r", _r(passed["r"]))
    grid.add(
        "Alarm the parent expects and a disorganized child, r", _r(passed["r_alarm_disorganized"])
    )
    for ways in ("4", "3"):
        found = passed[f"agreement_{ways}way"]
        grid.add(
            f"Parent as an infant and child coded alike, {ways} patterns",
            f"{numbers.percent(found['share'])}, by chance {numbers.percent(found['by_chance'])}",
        )
    grid.add("Grandparent's security of mind and a secure child, r", _r(order["r"]))
    grid.add("... if it passed through the parent alone", _r(order["product"]))
    grid.add("... over and above the parent", _r(order["beyond_parent"]))
    r, steps = passed["r"], content["families"] * (len(content["generations"]) - 1)
    there = r is not None and abs(r) * math.sqrt(steps) >= CLEAR
    for told, way in (("as rated", "by_rating"), ("as it truly is", "by_trait")):
        grid.add(f"Share of the link through care {told}", _share(gap[way] if there else None))
    return grid


def _r(value: float | None) -> str:
    return numbers.UNDEFINED if value is None else numbers.decimals(value, 2)


def _share(value: float | None) -> str:
    return numbers.UNDEFINED if value is None else numbers.percent(value)

"""`attune-sim plan`: how many dyads, minutes, visits and coders a study takes."""

from __future__ import annotations

import math
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
    from rich.console import RenderableType

    from attune_sim.csv_files import Dialect
    from attune_sim.plan.answers import Answer, Wanted
    from attune_sim.plan.designs import Costs
    from attune_sim.plan.question import Question

FILES = ("plan.csv", "curves.csv", "codebook.csv")
MODEL = (
    "The effect is the model's, not one that was measured in real families: take it as one guess"
    " beside published ones. What a design does to reliability depends on the model's own variation"
    " from second to second and day to day, and on its coders' error."
)


@options.with_parameter_options
def plan(
    question: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION", help="correlation, difference, interaction or stability."
        ),
    ],
    measures: Annotated[
        list[str],
        typer.Argument(
            metavar="MEASURE...",
            help="What is measured: NAME, NAME@AGE (in days) or trait.NAME; the design is that of"
            " the first.",
        ),
    ],
    scenario: Annotated[
        str, typer.Option(metavar="SCENARIO", help="Whose families: a name or a TOML file.")
    ] = "mixed-population",
    against: Annotated[
        str | None,
        typer.Option(metavar="SCENARIO", help="The second group, for a difference."),
    ] = None,
    age: Annotated[
        str | None,
        typer.Option(
            metavar="DAYS", help=r"Age for measures that name none. \[default: the scenario's days]"
        ),
    ] = None,
    minutes: Annotated[
        str | None,
        typer.Option(metavar="N,N,...", help=r"Minutes of film. \[default: short, usual, long]"),
    ] = None,
    visits: Annotated[
        str, typer.Option(metavar="N,N,...", help="Visits with each dyad at each age.")
    ] = "1,2",
    coders: Annotated[str, typer.Option(metavar="N,N,...", help="Coders of each film.")] = "1,2",
    power: Annotated[
        str | None,
        typer.Option(metavar="P", help=r"How often to find the effect. \[default: 0.8]"),
    ] = None,
    within: Annotated[
        str | None,
        typer.Option(
            metavar="X", help="Instead of power: wanted half-width of the effect's 95% interval."
        ),
    ] = None,
    per_dyad: Annotated[str, typer.Option(metavar="X", help="Cost of enrolling a dyad.")] = "2",
    per_visit: Annotated[str, typer.Option(metavar="X", help="Cost of a visit.")] = "3",
    per_minute: Annotated[
        str, typer.Option(metavar="X", help="Cost of coding a minute of film, for each coder.")
    ] = "0.25",
    reliability: Annotated[
        str,
        typer.Option(metavar="X", help="Reliability of a trait as a questionnaire tells it."),
    ] = "0.8",
    families: Annotated[
        str, typer.Option(metavar="N", help="Families to simulate in each group.")
    ] = "600",
    seed: options.Seed = None,
    as_json: options.Json = False,
    out: options.OutFolder = None,
    sep: options.Sep = ",",
    decimal: options.Decimal = ".",
    bom: options.Bom = False,
    figure: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write a page with the figure.")
    ] = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
    **values: Annotated[str | None, typer.Option()],
) -> None:
    """Plan a study: how many dyads, minutes of film, visits and coders it takes, at what cost.

    Families are simulated, filmed and coded under each design; samples of
    them tell how many dyads find the effect as often as you want, or pin
    it down as closely. Textbook formulas are shown beside them. Costs are
    hours of work unless you give your own, in any unit.
    """
    from attune_sim.cli.terminal.progress import progress
    from attune_sim.cli.terminal.startup import announce, cores
    from attune_sim.life.course import Progress
    from attune_sim.plan.answers import Wanted, answer
    from attune_sim.plan.designs import Costs, designs
    from attune_sim.plan.question import question as asked_of

    if force and not (out or figure):
        raise InputError("--force allows files to be replaced; give --out or --figure too")
    if power is not None and within is not None:
        raise InputError("give either --power or --within")
    dialect = options.dialect(sep, decimal, bom, out=out)
    changes = {"days": options.age(age), "seed": seed, **values}
    group = options.scenario_with(scenario, changes)
    other = None if against is None else options.scenario_with(against, changes)
    if other is not None:
        other = replace(other, days=group.days, seed=group.seed)
    asked = asked_of(question, measures, group, other)
    ways = designs(
        asked,
        None if minutes is None else _list(minutes),
        _list(visits),
        _list(coders),
    )
    prices = {"per_dyad": per_dyad, "per_visit": per_visit, "per_minute": per_minute}
    costs = Costs(*(_number(name, text) for name, text in prices.items()))
    wanted = Wanted(
        _share("power", power or "0.8"), None if within is None else _number("within", within)
    )
    wanted.check()
    count = options.whole("families", families, 100, 20_000)
    told = _share("reliability", reliability)
    announce(quiet)
    with ExitStack() as stack:
        page = stack.enter_context(new_file(figure, force)) if figure else None
        stage = stack.enter_context(new_folder(out, _ours(force))) if out else None
        with progress(f"Simulating {count * len(asked.groups):,} families", quiet) as report:
            found = answer(
                asked,
                ways,
                wanted,
                costs,
                families=count,
                reliability=told,
                threads=cores(),
                progress=Progress(report),
            )
        if page:
            _draw(page, asked, found, wanted)
        if stage:
            _write(stage, found, dialect)
    if as_json:
        print_json(_json(asked, found, wanted, costs, count, told))
    else:
        show(_shown(asked, found, wanted, costs, count))
    if figure is not None:
        note(f"Written to {figure}", quiet)
    if out is not None:
        note(f"Written to {out}: {', '.join(FILES)}", quiet)


def _number(name: str, text: str) -> float:
    value = options.number(text)
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError(f"{name} = {text!r} is not a number")
    return float(value)


def _share(name: str, text: str) -> float:
    """A share, which may be written in per cent."""
    share = text.removesuffix("%")
    return _number(name, share) / (1 if share == text else 100)


def _list(text: str) -> list[float | str]:
    return [options.number(part.strip()) for part in text.split(",")]


def _draw(path: Path, question: Question, found: Answer, wanted: Wanted) -> None:
    from attune_sim.figures.base.page import write_html
    from attune_sim.figures.plan.designs import plan_figure
    from attune_sim.provenance import provenance

    group = question.groups[0]
    write_html(
        [plan_figure(question, found, wanted)],
        path,
        f"Plan: {question.words}",
        text=MODEL,
        provenance=provenance(group.identity(), group.seed),
    )


def _ours(force: bool) -> Any:
    return lambda there: force and {path.name for path in there.iterdir()} <= set(FILES)


def _write(stage: Path, found: Answer, dialect: Dialect) -> None:
    from attune_sim.codebook import write
    from attune_sim.csv_files import write_csv
    from attune_sim.plan.codebook import CURVES, TABLE

    for name, table in zip(FILES, found, strict=False):
        write_csv([table], stage / name, dialect)
    curve_only = [entry for entry in CURVES if entry.column in ("power", "half_width")]
    write((*TABLE, *curve_only), stage / FILES[-1], dialect)


def _json(
    question: Question, found: Answer, wanted: Wanted, costs: Costs, families: int, told: float
) -> dict[str, Any]:
    from attune_sim.cli.terminal.as_json import rows_json, without_nan
    from attune_sim.provenance import provenance

    group = question.groups[0]
    return dict(
        without_nan(
            {
                "question": question.kind,
                "measures": [str(column) for column in question.columns],
                "groups": [one.name for one in question.groups],
                "power": wanted.power if wanted.within is None else None,
                "within": wanted.within,
                "families": families,
                "reliability_of_traits": told,
                "costs": asdict(costs),
                "designs": rows_json(found.table),
                "curves": rows_json(found.curves),
                "provenance": provenance(group.identity(), group.seed),
            }
        )
    )


def _shown(
    question: Question, found: Answer, wanted: Wanted, costs: Costs, families: int
) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding

    from attune_sim.cli.terminal.tables import Column, Grid
    from attune_sim.cli.terminal.text import notes, prose, section
    from attune_sim.plan.question import DIFFERENCE, INTERACTION

    sign = {DIFFERENCE: "g", INTERACTION: "beta"}.get(question.kind, "r")
    titles = ("min", "visits", "coders", "reliability", sign, "dyads", "", "formula", "cost")
    grid = Grid(*(Column(title, right=True) for title in titles))
    for row in found.table.to_dict("records"):
        grid.add(
            str(row["minutes"]),
            str(row["visits"]),
            str(row["coders"]),
            numbers.decimals(row["reliability"]),
            numbers.decimals(row["effect"]),
            _dyads(row["dyads"]),
            _range(row["dyads_low"], row["dyads_high"]),
            _dyads(row["textbook"]),
            numbers.decimals(row["cost"], 0) if math.isfinite(row["cost"]) else "",
        )
    if wanted.within is None:
        asked = f"Dyads that find it {numbers.percent(wanted.power)} of the time, cheapest first"
    else:
        asked = f"Dyads that pin it down to within {numbers.plain(wanted.within)}, cheapest first"
    return Group(
        Padding(prose(question.words, style="bold"), (1, 0, 1, 0)),
        section(asked, grid),
        notes(*_notes(question, found, costs, families), MODEL),
    )


def _notes(question: Question, found: Answer, costs: Costs, families: int) -> list[str]:
    names = " and ".join(group.name for group in question.groups)
    said = [
        f"{sign_of(question)} in {families:,} simulated families"
        f"{' of each' if len(question.groups) > 1 else ''} ({names}), scored under each design;"
        " the range after the number of dyads comes from its 95% interval. Formula: a textbook's"
        " answer for normal data.",
        f"Minutes, visits and coders are those of {question.procedure}. Reliability: the share of"
        " the variance of the first filmed measure that lies between dyads.",
        f"Cost: {numbers.plain(costs.dyad)} a dyad, {numbers.plain(costs.visit)} a visit,"
        f" {numbers.plain(costs.minute)} a minute and coder. Unless you gave them, these are our"
        " guess, in hours of work.",
    ]
    if not math.isfinite(found.table["dyads_high"].max()):
        said.insert(1, "Where no upper end is shown, there may be no effect: simulate more families"
                    " to tell, or ask for a precision (--within).")  # fmt: skip
    least = float(found.table["scored"].min())
    if least < 0.995:
        said.append(
            f"In some families a measure is undefined; at worst {numbers.percent(least)} have a"
            " score. Enrol more dyads to make up for it."
        )
    return said


def sign_of(question: Question) -> str:
    """What an effect is called at the beginning of a sentence."""
    from attune_sim.plan.question import DIFFERENCE, INTERACTION

    names = {DIFFERENCE: "g is Hedges' standardised difference",
             INTERACTION: "beta is the standardised coefficient of the product"}  # fmt: skip
    return names.get(question.kind, "r is the correlation")


def _dyads(number: float) -> str:
    if math.isnan(number):
        return "cannot be told"
    return numbers.decimals(number, 0) if math.isfinite(number) else "too many"


def _range(low: float, high: float) -> str:
    if not math.isfinite(low):
        return ""
    if not math.isfinite(high):
        return f"({numbers.decimals(low, 0)} or more)"
    return f"({numbers.interval(numbers.decimals(low, 0), numbers.decimals(high, 0))})"

"""`attune-sim couple`: two adults who were infants in this model, over years."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType

from attune_sim import numbers
from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.as_json import without_nan
from attune_sim.cli.terminal.console import note, print_json, show
from attune_sim.cli.terminal.files import new_folder
from attune_sim.cli.terminal.progress import progress
from attune_sim.cli.terminal.startup import announce, cores
from attune_sim.cli.terminal.tables import Column, Grid
from attune_sim.cli.terminal.text import heading, notes, section
from attune_sim.parameters.couple import COUPLE

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.couples.scenario import CoupleScenario
    from attune_sim.csv_files import Dialect

FILES = ("couples.csv", "summary.json", "scenario.toml", "provenance.json")
RAISED = ("raised-1.toml", "raised-2.toml")
"""Where partners' childhoods are written that came from a file."""
PARTNERS = {
    "quality": "Quality",
    "expected_relief": "Relief",
    "expected_alarm": "Alarm",
    "turning_away": "Turns away",
    "load": "Load",
}
"""What is shown of each partner, with its heading."""
CONVERSATION = {
    "attuned_share": "Attuned",
    "attuned_share_surrogate": "By chance",
    "ruptures_per_min": "Ruptures a minute",
    "repair_latency_s": "Repaired in",
    "flooded_share": "Flooded",
    "distress": "Upset",
}
READ = (
    "Quality is relief less distress, as each partner has come to feel it over about a year."
    " Quality, relief, alarm, turning away and load are read directly off the model. Demands is the"
    " share of a conflict in which this partner is visibly upset while the other has turned away."
)
CODED = (
    "Attunement, ruptures and repair are coded from a filmed conflict of fifteen minutes, as for"
    " infants and caregivers. Flooded is the share of it in which the body is highly aroused; upset"
    " is the distress that partners show, 0 to 1."
)
MODEL = (
    "These are results of a model, not of real couples. Nobody here has a style, most people"
    " change, and nothing here says whether anyone should stay or leave. If you are afraid of"
    " someone close to you, talk to somebody you trust or to a counselling service near you."
)


def _names(incomplete: str) -> list[str]:
    from attune_sim.couples.scenario import couple_scenarios

    return [name for name in couple_scenarios() if name.startswith(incomplete)]


def couple(
    scenario: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO",
            help="A couple's scenario (attune-sim scenarios lists them), or a TOML file.",
            autocompletion=_names,
        ),
    ] = "ordinary-couple",
    at: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DAY",
            help=r"Report on the couples on this day together; may be given several times."
            r" \[default: the first, every year, and the last]",
        ),
    ] = None,
    without: options.Without = None,
    couples: Annotated[
        str | None,
        typer.Option(metavar="N", help=r"How many couples. \[default: the scenario's, mostly 100]"),
    ] = None,
    seed: options.Seed = None,
    out: options.OutFolder = None,
    sep: options.Sep = ",",
    decimal: options.Decimal = ".",
    bom: options.Bom = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
    **values: Annotated[str | None, typer.Option()],
) -> None:
    """Let two grown children live as a couple, and see how they talk.

    Both partners' first two years are simulated first. Reports how many
    couples are still together, what each partner expects of the other,
    and how they get through a conflict.
    """
    from attune_sim.couples.course import usual_days
    from attune_sim.couples.looks import check_days
    from attune_sim.couples.scenario import load
    from attune_sim.provenance import provenance
    from attune_sim.scenario import MOST_DAYS

    changes = {"couples": couples, "seed": seed, **values}
    given = {name: options.number(text) for name, text in changes.items() if text is not None}
    chosen = load(scenario).with_(**given).without(*without or [])
    asked = [options.whole("at", text, 0, MOST_DAYS) for text in at or []]
    check_days(asked)
    dialect = options.dialect(sep, decimal, bom, out=out)
    days = sorted(set(asked)) or usual_days(chosen)
    chosen = chosen.with_(days=days[-1])
    origin = provenance({**chosen.identity(), "at": days}, chosen.seed)
    if out is None:
        content = _simulated(chosen, days, origin, quiet)[1]
    else:
        with new_folder(out, partial(_holds_the_same, origin=origin)) as folder:
            tables, content = _simulated(chosen, days, origin, quiet)
            _write(folder, chosen, tables, content, dialect)
    if as_json:
        print_json(content)
    else:
        typed = {name: text for name, text in values.items() if text is not None}
        show(_told(chosen, content, typed))
    if out is not None:
        note(f"Written to {out}: {', '.join(FILES)}", quiet)


couple = options.with_options_of(couple, COUPLE)


def _simulated(
    scenario: CoupleScenario, days: Sequence[int], origin: Mapping[str, Any], quiet: bool
) -> tuple[list[tuple[int, pd.DataFrame]], dict[str, Any]]:
    from attune_sim.couples.looks import looks, summary
    from attune_sim.life.course import Progress

    announce(quiet)
    with progress(f"Following {scenario.couples:,} couples", quiet) as report:
        tables = looks(scenario, days, threads=cores(), progress=Progress(report))
    return tables, without_nan({**summary(scenario, tables), "provenance": origin})


def _write(
    folder: Path,
    scenario: CoupleScenario,
    tables: Sequence[tuple[int, pd.DataFrame]],
    content: dict[str, Any],
    dialect: Dialect,
) -> None:
    import pandas as pd

    from attune_sim.couples.scenario import is_file, raised_in
    from attune_sim.csv_files import write_csv

    table = pd.concat([table.assign(day=day) for day, table in tables], ignore_index=True)
    front = ["couple", "partner", "day"]
    table = table[[*front, *(name for name in table if name not in front)]]
    write_csv([table], folder / FILES[0], dialect)
    for name, part in (("summary", content), ("provenance", content["provenance"])):
        text = json.dumps(part, indent=2, allow_nan=False) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    raised = {}
    for partner, name in zip(scenario.partners, RAISED, strict=True):
        if is_file(partner.raised):
            raised[partner.raised] = name
            text = raised_in(partner.raised).to_toml()
            (folder / name).write_text(text, encoding="utf-8")
    (folder / "scenario.toml").write_text(scenario.to_toml(raised), encoding="utf-8")


def _holds_the_same(folder: Path, origin: Mapping[str, Any]) -> bool:
    """Whether a folder holds an earlier run of exactly the same, which may be replaced."""
    if not {file.name for file in folder.iterdir()} <= {*FILES, *RAISED}:
        return False
    try:
        held = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(held == origin)


def _told(
    scenario: CoupleScenario, content: Mapping[str, Any], given: Mapping[str, str]
) -> RenderableType:
    facts = [f"{scenario.couples:,} couples", f"seed {scenario.seed}"]
    parts: list[RenderableType] = [heading(scenario, facts, given)]
    last = content["looks"][-1]["day"]
    events = [event for event in content["events"] if event["day"] <= last]
    if events:
        grid = Grid(
            Column("Day", right=True), Column("What", words=True), Column("Whom", words=True)
        )
        for event in events:
            grid.add(f"{event['day']:,}", event["title"] or "a change", ", ".join(event["whom"]))
        parts.append(section("What happens", grid))
    parts.append(section("In a conflict", _conflict(content["looks"])))
    for partner in scenario.partners:
        parts.append(section(partner.name, _partner(partner.name, content["looks"])))
    return Group(*parts, notes(READ, CODED, MODEL))


def _conflict(looks: Sequence[Mapping[str, Any]]) -> RenderableType:
    grid = Grid(
        Column("Day", right=True),
        Column("Together", right=True),
        *(Column(title, right=True) for title in CONVERSATION.values()),
        gap=1,
    )
    shares = {"attuned_share", "attuned_share_surrogate", "flooded_share"}
    for look in looks:
        found = look["conversations"]["conflict"]
        grid.add(
            f"{look['day']:,}",
            numbers.percent(look["together"]),
            *(
                _share(found[name])
                if name in shares
                else _number(found[name], 2 if name == "distress" else 1)
                + (" s" if name.endswith("_s") and found[name] is not None else "")
                for name in CONVERSATION
            ),
        )
    return grid


def _partner(name: str, looks: Sequence[Mapping[str, Any]]) -> RenderableType:
    grid = Grid(
        Column("Day", right=True),
        *(Column(title, right=True) for title in PARTNERS.values()),
        Column("Demands", right=True),
        gap=1,
    )
    for look in looks:
        found = look["partners"][name]
        grid.add(
            f"{look['day']:,}",
            *(_number(found[measure], 2) for measure in PARTNERS),
            _share(found["conflict_demands"]),
        )
    return grid


def _share(value: float | None) -> str:
    return numbers.UNDEFINED if value is None else numbers.percent(value)


def _number(value: float | None, places: int) -> str:
    return numbers.UNDEFINED if value is None else numbers.decimals(value, places)

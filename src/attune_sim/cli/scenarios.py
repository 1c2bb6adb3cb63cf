"""`attune-sim scenarios`: the scenarios that come with the program, and what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from attune_sim.cli.terminal import options
from attune_sim.cli.terminal.commands import Command, Commands
from attune_sim.cli.terminal.console import print_json, show

if TYPE_CHECKING:
    from attune_sim.couples.scenario import CoupleScenario
    from attune_sim.scenario import Scenario

FILE = "The file, without the text above (--toml prints what can be run)"
REALLY = "Traits whose distribution is cut off at their range"
TITLES = {
    "care": "Kinds of care",
    "family": "Family life: circumstances, several caregivers, events, help",
    "population": "Populations, with which the model was validated",
    "couple": "Couples, for attune-sim couple",
}


def _names(incomplete: str) -> list[str]:
    from attune_sim.couples.scenario import couple_scenarios
    from attune_sim.scenario import scenario_names

    return [n for n in (*scenario_names(), *couple_scenarios()) if n.startswith(incomplete)]


scenarios = typer.Typer(cls=Commands, add_completion=False, invoke_without_command=True)


@scenarios.callback()
def list_scenarios(context: typer.Context, as_json: options.Json = False) -> None:
    """List the scenarios, or show one: attune-sim scenarios show NAME."""
    if context.invoked_subcommand is not None:
        return
    from attune_sim.couples.scenario import couple_scenarios
    from attune_sim.scenario import families, populations, presets

    kinds = {
        "care": presets(),
        "family": families(),
        "population": [n for n in populations() if n not in presets()],
        "couple": couple_scenarios(),
    }
    shipped = [(kind, _loaded(name)) for kind, names in kinds.items() for name in names]
    if as_json:
        print_json(
            [
                {
                    "name": s.name,
                    "kind": kind,
                    "title": s.title,
                    "summary": _first_sentence(s.story),
                }
                for kind, s in shipped
            ]
        )
        return
    from rich.console import Group
    from rich.text import Text

    from attune_sim.cli.terminal.tables import Column, Grid
    from attune_sim.cli.terminal.text import section

    parts = []
    for wanted, title in TITLES.items():
        table = Grid(Column(style="cyan"), Column(words=True))
        for kind, s in shipped:
            if kind == wanted:
                about = Text.assemble((f"{s.title}. ", "bold"), _first_sentence(s.story))
                table.add(s.name, about)
        parts.append(section(title, table))
    show(Group(*parts))


@scenarios.command("show", cls=Command)
def show_scenario(
    name: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO",
            help="A scenario's name (attune-sim scenarios lists them) or a TOML file.",
            autocompletion=_names,
        ),
    ],
    as_json: options.Json = False,
    toml: Annotated[
        bool, typer.Option("--toml", help="Print only the file, as a start for your own.")
    ] = False,
) -> None:
    """Show a scenario: its story, what to notice, and its file."""
    from attune_sim.errors import InputError
    from attune_sim.scenario import Scenario

    if as_json and toml:
        raise InputError("--json and --toml contradict each other; give one of them")
    scenario = _loaded(name)
    if as_json:
        print_json({"name": scenario.name, **scenario.as_dict()})
    elif toml:
        print(scenario.to_toml(), end="")
    else:
        from rich.console import Group
        from rich.text import Text

        from attune_sim.cli.terminal.tables import Column, Grid
        from attune_sim.cli.terminal.text import heading, prose, section
        from attune_sim.trait_moments import differences

        parts = [heading(scenario, (), {})]
        if scenario.look_for:
            parts.append(section("What to notice", prose(scenario.look_for)))
        if scenario.source:
            parts.append(section("Where the sizes come from", prose(scenario.source)))
        parts.append(
            section(
                FILE,
                Text(_numbers(scenario.as_dict())),
            )
        )
        told = list(differences(scenario)) if isinstance(scenario, Scenario) else []
        if told:
            grid = Grid(Column(words=True), Column(words=True))
            for name, whose, said in told:
                grid.add(f"{name} ({whose})" if whose else name, said)
            parts.append(section(REALLY, grid))
        show(Group(*parts))


def _loaded(name: str) -> Scenario | CoupleScenario:
    """A scenario of infants, or of couples where that is its name."""
    from attune_sim.couples import scenario as couples
    from attune_sim.scenario import load

    return couples.load(name) if name in couples.couple_scenarios() else load(name)


def _numbers(content: dict[str, object]) -> str:
    import tomli_w

    from attune_sim.scenario import WORDS

    return tomli_w.dumps({k: v for k, v in content.items() if k not in WORDS}).strip()


def _first_sentence(story: str) -> str:
    text = " ".join(story.split())
    head, stop, _ = text.partition(". ")
    return head + stop.strip()

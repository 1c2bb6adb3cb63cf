"""The page of an observation: patterns, and the record of the first infant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attune_sim.cli.terminal.text import CODED, MODEL, TITLES
from attune_sim.cli.trace import script_of
from attune_sim.figures.base.page import write_html
from attune_sim.figures.families.patterns import pattern_figure
from attune_sim.figures.film.moment import filmed, moment_figure
from attune_sim.population import populate
from attune_sim.procedures import PROCEDURES
from attune_sim.provenance import provenance
from attune_sim.run import develop

if TYPE_CHECKING:
    import pandas as pd

    from attune_sim.scenario import Scenario


def write_figures(path: Path, procedure: str, scenario: Scenario, table: pd.DataFrame) -> None:
    """Write a page with figures of one procedure.

    Args:
        path: of the HTML file.
        procedure: its name.
        scenario: who was observed; its days are their age.
        table: a row per infant and caregiver, as coded.
    """
    figures = []
    if "pattern" in table:
        names = [caregiver.name for caregiver in scenario.caregivers]
        groups = {
            f"With {name}" if len(names) > 1 else "All": rows["pattern"]
            for name, (_, rows) in zip(names, table.groupby("caregiver"), strict=True)
        }
        figures.append(pattern_figure(groups))
    first = populate(scenario, numbers=[0])
    develop(first, scenario.days)
    for number, caregiver in enumerate(scenario.caregivers):
        film = PROCEDURES[procedure].record(first, age=scenario.days, which=number)
        record, episodes = filmed(film, script_of(procedure))
        figures.append(
            moment_figure(
                record,
                tolerance=float(first.settings["coding_tolerance"][0]),
                episodes=episodes,
                title=f"The first infant with {caregiver.name}, second by second",
                distance=procedure == "strange-situation",
            )
        )
    write_html(
        figures,
        path,
        f"{TITLES[procedure]}: {scenario.title or scenario.name}",
        text="\n\n".join(
            [scenario.story, CODED, MODEL] if "pattern" in table else [scenario.story, MODEL]
        ),
        provenance=provenance(scenario.as_dict(), scenario.seed),
    )

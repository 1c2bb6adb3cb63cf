"""The record of a procedure, second by second, as a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from attune_sim.procedures import PROCEDURES
from attune_sim.procedures.camera import Episode

if TYPE_CHECKING:
    from attune_sim.population import Population
    from attune_sim.scenario import Scenario


def script_of(procedure: str) -> tuple[Episode, ...]:
    """The episodes of a procedure; a home visit is one."""
    module = PROCEDURES[procedure]
    return getattr(module, "SCRIPT", (Episode(procedure, 0),))


def append_trace(path: Path, procedure: str, population: Population, scenario: Scenario) -> None:
    """Film these infants with each of their caregivers, and add the record to a file.

    Columns: infant and caregiver (numbers, as in the tables), episode, second (from the start of
    the procedure), what a camera records, and `distress`, which needs electrodes. An episode that
    was cut short ends early.
    """
    module = PROCEDURES[procedure]
    episodes = [episode.name for episode in script_of(procedure)]
    with path.open("a", encoding="utf-8", newline="") as file:
        for caregiver in range(len(scenario.caregivers)):
            film = module.record(population, age=scenario.days, which=caregiver)
            for i, number in enumerate(population.infants["number"]):
                lengths = film.lengths[i]
                record = pd.DataFrame(film.trace[i, : lengths.sum()])
                record.insert(0, "infant", number)
                record.insert(1, "caregiver", caregiver)
                record.insert(2, "episode", np.repeat(episodes, lengths))
                record.insert(3, "second", np.arange(len(record)))
                record.to_csv(
                    file,
                    index=False,
                    header=file.tell() == 0,
                    float_format="%.4g",
                    lineterminator="\n",
                )

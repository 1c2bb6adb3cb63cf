"""Maps out of finished sweeps: folders that `attune-sim sweep` has written on this machine."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from attune_dashboard.compute.cache import kept
from attune_dashboard.compute.maps import Map
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.link import SAFE_NAME
from attune_dashboard.state.own_file import OWN, written
from attune_sim.errors import InputError
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.sweep.sweep import sweep_draft
from attune_sim.parameters import PARAMETERS
from attune_sim.sweep import SweepSpec, open_spec, read
from attune_sim.sweep.folder.results import MANIFEST, manifest
from attune_sim.sweep.spec import is_preset
from attune_sim.sweep.vocabulary import Range

FOLDER = "ATTUNE_RESULTS"
"""Variable of the environment that names the folder in which sweeps are looked for."""
MOST_SHOWN = 50
MOST_RUNS = 200_000
MOST_LEVELS = 60


@dataclass(frozen=True)
class Swept:
    """A sweep that makes a map.

    Attributes:
        spec: what was asked.
        rows: a row per run.
        x, y: its two parameters.
    """

    spec: SweepSpec
    rows: pd.DataFrame
    x: str
    y: str

    def adapted(self, choice: Choice) -> Choice:
        """The choice with the parameters of this map, and a measure that it has."""
        measures = self.spec.measures
        measure = choice.measure if choice.measure in measures else measures[0]
        return replace(choice, x=self.x, y=self.y, measure=measure)

    def map(self) -> Map:
        """The map."""
        xs, ys = (tuple(float(v) for v in self.spec.varied[name]) for name in (self.x, self.y))
        cells = len(xs) * len(ys)
        done = len(self.rows[[self.x, self.y]].drop_duplicates())
        return Map(self.rows, xs, ys, done, cells)

    def dyad(self, choice: Choice, x: float, y: float) -> Choice:
        """The choice that shows the dyad of a cell.

        Raises:
            InputError: the two values contradict others.
        """
        scenario = self.spec.scenarios[0]
        if is_preset(scenario) and not self.spec.fixed:
            base = replace(choice, scenario=scenario.name, changes=(), caregiver=0)
        else:
            held = scenario.with_(**self.spec.fixed)
            base = replace(choice, scenario=OWN, own=written(held), changes=(), caregiver=0)
        return replace(base, result="").with_value(self.x, x).with_value(self.y, y)

    def figure(self, choice: Choice) -> Draft:
        """The picture of the map, for an adapted choice."""
        title = self.spec.question or f"The sweep {self.spec.name}"
        return sweep_draft(
            self.rows,
            [self.x, self.y],
            [choice.measure],
            title,
            infants=self.spec.infants,
            heat_map=True,
        )


def _home() -> Path:
    return Path(os.environ.get(FOLDER, "results"))


def names() -> tuple[str, ...]:
    """Names of the sweeps that are there, at most MOST_SHOWN."""
    try:
        found = sorted(path.parent.name for path in _home().glob(f"*/{MANIFEST}"))
    except OSError:
        return ()
    return tuple(name for name in found if re.fullmatch(SAFE_NAME, name))[:MOST_SHOWN]


def opened(name: str) -> Swept:
    """A sweep by the name of its folder.

    Raises:
        InputError: there is none, or it does not make a map.
    """
    if not re.fullmatch(SAFE_NAME, name) or not (_home() / name / MANIFEST).is_file():
        raise InputError(f"there is no sweep '{name}' in the folder of results")
    out = _home() / name
    return _opened(out, _when(out))


def _when(out: Path) -> int:
    """Changes whenever rows were added."""
    return max((p.stat().st_mtime_ns for p in (out, out / "runs") if p.exists()), default=0)


@kept(4)
def _opened(out: Path, _: int) -> Swept:
    if manifest(out)["runs"] > MOST_RUNS:
        raise InputError(f"the sweep '{out.name}' has more than {MOST_RUNS:,} runs")
    spec = open_spec(out)
    varied = list(spec.varied)
    grid = spec.design.kind == "grid" and not any(isinstance(v, Range) for v in spec.vary.values())
    if len(varied) != 2 or not grid or any(name not in PARAMETERS for name in varied):
        told = ", ".join(varied) if varied else "nothing"
        raise InputError(
            f"a map needs a grid of two varied parameters; the sweep '{out.name}' varies {told}"
            + ("" if grid else f" in a design of kind {spec.design.kind}")
        )
    if any(not 2 <= len(spec.varied[name]) <= MOST_LEVELS for name in varied):
        raise InputError(
            f"a map needs 2 to {MOST_LEVELS} values of each parameter, which the sweep"
            f" '{out.name}' does not have"
        )
    rows = read(out)
    if rows.empty:
        raise InputError(f"the sweep '{out.name}' has no rows yet")
    return Swept(spec, rows, varied[0], varied[1])

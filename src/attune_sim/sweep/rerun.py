"""The command that runs one run of a sweep again, with the same random numbers."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

from attune_sim.errors import InputError
from attune_sim.scenario import Distribution, Value
from attune_sim.sweep.batch import replication_seed
from attune_sim.sweep.moments import moment
from attune_sim.sweep.points import points, scenario_at
from attune_sim.sweep.spec import SweepSpec, is_preset, scenario_file


def command(spec: SweepSpec, run: int, folder: Path) -> str:
    """`attune-sim run ...`, as it is typed.

    Args:
        spec: of the sweep.
        run: its number, as in the rows.
        folder: of the results, which keeps scenarios that are not shipped.

    Raises:
        InputError: there is no such run, or the sweep sets a distribution, which no option can.
    """
    design = points(spec)
    last = len(design) * spec.replications - 1
    if not 0 <= run <= last:
        raise InputError(f"{folder} has no run {run}; its runs are 0 to {last}")
    number, replication = divmod(run, spec.replications)
    point = design[number]
    scenario = scenario_at(spec, point)
    (own,) = (s for s in spec.scenarios if s.name == point.scenario)
    level: Mapping[str, Value] = next(
        (x.parameters for x in spec.levels if x.label == point.level), {}
    )
    values: dict[str, Value] = {**spec.fixed, **level, **point.values}
    words: dict[str, float | int] = {
        "infants": scenario.infants,
        "days": scenario.days,
        "seed": replication_seed(spec, replication, number),
    }
    for name, value in values.items():
        parameter, part = moment(name)
        if part or isinstance(value, Distribution):
            raise InputError(
                f"run {run} draws {parameter} from a distribution that the sweep sets, and no"
                " option of attune-sim run does that; write a scenario with this distribution"
            )
        words[name] = value
    given = [
        w for name, value in words.items() for w in (f"--{name.replace('_', '-')}", str(value))
    ]
    source = own.name if is_preset(own) else str(folder / scenario_file(own))
    return shlex.join(["attune-sim", "run", source, *given])

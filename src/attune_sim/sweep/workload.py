"""What a sweep will take: points, runs, batches, and about how much work."""

from __future__ import annotations

from dataclasses import dataclass

from attune_sim.errors import InputError
from attune_sim.outcomes import OUTCOMES, SERIES
from attune_sim.parameters import CAREGIVER, PARAMETERS, TEMPERAMENT
from attune_sim.scenario import Distribution, Scenario
from attune_sim.sweep.points import Points, points, scenario_at
from attune_sim.sweep.spec import SweepSpec

# Cost of work on one thread, in seconds, measured on an AMD Zen 3; right within a factor of two.
PER_SECOND = 25e-9  # of a simulated second of one infant, side by side with others
PER_OBSERVATION = 150e-6  # of one procedure with one infant and caregiver
PER_RUN = 2e-3
INTERPRETED = 0.2  # share of an observation that holds Python's interpreter; of PER_RUN it is all

# A batch is a task that costs 5 ms to hand over, and a part worth a file. A small sweep has many
# small ones, so that all processors are busy to the end; no sweep has more than MOST_PARTS.
BATCH_SECONDS = 2.0
# Infants in a block of several short runs. Runs of 2 to 20 infants that took 1 to 15 ms by
# themselves took 1.2 to 8 times less so; above about 200 infants their films leave the cache.
BLOCK_INFANTS = 128
SHORTEST_BATCH = 0.2
GOOD_COUNT = 64
MOST_PARTS = 20_000

KEY_COLUMNS = ("run", "point", "replication", "seed", "scenario", "infants", "days", "error")
SERIES_VALUES = ("day", "caregiver", "measure", "mean", "sd", "n")
SERIES_ROWS = 500_000  # of the time series, at most, in one batch
INFANT_ROWS = 50_000  # of the table per infant and caregiver, at most, in one batch
SAMPLED_POINTS = 200  # from which the mean cost of a run is estimated


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sweep will do.

    Attributes:
        points, runs: how many.
        runs_per_batch: runs in one task and one part.
        seconds: estimate of the work on one processor.
        interpreted: share of it that holds Python's interpreter, so that threads must take turns.
    """

    points: int
    runs: int
    runs_per_batch: int
    seconds: float
    interpreted: float

    @property
    def batches(self) -> int:
        """How many tasks and parts."""
        return -(-self.runs // self.runs_per_batch)


def plan(spec: SweepSpec) -> Plan:
    """How many points, runs and batches, and about how much work; a function of the spec only.

    Raises:
        InputError: values that cannot stand together, at one of the points that are looked at.
    """
    design = points(spec)
    runs = len(design) * spec.replications
    costs = [_cost(spec, _at(spec, design, p)) for p in _sample(len(design))]
    each = sum(engine + python for engine, python in costs) / len(costs)
    seconds = runs * each
    batch = min(BATCH_SECONDS, max(SHORTEST_BATCH, seconds / GOOD_COUNT))
    size = max(1, min(runs, int(batch / each)), -(-runs // MOST_PARTS))
    block = max(1, BLOCK_INFANTS // max(spec.infants or s.infants for s in spec.scenarios))
    size -= size % block if size > block else 0  # whole blocks
    if spec.series:
        size = max(1, min(size, SERIES_ROWS // max(_series_rows(spec, s) for s in spec.scenarios)))
    if spec.per_infant:
        rows = max((spec.infants or s.infants) * len(s.caregivers) for s in spec.scenarios)
        size = max(1, min(size, INFANT_ROWS // rows))
    interpreted = sum(python for _, python in costs) / len(costs) / each
    return Plan(len(design), runs, size, seconds, interpreted)


def bytes_of(spec: SweepSpec, planned: Plan) -> int:
    """About how large the sweep's files become at most: 8 bytes a value, as nothing is repeated."""
    keys = len(KEY_COLUMNS) + len(spec.vary)
    values = float(planned.runs * (keys + len(spec.measures)))
    runs_each = planned.runs / len(spec.scenarios)
    for scenario in spec.scenarios:
        if spec.series:
            values += runs_each * _series_rows(spec, scenario) * (keys + len(SERIES_VALUES))
        if spec.per_infant:
            rows = (spec.infants or scenario.infants) * len(scenario.caregivers)
            traits = len({*CAREGIVER, *TEMPERAMENT, *spec.traits_set})
            values += runs_each * rows * (keys + traits + len(spec.measures))
    return int(8 * values)


def _at(spec: SweepSpec, design: Points, number: int) -> Scenario:
    point = design[number]
    try:
        return scenario_at(spec, point)
    except InputError as error:
        told = ", ".join(f"{name} = {value:g}" for name, value in point.values.items())
        raise InputError(f"point {number} ({told}): {error}") from None


def _sample(count: int) -> list[int]:
    """Numbers of some points, spread over the design without a rhythm (golden ratio)."""
    if count <= SAMPLED_POINTS:
        return list(range(count))
    return [int(k * 0.6180339887498949 % 1.0 * count) for k in range(SAMPLED_POINTS)]


def _cost(spec: SweepSpec, scenario: Scenario) -> tuple[float, float]:
    """Seconds in the engine, and seconds that hold the interpreter."""
    a_day = _largest(scenario, "episodes_per_day") * _largest(scenario, "episode_seconds")
    procedures = {OUTCOMES[name].needs for name in spec.measures} - {None}
    observed = scenario.infants * len(scenario.caregivers) * len(procedures) * PER_OBSERVATION
    lived = scenario.infants * scenario.days * a_day * PER_SECOND
    return lived + (1 - INTERPRETED) * observed, PER_RUN + INTERPRETED * observed


def _largest(scenario: Scenario, name: str) -> float:
    value = scenario.value(name)
    if isinstance(value, Distribution):
        return max(value.values or (PARAMETERS[name].high,))
    return value


def _series_rows(spec: SweepSpec, scenario: Scenario) -> int:
    days = scenario.days if spec.days is None else spec.days
    return (days // (spec.series or 1) + 1) * len(scenario.caregivers) * len(SERIES)

"""What a sweep will take: points, runs, batches, and about how much work."""

from __future__ import annotations

from dataclasses import dataclass

from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import PARAMETERS
from attune_sim.run import SERIES
from attune_sim.scenario import Distribution, Scenario
from attune_sim.sweep.design import points, scenario_at
from attune_sim.sweep.spec import SweepSpec

# Cost of work on one thread, in seconds, measured on an AMD Zen 3; right within a factor of two.
BATCH_SECONDS = 2.0  # of a batch: a task that costs 5 ms to hand over, and a part worth a file
PER_SECOND = 50e-9  # of a simulated second of one infant
PER_OBSERVATION = 150e-6  # of one procedure with one infant and caregiver
PER_RUN = 2e-3

SERIES_ROWS = 500_000  # of the time series, at most, in one batch
SAMPLED_POINTS = 200  # from which the mean cost of a run is estimated


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sweep will do.

    Attributes:
        points, runs: how many.
        runs_per_batch: runs in one task and one part.
        seconds: estimate of the work on one processor.
    """

    points: int
    runs: int
    runs_per_batch: int
    seconds: float

    @property
    def batches(self) -> int:
        """How many tasks and parts."""
        return -(-self.runs // self.runs_per_batch)


def plan(spec: SweepSpec) -> Plan:
    """How many points, runs and batches, and about how much work; a function of the spec only."""
    design = points(spec)
    runs = len(design) * spec.replications
    sampled = [_cost(spec, scenario_at(spec, design[p])) for p in _sample(len(design))]
    each = sum(sampled) / len(sampled)
    size = max(1, min(runs, int(BATCH_SECONDS / each)))
    if spec.series:
        size = max(1, min(size, SERIES_ROWS // max(_series_rows(spec, s) for s in spec.scenarios)))
    return Plan(len(design), runs, size, runs * each)


def _sample(count: int) -> list[int]:
    """Numbers of some points, spread over the design without a rhythm (golden ratio)."""
    if count <= SAMPLED_POINTS:
        return list(range(count))
    return [int(k * 0.6180339887498949 % 1.0 * count) for k in range(SAMPLED_POINTS)]


def _cost(spec: SweepSpec, scenario: Scenario) -> float:
    a_day = _largest(scenario, "episodes_per_day") * _largest(scenario, "episode_seconds")
    procedures = {OUTCOMES[name].needs for name in spec.measures} - {None}
    observed = len(scenario.caregivers) * len(procedures)
    return PER_RUN + scenario.infants * (
        scenario.days * a_day * PER_SECOND + observed * PER_OBSERVATION
    )


def _largest(scenario: Scenario, name: str) -> float:
    value = scenario.value(name)
    if isinstance(value, Distribution):
        return max(value.values or (PARAMETERS[name].high,))
    return value


def _series_rows(spec: SweepSpec, scenario: Scenario) -> int:
    days = scenario.days if spec.days is None else spec.days
    return (days // (spec.series or 1) + 1) * len(scenario.caregivers) * len(SERIES)

"""Measure speed: the engine against plain Mesa, over cores, inside a Mesa model; what surrounds it.

Machines are shared and noisy, so the two sides of each ratio take turns, several times, after one
turn that does not count (in it the engine compiles), and the best turn of each side counts. With
one thread the processor's time is taken, over several cores the clock's.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import metadata
from typing import Any

import joblib
import numpy as np

from attune_sim.bench.plain_mesa import PlainMesa
from attune_sim.bench.surroundings import peak_memory, start_up, sweep_and_engine, sweep_over_cores
from attune_sim.couples.pairs import ADULT, form
from attune_sim.couples.scenario import load as load_couple
from attune_sim.dyad.couple import live_together
from attune_sim.dyad.days import live, live_alone
from attune_sim.dyad.group import new_group
from attune_sim.dyad.state import BOND_DTYPE, CAREGIVER_DTYPE, INFANT_DTYPE, MECHANISM_DTYPE
from attune_sim.life import course
from attune_sim.mesa_model.model import AttunementModel
from attune_sim.population import Population, populate
from attune_sim.scenario import CaregiverSpec, Event, Scenario, load

SIZES = (1, 100, 1_000, 10_000)
AGE = 180  # days; both sides begin here
SCENARIO = "good-enough"
FAMILY_DAYS = 40  # so that each event begins, is there and is over
COUPLES = "ordinary-couple"
COUPLE_DAYS = 14
FIVE_YEARS = 5 * 365
IN_LANES = (SCENARIO, "mixed-population")
"""One where families choose alike, and one where they do not."""
YEAR = 365  # days
VERSIONS = ("attune-sim", "numba", "numpy", "mesa")

Job = Callable[[], object]


def run_bench(
    report: Callable[[str], None] | None = None,
    *,
    sizes: Sequence[int] = SIZES,
    dyads: int = 1_000,
    turns: int = 5,
    mesa_seconds: int = 40_000,
    engine_seconds: int = 4_000_000,
    days: int = 10,
    runs: int = 100,
    long_runs: int = 16,
    many_runs: int = 5_000,
) -> dict[str, Any]:
    """Measure speed on this machine; about two minutes with the defaults.

    Args:
        report: told what is being measured, in words.
        sizes: numbers of dyads at which the engine is compared with plain Mesa.
        dyads: how many for everything else.
        turns: how often each side is measured; three times as often over several cores.
        mesa_seconds: dyad-seconds that plain Mesa simulates in a turn, at least one second.
        engine_seconds: the same of the engine, at least one day.
        days: that the Mesa model lives in a turn.
        runs: short ones, in the sweep that is compared with the engine.
        long_runs: in the sweep that is timed on one core and on all.
        many_runs: very short ones, in the larger of two sweeps whose memory is compared.

    Returns:
        ratio_to_mesa: dyad-seconds per second on one thread, engine over plain Mesa, by size.
        all_cores_ratio: speed with all cores over that on one thread.
        lanes_ratio: speed of families side by side over that of one after the other, by scenario.
        family_ratio: time of families with load, mood, bonds and events over that of the same
            bonds without.
        growth_ratio: time of children who grow up over that of the same without, at five years.
        couple_ratio: time of couples over that of as many dyads, of the same people.
        outside_kernel_share: share of the time of an AttunementModel that is not the engine's.
        dyad_year_ms: milliseconds per dyad and year on one thread.
        bond_bytes: bytes of state and parameters of an infant with one bond.
        sweep_ratio: processor time of a sweep of short runs over that of the engine in it.
        sweep_cores_ratio: speed of a sweep of longer runs on all cores over that on one.
        start_ratio: processor time of `attune-sim --help` over that of a Python that does nothing.
        first_use_ratio: the same of `attune-sim parameters`, which loads what is declared.
        memory_ratio: most memory of a sweep of `many_runs` over that of one of a tenth as many;
            None where the system does not tell it.
        mesa_dyad_seconds_per_s, engine_dyad_seconds_per_s: what the ratio is made of, by size.
        measured: how much each turn simulated.
        machine: processor, cores and versions.
    """
    report = report or (lambda words: None)
    mesa, engine = {}, {}
    for size in sizes:
        report(f"engine and plain Mesa, {size:,} {'dyad' if size == 1 else 'dyads'}")
        mesa[str(size)], engine[str(size)] = _beside_plain_mesa(
            size, mesa_seconds, engine_seconds, turns
        )
    cores = joblib.cpu_count()
    report(f"{cores} cores, {dyads:,} dyads")
    all_cores_ratio = _over_cores(dyads, cores, engine_seconds, turns)
    report(f"families side by side and one after the other, {dyads:,} dyads")
    lanes_ratio = {name: _in_lanes(name, dyads, engine_seconds, turns) for name in IN_LANES}
    report(f"family life and the same bonds without, {dyads:,} families")
    family_ratio = _with_family_life(dyads, turns)
    report(f"children who grow up and the same without, {dyads:,} of each")
    growth_ratio = _growing_up(dyads, turns)
    report(f"couples and dyads, {dyads:,} of each")
    couple_ratio = _as_couples(dyads, turns)
    report(f"Mesa model and engine, {dyads:,} dyads, {days} days")
    inside, kernel = _inside_a_model(dyads, days, turns)
    report(f"a sweep of {runs:,} short runs")
    sweep, engine_in_it = sweep_and_engine(runs, turns)
    report(f"the same on {cores} cores, longer runs")
    sweep_cores_ratio = sweep_over_cores(cores, long_runs, turns)
    report("the program's start")
    start = start_up(2 * turns)
    report(f"memory of sweeps of {many_runs // 10:,} and {many_runs:,} runs")
    few_bytes, many_bytes = peak_memory(many_runs // 10), peak_memory(many_runs)
    return {
        "ratio_to_mesa": {size: _rounded(engine[size] / mesa[size]) for size in mesa},
        "all_cores_ratio": _rounded(all_cores_ratio),
        "lanes_ratio": {name: _rounded(ratio) for name, ratio in lanes_ratio.items()},
        "family_ratio": _rounded(family_ratio),
        "growth_ratio": _rounded(growth_ratio),
        "couple_ratio": _rounded(couple_ratio),
        "outside_kernel_share": _rounded(max(0.0, 1.0 - kernel / inside)),
        "dyad_year_ms": _rounded(1_000 * kernel / dyads / days * YEAR),
        "bond_bytes": sum(
            dtype.itemsize for dtype in (INFANT_DTYPE, BOND_DTYPE, CAREGIVER_DTYPE, MECHANISM_DTYPE)
        ),
        "sweep_ratio": _rounded(sweep / engine_in_it),
        "sweep_cores_ratio": _rounded(sweep_cores_ratio),
        "start_ratio": _rounded(start["help"] / start["python"]),
        "first_use_ratio": _rounded(start["parameters"] / start["python"]),
        "memory_ratio": _rounded(many_bytes / few_bytes) if few_bytes and many_bytes else None,
        "mesa_dyad_seconds_per_s": {size: _rounded(speed) for size, speed in mesa.items()},
        "engine_dyad_seconds_per_s": {size: _rounded(speed) for size, speed in engine.items()},
        "measured": {
            "scenario": SCENARIO,
            "turns": turns,
            "dyads": dyads,
            "days": days,
            "mesa_dyad_seconds": mesa_seconds,
            "engine_dyad_seconds": engine_seconds,
            "sweep_runs": runs,
            "long_runs": long_runs,
            "memory_runs": many_runs,
            "memory_bytes": many_bytes,
            "python_start_ms": _rounded(1_000 * start["python"]),
        },
        "machine": {
            "processor": platform.processor() or platform.machine(),
            "system": platform.system(),
            "cores": cores,
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in VERSIONS},
        },
    }


def _rounded(x: float) -> float:
    """Four digits: no measurement here has more."""
    return float(f"{x:.4g}")


def _scenario(dyads: int) -> Scenario:
    return load(SCENARIO).with_(infants=dyads)


def _seconds_a_day(population: Population) -> int:
    """Of the whole population."""
    rows = population.mechanisms
    return int((rows["episode_seconds"] * rows["episodes_per_day"]).sum())


def _best_times(turns: int, clock: Callable[[], float], *jobs: Job) -> list[float]:
    """Seconds that each job's best turn took; the jobs take turns."""
    for job in jobs:
        job()
    times: list[list[float]] = [[] for _ in jobs]
    for _ in range(turns):
        for job, taken in zip(jobs, times, strict=True):
            begun = clock()
            job()
            taken.append(clock() - begun)
    return [min(taken) for taken in times]


def _beside_plain_mesa(
    dyads: int, mesa_seconds: int, engine_seconds: int, turns: int
) -> tuple[float, float]:
    """Dyad-seconds per second of plain Mesa and of the engine, one thread."""
    population = populate(_scenario(dyads))
    plain = PlainMesa(population, day=AGE)
    steps = max(1, mesa_seconds // dyads)
    a_day = _seconds_a_day(population)
    days = max(1, engine_seconds // a_day)

    def step() -> None:
        for _ in range(steps):
            plain.step()

    def engine() -> None:
        live(population.rows, AGE, days)

    mesa_time, engine_time = _best_times(turns, time.process_time, step, engine)
    return steps * dyads / mesa_time, days * a_day / engine_time


def _over_cores(dyads: int, cores: int, engine_seconds: int, turns: int) -> float:
    """Speed with all cores over that with one."""
    population = populate(_scenario(dyads))
    days = max(1, engine_seconds // _seconds_a_day(population))

    def engine(threads: int) -> Job:
        return lambda: live(population.rows, AGE, days, threads=threads)

    # More turns, because for a good one all cores must be free at once.
    one, every = _best_times(3 * turns, time.perf_counter, engine(1), engine(cores))
    return one / every


def _in_lanes(name: str, dyads: int, engine_seconds: int, turns: int) -> float:
    """Speed of families side by side over that of one after the other, one thread."""
    together = populate(load(name).with_(infants=dyads))
    apart = together.copy()
    days = max(1, engine_seconds // _seconds_a_day(together))
    order = np.arange(dyads)

    def one_by_one() -> None:
        live_alone(apart.rows, order, 0, dyads, AGE, days, True)

    fast, slow = _best_times(
        turns, time.process_time, lambda: live(together.rows, AGE, days), one_by_one
    )
    return slow / fast


def _with_family_life(families: int, turns: int) -> float:
    """Time of families of three caregivers with all that happens to them, over that without."""
    base = load("parents").with_(infants=families, days=FAMILY_DAYS)
    carer = CaregiverSpec("carer", 0.0, {"other_children": 4.0})
    shares = Event(10, care={"mother": 0.4, "father": 0.3, "carer": 0.3})
    work = Event(10, whom=("mother",), add={"work": 1.0}, rise=10)
    trouble = Event(5, latest=20, add={"conflict": 1.0}, length=10, fade=5)
    people = (*base.caregivers, carer)
    lived = replace(base, caregivers=people, events=(shares, work, trouble))
    without = replace(lived.with_(family_life=0), events=(shares,))
    jobs = [lambda s=s: course.live(populate(s), FAMILY_DAYS) for s in (lived, without)]
    one, other = _best_times(turns, time.process_time, *jobs)
    return one / other


def _growing_up(children: int, turns: int) -> float:
    """Time of children of five years who grow up over that of the same who do not."""
    populations = [populate(_scenario(children).with_(growth=on)) for on in (1, 0)]
    jobs = [lambda p=p: live(p.rows, FIVE_YEARS, COUPLE_DAYS) for p in populations]
    one, other = _best_times(turns, time.process_time, *jobs)
    return one / other


def _as_couples(count: int, turns: int) -> float:
    """Time of couples over that of as many dyads, of the same people who do not hear each other."""
    together = form(load_couple(COUPLES).with_(couples=count))
    apart = together.copy()
    jobs = [
        lambda: live_together(
            new_group(), new_group(), together.people.rows, together.quality, together.together,
            together.firsts(), ADULT, COUPLE_DAYS,
        ),
        lambda: live(apart.people.rows, ADULT, COUPLE_DAYS),
    ]  # fmt: skip
    couples, two_dyads_each = _best_times(turns, time.process_time, *jobs)
    return 2.0 * couples / two_dyads_each


def _inside_a_model(dyads: int, days: int, turns: int) -> tuple[float, float]:
    """Seconds of a Mesa model, default collection included, and of the engine for the same days."""
    model = AttunementModel(_scenario(dyads), rng=1)
    population = model.population.copy()
    day = 0

    def whole() -> None:
        for _ in range(days):
            model.step()

    def kernel() -> None:
        nonlocal day
        live(population.rows, day, days)
        day += days

    inside, alone = _best_times(turns, time.process_time, whole, kernel)
    return inside, alone

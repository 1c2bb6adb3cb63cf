"""What surrounds the engine: a sweep's overhead, the program's start, memory for many runs."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from attune_sim.dyad.days import live
from attune_sim.population import join, populate
from attune_sim.scenario import load
from attune_sim.sweep import SweepSpec, run_sweep
from attune_sim.sweep.points import points, scenario_at

SCENARIO = "good-enough"
INFANTS, DAYS = 10, 36
"""Of a short run: some 15 ms in the engine."""

# A process of its own, because memory that was once taken is not always given back.
_CHILD = """
import pathlib, resource, sys, tempfile
from attune_sim.scenario import load
from attune_sim.sweep import SweepSpec, run_sweep
spec = SweepSpec("x", (load(sys.argv[1]),), infants=1, days=0, measures=("felt_security",),
                 replications=int(sys.argv[2]))
with tempfile.TemporaryDirectory() as folder:
    run_sweep(spec, folder + "/out")
status = pathlib.Path("/proc/self/status")
if status.exists():  # Linux' ru_maxrss counts what the parent had
    line, = (x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
    print(1024 * int(line.split()[1]))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def sweep_and_engine(runs: int, turns: int) -> tuple[float, float]:
    """Processor seconds of a sweep of short runs, and of the engine alone for the same days.

    The sweep's include drawing the families, reading the measures, and writing the rows.
    """
    count = max(1, runs // 10)
    spec = SweepSpec(
        "bench",
        (load(SCENARIO),),
        infants=INFANTS,
        days=DAYS,
        replications=10,
        measures=("felt_security",),
        vary={"responsiveness": tuple(0.1 + 0.8 * k / count for k in range(count))},
    )
    design = points(spec)
    families = join(
        [
            populate(scenario_at(spec, design[point]), seed=replication)
            for point in range(count)
            for replication in range(spec.replications)
        ]
    )

    def engine() -> None:
        live(families.rows, 0, DAYS)

    def sweep() -> None:
        with tempfile.TemporaryDirectory() as folder:
            run_sweep(spec, Path(folder) / "out")

    times = []
    for job in (sweep, engine):
        job()
        taken = []
        for _ in range(turns):
            begun = time.process_time()
            job()
            taken.append(time.process_time() - begun)
        times.append(min(taken))
    return times[0], times[1]


def sweep_over_cores(cores: int, runs: int, turns: int) -> float:
    """Speed of a sweep of longer runs on all cores over that on one, by the clock."""
    spec = SweepSpec(
        "bench",
        (load(SCENARIO),),
        infants=60,
        days=90,
        replications=runs,
        measures=("felt_security", "attuned_share"),
    )
    times: dict[int, list[float]] = {1: [], cores: []}
    for _ in range(turns):
        for jobs, taken in times.items():
            with tempfile.TemporaryDirectory() as folder:
                begun = time.perf_counter()
                run_sweep(spec, Path(folder) / "out", jobs)
                taken.append(time.perf_counter() - begun)
    return min(times[1]) / min(times[cores])


def start_up(turns: int) -> dict[str, float]:
    """Seconds that a bare Python takes to start and end, the program's help, and a first use."""
    words = {
        "python": ["-c", "pass"],
        "help": ["-m", "attune_sim", "--help"],
        "parameters": ["-m", "attune_sim", "parameters", "--json"],
    }
    return {name: min(_seconds(more) for _ in range(turns)) for name, more in words.items()}


def _seconds(words: list[str]) -> float:
    """Processor time of a child process if the system reports it, otherwise clock time."""
    clock = time.perf_counter if sys.platform == "win32" else _children
    begun = clock()
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)
    return clock() - begun


def _children() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_memory(runs: int) -> int | None:
    """Peak memory in bytes of a process that sweeps this many very short runs.

    None where the system does not tell.
    """
    if sys.platform == "win32":
        return None
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, SCENARIO, str(runs)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return int(done.stdout)

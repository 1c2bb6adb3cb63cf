"""How near the engine is to the same everyday second in C++: `python benchmarks/limit.py`.

Builds second.cpp and second_in_lanes.cpp in a temporary folder with a compiler that is there (CXX,
g++ or clang++), lets engine and C++ live the same episodes from the same rows, checks that no
number differs, and prints what each did in processor time, the best of many turns. Rows are handed
over as they lie in memory; rows.hpp is written from their dtypes. Without a compiler it says so.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numba
import numpy as np
import numpy.typing as npt

from attune_sim.dyad import noise
from attune_sim.dyad.days import live
from attune_sim.dyad.episode import begin_episode
from attune_sim.dyad.group import live_seconds, new_group, seat, seat_families
from attune_sim.dyad.interaction import NEVER, START, THERE, seconds
from attune_sim.dyad.lanes import WIDTH
from attune_sim.dyad.numba_cache import OPTIONS
from attune_sim.dyad.state import BOND_SECOND, INFANT_SECOND, TRACE_DTYPE, Rows
from attune_sim.population import populate
from attune_sim.scenario import load

HERE = Path(__file__).parent
FLAGS = ("-std=c++17", "-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC")
TYPES = {"f8": "double", "i8": "std::int64_t", "u4": "std::uint32_t"}
KINDS = ("Infant", "Bond", "Caregiver", "Mechanism")  # as in Rows
CHANNELS = ("WISH", "TRACKING", "MOVEMENT", "TURN", "ATTENTION", "REPAIR", "PROVOCATION")
AGE = 180  # days
SCENARIOS = ("good-enough", "mixed-population")
Side = Callable[[Rows], object]


def declarations(rows: Rows) -> str:
    """C++ structs laid out as the rows are, lists of their columns, and the noise's constants."""
    text = ["#pragma once", "#include <cstddef>", "#include <cstdint>"]
    for kind, array in zip(KINDS, rows, strict=True):
        dtype = array.dtype
        names = dtype.names or ()
        columns = [f"  {TYPES[dtype[name].str[1:]]} {name};" for name in names]
        text += [f"struct {kind} {{", *columns, "};"]
        text += [f"static_assert(sizeof({kind}) == {dtype.itemsize});"]
        text += [
            f"static_assert(offsetof({kind}, {name}) == {dtype.fields[name][1]});" for name in names
        ]
        text.append(_list(f"{kind.upper()}_FLOATS", [n for n in names if dtype[n] == np.float64]))
    text += [_list("INFANT_SECOND", INFANT_SECOND), _list("BOND_SECOND", BOND_SECOND)]
    whole = {name: getattr(noise, name) for name in ("PURPOSES", "SECONDS", *CHANNELS)}
    text += [f"constexpr int {name} = {int(value)};" for name, value in whole.items()]
    for name in ("BYTES_MEAN", "PER_SD", "PER_SD_REST", "UNIT"):
        text.append(f"constexpr double {name} = {float(getattr(noise, '_' + name)).hex()};")
    return "\n".join(text) + "\n"


def _list(name: str, columns: Sequence[str]) -> str:
    return f"#define {name}(X) " + " ".join(f"X({column})" for column in columns)


def build(compiler: str, rows: Rows, folder: Path) -> ctypes.CDLL:
    """The C++ second, compiled and loaded."""
    (folder / "rows.hpp").write_text(declarations(rows), encoding="utf-8")
    library = folder / "second.so"
    sources = [HERE / name for name in ("second.cpp", "second_in_lanes.cpp")]
    subprocess.run(
        [*compiler.split(), *FLAGS, f"-I{folder}", *sources, "-o", library], check=True, text=True
    )
    return ctypes.CDLL(str(library))


@numba.njit(**OPTIONS)
def engine_alone(rows, which, when, length):
    """An episode's seconds of one family after the other, as in `days.live_alone`."""
    imposed, trace = np.empty(0), np.empty(0, TRACE_DTYPE)
    draw, scratch = np.empty((noise.CHANNELS, length)), np.empty((4, length), np.uint32)
    for i in range(which.size):
        infant = rows.infants[i]
        bond = rows.bonds[infant.first_bond + which[i]]
        noise.fill(draw, scratch, infant, which[i], when, START, length)
        seconds(
            infant, bond, rows.caregivers[bond.caregiver], rows.mechanisms[i], draw, length, THERE,
            0.0, imposed, NEVER, trace, START,
        )  # fmt: skip


@numba.njit(**OPTIONS)
def engine_in_lanes(group, rows, which, when, length):
    """The same of families side by side, as in `days.live_side_by_side`."""
    order = np.arange(which.size)
    for first in range(0, which.size, WIDTH):
        members = order[first : first + WIDTH]
        seat_families(group, rows, members)
        for k in range(members.size):
            group.which[k] = which[first + k]
        seat(group, rows, members, when)
        live_seconds(group, rows, members, length)


def sides(
    library: ctypes.CDLL, which: npt.NDArray[np.int64], when: int, length: int
) -> dict[str, Side]:
    """What is compared: each lives the seconds of one episode of all families."""

    def cpp(name: str) -> Side:
        function = getattr(library, name)
        function.argtypes = [ctypes.c_void_p] * 5 + [ctypes.c_int64] * 3
        function.restype = None
        return lambda rows: function(
            *(array.ctypes.data for array in rows), which.ctypes.data, len(which), when, length
        )

    return {
        "engine in lanes": lambda rows: engine_in_lanes(new_group(), rows, which, when, length),
        "C++ in vectors": cpp("side_by_side"),
        "engine alone": lambda rows: engine_alone(rows, which, when, length),
        "C++ alone": cpp("alone"),
    }


def episode(scenario: str, families: int) -> tuple[Rows, npt.NDArray[np.int64], int, int]:
    """Families at the beginning of an episode: rows, caregivers' numbers, time and seconds."""
    rows = populate(load(scenario).with_(infants=families)).rows
    live(rows, AGE, 1)
    a_day = int(rows.mechanisms["episodes_per_day"][0])
    when = (AGE + 1) * a_day
    which = np.array([begin_episode(rows, i, np.int64(-1), when)[0] for i in range(families)])
    return rows, which, when, int(rows.mechanisms["episode_seconds"][0])


def differing(one: Rows, other: Rows) -> list[str]:
    """Columns in which two sets of rows differ in any bit."""
    return [
        f"{kind}.{name}"
        for kind, a, b in zip(KINDS, one, other, strict=True)
        for name in a.dtype.names or ()
        if a[name].tobytes() != b[name].tobytes()
    ]


def best_times(rows: Rows, each: dict[str, Side], turns: int) -> dict[str, float]:
    """Processor time of each side's best turn; they take turns, each from the same rows."""
    best = dict.fromkeys(each, float("inf"))
    for _ in range(turns):
        for name, side in each.items():
            fresh = rows.copy()
            begun = time.process_time()
            side(fresh)
            best[name] = min(best[name], time.process_time() - begun)
    return best


def measure(compiler: str, scenario: str, families: int, turns: int) -> bool:
    """Compare and time one scenario, and print it; whether all numbers agree."""
    rows, which, when, length = episode(scenario, families)
    with TemporaryDirectory() as folder:
        each = sides(build(compiler, rows, Path(folder)), which, when, length)
        results = {name: rows.copy() for name in each}
        for name, side in each.items():
            side(results[name])
        wrong = {
            name: columns
            for name, result in results.items()
            if (columns := differing(result, results["engine in lanes"]))
        }
        moved = differing(rows, results["engine in lanes"])
        print(f"{scenario}, {families} families, {length} seconds each, {len(moved)} columns moved")
        for name, columns in wrong.items():
            print(f"  {name} differs from the engine in lanes: {', '.join(columns)}")
        if not wrong:
            print("  all numbers agree to the last bit")
        if turns:
            best = best_times(rows, each, turns)
            for name, taken in best.items():
                print(f"  {name}: {families * length / taken / 1e6:.1f} million dyad-seconds per s")
            for way, limit in (("in lanes", "in vectors"), ("alone", "alone")):
                ratio = best[f"C++ {limit}"] / best[f"engine {way}"]
                print(f"  speed of the engine {way} over C++ {limit}: {ratio:.2f}")
    return not wrong


def main() -> int:
    """Measure all scenarios; 1 if a number differs."""
    parser = argparse.ArgumentParser(description="The engine beside the same second in C++.")
    parser.add_argument("--families", type=int, default=1_000)
    parser.add_argument("--turns", type=int, default=40, help="0 compares numbers only")
    asked = parser.parse_args()
    compiler = os.environ.get("CXX") or shutil.which("g++") or shutil.which("clang++")
    if not compiler:
        print("There is no C++ compiler here (g++ or clang++, or CXX), so nothing is compared.")
        return 0
    agree = [measure(compiler, name, asked.families, asked.turns) for name in SCENARIOS]
    return 0 if all(agree) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Whatever a processor can do at once, the numbers are the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import hashlib, sys
from attune_sim.dyad import days
from attune_sim.dyad.lanes import WIDTH
from attune_sim.population import populate
from attune_sim.procedures import strange_situation
from attune_sim.scenario import load

digest = hashlib.sha256()
for preset in ("mixed-population", "alarming"):
    population = populate(load(preset).with_(infants=10))
    days.live(population.rows, 0, 5)
    film = strange_situation.record(population, age=300)
    for array in (*population.rows, film.trace, film.lengths):
        digest.update(array.tobytes())
print(WIDTH, digest.hexdigest())
"""

# The tests of lanes, where conditions are kept as on the other kind of processor.
OTHER_KIND = """
import importlib.util, sys
import pytest

name = "attune_sim.dyad.lanes.width"
where = importlib.util.find_spec("attune_sim").submodule_search_locations[0]
spec = importlib.util.spec_from_file_location(name, f"{where}/dyad/lanes/width.py")
width = importlib.util.module_from_spec(spec)
spec.loader.exec_module(width)
width.BITS = not width.BITS
sys.modules[name] = width
from attune_sim.dyad.lanes.vectors import BITS

assert BITS == width.BITS
sys.exit(pytest.main(["-q", "-x", "-p", "no:cacheprovider", sys.argv[1]]))
"""
LANES = Path(__file__).parents[2] / "unit/dyad/test_lanes.py"


def lived(**surroundings):
    """Width of lanes, and a digest of all that was lived and filmed, of a process."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


@pytest.fixture(scope="module")
def here():
    return lived()


@pytest.mark.parametrize("processor", ["haswell", "nocona"])
def test_an_older_processor_gives_the_same_numbers(here, processor):
    import llvmlite.binding

    if not llvmlite.binding.get_process_triple().startswith(("x86_64", "amd64", "AMD64")):
        pytest.skip("these are processors of another kind")
    width, digest = lived(NUMBA_CPU_NAME=processor)
    assert int(width) in (4, 8)
    assert digest == here[1]


def test_conditions_can_be_kept_in_either_way():
    done = subprocess.run(
        [sys.executable, "-c", OTHER_KIND, str(LANES)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout

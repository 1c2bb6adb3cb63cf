"""Small populations that the tests of the core share."""

import os

# Before NumPy is loaded: threads for matrices as small as here take turns at waiting for each
# other, which took a calibration twenty times as long beside a second worker.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pytest
from hypothesis import settings

from attune_sim import run
from attune_sim.couples.looks import looks
from attune_sim.couples.scenario import load as load_couples
from attune_sim.dyad.numba_cache import is_warm
from attune_sim.life.course import live
from attune_sim.population import populate
from attune_sim.scenario import Scenario, load
from attune_sim.sweep import load_spec, run_sweep

# The first example may compile the engine. The same examples each time; to look for new ones:
# pytest --hypothesis-profile=explore
settings.register_profile("attune-sim", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile("attune-sim")


def pytest_sessionstart(session):
    """Have the engine compiled once, before several workers would each compile it."""
    if getattr(session.config.option, "numprocesses", None) and not is_warm():
        for infants in (8, 1):  # together and alone
            run.infants(load("two-caregivers").with_(infants=infants, days=1))
        looks(load_couples("ordinary-couple").with_(couples=1), [1])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give a worker whole files, whose tests share what took time to make, and half a browser's.

    A third browser with a third server would cost more than an even share saves.
    """
    from xdist.scheduler import LoadFileScheduling

    class WholeFiles(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            if not file.startswith("tests/browser/"):
                return file
            return f"tests/browser, {'first' if file < BROWSERS_SECOND else 'second'} half"

    return WholeFiles(config, log)


BROWSERS_SECOND = "tests/browser/test_m"
"""From here on files are for the second browser: about half of the time."""


def _families(count=1, *, days=0, seed=1, caregivers=None, **parameters):
    scenario = Scenario(infants=count, days=days, seed=seed, parameters=parameters)
    population = populate(scenario if caregivers is None else scenario.with_(caregivers=caregivers))
    live(population, days)
    return population


@pytest.fixture(scope="session")
def families():
    """Make families: how many, days lived, seed, caregivers, and parameters by name."""
    return _families


@pytest.fixture(scope="session")
def mixed():
    """Forty unlike families that have lived twenty days; not to be changed."""
    population = populate(load("mixed-population").with_(infants=40))
    live(population, 20)
    for rows in (*population.rows, population.settings):
        rows.flags.writeable = False
    return population


@pytest.fixture(scope="session")
def same():
    """Assert that two arrays, tables or dicts of arrays are the same, bit for bit, NaN as NaN."""

    def same(one, other):
        if isinstance(one, dict):
            assert one.keys() == other.keys()
            for key in one:
                same(one[key], other[key])
        elif getattr(one, "dtype", None) is not None and one.dtype.names:
            assert one.dtype == other.dtype
            for name in one.dtype.names:
                np.testing.assert_array_equal(one[name], other[name], err_msg=name)
        else:
            np.testing.assert_array_equal(one, other)

    return same


SWEEP = """
question = "What do repair and consistency do together?"
scenario = "good-enough"
infants = 1
days = 2
measures = ["felt_security"]
[vary]
repair_rate = [0.2, 0.8]
"""


@pytest.fixture(scope="session")
def sweeps(tmp_path_factory):
    """A folder of results: a sweep over two parameters, and one over one."""
    folder = tmp_path_factory.mktemp("sweeps")
    (folder / "over-one.toml").write_text(SWEEP)
    (folder / "over-two.toml").write_text(SWEEP + "consistency = [0.1, 0.5, 0.9]\n")
    results = folder / "results"
    for name in ("over-one", "over-two"):
        spec = load_spec(folder / f"{name}.toml")
        run_sweep(spec, results / name)
    return results

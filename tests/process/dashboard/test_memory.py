"""A server that visitors open and leave keeps nothing of them."""

import json
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.testing import served

pytestmark = pytest.mark.slow

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
WARM, ROUNDS = 3, 3
"""Rounds of all pages: before memory is level (it grew by 15, 7 and 2 MiB), and then."""
MOST_MIB = 0.4
"""That a page may leave behind; one that is kept holds over a mebibyte."""
PATIENCE_S = 60


@pytest.fixture
def visits(monkeypatch):
    """The benchmark's visitors, who speak to a server as a browser does."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import dashboard_memory

    yield dashboard_memory
    del sys.modules["dashboard_memory"]


def kernels(address):
    with urlopen(f"{address}/resourcez", timeout=PATIENCE_S) as answer:
        return json.load(answer)["kernels"]["total"]


def test_visitors_who_have_left_leave_nothing_behind(visits):
    with served("--quiet") as here:
        process, mib = psutil.Process(here.process.pid), []
        # All ask for the same, so that results that are kept do not grow meanwhile.
        for _ in range(WARM + ROUNDS):
            for path in visits.PATHS:
                visits.visit(here.address, path, stay_s=0.2)
            deadline = time.monotonic() + PATIENCE_S
            while kernels(here.address) and time.monotonic() < deadline:
                time.sleep(0.1)
            mib.append(process.memory_info().rss / 2**20)
        assert kernels(here.address) == 0
    pages = len(visits.PATHS) * ROUNDS
    assert mib[-1] - mib[WARM - 1] < MOST_MIB * pages, mib

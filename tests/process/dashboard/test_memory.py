"""A server that visitors open and leave keeps nothing of them."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
pytestmark = pytest.mark.slow

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


def test_visitors_who_have_left_leave_nothing_behind(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import dashboard_memory

    monkeypatch.setattr(dashboard_memory, "STAY_S", 0.2)
    monkeypatch.setattr(dashboard_memory, "REST_S", 2.0)
    found = dashboard_memory.measured(sessions=3, seconds=10, rounds=3)
    assert found["pages"] > 20
    assert found["left_kernels"] == 0
    mib = found["mib_before_and_after_each_round"]
    # Each page asks for a seed of its own, and some results are kept; pages themselves are not:
    # one holds over a mebibyte.
    assert mib[-1] - mib[1] < 0.4 * found["pages"]
    del sys.modules["dashboard_memory"]

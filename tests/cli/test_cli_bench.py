from __future__ import annotations

import json
import sys
from types import ModuleType

import pytest

FIGURES = {
    "machine": {"processors": 2, "python": "3.11"},
    "dyad_seconds_per_second": {"engine": 4.2e7, "plain_mesa": 310_000.0, "ratio": 135.48},
}


@pytest.fixture
def measured(monkeypatch):
    """Stands in for the measurement, which takes long and differs between machines."""

    def run_bench(report=None):
        report(1.0)
        return FIGURES

    module = ModuleType("attune_sim.bench")
    module.run_bench = run_bench
    monkeypatch.setitem(sys.modules, "attune_sim.bench", module)


def test_figures_are_printed_for_machines(attune, measured):
    answer = attune("bench", "--json")
    assert answer.code == 0
    assert json.loads(answer.out) == FIGURES


def test_figures_are_printed_for_people(attune, measured):
    read = " ".join(attune("bench").out.split())
    assert "machine python 3.11" in read
    assert "dyad seconds per second engine 42,000,000" in read
    assert "dyad seconds per second ratio 135.5" in read

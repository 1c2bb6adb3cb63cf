from __future__ import annotations

import json

import pytest

import attune_sim.bench

SIZES = {"1": 90.0, "100": 103.0, "1000": 113.0, "10000": 165.0}
FIGURES = {
    "ratio_to_mesa": SIZES,
    "engine_dyad_seconds_per_s": {size: 1e6 * ratio for size, ratio in SIZES.items()},
    "mesa_dyad_seconds_per_s": dict.fromkeys(SIZES, 1e6),
    "measured": {"dyads": 1000},
    "all_cores_ratio": 1.9,
    "outside_kernel_share": 0.02,
    "dyad_year_ms": 12.5,
    "bond_bytes": 904,
    "sweep_ratio": 1.1,
    "sweep_cores_ratio": 1.9,
    "start_ratio": 12.0,
    "first_use_ratio": 14.0,
    "memory_ratio": None,
    "machine": {
        "cores": 2,
        "processor": "x",
        **dict.fromkeys(("python", "attune-sim", "numba", "numpy", "mesa"), "1.0"),
    },
}


@pytest.fixture
def measured(monkeypatch):
    """Stands in for the measurement, which takes long and differs between machines."""

    def run_bench(report=None):
        report("something")
        return FIGURES

    monkeypatch.setattr(attune_sim.bench, "run_bench", run_bench)


def test_figures_are_printed_for_machines(attune, measured):
    answer = attune("bench", "--json")
    assert answer.code == 0
    assert json.loads(answer.out) == FIGURES


def test_figures_are_printed_for_people(attune, measured):
    answer = attune("bench")
    assert answer.code == 0
    assert "113" in answer.out
    assert "12.5" in answer.out


def test_figures_are_recorded(attune, measured, tmp_path):
    record = tmp_path / "history.jsonl"
    for _ in range(2):
        assert attune("bench", "--quiet", "--record", str(record)).code == 0
    lines = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    assert [line["dyad_year_ms"] for line in lines] == [12.5, 12.5]


def test_a_record_that_cannot_be_written_is_said_before_measuring(attune, measured, tmp_path):
    answer = attune("bench", "--record", str(tmp_path))
    assert answer.code == 2
    assert str(tmp_path) in answer.err
    assert "something" not in answer.err

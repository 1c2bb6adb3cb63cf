from __future__ import annotations

import json

import pytest
from fixtures.bench import FIGURES

import attune_sim.bench


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

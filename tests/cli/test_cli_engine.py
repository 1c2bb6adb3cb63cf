from __future__ import annotations

import pytest

from attune_sim import run
from attune_sim.cli.engine import announce, cores
from attune_sim.dyad import compiling
from attune_sim.population import populate
from attune_sim.scenario import load


def test_a_cold_engine_is_announced_unless_quiet(capsys, monkeypatch):
    monkeypatch.setattr(compiling, "is_warm", lambda: False)
    announce(quiet=False)
    assert "Compiling the engine" in capsys.readouterr().err
    announce(quiet=True)
    assert capsys.readouterr() == ("", "")


def test_a_warm_engine_needs_no_words(capsys, monkeypatch):
    monkeypatch.setattr(compiling, "is_warm", lambda: True)
    announce(quiet=False)
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(compiling.FOLDER is None, reason="nothing can be kept here")
def test_an_engine_that_has_lived_is_warm():
    run.develop(populate(load("good-enough").with_(infants=1)), 1)
    assert compiling.is_warm()


def test_half_an_engine_is_cold(tmp_path, monkeypatch):
    monkeypatch.setattr(compiling, "FOLDER", tmp_path)
    (tmp_path / "dyad_0").mkdir()
    (tmp_path / "dyad_0" / "noise.bell-99.py311.1.nbc").write_bytes(b"")
    assert not compiling.is_warm()
    monkeypatch.setattr(compiling, "FOLDER", None)
    assert not compiling.is_warm()


def test_there_is_at_least_one_core():
    assert cores() >= 1

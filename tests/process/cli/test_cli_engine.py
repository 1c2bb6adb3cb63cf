from __future__ import annotations

import pytest

from attune_sim import run
from attune_sim.cli.terminal.startup import announce, cores
from attune_sim.dyad import numba_cache
from attune_sim.population import populate
from attune_sim.scenario import load


def test_a_cold_engine_is_announced_unless_quiet(capsys, monkeypatch):
    monkeypatch.setattr(numba_cache, "is_warm", lambda: False)
    announce(quiet=False)
    assert "Compiling the engine" in capsys.readouterr().err
    announce(quiet=True)
    assert capsys.readouterr() == ("", "")


def test_a_warm_engine_needs_no_words(capsys, monkeypatch):
    monkeypatch.setattr(numba_cache, "is_warm", lambda: True)
    announce(quiet=False)
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(numba_cache.FOLDER is None, reason="nothing can be kept here")
def test_an_engine_that_has_lived_is_warm():
    run.develop(populate(load("good-enough").with_(infants=1)), 1)
    assert numba_cache.is_warm()


def test_half_an_engine_is_cold(tmp_path, monkeypatch):
    monkeypatch.setattr(numba_cache, "FOLDER", tmp_path)
    (tmp_path / "dyad_0").mkdir()
    (tmp_path / "dyad_0" / "noise.bell-99.py311.1.nbc").write_bytes(b"")
    assert not numba_cache.is_warm()
    monkeypatch.setattr(numba_cache, "FOLDER", None)
    assert not numba_cache.is_warm()


def test_there_is_at_least_one_core():
    assert cores() >= 1

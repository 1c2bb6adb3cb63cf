from __future__ import annotations

from attune_sim.cli.engine import announce, cores
from attune_sim.dyad import compiling


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


def test_there_is_at_least_one_core():
    assert cores() >= 1

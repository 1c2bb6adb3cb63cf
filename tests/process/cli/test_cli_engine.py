from __future__ import annotations

import logging
import os
import subprocess
import sys

import pytest

from attune_sim import user_cache
from attune_sim.cli.terminal.startup import announce, cores
from attune_sim.dyad import machine_code, numba_cache
from attune_sim.life.course import live
from attune_sim.population import populate
from attune_sim.scenario import load


@pytest.fixture(autouse=True)
def loud():
    """Leave the engine's log as it was: `quiet` silences it for a whole program."""
    yield
    logging.getLogger("attune_sim.dyad").setLevel(logging.NOTSET)


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Keep machine code in another folder, which is given; it is not there yet."""
    monkeypatch.setenv(user_cache.VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(machine_code, "_told", set())
    return tmp_path / "cache" / "attune-sim" / "engine"


def test_a_cold_engine_is_announced_unless_quiet(capsys, elsewhere):
    announce(quiet=False)
    assert "Compiling the engine: once for each version" in capsys.readouterr().err
    announce(quiet=True)
    assert capsys.readouterr() == ("", "")


def test_where_nothing_can_be_kept_no_once_is_promised(capsys, caplog, elsewhere, tmp_path):
    (tmp_path / "cache").write_text("a file")
    announce(quiet=False)
    assert "Compiling the engine: about 15 seconds." in capsys.readouterr().err
    assert f"cannot be kept in {elsewhere}" in caplog.text
    caplog.clear()
    announce(quiet=True)
    assert not caplog.text


def test_a_warm_engine_needs_no_words(capsys, monkeypatch):
    monkeypatch.setattr(numba_cache, "is_warm", lambda: True)
    announce(quiet=False)
    assert capsys.readouterr() == ("", "")


def test_an_engine_that_has_lived_is_warm():
    live(populate(load("good-enough").with_(infants=1)), 1)
    assert numba_cache.is_warm() or not numba_cache.can_keep()


def test_half_an_engine_is_cold(elsewhere):
    elsewhere.mkdir(parents=True)
    mark = machine_code._mark("attune_sim.dyad.noise")
    (elsewhere / f"attune_sim.dyad.noise.bell-{mark}-0").write_bytes(b"")
    assert not numba_cache.is_warm()
    mark = machine_code._mark("attune_sim.dyad.days")
    (elsewhere / f"attune_sim.dyad.days.live_side_by_side-{mark}-0").write_bytes(b"")
    assert numba_cache.is_warm()


def test_there_is_at_least_one_core():
    assert cores() >= 1


def test_who_told_numba_to_compile_nothing_is_told_so(tmp_path):
    command = [sys.executable, "-m", "attune_sim", "run", "good-enough", "--infants", "1"]
    env = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    pipes = {"capture_output": True, "text": True, "timeout": 300, "check": False}
    done = subprocess.run(command, cwd=tmp_path, env=env, **pipes)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "Error: NUMBA_DISABLE_JIT is set, but the engine of attune-sim runs compiled only; unset it"
    ]

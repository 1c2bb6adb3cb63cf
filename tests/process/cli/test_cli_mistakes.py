"""Wrong use: one sentence, exit 2, nothing written and nothing lost."""

from __future__ import annotations

import errno
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pandas as pd
import psutil
import pytest
from fixtures.surroundings import needs_links_and_pipes, needs_proc

from attune_sim import run as engine
from attune_sim.cli import run as run_command

TWO = '[[caregivers]]\nname = "A"\nshare = 0.5\n[[caregivers]]\nname = "{}"\nshare = {}\n'


def refused(answer, *words):
    assert answer.code == 2, answer
    assert answer.out == ""
    assert answer.err.startswith("Error: ")
    assert len(answer.err.splitlines()) == 1, answer.err
    for word in words:
        assert word in answer.err, answer.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rnu"], ["'rnu'", "Did you mean 'run'?"]),
        (["quux"], ["No such command", "'quux'"]),
        (["run", "god-enough"], ["'god-enough'", "good-enough"]),
        (["run", "--responsivness", "0.3"], ["--responsivness", "--responsiveness"]),
        (["run", "--xyzzy"], ["there is no option '--xyzzy'", "--help"]),
        (
            ["observe", "home", "--days", "9"],
            ["there is no option '--days'; in this command it is --age"],
        ),
        (["run", "--trace", "x.csv"], ["'--trace'; attune-sim observe has it"]),
        (
            ["bench", "--repair-rate", "1"],
            ["attune-sim run, attune-sim course, attune-sim generations and 2 more have it"],
        ),
        (["claims", "xx"], ["'xx'", "attune-sim claims lists all"]),
        (["validate", "--finding", "zz"], ["'zz'", "docs/validation.md has all"]),
        (["run", "a", "b"], ["b"]),
        (["run", "--infants"], ["--infants"]),
        (["run", "--infants", "0"], ["infants = 0", "from 1 to"]),
        (["run", "--infants", "2.5"], ["infants = 2.5", "whole number"]),
        (["run", "--infants", "many"], ["infants = 'many'", "whole number"]),
        (["run", "--infants", "1e400"], ["infants = inf", "whole number"]),
        (["run", "--days", "-1"], ["days = -1", "from 0 to"]),
        (["run", "--seed", "-5"], ["seed = -5"]),
        (["run", "--responsiveness", "nan"], ["responsiveness = nan", "from 0 to 1"]),
        (["run", "--responsiveness", "inf"], ["responsiveness = inf", "from 0 to 1"]),
        (["run", "--responsiveness", "1.01"], ["responsiveness = 1.01", "from 0 to 1"]),
        (["run", "--responsiveness", "0,5"], ["'0,5' is not a number", "write a point: 0.5"]),
        (["run", "--responsiveness", ""], ["responsiveness = ''", "from 0 to 1"]),
        (["run", "--reactivity", "high"], ["reactivity = 'high'", "from 0.25 to 4"]),
        (["run", "--reactivity", "true"], ["reactivity = 'true'"]),
        (["run", "--episodes-per-day", "1.5"], ["episodes_per_day = 1.5", "whole number"]),
        (["run", "missing.toml"], ["there is no file missing.toml"]),
        (["run", "."], ["is a folder"]),
        (["observe", "free-pley"], ["'free-pley'", "did you mean free-play"]),
        (["observe"], ["PROCEDURE"]),
        (["observe", "home", "--age", "-1"], ["age = -1"]),
        (["observe", "home", "--force"], ["--force", "--trace"]),
        (["observe", "home", "--trace", "."], ["is a folder"]),
        (["observe", "home", "--trace", "x", "--figure", "./x"], ["both x", "two different names"]),
        (["sweep"], ["SPEC.toml"]),
        (["sweep", "missing.toml"], ["there is no file missing.toml"]),
        (["sweep", "."], ["is a folder"]),
        (["scenarios", "shwo"], ["'shwo'", "show"]),
        (["scenarios", "show"], ["SCENARIO"]),
        (["scenarios", "show", "god-enough"], ["'god-enough'", "good-enough"]),
        (["scenarios", "show", "good-enough", "--json", "--toml"], ["contradict"]),
    ],
)
def test_wrong_words(attune, tmp_path, words, told):
    refused(attune(*words), *told)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("infants = 0", ["infants = 0", "from 1 to 1000000"]),
        ("infants = 10.0", ["infants = 10.0", "whole number"]),
        ("days = -1", ["days = -1", "from 0 to"]),
        ("seed = true", ["seed = True", "whole number"]),
        ("infnats = 10", ["'infnats'", "infants"]),
        ("consistency = 0.5", ["'consistency'", "[parameters]"]),
        ("parameters = 3", ["parameters = 3", "table"]),
        ("[parameters]\nconsistensy = 0.5", ["'consistensy'", "consistency"]),
        ("[parameters]\nconsistency = 1.5", ["consistency = 1.5", "from 0 to 1"]),
        ("[parameters]\nconsistency = nan", ["consistency = nan", "from 0 to 1"]),
        ('[parameters]\nconsistency = "0.5"', ["consistency = '0.5'", "from 0 to 1"]),
        ("[parameters]\nconsistency = true", ["consistency = True", "from 0 to 1"]),
        ("[parameters]\nconsistency = []", ["consistency = []", "from 0 to 1"]),
        (
            '[parameters]\nreactivity = { shape = "choice", values = [], shares = [] }',
            ["reactivity", "at least one"],
        ),
        ("[parameters]\nreactivity = { mean = 1.0 }", ["reactivity", "shape", "lognormal"]),
        ("caregivers = []", ["caregivers: 1 to 8 are allowed"]),
        (TWO.format("B", 0.7), ["add up to 1.2"]),
        (TWO.format("A", 0.5), ["same name"]),
        (
            '[[correlations]]\nbetween = ["reactivity", "soothability"]\nr = 0.3',
            ["reactivity", "distribution"],
        ),
        ("infants = ", ["not valid TOML"]),
        ("infants = 3\ninfants = 4", ["not valid TOML"]),
    ],
)
def test_a_faulty_scenario_file_is_named_with_key_and_value(attune, scenario_file, text, told):
    path = scenario_file(text)
    before = path.read_bytes()
    refused(attune("run", path, "--out", "results"), str(path), *told)
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == before


def test_a_binary_file_is_no_scenario(attune, tmp_path):
    path = tmp_path / "picture.toml"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00")
    refused(attune("run", path), "picture.toml", "not a text file")


@needs_links_and_pipes
def test_an_unreadable_file_is_said_to_be_so(attune, tmp_path):
    path = tmp_path / "loop.toml"
    path.symlink_to(path)  # no one can read this, root included
    refused(attune("run", path), "loop.toml", "cannot be read")


def test_a_run_that_would_not_fit_into_memory_is_refused_before_it_starts(
    attune, monkeypatch, tmp_path
):
    little = type("Memory", (), {"available": 1_000_000})()
    monkeypatch.setattr(psutil, "virtual_memory", lambda: little)
    monkeypatch.setattr(engine, "infants", lambda *_, **__: pytest.fail("it was started"))
    answer = attune("run", "--infants", 1_000_000, "--out", "results")
    refused(answer, "infants = 1000000", "600 MB")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), "not enough memory"),
        (RuntimeError("Could not determine home directory."), "set HOME"),
        (ModuleNotFoundError("No module named 'numba'", name="numba"), "install it again"),
        (BrokenProcessPool("A child process terminated"), "ended from outside"),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
    ],
)
def test_the_users_surroundings_are_no_fault_of_the_program(attune, monkeypatch, error, told):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(engine, "infants", fail)
    answer = attune("run", "--quiet", "--infants", 1)
    assert (answer.code, answer.out) == (1, "")
    assert told in answer.err
    assert "fault of the program" not in answer.err
    assert len(answer.err.splitlines()) == 1


def test_a_fault_of_the_program_is_said_to_be_one(attune, monkeypatch):
    monkeypatch.setattr(engine, "infants", lambda *_, **__: [][0])
    assert "fault of the program" in attune("run", "--quiet", "--infants", 1).err


class TestOut:
    def test_a_folder_of_something_else_is_left_alone(self, attune, tmp_path):
        photo = tmp_path / "photos" / "one.jpg"
        photo.parent.mkdir()
        photo.write_text("precious")
        refused(attune("run", "--out", "photos"), "photos", "new or empty")
        assert [p.name for p in photo.parent.iterdir()] == ["one.jpg"]
        assert photo.read_text() == "precious"

    def test_a_file_in_place_of_the_folder_is_left_alone(self, attune, tmp_path):
        (tmp_path / "results").write_text("precious")
        refused(attune("run", "--out", "results"), "results is a file")
        refused(attune("run", "--out", "results/inside"), "cannot be written")
        assert (tmp_path / "results").read_text() == "precious"

    @needs_proc
    def test_a_place_where_nothing_can_be_written(self, attune):
        refused(attune("run", "--out", "/proc/results"), "/proc/results cannot be written")

    def test_an_earlier_run_with_a_faulty_record_is_left_alone(self, attune, tmp_path):
        (tmp_path / "results").mkdir()
        (tmp_path / "results" / "provenance.json").write_text("{")
        refused(attune("run", "--out", "results"), "new or empty")


class TestTrace:
    def test_a_file_is_replaced_only_when_forced(self, attune, tmp_path):
        path = tmp_path / "record.csv"
        path.write_text("precious")
        small = ("observe", "free-play", "--infants", 1, "--age", 0, "--trace", path)
        refused(attune(*small), "record.csv already exists", "--force")
        assert path.read_text() == "precious"
        assert attune(*small, "--force").code == 0
        assert path.read_text().startswith("infant,caregiver,")

    @needs_proc
    def test_a_place_where_nothing_can_be_written(self, attune):
        refused(attune("observe", "home", "--trace", "/proc/x.csv"), "cannot be written")


def test_the_strange_situation_is_refused_for_an_infant_who_cannot_move(attune):
    answer = attune("observe", "strange-situation", "--age", 30, "--infants", 1)
    assert answer.code == 2
    assert "infants of 30 days cannot move" in answer.err
    named = ("--measure", "patterns")
    answer = attune("compare", "good-enough", "erratic", "--days", 30, "--infants", 1, *named)
    assert answer.code == 2
    assert "cannot move" in answer.err


def test_a_full_disk_fails_with_a_sentence_and_leaves_nothing(attune, monkeypatch, tmp_path):
    def full(self, file, **_):
        file.write("half a fi")
        raise OSError(errno.ENOSPC, "No space left on device", file.name)

    monkeypatch.setattr(pd.DataFrame, "to_csv", full)
    answer = attune("run", "--infants", 1, "--days", 0, "--out", "new/results")
    assert answer.code == 2
    assert f"{Path('new/results')} cannot be written: No space left on device" in answer.err
    assert "Traceback" not in answer.err
    assert not list(tmp_path.iterdir())


def test_a_fault_of_the_program_is_one_sentence_unless_asked(attune, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(run_command, "_simulate", broken)
    answer = attune("run")
    assert answer.code == 1
    assert len(answer.err.splitlines()) == 1
    assert "ZeroDivisionError: division by zero" in answer.err
    assert "ATTUNE_DEBUG=1" in answer.err
    monkeypatch.setenv("ATTUNE_DEBUG", "1")
    assert "Traceback" in attune("run").err

"""scenarios, parameters, help, version."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import tomllib
from pathlib import Path

import pytest

import attune_sim
from attune_sim import cli
from attune_sim.cli.app import COMMANDS
from attune_sim.outcomes import DECLARED
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import families, load, populations, presets, scenario_from


def test_every_parameter_is_listed_with_its_declaration(attune):
    listed = json.loads(attune("parameters", "--json").out)
    assert [p["name"] for p in listed] == list(PARAMETERS)
    for p in listed:
        spec = PARAMETERS[p["name"]]
        for key in (
            "default",
            "low",
            "high",
            "unit",
            "meaning",
            "source",
            "group",
            "label",
            "default_from",
        ):
            assert p[key] == getattr(spec, key)


def test_parameters_can_be_read(attune):
    read = attune("parameters").out
    assert max(map(len, read.splitlines())) <= 80
    flat = " ".join(read.split())
    for p in PARAMETERS.values():
        assert p.name in flat
        assert " ".join(p.meaning.split()) in flat


def test_every_outcome_is_listed_with_its_declaration(attune):
    listed = json.loads(attune("outcomes", "--json").out)
    assert [o["name"] for o in listed] == list(DECLARED)
    for o in listed:
        for key in ("label", "unit", "low", "high", "meaning", "needs"):
            assert o[key] == getattr(DECLARED[o["name"]], key)


def test_outcomes_can_be_read(attune):
    read = attune("outcomes").out
    assert max(map(len, read.splitlines())) <= 80
    flat = " ".join(read.split())
    for o in DECLARED.values():
        assert o.name in flat
        assert " ".join(o.meaning.split()) in flat


def test_every_parameter_is_an_option_and_its_help_says_what_is_declared(attune, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    for command in ("run", "observe"):
        shown = attune(command, "--help").out
        for p in PARAMETERS.values():
            if p.is_fixed:
                assert f"--{p.name.replace('_', '-')} " not in shown
                continue
            line = next(x for x in shown.splitlines() if f"--{p.name.replace('_', '-')} " in x)
            default = f"as {p.default_from}" if p.default is None else f"{p.default:g}"
            assert f"[{p.low:g} to {p.high:g}, default {default}" in line
            assert p.meaning[:60] in line


@pytest.mark.parametrize("words", [(), *((c,) for c in COMMANDS), ("scenarios", "show")])
def test_help_answers(attune, words):
    answer = attune(*words, "--help")
    assert answer.code == 0
    assert "Usage: attune-sim" in answer.out
    assert answer.err == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_help_keeps_what_stands_in_brackets(attune, name):
    """It would be taken for markup."""
    module = importlib.import_module(f"attune_sim.cli.{name.replace('-', '_')}")
    command = getattr(module, name.replace("-", "_"), None)  # none of its own: several of one kind
    written = re.findall(r"\[+[a-z]+\]+", (inspect.getdoc(command) or "").replace("\\", ""))
    said = attune(name, "--help").out
    assert [words for words in written if words not in said] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_first_line_of_its_own_help(attune, monkeypatch, name):
    monkeypatch.setenv("COLUMNS", "200")
    said = attune(name, "--help").out.split(f"Usage: attune-sim {name} ")[1].splitlines()
    assert next(line.strip() for line in said[1:] if line.strip()) == COMMANDS[name]
    assert COMMANDS[name] in attune("--help").out


def test_every_command_that_there_is_is_listed():
    there = {path.stem for path in Path(cli.__file__).parent.glob("*.py")}
    parts = {"__init__", "app", "beside"}  # the last is one of `observations`
    assert {name.replace("-", "_") for name in COMMANDS} == there - parts


def test_without_a_command_help_is_shown_and_it_is_wrong_use(attune):
    answer = attune()
    assert answer.code == 2
    for command in COMMANDS:
        assert command in answer.out


def test_how_to_cite(attune):
    got = json.loads(attune("cite", "--json").out)
    read = attune("cite").out
    assert all(text in read for text in got.values())
    assert attune("cite", "--bibtex").out.strip() == got["bibtex"]


def test_a_method_sentence_names_what_a_folder_holds(attune, tmp_path):
    attune("run", "erratic", "--infants", 3, "--days", 1, "--seed", 5, "--out", "ran")
    said = json.loads(attune("cite", "ran", "--json").out)["method"]
    held = json.loads((tmp_path / "ran" / "provenance.json").read_text())
    assert "scenario erratic, 3 infants, 1 day, seed 5" in said
    assert held["hash"] in said
    (tmp_path / "s.toml").write_text(
        'scenario = "good-enough"\ninfants = 1\ndays = 0\nreplications = 2\nseed = 9\n'
        'measures = ["policy"]\n[vary]\nresponsiveness = [0.2, 0.8]\nrepair_rate = [0.1, 0.5]\n'
    )
    attune("sweep", "s.toml", "--jobs", 1)
    said = attune("cite", "results/s").out
    assert (
        "a grid design over responsiveness and repair_rate with 4 points, 2 replications each of 1"
        " infant, 0 days; scenario good-enough; common random numbers, seed 9"
    ) in said
    assert json.loads((tmp_path / "results/s/manifest.json").read_text())["hash"] in said
    refused = attune("cite", tmp_path)
    assert refused.code == 2
    assert "not the folder of a run or a sweep" in refused.err


def test_version(attune):
    assert attune("--version").out == f"attune-sim {attune_sim.__version__}\n"


def test_scenarios_are_listed_with_title_and_first_sentence(attune):
    listed = json.loads(attune("scenarios", "--json").out)
    assert [s["name"] for s in listed if s["kind"] == "care"] == presets()
    assert [s["name"] for s in listed if s["kind"] == "family"] == families()
    others = [s["name"] for s in listed if s["kind"] == "population"]
    assert {"low-risk", "high-risk", "mixed"} <= set(others) <= set(populations())
    read = " ".join(attune("scenarios").out.split())
    for s in listed:
        assert s["name"] in read
        assert " ".join(f"{s['title']}. {s['summary']}".split()) in read
        assert s["summary"].endswith((".", "!", "?"))


@pytest.mark.parametrize("name", [*presets(), "low-risk", "under-load"])
def test_a_scenario_is_shown_with_its_words_and_its_file(attune, name):
    scenario = load(name)
    read = attune("scenarios", "show", name)
    assert read.code == 0
    flat = " ".join(read.out.split())
    assert " ".join(scenario.story.split()) in flat
    assert " ".join(scenario.look_for.split()) in flat
    assert " ".join(scenario.source.split()) in flat
    assert f"infants = {scenario.infants}" in flat
    printed = attune("scenarios", "show", name, "--toml").out
    assert scenario_from(tomllib.loads(printed), name) == scenario
    assert json.loads(attune("scenarios", "show", name, "--json").out)["title"] == scenario.title


def test_a_scenario_says_what_its_cut_off_traits_really_have(attune, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[parameters]\nresponsiveness = { shape = "normal", mean = 0.9, sd = 0.5 }\n')
    told = " ".join(attune("scenarios", "show", path).out.split())
    assert "Traits whose distribution is cut off at their range" in told
    assert "really mean" in told
    attune("run", path, "--infants", 1, "--days", 0, "--out", "ran")
    assert "In this run: normal with mean 0.9" in (tmp_path / "ran" / "codebook.csv").read_text()
    path.write_text("[parameters]\nresponsiveness = 0.5\n")
    assert "cut off" not in attune("scenarios", "show", path).out

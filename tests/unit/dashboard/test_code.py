"""A choice as a command, as Python and as the SPEC of a sweep: all of them work."""

import shlex
import tomllib

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from typer.testing import CliRunner

from attune_dashboard.components.controls import changed, state
from attune_dashboard.compute import lesson_runs
from attune_dashboard.compute.lesson_stages import watched
from attune_dashboard.state.choice import USUAL_SEED, Choice
from attune_dashboard.state.code import command, python, spec
from attune_sim.cli.app import app
from attune_sim.sweep import load_spec

CHANGED = Choice("rejecting", seed=7, age=2).with_changes({"repair_rate": 0.25, "rejection": 0.8})


@pytest.mark.parametrize("view", ["play", "still-face", "everyday"])
def test_the_command_runs(view):
    words = shlex.split(command(Choice("rejecting", CHANGED.changes, seed=7, age=2, view=view)))
    assert words[0] == "attune-sim"
    assert words[-4:] == ["--rejection", "0.8", "--repair-rate", "0.25"]
    few = ["--infants", "1"] if "--infants" not in words else []
    done = CliRunner().invoke(app, [*words[1:], *few, "--json", "--quiet"])
    assert done.exit_code == 0, done.output


def test_the_python_is_the_same_scenario():
    held = {}
    exec(python(CHANGED).replace("days=2", "days=2, infants=2"), held)
    model = held["model"]
    assert (model.seed, model.day) == (7, 2)
    assert {agent.rejection for agent in model.caregivers} == {0.8}
    assert {agent.repair_rate for agent in model.caregivers} == {0.25}


def test_the_spec_varies_what_the_map_does_and_keeps_what_was_changed(tmp_path):
    path = tmp_path / "spec.toml"
    path.write_text(spec(CHANGED), encoding="utf-8")
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(read["vary"]) == {CHANGED.x, CHANGED.y}
    assert read["fixed"] == {"repair_rate": 0.25, "rejection": 0.8}
    assert load_spec(str(path)).seed == 7
    assert "fixed" not in tomllib.loads(spec(Choice().with_changes({Choice().x: 0.2})))


def test_what_can_be_copied_is_handed_to_the_controls():
    assert state(CHANGED, False)["code"]["command"] == command(CHANGED)


@pytest.mark.parametrize(
    ("sent", "seed"),
    [("12", 12), (3, 3), ("-1", USUAL_SEED), ("x", USUAL_SEED), ("9" * 30, USUAL_SEED)],
)
def test_a_seed_can_be_typed_in(sent, seed):
    assert changed(Choice(), {"what": "seed", "value": sent}).seed == seed


def test_each_lesson_has_somebody_to_watch():
    lessons = lesson_runs.shelf()[0].values()
    for lesson in [lesson for lesson in lessons if lesson.of == "infants"]:
        choice = watched(lesson)
        assert choice.view in ("play", "everyday")
        choice.built()

"""Maps out of finished sweeps, and sweeps that make none."""

from dataclasses import replace

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.components.controls import changed, spec
from attune_dashboard.compute import finished_sweeps
from attune_dashboard.pages.map import Shown, cell
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.own_file import OWN
from attune_sim.errors import InputError
from attune_sim.scenario import load
from attune_sim.sweep import Design, SweepSpec, run_sweep

TWO = {"repair_rate": (0.2, 0.8), "consistency": (0.1, 0.5, 0.9)}


@pytest.fixture
def sweep(tmp_path, monkeypatch):
    """Run a small sweep into the folder of results."""
    monkeypatch.setenv(finished_sweeps.FOLDER, str(tmp_path))

    def sweep(name, **settings):
        usual = {"infants": 1, "days": 1, "measures": ("felt_security", "expected_relief")}
        asked = SweepSpec(name, (load("good-enough"),), **(usual | settings))
        run_sweep(asked, tmp_path / name, 1)
        return asked

    return sweep


def test_a_sweep_over_two_parameters_is_a_map(sweep):
    sweep("two", vary=TWO, question="What is it?")
    (tmp,) = finished_sweeps.names()
    assert tmp == "two"
    swept = finished_sweeps.opened("two")
    found = swept.map()
    assert (found.xs, found.ys, found.done, found.cells) == ((0.2, 0.8), (0.1, 0.5, 0.9), 6, 6)
    choice = swept.adapted(Choice(measure="patterns_secure", result="two"))
    assert (choice.x, choice.y, choice.measure) == ("repair_rate", "consistency", "felt_security")
    figure = swept.figure(choice).figure()
    assert figure.layout.meta["title"] == "What is it?"
    drawn = figure.data[0].z
    rows = swept.rows.set_index(["repair_rate", "consistency"])["felt_security"]
    assert drawn[2][1] == pytest.approx(rows[0.8, 0.9])


@pytest.mark.parametrize(
    ("fixed", "scenario"), [({}, "good-enough"), ({"responsiveness": 0.9}, OWN)]
)
def test_a_cell_of_it_leads_to_its_dyad(sweep, fixed, scenario):
    sweep("two", vary=TWO, fixed=fixed)
    swept = finished_sweeps.opened("two")
    base = swept.adapted(Choice(result="two", changes=(("rejection", 0.5),)))
    there = cell(Shown(swept.map(), "", base, swept), {"x": 1, "y": 2})
    assert (there.scenario, there.result) == (scenario, "")
    assert dict(there.changes) == {"repair_rate": 0.8, "consistency": 0.9}
    held = there.built()
    usual = load("good-enough").value("responsiveness")
    assert held.value("responsiveness") == fixed.get("responsiveness", usual)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"vary": {"repair_rate": (0.2, 0.8)}}, "the sweep 'x' varies repair_rate"),
        ({"vary": TWO | {"following": (0.1, 0.2)}}, "a map needs a grid of two"),
        (
            {"vary": {n: v[:2] for n, v in TWO.items()}, "design": Design("list")},
            "in a design of kind list",
        ),
        ({"vary": {n: v[:1] for n, v in TWO.items()}}, "a map needs 2 to 60 values"),
        ({}, "varies nothing"),
    ],
)
def test_a_sweep_that_makes_no_map_is_refused_in_a_sentence(sweep, settings, said):
    sweep("x", **settings)
    with pytest.raises(InputError, match=said):
        finished_sweeps.opened("x")


@pytest.mark.parametrize("name", ["../x", "x/../x", "", ".", "nowhere", "a" * 200])
def test_no_other_folder_is_read(sweep, name):
    sweep("x", vary=TWO)
    with pytest.raises(InputError, match="there is no sweep"):
        finished_sweeps.opened(name)


def test_damaged_folders_are_refused_in_a_sentence(sweep, tmp_path):
    sweep("x", vary=TWO)
    part = next((tmp_path / "x" / "runs").glob("*.parquet"))
    part.write_bytes(b"nonsense")
    with pytest.raises(InputError, match="damaged"):
        finished_sweeps.opened("x")
    (tmp_path / "x" / "manifest.json").write_text("[]")
    with pytest.raises(InputError, match="not the folder of a sweep"):
        finished_sweeps.opened("x")


def test_the_controls_offer_the_sweeps_and_leave_one_where_more_is_asked(sweep):
    sweep("two", vary=TWO)
    made = spec("Set up", False, False, True, False, True, finished_sweeps.names())
    assert ["two", "Sweep two"] in made["extra"][0][2]
    shown = changed(Choice(), {"what": "result", "value": "two"})
    assert shown.result == "two"
    assert changed(shown, {"what": "measure", "value": "felt_security"}).result == "two"
    assert changed(shown, {"what": "value", "name": "rejection", "value": 0.5}).result == ""
    assert changed(Choice(), {"what": "result", "value": "../x"}) == Choice()
    assert replace(shown, result="") == Choice()

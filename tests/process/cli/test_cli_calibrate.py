"""`attune-sim calibrate`, and runs that draw from a posterior."""

import contextlib
import io
import json
import shutil
from dataclasses import asdict

import pytest
from fixtures.surroundings import needs_names_of_any_sign

pytest.importorskip("sklearn")
pytest.importorskip("emcee")

LITTLE = """
[[finding]]
id = "share"
statement = "Pairs match in some share of play"
fitted = true
statistic = "share"
of = ["play.attuned_share"]
value = 0.3
low = 0.2
high = 0.4
groups = { families = { population = "low-risk" } }
visits = { play = { age = 2 } }
"""
SMALL = [
    "--points",
    "40",
    "--more-points",
    "16",
    "--families",
    "20",
    "--recovered",
    "2",
    "--rounds",
    "1",
    "--tried",
    "2",
    "--trial-families",
    "20",
    "--draws",
    "12",
    "--steps",
    "20",
]


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory):
    """A tiny calibration by the command line: its folder, what made it, and what was said."""
    from attune_sim.cli import main

    out, err = io.StringIO(), io.StringIO()
    folder = tmp_path_factory.mktemp("calibrate")
    (folder / "own.toml").write_text(LITTLE)
    asked = ["calibrate", "--out", str(folder / "out"), "--findings", str(folder / "own.toml")]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        assert main([*asked, *SMALL, "--jobs", "1"]) == 0
    return folder / "out", asked, (out.getvalue(), err.getvalue())


def test_it_writes_draws_and_what_came_out(calibrated):
    out, _, told = calibrated
    assert "mismatch_distress" in told[0]
    assert "Written to" in told[1]
    assert {"posterior.csv", "calibration.json", "recovery.csv", "tried.csv", "plan.json"} <= {
        p.name for p in out.iterdir()
    }


def test_called_again_it_says_the_same_and_simulates_nothing(calibrated, attune):
    out, asked, _ = calibrated
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*.parquet")}
    answer = attune(*asked, *SMALL, "--json", "--quiet")
    assert answer.code == 0
    summary = json.loads(answer.out)
    assert summary["settings"]["points"] == 40
    assert before
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*.parquet")} == before


@needs_names_of_any_sign
def test_a_name_that_looks_like_an_address_is_a_folder_here(calibrated, attune, tmp_path):
    out, (*_, findings), _ = calibrated
    shutil.copytree(out, tmp_path / "file:x")
    words = ("calibrate", "--out", "file:x", "--findings", findings)
    assert attune(*words, *SMALL, "--quiet").code == 0
    words = ("run", "--infants", 2, "--days", 1, "--posterior", 2, "--posterior-from", "file:x")
    assert attune(*words, "--quiet").code == 0


def test_with_other_options_it_refuses_and_keeps_what_is_there(calibrated, attune):
    out, asked, _ = calibrated
    before = (out / "posterior.csv").read_bytes()
    answer = attune(*asked, *SMALL, "--seed", 5)
    assert answer.code == 2
    assert "other settings" in answer.err
    assert (out / "posterior.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--points", "10", "points = 10 is not a whole number from 40"),
        ("--points", "many", "points = 'many'"),
        ("--recovered", "400", "recovered = 400 is more than half of points"),
        ("--jobs", "0", "jobs = 0"),
    ],
)
def test_a_wrong_number_is_named(attune, tmp_path, option, value, told):
    answer = attune("calibrate", "--out", tmp_path / "x", option, value)
    assert answer.code == 2
    assert told in answer.err
    assert not (tmp_path / "x").exists()


def test_findings_of_which_none_is_fitted_are_refused(attune, tmp_path):
    (tmp_path / "own.toml").write_text(LITTLE.replace("fitted = true\n", ""))
    answer = attune("calibrate", "--out", tmp_path / "x", "--findings", tmp_path / "own.toml")
    assert answer.code == 2
    assert "no finding with fitted = true" in answer.err


def test_a_run_gives_each_outcome_its_range_over_draws(calibrated, attune):
    out, *_ = calibrated
    run = ["run", "--infants", 4, "--days", 2, "--posterior", 3, "--posterior-from", out]
    answer = attune(*run, "--json", "--quiet")
    assert answer.code == 0
    found = json.loads(answer.out)["posterior"]
    assert found["draws"] == 3
    assert found["low"]["attuned_share"] < found["high"]["attuned_share"]
    assert set(found["low"]["policy"]) == {"display_gain", "turning_away"}
    assert "patterns" not in found["low"]  # infants of two days cannot move
    told = attune(*run, "--quiet")
    assert "90% of 3 draws of the calibrated constants" in told.out


def test_the_shipped_posterior_is_of_this_model(attune):
    answer = attune("run", "--infants", 2, "--days", 1, "--posterior", 2, "--json", "--quiet")
    assert answer.code == 0
    assert json.loads(answer.out)["posterior"]["draws"] == 2


def test_draws_are_measured_by_what_the_run_is(attune):
    words = ("growing-up", "--infants", 2, "--days", 730, "--episodes-per-day", 1)
    answer = attune("run", *words, "--episode-seconds", 20, "--posterior", 2, "--json", "--quiet")
    found = json.loads(answer.out)["posterior"]["low"]
    assert {"problems", "peers"} <= set(found)
    assert "patterns" not in found


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--posterior", 1], "posterior = 1 is not a whole number from 2"),
        (["--posterior", "few"], "posterior = 'few'"),
        (["--posterior", 2, "--posterior-from", "nowhere"], "there is no calibration in nowhere"),
        (["--posterior-from", "nowhere"], "say with --posterior how many"),
    ],
)
def test_draws_that_are_not_there_are_refused(attune, options, told):
    answer = attune("run", "--infants", 2, "--days", 1, *options)
    assert answer.code == 2
    assert told in answer.err


def test_the_help_names_the_defaults_that_are_used():
    from typer.main import get_command

    from attune_sim.cli.app import app
    from attune_sim.evidence.calibration.settings import Settings

    command = get_command(app).commands["calibrate"]
    helps = {p.name: p.help for p in command.loaded().params}
    for name, value in asdict(Settings()).items():
        assert helps[name].endswith(rf"\[default: {value}]")

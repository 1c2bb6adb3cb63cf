from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from attune_sim.sweep import planning, store

SPEC = """
question = "Does it matter?"
scenario = "good-enough"
infants = 2
days = 1
replications = {replications}
measures = ["attuned_share", "patterns"]
[vary]
responsiveness = [{values}]
"""


@pytest.fixture
def spec_file(tmp_path):
    def write(values="0.2, 0.8", replications=2, **changes):
        text = SPEC.format(values=values, replications=replications)
        for key, value in changes.items():
            text = re.sub(rf"(?m)^{key} = .*$", f"{key} = {value}", text)
        path = tmp_path / "mine.toml"
        path.write_text(text)
        return path

    return write


def test_a_sweep_leaves_rows_and_a_figure_and_prints_means(attune, spec_file, tmp_path):
    answer = attune("sweep", spec_file(), "--jobs", 1)
    assert answer.code == 0, answer.err
    assert "Does it matter?" in answer.out
    assert "2 points, 4 runs" in answer.out
    assert "Responsiveness" in answer.out
    assert "95 % intervals" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80
    assert len(store.read("results/mine")) == 4
    page = (tmp_path / "results" / "mine" / "figure.html").read_text()
    assert "<h1>Does it matter?</h1>" in page


def test_json_has_every_mean_and_null_where_there_is_no_interval(attune, spec_file):
    path = spec_file(replications=1)
    answer = attune("sweep", path, "--jobs", 1, "--out", "here", "--json", "--quiet")
    assert (answer.code, answer.err) == (0, "")
    got = json.loads(answer.out, parse_constant=pytest.fail)
    assert (got["out"], got["rows_total"], got["rows_written"]) == ("here", 2, 2)
    assert got["varied"] == {"responsiveness": [0.2, 0.8]}
    means = {(row["responsiveness"], row["measure"]): row for row in got["means"]}
    assert len(means) == len(got["means"]) == 2 * len(got["measures"])
    shares = [means[0.2, f"patterns_{p}"]["mean"]
              for p in ("secure", "avoidant", "resistant", "disorganized")]  # fmt: skip
    assert sum(shares) == pytest.approx(1)
    assert means[0.2, "attuned_share"]["low"] is None
    assert set(got["provenance"]) >= {"version", "seed", "packages"}
    again = json.loads(attune("sweep", path, "--jobs", 1, "--out", "here", "--json").out)
    assert (again["already_there"], again["rows_written"]) == (2, 0)
    assert again["means"] == got["means"]


def test_a_long_table_is_cut_and_says_so(attune, spec_file):
    values = ", ".join(f"{k / 40:.3f}" for k in range(33))
    answer = attune(
        "sweep", spec_file(values=values, replications=1, days=0, infants=1), "--jobs", 1
    )
    assert "Not shown: 3 more points" in answer.out
    assert "One run at each point" in answer.out
    assert len([x for x in answer.out.splitlines() if re.match(r"0\.?\d* ", x)]) == 30


def test_a_stopped_sweep_keeps_its_rows_and_goes_on(attune, spec_file, monkeypatch):
    monkeypatch.setattr(planning, "BATCH_SECONDS", 1e-9)  # each run a batch of its own
    write, written = store.Store.write, []

    def stop_after_two(*arguments):
        if len(written) == 2:
            raise KeyboardInterrupt
        write(*arguments)
        written.append(1)

    path = spec_file()
    with monkeypatch.context() as patch:
        patch.setattr(store.Store, "write", stop_after_two)
        answer = attune("sweep", path, "--jobs", 1)
    assert answer.code == 130
    assert answer.out == ""
    assert "Finished rows are kept in results/mine" in answer.err.replace("\n", " ")
    assert "the same command goes on" in answer.err.replace("\n", " ")
    went_on = attune("sweep", path, "--jobs", 1)
    assert went_on.code == 0
    assert "4 runs, 2 of them there already" in went_on.out


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"values": ""}, ["responsiveness is empty"]),
        ({"values": "0.2, 1.5"}, ["responsiveness = 1.5", "from 0 to 1"]),
        ({"infants": 0}, ["infants = 0", "whole number"]),
        ({"scenario": '"god-enough"'}, ["god-enough", "good-enough"]),
        ({"measures": '["atuned_share"]'}, ["atuned_share", "attuned_share"]),
        ({"measures": "[]"}, ["measures is empty"]),
    ],
)
def test_a_faulty_spec_is_named_with_key_and_value(attune, spec_file, tmp_path, change, told):
    path = spec_file(**change)
    answer = attune("sweep", path)
    assert answer.code == 2
    assert answer.err.startswith(f"Error: {path}")
    for words in told:
        assert words in answer.err
    assert [p.name for p in tmp_path.iterdir()] == ["mine.toml"]


@pytest.mark.parametrize("jobs", ["0", "-2", "two", "1.5", "nan"])
def test_jobs_must_be_a_number_of_processes(attune, spec_file, tmp_path, jobs):
    path = spec_file()
    answer = attune("sweep", path, "--jobs", jobs)
    assert answer.code == 2
    assert "jobs = " in answer.err
    assert [p.name for p in tmp_path.iterdir()] == ["mine.toml"]


def test_a_folder_of_something_else_is_left_alone(attune, spec_file, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_text("precious")
    answer = attune("sweep", spec_file(), "--out", "photos")
    assert answer.code == 2
    assert "photos" in answer.err
    assert [p.name for p in (tmp_path / "photos").iterdir()] == ["one.jpg"]


@pytest.mark.slow
def test_ctrl_c_in_a_terminal_stops_all_processes_and_keeps_what_is_finished(
    attune, spec_file, tmp_path
):
    path = spec_file(replications=40, infants=20, days=100)
    process = subprocess.Popen(
        [sys.executable, "-m", "attune_sim", "sweep", str(path), "--jobs", "2"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    runs = tmp_path / "results" / "mine" / "runs"
    deadline = time.monotonic() + 120
    while not (runs.is_dir() and any(runs.glob("part-*"))):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the whole group
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert out == ""
    assert "Traceback" not in err
    assert "Finished rows are kept" in err
    finished = len(store.read(tmp_path / "results" / "mine"))
    assert 0 < finished < 80
    went_on = json.loads(attune("sweep", path, "--jobs", 2, "--json").out)
    assert went_on["already_there"] >= finished
    assert went_on["rows_total"] == 80

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from fixtures.surroundings import needs_signals, needs_terminals

from attune_sim.cli import sweep as sweep_command
from attune_sim.cli.terminal import question
from attune_sim.dyad import days
from attune_sim.sweep import Workers, load_spec, read, run_sweep, workload
from attune_sim.sweep.folder import manifest
from attune_sim.sweep.pool import dask

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
    assert "95% intervals" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80
    assert len(read("results/mine")) == 4
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


def test_effects_of_what_was_varied_are_told(attune, spec_file):
    path = spec_file(replications=3)
    answer = attune("sweep", path, "--jobs", 1, "--out", "here")
    assert "Effects on attuned share" in answer.out
    assert "lowest to its highest value" in " ".join(answer.out.split())
    got = json.loads(attune("sweep", path, "--jobs", 1, "--out", "here", "--json").out)
    means = {(m["responsiveness"], m["measure"]): m["mean"] for m in got["means"]}
    (found,) = (e for e in got["effects"] if e["measure"] == "attuned_share")
    assert found["term"] == "responsiveness"
    change = means[0.8, "attuned_share"] - means[0.2, "attuned_share"]
    assert found["effect"] == pytest.approx(change)
    assert found["low"] < found["effect"] < found["high"]


def test_where_there_are_several_caregivers_it_is_said_what_a_mean_is_over(attune, spec_file):
    one = attune("sweep", spec_file(replications=1), "--jobs", 1, "--out", "one").out
    path = spec_file(replications=1, scenario='"two-caregivers"')
    two = attune("sweep", path, "--jobs", 1, "--out", "two").out
    said = "means are over all pairs of infant and caregiver"
    assert said not in " ".join(one.split())
    assert said in " ".join(two.split())


def test_a_dry_run_says_how_much_it_is_and_runs_nothing(attune, spec_file, tmp_path):
    path = spec_file(replications=3)
    answer = attune("sweep", path, "--jobs", 2, "--out", "here", "--dry-run")
    assert answer.code == 0
    assert "6 runs: 2 points, 3 replications each" in answer.out
    assert "with 2 processes" in answer.out
    assert not (tmp_path / "here").exists()
    got = json.loads(attune("sweep", path, "--dry-run", "--json").out)
    assert (got["points"], got["runs"]) == (2, 6)
    path.write_text("per_infant = true\n" + path.read_text())
    larger = json.loads(attune("sweep", path, "--dry-run", "--json").out)
    assert larger["bytes"] > got["bytes"] > 0
    assert larger["seconds"] == got["seconds"] > 0


def test_a_long_table_is_cut_and_says_so(attune, spec_file):
    values = ", ".join(f"{k / 40:.3f}" for k in range(33))
    answer = attune(
        "sweep", spec_file(values=values, replications=1, days=0, infants=1), "--jobs", 1
    )
    assert "Not shown: 3 more points" in answer.out
    assert "One run at each point" in answer.out
    assert len([x for x in answer.out.splitlines() if re.match(r"0\.?\d* ", x)]) == 30


def test_all_asked_measures_are_shown_first_and_in_their_order(attune, spec_file, monkeypatch):
    values = ", ".join(f"{k / 40:.3f}" for k in range(32))
    path = spec_file(values=values, infants=1, days=0,
                     measures='["felt_security", "patterns", "attuned_share"]')  # fmt: skip
    monkeypatch.setenv("COLUMNS", "72")
    out = attune("sweep", path, "--jobs", 1).out
    words = ["Felt security", "avoidant", "resistant", "disorganized", "Attuned share", "by chance"]
    assert [w for w in words if w in out] == words[:5]
    assert out.index("Felt security") < out.index("avoidant") < out.index("Attuned share")
    assert "Not shown: 2 more points and 1 more measure;" in " ".join(out.split())


def test_where_all_measures_are_taken_the_tables_stay_short(attune, spec_file):
    path = spec_file(values="0.2, 0.8", infants=1, days=0)
    path.write_text(re.sub(r"(?m)^measures = .*$", "", path.read_text()))
    out = attune("sweep", path, "--jobs", 1).out
    assert re.search(r"Not shown: \d+ more measures;", out)


def stop():
    raise KeyboardInterrupt


def stop_while_a_lock_is_given_back():
    try:
        raise KeyboardInterrupt
    finally:
        threading.Lock().release()  # a RuntimeError in place of the interrupt


@pytest.mark.parametrize("interrupt", [stop, stop_while_a_lock_is_given_back])
def test_a_stopped_sweep_keeps_its_rows_and_goes_on(attune, spec_file, monkeypatch, interrupt):
    monkeypatch.setattr(workload, "BATCH_SECONDS", 1e-9)  # each run a batch of its own
    write, written = manifest.Store.write, []

    def stop_after_two(*arguments):
        if len(written) == 2:
            interrupt()
        write(*arguments)
        written.append(1)

    path = spec_file()
    with monkeypatch.context() as patch:
        patch.setattr(manifest.Store, "write", stop_after_two)
        answer = attune("sweep", path, "--jobs", 1)
    assert answer.code == 130
    assert answer.out == ""
    assert f"Finished rows are kept in {Path('results/mine')}" in answer.err.replace("\n", " ")
    assert "repeat the command to continue" in answer.err.replace("\n", " ")
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


@needs_signals
@pytest.mark.parametrize(
    ("replications", "infants", "days", "processes"),
    [(16, 20, 100, False), (300, 2, 20, True)],  # long runs go to threads
)
def test_ctrl_c_in_a_terminal_stops_all_and_keeps_what_is_finished(
    attune, spec_file, tmp_path, replications, infants, days, processes
):
    path = spec_file(replications=replications, infants=infants, days=days)
    process = subprocess.Popen(
        [sys.executable, "-m", "attune_sim", "sweep", str(path), "--jobs", "2"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    parts = tmp_path / "results" / "mine" / "parts.sha256"
    deadline = time.monotonic() + 120
    while not parts.exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    workers = psutil.Process(process.pid).children(recursive=True)
    assert bool(workers) == processes
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the whole group
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert out == ""
    assert "Traceback" not in err
    assert "Finished rows are kept" in err
    finished = len(read(tmp_path / "results" / "mine"))
    assert not psutil.wait_procs(workers, timeout=20)[1]
    assert 0 < finished < 2 * replications
    went_on = json.loads(attune("sweep", path, "--jobs", 1, "--json").out)
    assert went_on["already_there"] >= finished
    assert went_on["rows_total"] == 2 * replications


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--backend", "dusk"], ["'dusk'", "did you mean dask"]),
        (["--backend", "dask"], ["--scheduler ADDRESS"]),
        (["--scheduler", "tcp://a:1", "--address", "auto"], ["give only one of them"]),
        (["--scheduler", "tcp://a:1", "--backend", "ray"], ["--backend ray"]),
        (["--address", "auto", "--backend", "loky"], ["--backend loky"]),
    ],
)
def test_who_computes_must_be_said_rightly(attune, spec_file, tmp_path, words, told):
    answer = attune("sweep", spec_file(), *words)
    assert answer.code == 2
    assert len(answer.err.splitlines()) == 1
    for word in told:
        assert word in answer.err
    assert [p.name for p in tmp_path.iterdir()] == ["mine.toml"]


def test_a_scheduler_that_is_not_there_fails_with_a_sentence(attune, spec_file, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(dask, "CONNECT_S", 0.5)
    answer = attune("sweep", spec_file(), "--scheduler", "tcp://127.0.0.1:9")
    assert answer.code == 1
    assert "there is no Dask scheduler at tcp://127.0.0.1:9" in answer.err
    assert "Traceback" not in answer.err


def test_a_folder_without_its_manifest_needs_resume(attune, spec_file, tmp_path):
    path = spec_file()
    attune("sweep", path, "--jobs", 1)
    (tmp_path / "results" / "mine" / "manifest.json").unlink()
    answer = attune("sweep", path, "--jobs", 1)
    assert answer.code == 2
    assert "add --resume" in answer.err
    answer = attune("sweep", path, "--jobs", 1, "--resume", "--json")
    assert answer.code == 0
    assert json.loads(answer.out)["already_there"] == 4


def test_a_changed_spec_is_refused_with_resume_too(attune, spec_file):
    attune("sweep", spec_file(), "--jobs", 1)
    answer = attune("sweep", spec_file(values="0.2, 0.7"), "--jobs", 1, "--resume")
    assert answer.code == 2
    assert "holds another sweep ('Does it matter?')" in answer.err


def test_failed_runs_and_mended_parts_are_told(attune, spec_file, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise MemoryError("no room")

    path = spec_file()
    with monkeypatch.context() as patch:
        patch.setattr(days, "live", fail)
        answer = attune("sweep", path, "--jobs", 1)
    assert answer.code == 0
    assert "4 runs, 4 failed" in answer.out
    assert "4 runs failed; the column 'error'" in answer.err
    assert "undefined" in answer.out
    (tmp_path / "results" / "mine" / "runs" / "part-000000.parquet").write_bytes(b"PAR1")
    answer = attune("sweep", path, "--jobs", 1)
    assert "Computed anew: 1 damaged part (part-000000.parquet)" in answer.err.replace("\n", " ")
    assert "failed" not in answer.out + answer.err


def test_an_underpowered_comparison_is_warned_of(attune, spec_file):
    close = attune("sweep", spec_file(values="0.5, 0.52", replications=3), "--jobs", 1)
    said = " ".join(close.out.split())
    assert "Too few replications to compare points: with 3 of them" in said
    assert "attune-sim how-many" in said
    far = attune(
        "sweep", spec_file(values="0.05, 0.95", replications=6, infants=30, days=30,
                           measures='["felt_security"]'), "--jobs", 1, "--out", "far",
    )  # fmt: skip
    assert far.code == 0
    assert "Too few replications" not in far.out


def test_a_large_sweep_is_shown_in_part_and_not_drawn(attune, spec_file, tmp_path, monkeypatch):
    monkeypatch.setattr(sweep_command, "MOST_AT_ONCE", 3)
    answer = attune("sweep", spec_file(), "--jobs", 1, "--json")
    got = json.loads(answer.out)
    assert got["figure"] is None
    assert got["rows_total"] == 4
    assert "the first 3 are shown" in answer.err.replace("\n", " ")
    assert not (tmp_path / "results" / "mine" / "figure.html").exists()


def test_designs_other_than_a_grid_are_drawn_and_told(attune, tmp_path):
    path = tmp_path / "other.toml"
    for kind in ('"latin-hypercube"\npoints = 5', '"one-at-a-time"', '"list"'):
        values = "{ from = 0.2, to = 0.8 }" if "latin" in kind else "[0.2, 0.8]"
        path.write_text(
            'scenario = "good-enough"\ninfants = 2\ndays = 1\nmeasures = ["felt_security"]\n'
            f"[design]\nkind = {kind}\n[vary]\nresponsiveness = {values}\nconsistency = {values}\n"
            f"reactivity.sd = {values}\n"
            '[fixed]\nreactivity = { shape = "normal", mean = 1.0, sd = 0.5 }\n'
        )
        out = kind.split('"')[1]
        answer = attune("sweep", path, "--jobs", 1, "--out", out)
        assert answer.code == 0, answer.err
        assert "Reactivity," in answer.out
        page = (tmp_path / out / "figure.html").read_text()
        assert "Reactivity, SD" in page


def test_a_finished_sweep_grows_and_what_is_older_is_named(attune, spec_file, tmp_path):
    attune("sweep", spec_file(), "--jobs", 1)
    attune("report", "results/mine")
    refused = attune("sweep", spec_file(replications=5), "--jobs", 1)
    assert refused.code == 2
    assert "replications = 2 there, 5 here" in refused.err
    assert "add --extend" in refused.err
    answer = attune("sweep", spec_file(replications=5), "--jobs", 1, "--extend")
    assert answer.code == 0, answer.err
    assert "2 points, 10 runs, 4 of them there already" in answer.out
    assert "make them again: report.html" in answer.err.replace("\n", " ")
    fewer = attune("sweep", spec_file(values="0.2, 0.7"), "--jobs", 1, "--extend")
    assert fewer.code == 2
    said = " ".join(fewer.err.split())
    assert "vary.responsiveness 0.8 there only, 0.7 here only" in said
    assert said.endswith("for anything else another --out is needed")
    assert len(read("results/mine")) == 10


class Terminal:
    """The program at a terminal of its own, typed at and read from."""

    def __init__(self, folder, *words):
        self.at, theirs = os.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "attune_sim", *words], cwd=folder, stdin=theirs, stderr=theirs,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        os.close(theirs)
        self.seen = ""

    def read_until(self, words):
        while words not in self.seen:
            assert select.select([self.at], [], [], 30)[0], self.seen
            part = os.read(self.at, 4096)
            self.seen += part.decode()

    def answer(self, line):
        os.write(self.at, line.encode())

    def end(self):
        out, _ = self.process.communicate(timeout=100)
        os.close(self.at)
        return self.process.returncode, out


@needs_terminals
@pytest.mark.parametrize("typed", ["n\n", "what\nno\nn\n", "\x04"])
def test_on_a_terminal_a_long_sweep_says_its_time_and_asks(spec_file, tmp_path, typed):
    path = spec_file(replications=4000, infants=50, days=365)
    terminal = Terminal(tmp_path, "sweep", str(path), "--jobs", "2")
    terminal.read_until("(y)")
    assert "Start?" in terminal.seen
    assert "8,000 runs: about" in terminal.seen
    assert "with 2 processes, right within a factor of two" in " ".join(terminal.seen.split())
    terminal.answer(typed)
    assert terminal.end() == (1, "")
    assert [p.name for p in tmp_path.iterdir()] == ["mine.toml"]


@pytest.mark.parametrize("how", ["--yes", "short", "begun"])
def test_nobody_is_asked_in_vain(spec_file, tmp_path, monkeypatch, how):
    monkeypatch.setattr(question, "LONG_S", -1.0 if how != "short" else 60.0)
    monkeypatch.setattr(question, "_is_terminal", lambda: True)
    monkeypatch.setattr(question, "_is_wanted", lambda _: pytest.fail("asked"))
    path = spec_file()
    if how == "begun":
        monkeypatch.setattr(question, "LONG_S", 0.0)
        run_sweep(load_spec(path), tmp_path / "out")
    question.ask_before_long_work(
        load_spec(path), tmp_path / "out", Workers(1), extend=False, yes=how == "--yes"
    )

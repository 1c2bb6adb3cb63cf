"""A finished sweep that grows: what is kept, what is simulated again, what is refused."""

import json
import shutil
from dataclasses import replace

import pytest
from pandas.testing import assert_frame_equal

from attune_sim.errors import InputError
from attune_sim.scenario import Scenario
from attune_sim.sweep import plan, read, read_infants, read_series, run_sweep
from attune_sim.sweep.batch import compute
from attune_sim.sweep.folder import earlier
from attune_sim.sweep.pool import local


def files(folder):
    """All that decides the rows: parts by their content."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.parquet")}


@pytest.fixture
def simulated(monkeypatch):
    """The numbers of the runs that are simulated from now on."""
    runs = []

    def seen(spec, task, **how):
        runs.extend(task.runs)
        return compute(spec, task, **how)

    monkeypatch.setattr(local, "compute", seen)
    return runs


@pytest.mark.parametrize("drawn", ["common", "own"])
def test_added_replications_are_simulated_alone_and_end_as_if_asked_at_once(
    small, tmp_path, three_a_batch, simulated, drawn
):
    first = replace(small, series=1, per_infant=True, random_numbers=drawn)
    more = replace(first, replications=5)
    out = run_sweep(first, tmp_path / "out").out
    whole = run_sweep(more, tmp_path / "whole").out
    del simulated[:]
    result = run_sweep(more, out, extend=True)
    assert (result.rows_total, result.already_there, result.rows_written) == (30, 12, 18)
    assert simulated == [run for run in range(30) if run % 5 >= 2]
    assert files(out) == files(whole)
    for table in (read, read_series, read_infants):
        assert_frame_equal(table(out), table(whole))
    assert not (out / "earlier").exists()
    assert run_sweep(more, out, extend=True).already_there == 30


def test_a_sweep_grows_again_and_again(small, tmp_path, three_a_batch):
    out = tmp_path / "out"
    for count in (2, 3, 7):
        run_sweep(replace(small, replications=count), out, extend=True)
    whole = run_sweep(replace(small, replications=7), tmp_path / "whole").out
    assert files(out) == files(whole)


@pytest.mark.parametrize(
    "added",
    [
        {"measures": ("felt_security", "self_regulation", "policy")},
        {"series": 1},
        {"per_infant": True},
    ],
)
def test_what_was_not_measured_is_simulated_again(small, tmp_path, simulated, added):
    out = run_sweep(small, tmp_path / "out").out
    before = read(out)
    del simulated[:]
    more = replace(small, replications=3, **added)
    result = run_sweep(more, out, extend=True)
    assert (result.rows_written, result.already_there) == (18, 0)
    assert simulated == list(range(18))
    assert files(out) == files(run_sweep(more, tmp_path / "whole").out)
    there = read(out).query("replication < 2").reset_index(drop=True)
    assert_frame_equal(there[["felt_security"]], before[["felt_security"]])


class StoppedError(Exception):
    """Stands for Ctrl-C, or for a machine that is switched off."""


def test_an_extension_that_was_stopped_goes_on_and_loses_nothing(
    small, tmp_path, three_a_batch, simulated, monkeypatch
):
    more = replace(small, replications=5)
    out = run_sweep(small, tmp_path / "out").out
    written = earlier.Store.write

    def stop_after_two(place, number, tables):
        if number == 4:
            raise StoppedError
        written(place, number, tables)

    with monkeypatch.context() as patch:
        patch.setattr(earlier.Store, "write", stop_after_two)
        with pytest.raises(StoppedError):
            run_sweep(more, out, extend=True)
    assert 0 < len(read(out)) < 30  # what is finished can be read
    even_more = replace(small, replications=6)
    with pytest.raises(InputError, match="not finished; first run it to its end: attune-sim sweep"):
        run_sweep(even_more, out, extend=True)
    del simulated[:]
    run_sweep(more, out)  # the same command, or without --extend
    assert all(run % 5 >= 2 for run in simulated)
    assert files(out) == files(run_sweep(more, tmp_path / "whole").out)
    assert run_sweep(even_more, out, extend=True).already_there == 30


@pytest.mark.parametrize("moment", ["copyfile", "copytree", "begin"])
def test_setting_aside_that_was_stopped_is_gone_on_with(small, tmp_path, monkeypatch, moment):
    scenario = Scenario("mine", infants=1, days=0)
    spec = replace(small, scenarios=(scenario,))
    out = run_sweep(spec, tmp_path / "out").out

    def stop(*_, **__):
        raise StoppedError

    where = earlier.manifest if moment == "begin" else shutil
    with monkeypatch.context() as patch:
        patch.setattr(where, moment, stop)
        with pytest.raises(StoppedError):
            run_sweep(replace(spec, replications=3), out, extend=True)
    result = run_sweep(replace(spec, replications=3), out, extend=True)
    assert (result.already_there, result.rows_written) == (12, 6)
    whole = run_sweep(replace(spec, replications=3), tmp_path / "whole").out
    assert files(out) == files(whole)


def test_damaged_and_failed_runs_are_not_carried_over(
    small, tmp_path, three_a_batch, simulated, monkeypatch
):
    out = run_sweep(small, tmp_path / "out").out
    (out / "runs" / "part-000001.parquet").write_bytes(b"PAR1")  # runs 3, 4 and 5
    del simulated[:]
    more = replace(small, replications=3)
    run_sweep(more, out, extend=True)
    there_before = [k // 2 * 3 + k % 2 for k in (3, 4, 5)]
    assert set(there_before) <= set(simulated)
    assert len(simulated) == 6 + 3
    assert files(out) == files(run_sweep(more, tmp_path / "whole").out)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 8}, "seed = 7 there, 8 here; --extend adds replications, measures"),
        ({"replications": 1}, "replications = 2 there, 1 here"),
        ({"measures": ("felt_security",)}, "measures self_regulation there only"),
        ({"measures": ("felt_security", "policy")},
         "measures self_regulation there only, policy_display_gain, "
         "policy_turning_away here only"),
        ({"vary": {"responsiveness": [0.2, 0.5]}},
         r"vary\.responsiveness 0\.8 there only, 0\.5 here only; vary\.consistency = \[0\.1, 0\.5, "
         r"0\.9\] there, left out here; --extend adds replications, "
         "measures, a time series or a table of infants, and for anything else another --out"),
        ({"infants": 4}, "infants = 3 there, 4 here"),
        ({"scenarios": (Scenario("good-enough", infants=1, days=0),)}, "holds another sweep"),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_refused_and_nothing_is_touched(small, tmp_path, change, said):
    out = run_sweep(small, tmp_path / "out").out
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    with pytest.raises(InputError, match=said):
        run_sweep(replace(small, **change), out, extend=True)
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before


def test_another_version_of_the_model_cannot_be_extended(small, tmp_path):
    out = run_sweep(small, tmp_path / "out").out
    path = out / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"model": "0123456789abcdef"}))
    with pytest.raises(InputError, match="by another version of the model"):
        run_sweep(replace(small, replications=3), out, extend=True)


def test_extending_nothing_begins_a_sweep_and_foreign_folders_are_refused(small, tmp_path):
    assert run_sweep(small, tmp_path / "new", extend=True).rows_written == 12
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("precious")
    with pytest.raises(InputError, match=r"holds thesis\.docx, not a sweep"):
        run_sweep(small, tmp_path / "mine", extend=True)


def test_without_extend_it_is_said_that_one_could(small, tmp_path):
    out = run_sweep(small, tmp_path / "out").out
    with pytest.raises(InputError, match="or add --extend to keep what is there"):
        run_sweep(replace(small, replications=3), out)


def test_what_is_left_is_known_from_the_manifests(small, tmp_path):
    more = replace(small, replications=5)
    out = tmp_path / "out"
    assert earlier.left_to_run(more, out, plan(more), extended=True) == 30
    run_sweep(small, out)
    assert earlier.left_to_run(small, out, plan(small), extended=False) == 0
    assert earlier.left_to_run(more, out, plan(more), extended=True) == 18
    measured = replace(more, measures=("felt_security", "self_regulation", "policy"))
    assert earlier.left_to_run(measured, out, plan(measured), extended=True) == 30

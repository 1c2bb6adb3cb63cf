from __future__ import annotations

import errno
import json
import shlex
import shutil

import pandas as pd
import pytest

from attune_sim import csv_files
from attune_sim.outcomes import OUTCOMES
from attune_sim.sweep import load_spec, read, read_series, run_sweep

SPEC = """
scenario = "good-enough"
infants = 1
days = 4
series = 2
measures = ["felt_security"]
[vary]
responsiveness = [0.2, 0.8]
"""


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A folder with a spec and the sweep it makes."""
    folder = tmp_path_factory.mktemp("swept")
    (folder / "mine.toml").write_text(SPEC)
    run_sweep(load_spec(folder / "mine.toml"), folder / "results" / "mine")
    return folder


@pytest.fixture
def folder(swept, tmp_path):
    """A copy of it, for the test alone."""
    shutil.copytree(swept, tmp_path, dirs_exist_ok=True)
    return tmp_path / "results" / "mine"


def test_rows_and_series_as_one_file_of_either_kind(attune, folder, tmp_path):
    assert attune("export", folder, "--csv").code == 0
    answer = attune("export", folder, "--parquet", "--series", "--out", "long.parquet")
    assert answer.code == 0
    assert "40 rows" in answer.err or "rows" in answer.err
    rows = pd.read_csv(folder / "rows.csv")
    assert list(rows.columns) == list(read(folder).columns)
    assert rows["felt_security"].tolist() == read(folder)["felt_security"].tolist()
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "long.parquet"), read_series(folder))
    # What was exported into the folder is no reason to refuse it.
    assert attune("sweep", "mine.toml", "--jobs", 1).code == 0


def test_any_run_can_be_run_again(attune, folder):
    for run, row in read(folder).set_index("run").iterrows():
        printed = attune("export", folder, "--again", run).out
        value = json.loads(attune(*shlex.split(printed)[1:], "--json").out)
        for key in OUTCOMES["felt_security"].path:
            value = value[key]
        assert value == pytest.approx(row["felt_security"], rel=1e-12)
    for words, said in (
        (("--again", "2"), "has no run 2; its runs are 0 to 1"),
        (("--again", "first"), "again = 'first' is not the number of a run"),
        (("--again", "0", "--csv"), "writes no file; give it alone"),
    ):
        answer = attune("export", folder, *words)
        assert answer.code == 2
        assert said in " ".join(answer.err.split())


def test_one_kind_must_be_chosen(attune, folder):
    for words in ([], ["--csv", "--parquet"]):
        answer = attune("export", folder, *words)
        assert answer.code == 2
        assert "either --csv or --parquet" in answer.err


def test_a_damaged_part_is_said_and_no_half_file_is_left(attune, folder, tmp_path):
    part = next((folder / "runs").iterdir())
    part.write_bytes(part.read_bytes()[:-30])
    answer = attune("export", folder, "--csv")
    assert answer.code == 2
    assert "damaged part" in answer.err
    assert "run the sweep again" in answer.err
    assert not (folder / "rows.csv").exists()


def test_a_spreadsheet_with_a_decimal_comma_can_open_it(attune, folder):
    answer = attune("export", folder, "--csv", "--sep", ";", "--decimal", ",", "--bom")
    assert answer.code == 0
    content = (folder / "rows.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfrun;point;")
    rows = pd.read_csv(folder / "rows.csv", sep=";", decimal=",", encoding="utf-8-sig")
    assert rows["felt_security"].tolist() == read(folder)["felt_security"].tolist()
    assert (rows["seed"] < 2**53).all()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--csv", "--sep", "x"], "sep = 'x' is not one of"),
        (["--csv", "--decimal", ","], "--sep ';'"),
        (["--parquet", "--bom"], "go with --csv"),
    ],
)
def test_what_csv_cannot_be_is_refused(attune, folder, words, told):
    answer = attune("export", folder, *words)
    assert answer.code == 2
    assert told in answer.err
    assert len(answer.err.splitlines()) == 1


def test_a_copy_beside_a_part_is_no_row_and_is_named(attune, folder):
    (part,) = (folder / "runs").iterdir()
    shutil.copy(part, part.with_name("part-000000 (1).parquet"))
    answer = attune("export", folder, "--csv", "--quiet")
    assert answer.code == 0
    assert len(pd.read_csv(folder / "rows.csv")) == 2
    assert answer.err.count("runs/part-000000 (1).parquet") == 1
    for words in (["sweep", "mine.toml", "--jobs", 1], ["report", folder]):
        answer = attune(*words)
        assert answer.code == 0
        assert answer.err.count("runs/part-000000 (1).parquet") == 1


def test_a_full_disk_is_told_with_the_files_name(attune, folder, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(csv_files, "_write", full)
    answer = attune("export", folder, "--csv")
    assert answer.code == 2
    rows = folder / "rows.csv"
    assert answer.err == f"Error: {rows} cannot be written: No space left on device\n"
    assert not rows.exists()

from __future__ import annotations

import pandas as pd
import pytest

from attune_sim.sweep import read, read_series

SPEC = """
scenario = "good-enough"
infants = 1
days = 4
series = 2
measures = ["felt_security"]
[vary]
responsiveness = [0.2, 0.8]
"""


@pytest.fixture
def folder(attune, tmp_path):
    (tmp_path / "mine.toml").write_text(SPEC)
    attune("sweep", "mine.toml", "--jobs", 1)
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

"""observations beside, from files to tables."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

MAP = """
[infant]
tracks = ["infant"]
scale = [0, 10]
[caregiver]
tracks = ["caregiver"]
scale = [0, 10]
"""
QUICK = ("--scenario", "mixed", "--age", 2, "--families", 100, "-q")


@pytest.fixture
def films(tmp_path):
    """Two made-up films of 90 seconds, the second with a gap, under a person's name."""
    (tmp_path / "map.toml").write_text(MAP)
    random = np.random.default_rng(1)
    paths = []
    for name in ("Anna Miller.csv", "Ben Miller.csv"):
        steps = np.clip(5 + np.cumsum(random.integers(-1, 2, (90, 2)), axis=0), 0, 10)
        lines = [f"{k},{a},{b}" for k, (a, b) in enumerate(steps) if name[0] == "A" or k > 20]
        paths.append(tmp_path / name)
        paths[-1].write_text("\n".join(["second,infant,caregiver", *lines]) + "\n")
    return (*paths, "--map", tmp_path / "map.toml")


def test_places_traits_and_tables(attune, films, tmp_path):
    out = tmp_path / "out"
    words = ("--trait", "misreading", "--draws", 1000, "--out", out)
    answer = attune("observations", "beside", *films, *QUICK, *words)
    assert answer.code == 0, answer.err
    assert "Among 100 simulated families (mixed, 2 days old)" in answer.out
    assert "no norm" in answer.out
    assert "Misreading" in answer.out
    assert "Repair latency (s)" in answer.out
    table = pd.read_csv(out / "beside.csv")
    assert table["dyad"].unique().tolist() == [1, 2]
    assert table["below"].dropna().between(0, 1).all()
    assert len(pd.read_csv(out / "traits.csv")) == 2
    codebook = pd.read_csv(out / "codebook.csv")["column"].tolist()
    for name in ("beside", "sample", "traits"):
        columns = [f"{name}.{column}" for column in pd.read_csv(out / f"{name}.csv")]
        assert [c for c in codebook if c.startswith(f"{name}.")] == columns
    for file in out.iterdir():
        assert "Miller" not in file.read_text()
    assert "Miller" not in answer.out


def test_json_is_the_same_each_time_and_says_nothing_of_traits_unasked(attune, films):
    first, again = (
        json.loads(attune("observations", "beside", *films, *QUICK, "--json").out) for _ in range(2)
    )
    first.pop("provenance"), again.pop("provenance")
    assert first == again
    assert first["traits"] == []
    assert {row["dyads"] for row in first["sample"]} == {2}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--unit", "0.5"), "at least 1 s"),
        (("--trait", "rejection"), "taken for a verdict"),
        (("--families", "3"), "families = 3 is not"),
        (("--draws", "3"), "draws = 3 is not"),
        (("--force",), "give --out too"),
        (("--age", "-1"), "age = -1 is not a whole number from 0 to 9125"),
        (("--scenario", "nobody"), "nobody"),
    ],
)
def test_mistakes_are_one_sentence(attune, films, words, said):
    answer = attune("observations", "beside", *films, *QUICK, *words)
    assert answer.code == 2
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_films_in_which_the_two_are_never_coded_together_are_refused(attune, tmp_path, films):
    film = tmp_path / "apart.csv"
    rows = (f"{k},{1 if k < 30 else ''},{'' if k < 30 else 1}" for k in range(60))
    film.write_text("\n".join(["second,infant,caregiver", *rows]))
    answer = attune("observations", "beside", film, *films[2:], *QUICK)
    assert answer.code == 2
    assert "in no unit of any film are both people coded" in answer.err

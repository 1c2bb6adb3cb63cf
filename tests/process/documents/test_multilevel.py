"""The models of the page on R name columns that its files have, and rows nested as it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pandas as pd
import pytest

PAGE = (Path(__file__).parents[3] / "docs" / "multilevel.md").read_text(encoding="utf-8")
FILE = re.compile(r"^```toml\n(# ([\w-]+\.\w+)\n.*?)^```", re.MULTILINE | re.DOTALL)
FORMULA = re.compile(r"(\w+ ~ .*?), (?:family|data)")
MADE_IN_R = {"secure": "pattern"}


def named(formula: str) -> set[str]:
    words = set(re.findall(r"[a-z_]+", formula))
    return {MADE_IN_R.get(word, word) for word in words}


@pytest.mark.slow
def test_every_formula_has_its_columns(tmp_path, attune, one_core, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for file in FILE.finditer(PAGE):
        (tmp_path / file[2]).write_text(file[1], encoding="utf-8")
    for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            answer = attune(*shlex.split(line)[1:])
            assert answer.code == 0, answer.err
    table, formulas = None, 0
    for block in re.findall(r"^```r\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        for path in re.findall(r'read\.csv\("([^"]+)"', block):
            table = pd.read_csv(tmp_path / path)
        assert table is not None
        for formula in FORMULA.findall(block):
            formulas += 1
            missing = named(formula) - set(table)
            assert missing <= {"pattern"}, formula  # of the younger; the page says so
    assert formulas == 4
    pairs = pd.read_csv(tmp_path / "pairs" / "infants.csv")
    assert pairs.groupby("infant")["caregiver"].apply(list).tolist() == [["first", "second"]] * 40
    assert pairs.groupby("infant")["reactivity"].nunique().eq(1).all()
    crossed = pd.read_csv(tmp_path / "results" / "crossed" / "infants.csv")
    assert crossed.groupby(["replication", "infant"])["point"].nunique().eq(6).all()
    assert crossed.groupby(["replication", "infant"])["reactivity"].nunique().eq(1).all()
    assert (crossed["seed"] < 2**53).all()

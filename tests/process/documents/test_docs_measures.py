"""The numbers that docs/film_measures.md counts by hand are those that the program gives."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "film_measures.md"
FILE = re.compile(r"^```\w+\n(# ([\w-]+\.\w+)\n.*?)^```", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| [^|]+ \| (?P<hand>[^|]+) \| `(?P<column>\w+)` \|$", re.MULTILINE)
LAST_NUMBER = re.compile(r"([\d.]+)(%?)(?: s| a minute)?$")


def test_what_is_counted_by_hand_is_what_is_printed(attune, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    for file in FILE.finditer(text):
        Path(file[2]).write_text(file[1], encoding="utf-8")
    answer = attune("measure", "twelve.csv", "--map", "twelve.toml", "--out", "twelve")
    assert answer.code == 0, answer.err
    (row,) = csv.DictReader((tmp_path / "twelve/measures.csv").open(encoding="utf-8"))
    counted = list(ROW.finditer(text))
    assert len(counted) == 7
    for found in counted:
        number, percent = LAST_NUMBER.search(found["hand"].strip()).groups()
        value = float(row[found["column"]]) * (100 if percent else 1)
        places = len(number.partition(".")[2])
        assert round(value, places) == pytest.approx(float(number)), found[0]
    assert row["attuned_share_low"] == ""

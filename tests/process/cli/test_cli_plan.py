from __future__ import annotations

import json

import pandas as pd
import pytest

QUICK = ("--families", 100, "--age", 2, "--maturation", 0, "-q")
PLAN = ("plan", "correlation", "attuned_share", "trait.repair_rate", "--minutes", "1,3", *QUICK)


def test_a_plan_is_told_written_and_drawn(attune, tmp_path):
    page, folder = tmp_path / "plan.html", tmp_path / "plan"
    answer = attune(*PLAN, "--out", folder, "--figure", page)
    assert answer.code == 0, answer.err
    assert "Correlation of attuned share with repair rate" in answer.out
    assert "80% of the time" in answer.out
    table = pd.read_csv(folder / "plan.csv")
    assert len(table) == 8
    assert table["cost"].is_monotonic_increasing
    codebook = pd.read_csv(folder / "codebook.csv")["column"].tolist()
    curves = pd.read_csv(folder / "curves.csv")
    assert set(table) | set(curves) == set(codebook)
    assert len(codebook) == len(set(codebook))
    assert "Dyads needed" in page.read_text()


def test_json_holds_the_same_numbers_each_time(attune):
    first, again = (json.loads(attune(*PLAN, "--json").out) for _ in range(2))
    first.pop("provenance"), again.pop("provenance")
    assert first == again
    row = first["designs"][0]
    assert row["cost"] == pytest.approx(row["dyads"] * row["cost_dyad"])
    assert first["power"] == 0.8


def test_precision_instead_of_power(attune):
    got = json.loads(attune(*PLAN, "--within", "0.2", "--json").out)
    assert got["power"] is None
    for row in got["designs"]:
        curve = [c for c in got["curves"]
                 if all(c[k] == row[k] for k in ("minutes", "visits", "coders"))]  # fmt: skip
        for point in curve:
            if point["dyads"] >= 1.1 * row["dyads"]:
                assert point["half_width"] < 0.21


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--power", "2"), "power = 2.0 is not"),
        (("--within", "0"), "within = 0.0 is not"),
        (("--power", "0.9", "--within", "0.1"), "either --power or --within"),
        (("--per-dyad", "-1"), "per_dyad = -1.0 is not"),
        (("--visits", "1,x"), "visits = 'x' is not"),
        (("--reliability", "0"), "reliability = 0.0 is not"),
        (("--families", "9"), "families = 9 is not"),
        (("--against", "mixed"), "--against is for a difference"),
        (("--force",), "give --out or --figure too"),
        (("--scenario", "nobody"), "nobody"),
    ],
)
def test_mistakes_are_one_sentence(attune, words, said):
    answer = attune(*PLAN, *words)
    assert answer.code == 2
    assert said in answer.err
    assert "Traceback" not in answer.err

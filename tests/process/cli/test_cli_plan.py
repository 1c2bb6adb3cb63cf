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


def test_a_folder_that_is_taken_is_refused_before_anything_is_simulated(
    attune, tmp_path, monkeypatch
):
    def simulate(*_, **__):
        raise AssertionError("simulated")

    monkeypatch.setattr("attune_sim.plan.answers.answer", simulate)
    (tmp_path / "mine.txt").write_text("mine")
    answer = attune(*PLAN, "--out", tmp_path)
    assert answer.code == 2
    assert "already holds other files" in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_per_cent_is_a_share(attune):
    one = (*PLAN, "--minutes", "1", "--visits", "1", "--coders", "1")
    first, again = (json.loads(attune(*one, "--power", p, "--json").out) for p in ("80%", "0.8"))
    assert len(first["designs"]) == 1
    assert first["designs"] == again["designs"]


def test_a_trait_that_is_the_same_in_all_families_is_refused(attune, tmp_path, recwarn):
    (tmp_path / "same.toml").write_text("[parameters]\nrepair_rate = 0.5\n")
    answer = attune(*PLAN, "--scenario", tmp_path / "same.toml")
    assert answer.code == 2
    assert "trait.repair_rate is the same in all families" in answer.err
    assert not recwarn.list


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
        (("--power", "80"), "write 0.8 or 80%"),
        (("--minutes", "0"), "minutes = 0 is not a whole number from 1 to 30"),
        (("--minutes", "1,2.5"), "minutes = 2.5 is not a whole number from 1 to 30"),
        (("--coders", "1,"), "coders = '' is not a whole number from 1 to 8"),
        (("--age", "1.5"), "age = 1.5 is not a whole number from 0 to 9125"),
        (("--scenario", "nobody"), "nobody"),
    ],
)
def test_mistakes_are_one_sentence(attune, words, said):
    answer = attune(*PLAN, *words)
    assert answer.code == 2
    assert said in answer.err
    assert "Traceback" not in answer.err

"""compare: scenarios beside each other."""

from __future__ import annotations

import json

import pandas as pd
import pytest

SMALL = ("--infants", 4, "--days", 2)


def test_contrasts_are_those_of_the_infants_themselves(attune):
    answer = attune("compare", "good-enough", "erratic", *SMALL, "--measure", "felt_security",
                    "--json")  # fmt: skip
    assert answer.code == 0
    got = json.loads(answer.out, parse_constant=pytest.fail)
    (found,) = got["contrasts"]
    assert (found["from"], found["to"], found["families"]) == ("good-enough", "erratic", 4)
    means = {}
    for name in ("good-enough", "erratic"):
        attune("run", name, *SMALL, "--seed", got["seed"], "--out", name)
        means[name] = pd.read_csv(f"{name}/infants.csv")["felt_security"]
    gap = means["erratic"] - means["good-enough"]
    assert found["difference"] == pytest.approx(gap.mean())
    assert found["low"] <= found["difference"] <= found["high"]


def test_words_come_before_the_table(attune):
    answer = attune("compare", "good-enough", "erratic", "two-caregivers", *SMALL)
    assert answer.code == 0
    read = answer.out
    for words in ("erratic against good-enough", "two-caregivers against good-enough",
                  "compared with themselves", "mean over them", "results of a model"):  # fmt: skip
        assert words in " ".join(read.split())
    first = read.split("two-caregivers against")[0]
    assert first.index("erratic against") < first.index("told apart") < first.index("  Ruptures")
    assert max(map(len, read.splitlines())) <= 80


def test_with_sets_a_parameter_in_all(attune):
    answer = attune("compare", "good-enough", "erratic", *SMALL, "--with", "repair-rate=0.1",
                    "--with", "following=0", "--json")  # fmt: skip
    assert json.loads(answer.out)["with"] == {"repair_rate": "0.1", "following": "0"}


def test_a_scenario_against_a_copy_of_itself_differs_in_nothing(attune, tmp_path):
    copy = attune("scenarios", "show", "good-enough", "--toml").out
    (tmp_path / "copy.toml").write_text(copy, encoding="utf-8")
    got = json.loads(attune("compare", "good-enough", "copy.toml", *SMALL, "--json").out)
    assert {c["difference"] for c in got["contrasts"]} <= {0.0, None}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("good-enough",), "compare needs two scenarios or more"),
        (("good-enough", "good-enough"), "'good-enough' is given twice"),
        (("good-enough", "erratc"), "did you mean erratic?"),
        (("good-enough", "erratic", "--with", "repair_rate"), "is not written NAME=X"),
        (("good-enough", "erratic", "--with", "repair_rate=7"), "repair_rate = 7 is not a number"),
        (("good-enough", "erratic", "--with", "repair=7"), "there is no parameter 'repair'"),
        (("good-enough", "erratic", "--measure", "felt"), "there is no measure 'felt'"),
    ],
)
def test_mistakes_are_told_in_a_sentence(attune, words, said):
    answer = attune("compare", *words)
    assert answer.code == 2
    assert said in answer.err
    assert len(answer.err.strip().splitlines()) == 1

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
    assert (
        first.index("erratic against")
        < first.index("No clear difference")
        < first.index("  Ruptures")
    )
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


FAMILY = """
infants = 4
days = 40
parameters = { family_life = 1, episodes_per_day = 2, episode_seconds = 20 }
[[caregivers]]
name = "parent"
share = 0.6
[[caregivers]]
name = "partner"
share = 0.4
[[events]]
title = "a hard month"
day = 10
whom = "parent"
add = { work = 3.0 }
"""


def test_a_scenario_is_compared_with_itself_without_an_event_at_several_ages(attune, tmp_path):
    (tmp_path / "family.toml").write_text(FAMILY, encoding="utf-8")
    answer = attune("compare", "family.toml", "--without", "a hard month", "--at", 5, "--at", 30,
                    "--measure", "load", "--caregiver", "parent", "--json")  # fmt: skip
    assert answer.code == 0, answer.err
    got = json.loads(answer.out)
    before, after = got["contrasts"]
    assert (before["age"], after["age"]) == (5, 30)
    assert before["from"] == "family without 'a hard month'"
    assert before["difference"] == 0.0
    assert after["difference"] > 1.0
    other = attune("compare", "family.toml", "--without", "a hard month", "--at", 30,
                   "--measure", "load", "--caregiver", "partner", "--json")  # fmt: skip
    (spill,) = json.loads(other.out)["contrasts"]
    assert 0.0 < spill["difference"] < after["difference"]


def test_a_table_for_each_measure_has_a_row_for_each_age(attune, tmp_path):
    (tmp_path / "family.toml").write_text(FAMILY, encoding="utf-8")
    read = attune("compare", "family.toml", "--without", "a hard month", "--at", 5, "--at", 30).out
    load = read.split("\nLoad\n")[-1] if "\nLoad\n" in read else read.split("Load\n", 1)[1]
    rows = [line.split()[0] for line in load.splitlines() if line.split()[:1] in (["5"], ["30"])]
    assert rows[:2] == ["5", "30"]
    assert max(map(len, read.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("family.toml", "--without", "a hard mont"), "did you mean a hard month?"),
        (("family.toml", "good-enough", "--without", "a hard month"), "2 scenarios are given"),
        (("good-enough", "family.toml", "--caregiver", "parent"), "good-enough has no caregiver"),
        (("good-enough", "erratic", "--at", "5", "--days", "9"), "contradict each other"),
        (("good-enough", "erratic", "--at", "10000"), "a whole number from 0 to 9125"),
    ],
)
def test_mistakes_in_courses_are_told_in_a_sentence(attune, tmp_path, words, said):
    (tmp_path / "family.toml").write_text(FAMILY, encoding="utf-8")
    answer = attune("compare", *words)
    assert answer.code == 2
    assert said in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_what_is_for_children_is_not_compared_where_nobody_grows_up(attune):
    words = ("--infants", 2, "--at", 730, "--measure", "peers")
    answer = attune("compare", "growing-up", "ordinary-family", *words)
    assert answer.code == 2
    assert "ordinary-family: hard problems and play with a peer are only for" in answer.err


QUICK = ("--infants", 2, "--with", "episodes-per-day=1", "--with", "episode-seconds=10")


def test_it_is_said_who_grew_up_and_who_did_not(attune):
    answer = attune("compare", "ordinary-family", "growing-up", *QUICK, "--at", 365, "--at", 800)
    read = " ".join(answer.out.split())
    assert "ordinary-family: The model describes the first two years." in read
    assert "growing-up: From their first birthday on these children mature by age alone" in read
    assert "Pattern: secure" in read
    assert "Not carried out" not in read  # it was, at one year
    assert "compare their patterns" not in read


def test_means_over_other_caregivers_are_said_to_be(attune):
    words = ("compare", "growing-up", "preschool", *QUICK, "--at", 730, "--measure", "problems")
    read = " ".join(attune(*words).out.split())
    assert "do not have the same caregivers" in read
    assert "--caregiver parent" in read
    assert "Strange Situation" not in read  # nobody asked for it
    alone = " ".join(attune(*words, "--caregiver", "parent").out.split())
    assert "do not have the same caregivers" not in alone


def test_children_who_grow_up_are_not_compared_by_what_is_for_infants(attune):
    answer = attune("compare", "growing-up", "left-to-manage", "--at", 730, "--measure", "patterns")
    assert answer.code == 2
    assert "growing-up: the Strange Situation is made for infants" in answer.err

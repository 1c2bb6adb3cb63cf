"""`attune-sim couple`: two grown children live as a couple."""

import json

import pandas as pd
import pytest

SMALL = ("--couples", 8, "--at", 0, "--at", 30, "-q")


def test_json_holds_looks_conversations_and_provenance(attune):
    answer = attune("couple", "anxious-avoidant", *SMALL, "--json")
    assert answer.code == 0, answer.err
    found = json.loads(answer.out)
    assert [look["day"] for look in found["looks"]] == [0, 30]
    assert set(found["looks"][0]["partners"]) == {"Alex", "Sam"}
    assert set(found["looks"][0]["conversations"]) == {"conflict", "support", "reunion"}
    assert found["provenance"]["seed"] == 1
    assert attune("couple", "anxious-avoidant", *SMALL, "--json").out == answer.out


def test_words_say_what_it_is_not(attune):
    told = " ".join(attune("couple", *SMALL).out.split())
    for words in ("In a conflict", "By chance", "Alex", "Sam", "Nobody here has a style"):
        assert words in told


def test_only_what_has_happened_by_the_last_look_is_told(attune):
    few = ("couple", "under-outside-stress", "--couples", 2, "-q", "--at")
    assert "What happens" not in attune(*few, 0).out
    assert "What happens" in attune(*few, 365).out


def test_a_folder_holds_the_table_and_may_be_written_again(attune, tmp_path):
    words = ("couple", "secure-secure", *SMALL, "--out", tmp_path / "out")
    assert attune(*words).code == 0
    table = pd.read_csv(tmp_path / "out" / "couples.csv")
    assert table.groupby("day").size().to_dict() == {0: 16, 30: 16}
    assert attune(*words).code == 0
    refused = attune(*words, "--seed", 2)
    assert refused.code == 2
    assert "out" in refused.err


def test_its_scenario_can_be_run_again(attune, tmp_path):
    attune("couple", "under-outside-stress", *SMALL, "--out", tmp_path / "a")
    again = ("couple", tmp_path / "a" / "scenario.toml", "--at", 0, "--at", 30, "-q", "--json")
    answer = attune(*again)
    assert answer.code == 0, answer.err
    first = json.loads((tmp_path / "a" / "summary.json").read_text())
    assert json.loads(answer.out)["looks"] == first["looks"]


def test_a_folder_holds_the_childhoods_that_came_from_files(attune, tmp_path):
    (tmp_path / "childhood.toml").write_text("[parameters]\nrejection = 0.4\n", encoding="utf-8")
    partners = '[[partners]]\nname = "{}"\nraised = "childhood.toml"\n'
    mine = tmp_path / "mine.toml"
    mine.write_text(partners.format("Kim") + partners.format("Lou"), encoding="utf-8")
    looks = ("--at", 0, "-q", "--json")
    first = attune("couple", mine, "--couples", 4, *looks, "--out", tmp_path / "out")
    assert first.code == 0, first.err
    (tmp_path / "childhood.toml").unlink()
    again = attune("couple", tmp_path / "out" / "scenario.toml", *looks)
    assert again.code == 0, again.err
    assert json.loads(again.out)["looks"] == json.loads(first.out)["looks"]


def test_its_scenarios_are_among_the_others(attune):
    listed = json.loads(attune("scenarios", "--json").out)
    couples = {one["name"] for one in listed if one["kind"] == "couple"}
    assert couples >= {"ordinary-couple", "new-parents", "couple-therapy"}
    assert "therapist" in attune("scenarios", "show", "couple-therapy").out
    assert "raised = " in attune("scenarios", "show", "couple-therapy", "--toml").out


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("anxious",), "no couple's scenario 'anxious'"),
        (("--contagion", "1"), "contagion = 1"),
        (("--contagion", "0,5"), "write a point: 0.5"),
        (("--couples", "0"), "couples = 0"),
        (("--at", "-1"), "at = -1"),
        (("--without", "rain"), "rain"),
        (("missing.toml",), "there is no file missing.toml"),
    ],
)
def test_bad_input_is_one_sentence(attune, typed, words):
    answer = attune("couple", *typed)
    assert answer.code == 2
    assert len(answer.err.splitlines()) == 1
    assert words in answer.err


@pytest.mark.parametrize("command", ["run", "course", "generations"])
def test_a_couples_scenario_is_not_one_of_infants(attune, command):
    answer = attune(command, "one-secure")
    assert answer.code == 2
    assert "see attune-sim couple one-secure" in answer.err

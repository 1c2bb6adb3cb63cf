"""`attune-sim course`: what happens to families, and how they are at several ages."""

import json

import pandas as pd
import pytest

SCENARIO = """
title = "Back to work"
infants = 5
days = 300
[parameters]
family_life = 1
[[caregivers]]
name = "mother"
share = 0.8
[[caregivers]]
name = "father"
share = 0.2
[[events]]
day = 180
title = "work again"
whom = "mother"
add = { work = 1.0 }
care = { mother = 0.5, father = 0.5 }
"""


@pytest.fixture
def family(tmp_path):
    path = tmp_path / "family.toml"
    path.write_text(SCENARIO)
    return path


def test_json_holds_events_looks_and_provenance(attune, family):
    found = json.loads(attune("course", family, "--at", 200, "--at", 100, "--json").out)
    assert list(found) == ["scenario", "seed", "infants", "events", "looks", "provenance"]
    assert found["events"] == [{"day": 180, "title": "work again", "whom": ["mother"]}]
    assert [look["age"] for look in found["looks"]] == [100, 200]
    before, after = (look["caregivers"]["mother"] for look in found["looks"])
    assert set(before) == {"patterns", "felt_security", "bond_strength", "load", "mood"}
    assert after["load"] > before["load"]
    assert before["patterns"]["secure"] is None


def test_words_say_what_happens_and_with_whom(attune, family):
    found = attune("course", family, "--at", 300)
    assert "diagnosis" not in attune("course", family, "--at", 30).out
    assert "1 infant ·" in attune("course", family, "--at", 0, "--infants", 1).out
    for words in ("What happens", "work again", "With mother", "With father", "Sought"):
        assert words in found.out


def test_a_scenario_without_family_life_says_how_to_have_it(attune):
    found = attune("course", "good-enough", "--infants", 3, "--at", 30)
    assert "family_life = 1" in found.out


def test_the_table_has_a_row_for_each_age_infant_and_caregiver(attune, family, tmp_path):
    out = tmp_path / "out"
    attune("course", family, "--at", 100, "--at", 300, "--out", out)
    rows = pd.read_csv(out / "infants.csv")
    assert len(rows) == 2 * 5 * 2
    assert set(rows["age"]) == {100, 300}
    assert set(rows["caregiver"]) == {"mother", "father"}
    assert {"work", "support", "load", "turned_to"} <= set(rows)
    codebook = pd.read_csv(out / "codebook.csv")
    assert set(codebook["column"]) == set(rows)
    # The same again may replace it; other ages may not.
    attune("course", family, "--at", 100, "--at", 300, "--out", out)
    refused = attune("course", family, "--at", 100, "--out", out)
    assert refused.code == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("--at", "-1"), "at = -1"),
        (("--at", "soon"), "at = 'soon'"),
        (("--at", "99999"), "at = 99999"),
        (("--work", "2"), "work changes nothing without family life"),
    ],
)
def test_bad_input_is_one_sentence(attune, typed, words):
    found = attune("course", "good-enough", *typed)
    assert found.code == 2
    assert words in found.err
    assert len(found.err.strip().splitlines()) <= 3


def test_only_what_has_happened_by_the_last_look_is_told(attune):
    few = ("course", "move", "--infants", 2, "-q", "--at")
    assert "What happens" not in attune(*few, 0).out
    assert "What happens" in attune(*few, 365).out


def test_children_who_grow_up_are_seen_at_problems_and_with_a_peer(attune):
    words = (
        "course",
        "growing-up",
        "--infants",
        4,
        "--at",
        365,
        "--at",
        900,
        "--episodes-per-day",
        2,
    )
    told = attune(*words, "-q").out
    assert "Growing up" in told
    assert "no patterns are shown" in " ".join(told.split())
    assert "not a diagnosis" in told
    only_children = attune(*words[:4], "--at", 900, "--episodes-per-day", 2, "-q").out
    for words_of_infants in ("Secure", "What comes with age", "diagnosis"):
        assert words_of_infants in told
        assert words_of_infants not in only_children
    young, old = json.loads(attune(*words, "--json").out)["looks"]
    assert young["childhood"] is None
    assert young["caregivers"]["parent"]["patterns"]["secure"] is not None
    assert old["caregivers"]["parent"]["patterns"]["secure"] is None
    assert old["milestones"]["protest"] is None
    assert 1 <= old["childhood"]["peer_competence_rating"] <= 7
    assert 1 <= old["childhood"]["problem_competence_rating"] <= 7
    assert old["childhood"]["policy_turning_away"] is not None

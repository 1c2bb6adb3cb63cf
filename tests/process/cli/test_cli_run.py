from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from fixtures.surroundings import needs_names_of_any_sign

from attune_sim.outcomes import chosen
from attune_sim.parameters import CAREGIVER, CIRCUMSTANCES, TEMPERAMENT

SMALL = ("--infants", 3, "--days", 2, "--maturation", 0)  # an infant who can move


def test_json_has_what_the_run_measured_and_where_it_is_from(attune):
    answer = attune("run", *SMALL, "--seed", 7, "--responsiveness", 0.4, "--json")
    assert answer.code == 0
    got = json.loads(answer.out)
    assert (got["scenario"], got["infants"], got["days"], got["seed"]) == ("good-enough", 3, 2, 7)
    assert got["parameters"]["responsiveness"] == 0.4
    assert 0 < got["attuned_share_surrogate"] < got["attuned_share"] < 1
    for key in (
        "repair_latency_s",
        "match_duration_s",
        "ruptures_per_min",
        "felt_security",
        "sensitivity_rating",
        "self_regulation",
    ):
        assert isinstance(got[key], float), key
    assert set(got["policy"]) == {"display_gain", "turning_away"}
    assert set(got["patterns"]) == {"secure", "avoidant", "resistant", "disorganized"}
    assert sum(got["patterns"].values()) == pytest.approx(1)
    for when in ("separation", "reunion"):
        assert set(got["distress"][when]) == {"physiological", "displayed"}
    assert set(got["provenance"]) >= {"version", "seed", "packages"}
    assert "caregivers" not in got


def test_what_is_undefined_is_null_in_json_and_said_to_people(attune):
    # A wish that never moves and a coder with a wide tolerance: no rupture is seen, so no repair.
    still = (
        "run", "--infants", 1, "--days", 0, "--coding-tolerance", 0.5, "--wish-noise", 0,
        "--turn-rate", 0, "--misreading", 0, "--coding-error", 0, "--give-up", 0,
    )  # fmt: skip
    got = json.loads(attune(*still, "--json").out, parse_constant=pytest.fail)
    assert got["ruptures_per_min"] == 0
    assert got["repair_latency_s"] is None
    assert "Repair latency                undefined" in attune(*still).out


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others(attune):
    one, again, other = (
        json.loads(attune("run", *SMALL, "--seed", seed, "--json").out) for seed in (3, 3, 4)
    )
    assert one == again
    assert one["attuned_share"] != other["attuned_share"]


def test_several_caregivers_are_reported_one_by_one(attune, scenario_file):
    path = scenario_file(
        'title = "Two"\n[[caregivers]]\nname = "Ada"\nshare = 0.5\n'
        '[[caregivers]]\nname = "Ben"\nshare = 0.5\nparameters = { responsiveness = 0.1 }\n'
    )
    got = json.loads(attune("run", path, *SMALL, "--json").out)
    assert set(got["caregivers"]) == {"Ada", "Ben"}
    ada, ben = got["caregivers"]["Ada"], got["caregivers"]["Ben"]
    assert got["sensitivity_rating"] == pytest.approx(
        (ada["sensitivity_rating"] + ben["sensitivity_rating"]) / 2
    )
    read = attune("run", path, *SMALL).out
    assert "Pattern shown with Ada" in read
    assert "Pattern shown with Ben" in read


def test_the_summary_can_be_read(attune):
    answer = attune("run", *SMALL, "--reactivity", "1.5")
    assert answer.code == 0
    for words in (
        "Good enough",
        "3 infants · 2 days · seed 1",
        "with reactivity 1.5",
        "by chance",
        "Repair latency",
        "Pattern shown with this caregiver",
        "95% interval",
        "simulated Strange Situation",
        "results of a model",
    ):
        assert words in answer.out, words
    assert max(map(len, answer.out.splitlines())) <= 80
    assert not any(line.endswith(" ") for line in answer.out.splitlines())
    assert "\x1b" not in answer.out


def test_out_holds_the_table_the_summary_the_scenario_and_its_provenance(attune, tmp_path):
    answer = attune("run", *SMALL, "--misreading", 0.2, "--out", "deep/results", "--json")
    folder = tmp_path / "deep" / "results"
    assert answer.code == 0
    assert str(Path("deep/results")) in answer.err
    assert len(pd.read_parquet(folder / "infants.parquet")) == 3
    summary = json.loads((folder / "summary.json").read_text())
    assert summary == json.loads(answer.out)
    assert json.loads((folder / "provenance.json").read_text()) == summary["provenance"]
    assert tomllib.loads((folder / "scenario.toml").read_text())["parameters"]["misreading"] == 0.2
    assert sorted(p.name for p in folder.iterdir()) == [
        "codebook.csv",
        "infants.csv",
        "infants.parquet",
        "provenance.json",
        "scenario.toml",
        "summary.json",
    ]


def test_the_table_has_names_traits_and_outcomes_and_a_codebook_of_every_column(attune, tmp_path):
    assert attune("run", "two-caregivers", *SMALL, "--out", "r").code == 0
    table = pd.read_csv(tmp_path / "r" / "infants.csv")
    assert list(table["caregiver"]) == ["first", "second"] * 3
    assert list(table["infant"]) == [0, 0, 1, 1, 2, 2]
    assert set(chosen(None)) | {*CAREGIVER, *TEMPERAMENT} - set(CIRCUMSTANCES) <= set(table)
    same = pd.read_parquet(tmp_path / "r" / "infants.parquet")
    pd.testing.assert_frame_equal(table, same, check_dtype=False)
    codebook = pd.read_csv(tmp_path / "r" / "codebook.csv", keep_default_na=False)
    assert list(codebook["column"]) == list(table)
    assert codebook["meaning"].str.len().min() > 10


def test_means_have_intervals_and_scales(attune):
    read = attune("run", *SMALL).out
    line = next(x for x in read.splitlines() if "Felt security" in x)
    assert re.search(r"−?[\d.]+ \(−?[\d.]+ to −?[\d.]+\) +−1.5 to 1$", line)
    line = next(x for x in read.splitlines() if "Attuned share" in x)
    assert line.endswith("0 to 100%")
    assert "bootstrap over families" in " ".join(read.split())


def test_where_infants_cannot_move_there_are_no_patterns_and_it_says_so(attune):
    answer = attune("run", "--infants", 2, "--days", 2)
    assert answer.code == 0
    assert "Not carried out: at this age infants cannot move" in answer.out
    assert "secure" not in answer.out.split("Strange Situation")[-1]
    got = json.loads(attune("run", "--infants", 2, "--days", 2, "--json").out)
    assert not {"patterns", "scales", "distress"} & set(got)
    assert "cannot move" in got["notes"][0]
    assert got["attuned_share"] > 0


def test_infants_are_not_given_what_is_for_children(attune):
    for age in (3, 365):  # whether they can move or not
        found = json.loads(
            attune("run", "--infants", 2, "--days", age, "--episodes-per-day", 2, "--json").out
        )
        assert not {"problems", "peers"} & set(found)


def test_children_who_grow_up_are_seen_as_children(attune, tmp_path):
    words = ("growing-up", "--infants", 2, "--days", 730, "--episodes-per-day", 2)
    answer = attune("run", *words, "--out", "grown")
    assert "Not carried out: the Strange Situation is made for infants" in answer.out
    assert "Asks calmly for help" in answer.out
    met = answer.out.split("Play with a peer")[1].split("Learnt")[0]
    assert "partner" not in met  # no caregiver is there
    found = json.loads((tmp_path / "grown" / "summary.json").read_text(encoding="utf-8"))
    assert found["problems"]["persistence"] > 0
    assert found["peers"]["attuned_share"] > 0
    assert "patterns" not in found
    said = pd.read_csv(tmp_path / "grown" / "codebook.csv").set_index("column")["meaning"]
    assert said["responsiveness"].endswith("The value at birth.")
    assert not said["growth"].endswith("The value at birth.")


def test_an_age_for_which_the_strange_situation_is_not_made_is_said_beside_its_numbers(attune):
    read = " ".join(attune("run", *SMALL).out.split())
    assert "made for infants of 12 to 20 months" in read
    assert "These are 2 days old" in read


def test_the_written_scenario_runs_again_to_the_same_numbers(attune, tmp_path):
    first = json.loads(attune("run", "mixed-population", *SMALL, "--out", "a", "--json").out)
    again = json.loads(attune("run", "a/scenario.toml", "--json").out)
    assert {**again, "scenario": first["scenario"]} == first


def test_the_same_run_may_be_written_again_and_another_not(attune, tmp_path):
    assert attune("run", *SMALL, "--out", "results").code == 0
    assert attune("run", *SMALL, "--out", "results").code == 0
    before = (tmp_path / "results" / "summary.json").read_bytes()
    answer = attune("run", *SMALL, "--seed", 2, "--out", "results")
    assert answer.code == 2
    assert "choose a new or empty folder" in answer.err
    assert (tmp_path / "results" / "summary.json").read_bytes() == before


@needs_names_of_any_sign
@pytest.mark.parametrize("name", ["a:b", "a:b/c", "s3:mine", "file:x"])
def test_a_name_that_looks_like_an_address_is_a_folder_here(attune, tmp_path, name):
    for words in (("run", "--days", 1), ("observe", "home", "--age", 1), ("course", "--at", 1)):
        out = f"{name}/{words[0]}"
        (tmp_path / out).mkdir(parents=True)
        assert attune(*words, "--infants", 2, "--out", out).code == 0
        assert (tmp_path / out / "infants.parquet").is_file()


def test_underscores_are_taken_for_dashes(attune):
    got = json.loads(attune("run", *SMALL, "--repair_rate", "0.9", "--json").out)
    assert got["parameters"]["repair_rate"] == 0.9

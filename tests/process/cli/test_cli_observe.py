from __future__ import annotations

import json

import pandas as pd
import pytest

from attune_sim.cli import main
from attune_sim.cli.observe import NAMES
from attune_sim.dyad.state import CAMERA_FIELDS
from attune_sim.procedures import PROCEDURES
from attune_sim.procedures.strange_situation import SCRIPT

SMALL = ("--infants", 3, "--age", 2, "--maturation", 0)  # an infant who can move


def test_the_names_are_those_of_the_procedures():
    assert tuple(PROCEDURES) == NAMES
    for module in PROCEDURES.values():
        assert all(episode.name for episode in module.SCRIPT)


@pytest.mark.parametrize(
    ("procedure", "key", "words"),
    [
        ("free-play", "attuned_share", "Attuned share by chance"),
        ("still-face", "still_face", "carry over"),
        ("strange-situation", "patterns", "Pattern shown with this caregiver"),
        ("home", "sensitivity_rating", "Sensitivity as rated"),
    ],
)
def test_each_procedure_is_coded_and_only_that_one(attune, procedure, key, words):
    answer = attune("observe", procedure, *SMALL, "--json")
    assert answer.code == 0
    got = json.loads(answer.out, parse_constant=pytest.fail)
    assert (got["procedure"], got["days"], got["infants"]) == (procedure, 2, 3)
    outcomes = {"attuned_share", "still_face", "patterns", "sensitivity_rating", "felt_security"}
    assert outcomes & set(got) == {key}
    assert [row["infant"] for row in got["coded"]] == [0, 1, 2]
    read = attune("observe", procedure, *SMALL).out
    assert words in read
    assert "3 infants · 2 days old · seed 1" in read
    assert max(map(len, read.splitlines())) <= 80


def test_observing_codes_what_a_run_reports(attune):
    run = json.loads(attune("run", "--infants", 3, "--days", 2, "--maturation", 0, "--json").out)
    seen = json.loads(attune("observe", "strange-situation", *SMALL, "--json").out)
    for key in ("patterns", "scales", "distress"):
        assert seen[key] == run[key]
    shares = pd.Series([row["pattern"] for row in seen["coded"]]).value_counts(normalize=True)
    assert {k: v for k, v in seen["patterns"].items() if v} == pytest.approx(shares.to_dict())


def test_few_infants_are_shown_one_by_one_with_each_caregiver(attune):
    read = attune("observe", "strange-situation", "two-caregivers", *SMALL).out
    assert "Pattern shown with first" in read
    assert "As coded" in read
    many = attune("observe", "strange-situation", *SMALL, "--infants", 13)
    assert many.code == 0
    assert "As coded" not in many.out


def test_an_age_that_nobody_reaches_is_refused_by_the_name_that_was_typed(attune):
    answer = attune("observe", "peer-play", "growing-up", "--age", "-5")
    assert answer.code == 2
    assert "age = -5 is not a whole number from 0 to 9125" in answer.err


def test_a_peer_is_met_once_whoever_the_caregivers_are(attune, tmp_path):
    quick = ("--episodes-per-day", 1, "--episode-seconds", 10)
    words = ("observe", "peer-play", "two-caregivers", "--infants", 2, "--age", 731, *quick)
    answer = attune(*words, "--trace", "seconds.csv", "--figure", "page.html")
    assert answer.code == 0, answer.err
    assert answer.out.count("Competence with a peer") == 1
    assert "with first" not in answer.out
    assert "growth = 1 lets them grow up" in " ".join(answer.out.split())
    seconds = pd.read_csv(tmp_path / "seconds.csv")
    assert set(seconds["caregiver"]) == {"a peer"}
    assert "The first infant with a peer" in (tmp_path / "page.html").read_text()


def test_the_trace_is_the_record_second_by_second(attune, tmp_path):
    answer = attune(
        "observe", "strange-situation", "two-caregivers", *SMALL, "--trace", "new/record.csv"
    )
    assert answer.code == 0
    record = pd.read_csv(tmp_path / "new" / "record.csv")
    assert list(record) == ["infant", "caregiver", "episode", "second", *CAMERA_FIELDS, "distress"]
    assert set(zip(record["infant"], record["caregiver"], strict=True)) == {
        (i, c) for i in range(3) for c in ("first", "second")
    }
    for _, one in record.groupby(["infant", "caregiver"]):
        assert list(one["second"]) == list(range(len(one)))
        assert list(one["episode"].unique()) == [episode.name for episode in SCRIPT]
        apart = one[one["episode"].str.contains("separation")]
        assert (apart["present"] == 0).all()
    assert record["distress"].between(0, 1).all()


def test_a_name_that_a_spreadsheet_would_run_is_text_in_the_trace(attune, scenario_file, tmp_path):
    path = scenario_file('[[caregivers]]\nname = "=1+1"\nshare = 1\n')
    words = ("observe", "home", path, "--infants", 1, "--age", 0, "--home-minutes", 5)
    assert attune(*words, "--trace", "record.csv").code == 0
    assert set(pd.read_csv(tmp_path / "record.csv")["caregiver"]) == {"'=1+1"}


def test_the_trace_of_a_home_visit_covers_its_minutes(attune, tmp_path):
    words = ("--infants", 1, "--age", 0, "--home-minutes", 5, "--trace", "record.csv", "--quiet")
    answer = attune("observe", "home", *words)
    assert answer.err == ""
    record = pd.read_csv(tmp_path / "record.csv")
    assert len(record) == 300
    assert set(record["episode"]) == {"home"}


@pytest.mark.parametrize("procedure", ["strange-situation", "home"])
def test_the_figure_shows_patterns_and_the_first_infant(attune, tmp_path, procedure):
    words = ("--infants", 2, "--age", 0, "--maturation", 0, "--home-minutes", 5,
             "--figure", "page.html")  # fmt: skip
    answer = attune("observe", procedure, "two-caregivers", *words)
    assert answer.code == 0, answer.err
    assert "page.html" in answer.err
    page = (tmp_path / "page.html").read_text()
    assert "The first infant with first" in page
    assert "The first infant with second" in page
    assert ("Patterns shown in the simulated Strange Situation" in page) == (
        procedure == "strange-situation"
    )
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_an_observation_that_fails_leaves_no_trace(attune, monkeypatch, tmp_path):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("attune_sim.cli.observe._append_trace", stop)
    assert main(["observe", "home", "--infants", "1", "--age", "0", "--trace", "x.csv"]) == 130
    assert not list(tmp_path.iterdir())


def test_out_holds_the_coded_table_with_traits_and_its_codebook(attune, tmp_path):
    assert attune("observe", "still-face", "two-caregivers", *SMALL, "--out", "o").code == 0
    table = pd.read_csv(tmp_path / "o" / "infants.csv")
    assert list(table["caregiver"]) == ["first", "second"] * 3
    assert {"responsiveness", "gaze_still"} <= set(table)
    assert not {"attuned_share", "pattern", "felt_security"} & set(table)
    codebook = pd.read_csv(tmp_path / "o" / "codebook.csv")
    assert list(codebook["column"]) == list(table)
    again = attune("observe", "still-face", "two-caregivers", *SMALL, "--out", "o")
    assert again.code == 0
    other = attune("observe", "home", "two-caregivers", *SMALL, "--out", "o")
    assert other.code == 2
    assert "choose a new or empty folder" in other.err

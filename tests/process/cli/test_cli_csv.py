"""CSV for spreadsheets of other countries, from each command that writes tables for people."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from fixtures.coded_files import FILES, MAP, PLAY
from pandas.testing import assert_frame_equal

COMMAS = ("--sep", ";", "--decimal", ",", "--bom")
FEW = ("two-caregivers", "--infants", 2, "-q")
MORRIS = """
scenario = "good-enough"
infants = 1
days = 1
measures = ["felt_security"]
[design]
kind = "morris"
trajectories = 4
[vary]
responsiveness = { from = 0.1, to = 0.9 }
"""
WRITERS = {
    "run": ("run", *FEW, "--days", 1, "--out"),
    "observe": ("observe", "home", *FEW, "--age", 1, "--home-minutes", 5, "--out"),
    "trace": ("observe", "home", *FEW, "--age", 1, "--home-minutes", 5, "--trace"),
    "course": ("course", *FEW, "--at", 1, "--out"),
    "couple": ("couple", "--couples", 2, "--at", 0, "-q", "--out"),
    "measure": ("measure", "coded.csv", "--map", "map.toml", "-q", "--out"),
    "beside": ("observations", "beside", "long.csv", "--map", "map.toml", "--families", 100,
               "--age", 1, "-q", "--out"),
    "plan": ("plan", "correlation", "attuned_share", "trait.repair_rate", "--families", 100,
             "--minutes", 1, "--visits", 1, "--coders", 1, "--age", 1, "-q", "--out"),
    "sensitivity": ("sensitivity", "spec.toml", "--jobs", 1, "-q", "--out"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _files(tmp_path):
    (tmp_path / "spec.toml").write_text(MORRIS)
    (tmp_path / "map.toml").write_text(MAP)
    (tmp_path / "coded.csv").write_text(FILES["long"])
    rows = [f"{who},{k},{k + 2},{'up' if k % 4 else 'down'}\n"
            for who in ("infant", "caregiver") for k in range(0, 90, 2)]  # fmt: skip
    (tmp_path / "long.csv").write_text("Tier,Begin,End,Code\n" + "".join(rows))


@pytest.mark.parametrize("name", WRITERS)
def test_every_command_writes_decimal_commas_when_asked(attune, tmp_path, name):
    plain, commas = tmp_path / "plain.csv", tmp_path / "commas.csv"  # files, or folders
    for path, words in ((plain, ()), (commas, COMMAS)):
        answer = attune(*WRITERS[name], path, *words)
        assert answer.code == 0, answer.err
    own = [commas] if commas.is_file() else sorted(commas.glob("*.csv"))
    if name == "sensitivity":
        own = [commas / "sensitivity.csv"]  # the codebook is the sweep's
    assert own
    for path in own:
        content = path.read_bytes()
        assert content.count(b"\xef\xbb\xbf") == content.startswith(b"\xef\xbb\xbf") == 1
        found = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig")
        assert_frame_equal(found, pd.read_csv(plain / path.relative_to(commas)), rtol=1e-15)


@pytest.mark.parametrize("name", WRITERS)
def test_a_dialect_needs_a_file_and_a_sensible_sign(attune, tmp_path, name):
    *words, option = WRITERS[name]
    answer = attune(*words, option, "new", "--sep", "x")
    assert answer.code == 2
    assert "sep = 'x' is not one of" in answer.err
    if name != "sensitivity":  # which always writes its table
        answer = attune(*words, "--sep", "tab")
        assert answer.code == 2
        assert "--sep, --decimal and --bom go with --out" in answer.err
    assert not (tmp_path / "new").exists()


def test_a_film_with_decimal_commas_is_read_back(attune, tmp_path):
    (tmp_path / "map.toml").write_text(PLAY)
    found = []
    for dialect in ((), COMMAS, ("--sep", "tab"), ("--sep", "|")):
        film = ("observe", "free-play", "good-enough", "--infants", 2, "--age", 1, "-q")
        assert attune(*film, "--trace", "film.csv", "--force", *dialect).code == 0
        answer = attune("measure", "film.csv", "--map", "map.toml", "--json")
        assert answer.code == 0, answer.err
        found.append(json.loads(answer.out)["dyads"])
    assert found[1:] == found[:1] * 3


def test_a_run_may_be_written_again_in_another_way(attune, tmp_path):
    for words in ((), COMMAS):
        assert attune("run", *FEW, "--days", 1, "--out", "two", *words).code == 0
    assert (tmp_path / "two" / "infants.csv").read_bytes().startswith(b"\xef\xbb\xbfscenario;")

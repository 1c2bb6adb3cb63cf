"""measure and observations inspect, from a file to a table."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from fixtures.coded_files import CODED, FILES, MAP, PLAY

SAME = ("attuned_share", "attuned_share_surrogate", "repair_latency_s", "match_duration_s",
        "transitions_per_min", "repaired_by_caregiver")  # fmt: skip


@pytest.fixture
def coded(tmp_path):
    (tmp_path / "map.toml").write_text(MAP)
    (tmp_path / "Anna Miller.csv").write_text(FILES["long"])
    return tmp_path / "Anna Miller.csv"


def test_a_simulated_film_read_back_gives_the_numbers_that_were_printed(attune, tmp_path):
    trace = tmp_path / "trace.csv"
    words = ("observe", "free-play", "good-enough", "--infants", 3, "--age", 3)
    simulated = attune(*words, "--trace", trace, "--json")
    assert simulated.code == 0, simulated.err
    (tmp_path / "map.toml").write_text(PLAY)
    read = attune("measure", trace, "--map", tmp_path / "map.toml", "--json")
    assert read.code == 0, read.err
    coded, dyads = json.loads(simulated.out)["coded"], json.loads(read.out)["dyads"]
    assert [d["dyad"] for d in dyads] == ["1", "2", "3"]
    for one, other in zip(coded, dyads, strict=True):
        for name in SAME:
            assert other[name] == pytest.approx(one[name], rel=1e-12), name
        assert other["next_step_repair"] == pytest.approx(one["next_second_repair"], rel=1e-12)


def test_from_a_file_to_a_first_mapping_to_a_table(attune, coded, tmp_path):
    first = tmp_path / "first.toml"
    shown = attune("observations", "inspect", coded, "--map", first)
    assert shown.code == 0, shown.err
    for track, code, _, _ in CODED:
        assert track in shown.out
        assert f"{code} (1)" in shown.out
    text = first.read_text().replace("up = 0.5", "up = 1.0").replace('"up" = 0.5', '"up" = 1.0')
    first.write_text(text.replace('"down" = 0.5', '"down" = 0.0'))
    out = tmp_path / "results"
    answer = attune("measure", coded, "--map", first, "--out", out)
    assert answer.code == 0, answer.err
    table = pd.read_csv(out / "measures.csv")
    # Matched but for 2.5 to 4 s: of the seconds' middles, 2.5 and 3.5.
    assert table["attuned_share"].tolist() == [4 / 6]
    assert table["repair_latency_s"].tolist() == [2.0]
    files = ("measures", "lags", "sequences", "windows")
    columns = [c for file in files for c in pd.read_csv(out / f"{file}.csv").columns]
    assert pd.read_csv(out / "codebook.csv")["column"].tolist() == list(dict.fromkeys(columns))
    assert "67%" in answer.out
    assert attune("measure", coded, "--map", first, "--out", out).code == 2
    assert attune("measure", coded, "--map", first, "--out", out, "--force").code == 0


def test_no_name_and_no_path_leaves_in_results(attune, coded, tmp_path):
    out = tmp_path / "results"
    for words in ((), ("--json",)):
        answer = attune("measure", coded, "--map", tmp_path / "map.toml", "--out", out, "--force",
                        *words)  # fmt: skip
        assert answer.code == 0, answer.err
        assert "Anna" not in answer.out
        assert str(tmp_path) not in answer.out
    for file in out.iterdir():
        assert "Anna" not in file.read_text()
        assert str(tmp_path) not in file.read_text()


def test_a_page_of_figures_has_each_dyad_and_no_name(attune, coded, tmp_path):
    page = tmp_path / "film.html"
    words = ("measure", coded, coded, "--map", tmp_path / "map.toml", "--figure", page)
    answer = attune(*words)
    assert answer.code == 0, answer.err
    text = page.read_text()
    assert "Dyad 1, second by second" in text
    assert "Dyad 2, second by second" in text
    assert "0 none to 1 full, as coded" in text
    assert "Anna" not in text
    assert "already exists" in attune(*words).err
    assert attune(*words, "--force").code == 0


def test_two_coders(attune, coded, tmp_path):
    other = tmp_path / "Ben.csv"
    other.write_text(FILES["long"].replace("2.5", "3.5"))
    words = ("observations", "agree", coded, other, "--map", tmp_path / "map.toml")
    found = json.loads(attune(*words, "--json").out)
    assert [row["agreement"] for row in found["agreement"]] == [5 / 6, 1.0]
    answer = attune(*words)
    assert "83%" in answer.out
    assert "Anna" not in answer.out


def test_another_unit(attune, coded, tmp_path):
    answer = attune("measure", coded, "--map", tmp_path / "map.toml", "--unit", "0.5", "--json")
    assert json.loads(answer.out)["dyads"][0]["attuned_share"] == 9 / 12


def test_inspect_for_programs(attune, coded):
    found = json.loads(attune("observations", "inspect", coded, "--json").out)
    assert found["tracks"] == {t: {"up": 1, "down": 1} for t in ("infant", "caregiver")}
    assert found["observations"] == [{"start_s": 0.0, "end_s": 6.0, "stretches": 4}]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("measure", "none.csv", "--map", "map.toml"), "there is no file"),
        (("measure", "FILE", "--map", "none.toml"), "there is no file"),
        (
            ("measure", "FILE", "--map", "map.toml", "--unit", "9"),
            "unit = 9 is not a number from 0.1 to 5",
        ),
        (("measure", "FILE", "--map", "map.toml", "--force"), "give --out or --figure too"),
        (
            ("measure", "FILE", "--map", "map.toml", "--unit", "2", "--figure", "f.html"),
            "--figure shows values in seconds",
        ),
        (("measure", "FILE"), "--map"),
        (("observations", "inspect", "none.csv"), "there is no file"),
        (("observations", "inspect", "FILE", "--step", "x"), "step = 'x' is not a number"),
        (("observations", "inspect", "FILE", "--force"), "give --map too"),
    ],
)
def test_mistakes(attune, coded, monkeypatch, words, said):
    monkeypatch.chdir(coded.parent)
    answer = attune(*(coded.name if word == "FILE" else word for word in words))
    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""


def test_columns_that_tell_dyads_apart_may_be_given_on_the_command_line(attune, tmp_path):
    (tmp_path / "map.toml").write_text(MAP)
    lines = ["id,visit,onset,offset,infant,caregiver"]
    lines += [
        f"P{i},{v},{k},{k + 1},{'up' if k < 3 else 'down'},up"
        for i in (1, 2) for v in (1, 2) for k in range(6)
    ]  # fmt: skip
    (tmp_path / "all.csv").write_text("\n".join(lines) + "\n")
    words = ("measure", tmp_path / "all.csv", "--map", tmp_path / "map.toml", "--json")
    read = attune(*words, "--by", "id", "--by", "visit")
    assert read.code == 0, read.err
    dyads = [row["dyad"] for row in json.loads(read.out)["dyads"]]
    assert dyads == ["P1-1", "P1-2", "P2-1", "P2-2"]
    wrong = attune(*words, "--by", "vist")
    assert wrong.code == 2
    assert "'vist'" in wrong.err

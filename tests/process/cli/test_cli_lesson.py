"""`attune-sim lesson`: a file is checked, and run without a browser."""

import json
from pathlib import Path

import pytest

SHIPPED = Path(__file__).parents[3] / "src/attune_sim/lessons/shipped"


@pytest.fixture
def small(tmp_path):
    text = (SHIPPED / "02-repair.toml").read_text(encoding="utf-8")
    text = text.replace("infants = 60", "infants = 10").replace("days = 365", "days = 3")
    path = tmp_path / "small.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_check_says_that_a_lesson_is_fine(attune, small):
    answer = attune("lesson", "check", small)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"{small}: fine. 'Repair, not perfection', 7 minutes.\n"


def test_check_names_file_line_and_fault_and_looks_at_the_others_too(attune, small, tmp_path):
    faulty = tmp_path / "faulty.toml"
    text = small.read_text(encoding="utf-8")
    faulty.write_text(text.replace('scenario = "good-enough"', 'scenario = "goodenough"'))
    line = 1 + text[: text.index("scenario =")].count("\n")
    answer = attune("lesson", "check", faulty, small, tmp_path / "none.toml")
    assert answer.code == 2
    assert f"{small}: fine." in answer.out
    assert (
        f"Error: {faulty}, line {line}: run.arms.scenario: there is no scenario 'goodenough'"
        in answer.err
    )
    assert "did you mean good-enough?" in answer.err
    assert f"Error: there is no file {tmp_path / 'none.toml'}" in answer.err


def test_run_says_what_came_out(attune, small):
    answer = attune("lesson", "run", small, "--json")
    found = json.loads(answer.out)
    assert answer.code == 0
    assert {row["arm"] for row in found["results"]} == {
        "Slow repair",
        "Usual repair",
        "Quick repair",
    }
    assert len(found["predictions"]) == 3
    words = attune("lesson", "run", small)
    assert words.code == 0
    assert "Will more infants be coded secure" in words.out


def test_without_a_word_it_shows_its_help(attune):
    answer = attune("lesson")
    assert answer.code == 2
    assert "check" in answer.out
    assert answer.err == ""

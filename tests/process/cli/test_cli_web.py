"""`attune-sim web`: what it refuses before any work, and what it writes."""

import json
import re
from importlib import resources
from pathlib import Path

import pytest
from fixtures.few_families import few_families_on_pages
from fixtures.site_data import data_of

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_sim.cli.terminal import dashboard_packages

SHIPPED = Path(str(resources.files("attune_sim.lessons") / "shipped"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--seed", "-1"], "seed = -1 is not a whole number from 0"),
        (["--seed", "many"], "seed"),
        (["--lessons", "nowhere"], "lessons = 'nowhere' is not a folder"),
        (["--lesson", "02-repare"], "there is no lesson '02-repare'; did you mean 02-repair"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(attune, tmp_path, words, sentence):
    answer = attune("web", "site", *words)
    assert answer.code == 2
    assert sentence in answer.err
    assert "Traceback" not in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_lesson_that_is_none_is_named_with_its_line(attune, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "mine.toml").write_text('title = "Mine"\n')
    answer = attune("web", "site", "--lessons", folder)
    assert answer.code == 2
    assert "mine.toml, line 1: the key 'summary' is missing" in answer.err
    assert not (tmp_path / "site").exists()


def test_a_folder_with_other_files_is_left_alone(attune, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "notes.txt").write_text("mine")
    answer = attune("web", "site")
    assert answer.code == 2
    assert "site already holds other files; choose a new or empty folder" in answer.err
    assert [path.name for path in tmp_path.rglob("*")] == ["site", "notes.txt"]


def test_a_file_is_no_folder(attune, tmp_path):
    (tmp_path / "site").write_text("mine")
    answer = attune("web", "site")
    assert answer.code == 2
    assert "site is a file; a folder is needed" in answer.err


def test_without_the_extra_it_says_which_line_to_run(attune, monkeypatch):
    monkeypatch.setattr(dashboard_packages, "NEEDED", ("json", "no_such_package"))
    answer = attune("web", "site")
    assert answer.code == 2
    assert re.search(r'the site needs more packages: .*\[dashboard\]"', answer.err)


@pytest.mark.slow
def test_a_site_is_small_asks_for_nothing_and_can_be_written_again(attune, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    text = (SHIPPED / "02-repair.toml").read_text("utf-8")
    few = re.sub(r"^infants = \d+$", "infants = 10", text, flags=re.MULTILINE)
    (own / "02-repair.toml").write_text(few, "utf-8")
    words = ["web", "site", "--lessons", own, "--lesson", "02-repair", "--seed", 4, "--jobs", 1]
    with few_families_on_pages():
        answer = attune(*words)
    assert answer.code == 0, answer.err
    assert "site/index.html" in answer.err
    site = tmp_path / "site"
    files = [path for path in site.rglob("*") if path.is_file()]
    one = sum(path.stat().st_size for path in files if "lesson-" in path.name)
    rest = sum(path.stat().st_size for path in files) - one
    lessons = len(list(SHIPPED.glob("*.toml")))
    assert rest + lessons * one < 15e6  # as with all of them
    asks = re.compile(r"\bfetch\(|\bimport\s*\(|@import|XMLHttpRequest|WebSocket")
    for path in files:
        if path.name != "plotly.min.js":
            found = path.read_text("utf-8")
            found = data_of(found) if path.parent.name == "data" else found
            assert not asks.search(found), path
            others = set(re.findall(r"https?://[^\s\"'<>)]+", found))
            assert others <= {"http://www.w3.org/2000/svg"}, path
    for page in site.rglob("*.html"):
        for needed in re.findall(r'(?:src|href)="([^"]+)"', page.read_text("utf-8")):
            assert (page.parent / needed).is_file(), needed
    mark = json.loads((site / "attune-sim-site.json").read_text("utf-8"))
    assert mark["seeds"] == "seed 4"
    assert {file.relative_to(site).as_posix() for file in files} == {
        "attune-sim-site.json",
        *mark["files"],
    }

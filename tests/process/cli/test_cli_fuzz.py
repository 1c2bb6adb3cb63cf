"""Whatever is typed, and whatever stands in a folder of results: an answer, never a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from attune_sim.cli import main
from attune_sim.sweep import read

SPEC = """
scenario = "good-enough"
infants = 1
days = 0
replications = 3
measures = ["felt_security", "patterns_secure"]
series = 1
[vary]
responsiveness = [0.2, 0.8]
"""
FILM = "subject,onset,duration,code\nbaby,0,30,1\nadult,0,20,1\nadult,20,15,2\n"
MAP = """
[infant]
tracks = ["baby"]
scale = [1, 4]
[caregiver]
tracks = ["adult"]
scale = [1, 4]
"""
COMMANDS = (
    "sweep", "sensitivity", "report", "export", "how-many", "scenarios", "parameters", "measure",
    "observations", "plan",
)  # fmt: skip
OPTIONS = (
    "--out", "--jobs", "--resume", "--retry-failed", "--backend", "--scheduler", "--address",
    "--json", "--quiet", "--csv", "--parquet", "--series", "--force", "--within", "--difference",
    "--power", "--measure", "--map", "--by", "--unit", "--figure", "--dyad", "--step", "--fps",
    "--minutes", "--coders", "--help", "-h", "-q", "--jbos", "--", "-",
)  # fmt: skip
WORDS = (
    "mine.toml", "done", "done/manifest.json", "empty", ".", "", "missing.toml", "no/such", "0",
    "1", "-1", "1.5", "nan", "1e400", "0.05", "loky", "dusk", "felt_security", "list", "show",
    "good-enough", "film.csv", "map.toml", "inspect", "agree", "correlation", "difference", "\0",
    "é", "x" * 300,
)  # fmt: skip
quick = settings(max_examples=50, suppress_health_check=list(HealthCheck))


def answered(*words: str) -> int:
    """Call the program; it must end by itself, calmly, and say why if it fails."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(words))
    said = err.getvalue()
    assert code in (0, 1, 2), (words, code)
    assert "Traceback" not in said, (words, said)
    assert "fault of the program" not in said, (words, said)
    if code:
        assert said.strip() or out.getvalue().strip(), words
    return code


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a spec, a finished sweep, a coded film with its mapping, an empty folder."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "mine.toml").write_text(SPEC)
    (folder / "film.csv").write_text(FILM)
    (folder / "map.toml").write_text(MAP)
    (folder / "empty").mkdir()
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert answered("sweep", "mine.toml", "--jobs", "1", "--out", "done") == 0
    finally:
        os.chdir(before)
    return folder


@quick
@given(
    st.sampled_from(COMMANDS),
    st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(OPTIONS)), max_size=5),
)
def test_any_words_are_answered(place, monkeypatch, command, words):
    monkeypatch.chdir(place)
    monkeypatch.setenv("RAY_ADDRESS", "")
    if "ray" in words or "--address" in words or "--scheduler" in words:
        words = [w for w in words if w not in ("--address", "--scheduler")]
    answered(command, *words)
    assert (place / "mine.toml").read_text() == SPEC
    assert len(read(place / "done")) == 6


@quick
@given(
    st.sampled_from(["measure", "observations inspect", "observations agree"]),
    st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(OPTIONS)), max_size=3),
)
def test_a_film_and_any_words_are_answered(place, monkeypatch, command, words):
    monkeypatch.chdir(place)
    files = ("film.csv", "film.csv") if command.endswith("agree") else ("film.csv",)
    mapping = () if command.endswith("inspect") else ("--map", "map.toml")
    answered(*command.split(), *files, *mapping, *words)
    assert ((place / "film.csv").read_text(), (place / "map.toml").read_text()) == (FILM, MAP)


# --- folders of results that were tampered with ---------------------------------------------------

FILES = ("manifest.json", "spec.toml", "runs/part-000000.parquet", "runs/part-000001.parquet",
         "series/part-000000.parquet", "runs", "series", "figure.html")  # fmt: skip


def _change(path: Path, how: str, data: st.DataObject) -> None:
    if how == "delete" or path.is_dir():
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        if how == "file":
            path.write_bytes(b"precious")
        return
    content = path.read_bytes() if path.exists() else b""
    if how == "cut":
        path.write_bytes(content[: data.draw(st.integers(0, max(0, len(content) - 1)))])
    elif how == "flip" and content:
        at = data.draw(st.integers(0, len(content) - 1))
        path.write_bytes(content[:at] + bytes([content[at] ^ 1 << data.draw(st.integers(0, 7))])
                         + content[at + 1 :])  # fmt: skip
    elif how == "folder":
        path.unlink(missing_ok=True)
        path.mkdir()
    elif how == "other":
        path.write_bytes(data.draw(st.binary(max_size=20)))


@pytest.mark.filterwarnings("ignore::attune_sim.errors.InputWarning")  # of stray files
@settings(quick, max_examples=12)
@given(st.data())
def test_a_folder_that_was_tampered_with_is_mended_or_refused(place, tmp_path, monkeypatch, data):
    monkeypatch.chdir(place)
    folder = tmp_path / "tampered"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(place / "done", folder)
    for _ in range(data.draw(st.integers(1, 2))):
        how = data.draw(st.sampled_from(["delete", "cut", "flip", "folder", "other", "file"]))
        path = folder / data.draw(st.sampled_from(FILES))
        if path.parent.is_dir():
            _change(path, how, data)
    before = sorted(p.relative_to(folder) for p in folder.rglob("*"))
    for words in (("report", str(folder)), ("export", str(folder), "--csv", "--out", "x.csv",
                  "--force"), ("how-many", str(folder), "--within", "0.1")):  # fmt: skip
        answered(*words)
    resume = data.draw(st.sampled_from([(), ("--resume",)]))
    if answered("sweep", "mine.toml", "--jobs", "1", "--out", str(folder), *resume) == 0:
        assert_frame_equal(read(folder), read(place / "done"))
    else:
        # What is refused is left as it was, but for the report and for halves of ours.
        after = sorted(p.relative_to(folder) for p in folder.rglob("*"))
        assert set(before) <= set(after)

"""The walk from a question to its citation works as told: smaller here, and really interrupted."""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fixtures.surroundings import needs_signals

from attune_sim.sweep import load_spec, read

PAGE = (Path(__file__).parents[3] / "docs" / "question.md").read_text(encoding="utf-8")
SMALLER = {"infants = 30": "infants = 8", "days = 365": "days = 90"}
PILOT, ALL = 4, 12
OUT = "results/repair"


def spec(replications: int) -> str:
    (text,) = re.findall(r"^```toml\n(# repair\.toml\n.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    changes = {**SMALLER, f"replications = {PILOT}": f"replications = {replications}"}
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


def commands() -> list[list[str]]:
    text = "".join(re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
    return [shlex.split(line) for line in text.splitlines()]


def interrupted(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program until it has extended the pilot by a first part, then press Ctrl-C."""
    process = subprocess.Popen(
        [sys.executable, "-m", "attune_sim", *words, "--jobs", "1"], cwd=folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    deadline = time.monotonic() + 180
    kept, parts = folder / OUT / "earlier" / "runs", folder / OUT / "runs"
    while not (any(kept.glob("part-*")) and any(parts.glob("part-*"))):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(words, process.returncode, out, err)


@needs_signals
@pytest.mark.slow
def test_the_walk_from_a_question_to_its_citation(tmp_path, attune, one_core, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "repair.toml"
    path.write_text(spec(PILOT), encoding="utf-8")
    told: dict[str, str] = {}
    extended = 0
    for program, *words in commands():
        assert program == "attune-sim"
        if "--extend" in words:
            path.write_text(spec(ALL), encoding="utf-8")
            extended += 1
        if extended == 1 and "--extend" in words:
            assert f"replications = {ALL}" in PAGE
            stopped = interrupted(words, tmp_path)
            assert stopped.returncode == 130, stopped.stderr
            assert f"Finished rows are kept in {OUT}" in " ".join(stopped.stderr.split())
            continue
        answer = attune(*words)
        assert answer.code == 0, answer.err
        told[" ".join(words)] = answer.out
    assert extended == 2

    # What the page says is printed is printed.
    assert "36 runs" in told["sweep repair.toml --dry-run"]
    assert "Repair rate × Responsiveness" in told["sweep repair.toml"]
    assert f"{9 * ALL} runs" in told["sweep repair.toml --extend"]
    many = next(out for words, out in told.items() if words.startswith("how-many"))
    assert "replications" in many

    # Three outcomes, each with an interaction and its interval.
    found = json.loads(told["sweep repair.toml --json"])["effects"]
    asked = load_spec(path).asked
    assert len(asked) == 3
    for measure in asked:
        (row,) = (r for r in found if r["measure"] == measure and r["kind"] == "interaction")
        assert row["term"] == "repair_rate × responsiveness"
        assert row["low"] <= row["effect"] <= row["high"]
        assert row["replications"] == ALL
    assert read(OUT).groupby(["repair_rate", "responsiveness"]).size().eq(ALL).all()
    report = (tmp_path / OUT / "report.html").read_text(encoding="utf-8")
    assert "Repair rate × Responsiveness" in report
    assert f"9 points, {ALL} replications each of 8 infants" in told[f"cite {OUT}"]


def test_it_is_the_first_tutorial() -> None:
    tutorials = (Path(__file__).parents[3] / "docs" / "tutorials.md").read_text(encoding="utf-8")
    assert re.search(r"```\{toctree\}\n:hidden:\n\nquestion\n", tutorials)
    assert tutorials.index("(question.md)") < tutorials.index("(start.md)")


def test_it_holds_no_result_that_another_calibration_would_change() -> None:
    assert not re.search(r"[+−]\d|\d+(\.\d+)? \(|\d points \(", PAGE)

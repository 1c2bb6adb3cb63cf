"""The real program, run as a shell would: streams, exit codes, signals, terminals."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("mesa", "numpy", "pandas", "numba", "plotly", "pyarrow", "joblib", "scipy", "solara")
SMALL = ("--infants", 2, "--days", 1)


def test_results_go_to_stdout_and_notes_to_stderr(attune_process):
    answer = attune_process("run", *SMALL, "--out", "results", "--json")
    assert answer.code == 0
    assert json.loads(answer.out)["infants"] == 2
    assert "Written to results" in answer.err
    quiet = attune_process("run", *SMALL, "--out", "results", "--json", "--quiet")
    assert (quiet.code, quiet.err) == (0, "")
    assert quiet.out == answer.out


def test_wrong_use_is_2_and_one_sentence_on_stderr(attune_process):
    answer = attune_process("run", "--responsiveness", "2")
    assert answer == (2, "", "Error: responsiveness = 2 is not a number from 0 to 1\n")


def test_help_loads_nothing_heavy(attune_process, tmp_path):
    script = (
        "import sys; from attune_sim.cli import main; code = main(['run', '--help']);"
        f"loaded = [m for m in {HEAVY} if m in sys.modules];"
        "print(loaded, file=sys.stderr); sys.exit(code or len(loaded))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "[]\n")


@pytest.mark.parametrize("words", [("parameters",), ("parameters", "--json"), ("run", "--help")])
def test_a_reader_that_goes_away_is_no_reason_for_words(tmp_path, words):
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "attune_sim", *words],
            stdout=write_end,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    finally:
        os.close(write_end)
    assert done.stderr == ""
    assert done.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written_fails_with_a_sentence(attune_process):
    with Path("/dev/full").open("w") as full:
        answer = attune_process("parameters", "--json", stdout=full)
    assert answer.code == 1
    assert answer.err == "Error: No space left on device\n"


def _on_a_terminal(*words: str, **env: str) -> str:
    """What the program writes to a terminal of 100 columns."""
    leader, follower = pty.openpty()
    variables = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
    variables |= {"TERM": "xterm-256color", "COLUMNS": "100", **env}
    with subprocess.Popen(
        [sys.executable, "-m", "attune_sim", *words],
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
        env=variables,
    ) as process:
        os.close(follower)
        parts = []
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:  # Linux says so when the other side is closed
                break
            if not part:
                break
            parts.append(part)
    os.close(leader)
    assert process.returncode == 0
    return b"".join(parts).decode()


COLOUR = re.compile(r"\x1b\[(?:\d+;)*3[0-9]")


def test_a_terminal_has_colour_unless_it_is_not_wanted():
    assert COLOUR.search(_on_a_terminal("scenarios"))
    assert not COLOUR.search(_on_a_terminal("scenarios", NO_COLOR="1"))
    assert not COLOUR.search(_on_a_terminal("run", "--help", NO_COLOR="1"))


def test_a_terminal_that_knows_no_signs_beyond_ascii_gets_an_answer(attune_process):
    answer = attune_process("run", *SMALL, env={"PYTHONIOENCODING": "ascii"})
    assert answer.code == 0
    assert "2 infants" in answer.out


@pytest.mark.slow
def test_long_work_says_how_long_and_ctrl_c_ends_it_calmly(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "attune_sim", "run", "--infants", "100000", "--out", "results"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stderr is not None
    line = ""
    while "left" not in line:
        line = process.stderr.readline()
        assert line or process.poll() is None
    assert re.search(r"Simulating 100,000 infants: \d+ % done, about .+ left", line)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert "Stopped; nothing was written." in err
    assert not list(tmp_path.iterdir())

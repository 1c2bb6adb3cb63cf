"""The real program, run as a shell would: streams, exit codes, signals, terminals."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.surroundings import WINDOWS, needs_shell, needs_signals, needs_terminals

HEAVY = ("mesa", "numpy", "pandas", "numba", "plotly", "pyarrow", "joblib", "scipy", "solara")
NOT_FOR_A_LIST = ("pydantic", "attune_sim.parameters", "attune_sim.cli.run")
SMALL = ("--infants", 2, "--days", 1)


def test_results_go_to_stdout_and_notes_to_stderr(attune_process, attune):
    answer = attune_process("run", *SMALL, "--out", "results", "--json")
    assert answer.code == 0
    assert json.loads(answer.out)["infants"] == 2
    assert "Written to results" in answer.err
    quiet = attune("run", *SMALL, "--out", "results", "--json", "--quiet")
    assert (quiet.code, quiet.err) == (0, "")
    assert quiet.out == answer.out


def test_wrong_use_is_2_and_one_sentence_on_stderr(attune_process):
    answer = attune_process("run", "--responsiveness", "2")
    assert answer == (2, "", "Error: responsiveness = 2 is not a number from 0 to 1\n")


def test_help_loads_nothing_heavy(attune_process, tmp_path):
    script = (
        "import sys; from attune_sim.cli import main; code = main(['--help']);"
        f"loaded = [m for m in {NOT_FOR_A_LIST} if m in sys.modules];"
        "code = code or main(['run', '--help']);"
        f"loaded += [m for m in {HEAVY} if m in sys.modules];"
        "print(loaded, file=sys.stderr); sys.exit(code or len(loaded))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "[]\n")


@pytest.mark.skipif(WINDOWS, reason="a pipe without a reader is an argument at fault there")
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


@needs_shell
@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_without_standard_output_the_work_is_done(tmp_path, closed):
    words = f"'{sys.executable}' -m attune_sim run --infants 2 --days 1 --out results {closed}"
    done = subprocess.run(["sh", "-c", words], cwd=tmp_path, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "results" / "summary.json").is_file()


def test_a_minus_is_kept_in_an_encoding_that_lacks_its_sign(attune_process, attune):
    words = ("observe", "still-face", "--infants", 3, "--age", 2)
    plain = attune_process(*words, env={"PYTHONIOENCODING": "ascii"}).out
    full = attune(*words).out
    assert full.count("−") > 0
    assert plain.count("-") == sum(full.count(sign) for sign in "-−–")


def test_help_is_there_when_python_drops_docstrings(tmp_path):
    def told(*words):
        command = [sys.executable, *words, "--help"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    for words in ((), ("run",), ("scenarios", "show")):
        module = ("-m", "attune_sim", *words)
        assert told("-OO", *module) == told(*module)


@pytest.mark.skipif(WINDOWS or sys.platform == "darwin", reason="names are UTF-8 there")
def test_a_name_that_is_not_utf8_is_refused_in_a_sentence(tmp_path):
    command = [sys.executable, "-m", "attune_sim", "run", "--out", b"caf\xe9"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "not UTF-8" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def _on_a_terminal(*words: str, **env: str) -> str:
    """What the program writes to a terminal of 100 columns."""
    leader, follower = os.openpty()
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


@needs_terminals
def test_a_terminal_has_colour_unless_it_is_not_wanted():
    assert COLOUR.search(_on_a_terminal("scenarios"))
    assert not COLOUR.search(_on_a_terminal("scenarios", NO_COLOR="1"))
    assert not COLOUR.search(_on_a_terminal("run", "--help", NO_COLOR="1"))


def test_a_terminal_that_knows_no_signs_beyond_ascii_gets_an_answer(attune_process):
    answer = attune_process("run", *SMALL, env={"PYTHONIOENCODING": "ascii"})
    assert answer.code == 0
    assert "2 infants" in answer.out


@needs_signals
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
    assert re.search(r"Simulating 100,000 infants: \d+% done, about .+ left", line)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert "Stopped; nothing was written." in err
    assert not list(tmp_path.iterdir())

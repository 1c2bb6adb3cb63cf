from __future__ import annotations

import pytest

from attune_sim.cli.terminal import progress as module
from attune_sim.cli.terminal.progress import progress, spoken


@pytest.fixture
def clock(monkeypatch):
    """A clock to be set by hand."""
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_short_work_shows_nothing(capsys, clock):
    with progress("Working") as report:
        for _ in range(4):
            clock[0] += 0.4
            report(0.25)
    assert capsys.readouterr() == ("", "")


def test_long_work_tells_the_time_left_now_and_then(capsys, clock):
    with progress("Working") as report:
        for _ in range(100):
            clock[0] += 1.0
            report(0.01)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Working: 2% done, about 2 min left"
    assert lines[-1] == "Working: 92% done, about 8 s left"
    assert len(lines) == 10


def test_what_earlier_work_had_done_says_nothing_about_the_pace(capsys, clock):
    with progress("Working") as report:
        report(0.5)
        clock[0] += 10.0
        report(0.1)
    assert capsys.readouterr().err == "Working: 60% done, about 40 s left\n"


def test_quiet_is_quiet(capsys, clock):
    with progress("Working", quiet=True) as report:
        clock[0] += 60.0
        report(0.5)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (59.6, "60 s"), (100, "2 min"), (3599, "1 h 0 min"), (9000, "2 h 30 min")],
)
def test_lengths_of_time_are_spoken(seconds, words):
    assert spoken(seconds) == words

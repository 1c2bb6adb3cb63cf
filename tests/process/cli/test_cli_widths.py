"""However narrow the terminal, no number is cut: it is there, or it is said to be left out."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

import pytest
from fixtures.bench import FIGURES
from fixtures.coded_files import FILES
from rich.console import Console, Group

from attune_sim import lessons
from attune_sim.cli import sweep
from attune_sim.cli.bench import table as table_of_bench
from attune_sim.cli.calibrate import summary_of_calibration
from attune_sim.cli.terminal import console
from attune_sim.cli.terminal.comparisons import NARROW as NO_INTERVALS
from attune_sim.cli.terminal.comparisons import summary_of_validation
from attune_sim.evidence import stored_validation
from attune_sim.evidence.calibration.posterior import summary_of

SHIPPED = Path(lessons.__file__).with_name("shipped")
WIDE = 200
NARROW = (40, 56, 60, 66, 80, 106, 120)
NUMBER = re.compile(r"[+−-]?\d[\d,]*(?:\.\d+)?")
SMALL = ("--infants", 9, "--days", 2, "--quiet")
SMALL_AGED = ("--infants", 3, "--age", 2, "--maturation", 0, "-q")
PLAN = ("--minutes", "1,3", "--families", 100, "--age", 2, "--maturation", 0, "-q")
SWEEP = """
scenario = "good-enough"
infants = 2
days = 1
replications = 4
measures = ["attuned_share", "repair_latency_s", "scales"]
[vary]
responsiveness = [0.2, 0.5, 0.8]
consistency = [0.1, 0.9]
"""
MORRIS = """
scenario = "good-enough"
infants = 2
days = 1
measures = ["felt_security", "sensitivity_rating"]
[design]
kind = "morris"
trajectories = 4
[vary]
responsiveness = { from = 0.1, to = 0.9 }
intrusiveness = { from = 0.0, to = 0.5 }
"""
CELL = r" +\S+ \([^()]+ to [^()]+\)"
"""A mean or a figure with its interval, and the blanks before it."""


def nothing_is_cut(narrow: str, wide: str, width: int) -> None:
    """Each number of each line is there, but for those that the text says it leaves out."""
    assert max(map(len, narrow.splitlines())) <= width
    assert "…" not in narrow
    owed = "\n".join(_owed(line, " ".join(narrow.split())) for line in wide.splitlines())
    missing = Counter(NUMBER.findall(owed)) - Counter(NUMBER.findall(narrow))
    assert not missing, (width, missing, narrow)


def _owed(line: str, told: str) -> str:
    """A line of the wide text without the cells that the narrow one says it leaves out."""
    if more := re.search(r"Not shown: (\d+) more measures?;", told):  # the last of a sweep's table
        line = re.sub(rf"^(\d.*?)(?:{CELL}){{{more[1]}}}$", r"\1", line)
    if NO_INTERVALS in told:
        line = re.sub(rf"^( *\S+ +\S+) \([^()]+ to [^()]+\)(?=.*{CELL})", r"\1", line)
    return line


@pytest.fixture
def at_all_widths(attune, monkeypatch):
    """Call a command at each width and compare."""

    def compare(*words):
        monkeypatch.setenv("COLUMNS", str(WIDE))
        wide = attune(*words)
        assert wide.code == 0, wide.err
        assert NUMBER.search(wide.out)
        for width in NARROW:
            monkeypatch.setenv("COLUMNS", str(width))
            nothing_is_cut(attune(*words).out, wide.out, width)

    return compare


class Recorder(Console):
    """Keeps what it prints."""

    kept: ClassVar[list[Any]] = []

    def print(self, *objects: Any, **how: Any) -> None:
        self.kept.extend(objects)


@pytest.fixture
def drawn_at_all_widths(attune, monkeypatch):
    """Call a command once, and compare what it prints as drawn at each width."""

    def compare(*words):
        Recorder.kept.clear()
        monkeypatch.setattr(console, "results", Recorder)
        assert attune(*words).code == 0
        wide = printed(Group(*Recorder.kept), WIDE)
        assert NUMBER.search(wide)
        for width in NARROW:
            nothing_is_cut(printed(Group(*Recorder.kept), width), wide, width)

    return compare


@pytest.mark.parametrize(
    "words",
    [
        ("run", "good-enough", *SMALL),
        ("run", "two-caregivers", *SMALL),
        ("run", "good-enough", *SMALL, "--posterior", 2),
        ("observe", "strange-situation", "two-caregivers", *SMALL_AGED),
        ("observe", "still-face", "--infants", 3, "--age", 2, "-q"),
        ("observe", "free-play", "--infants", 3, "--age", 2, "-q"),
        ("observe", "home", "--infants", 3, "--age", 2, "-q"),
        ("compare", "good-enough", "erratic", *SMALL),
        ("compare", "good-enough", "erratic", *SMALL[:2], "--at", 1, "--at", 2, "-q"),
        ("course", "growing-up", "--infants", 2, "--at", 1, "--at", 400, "-q"),
        ("generations", "--infants", 3, "--days", 366, "--generations", 2, "-q"),
        ("couple", "under-outside-stress", "--couples", 4, "--at", 0, "--at", 30, "-q"),
        ("plan", "correlation", "attuned_share", "trait.repair_rate", *PLAN),
        ("outcomes",),
        ("scenarios", "show", "two-caregivers"),
        ("parameters",),
    ],
    ids=lambda words: "-".join(map(str, words[:3])),
)
def test_a_command(drawn_at_all_widths, words):
    drawn_at_all_widths(*words)


def test_a_claim(at_all_widths):
    at_all_widths("claims", "a-third-is-enough")


def test_names_stand_in_full_in_lists(attune, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    for words in (("scenarios",), ("claims",)):
        assert "…" not in attune(*words).out


def test_a_sweep_and_how_many_runs_it_takes(
    at_all_widths, drawn_at_all_widths, tmp_path, monkeypatch
):
    (tmp_path / "mine.toml").write_text(SWEEP)
    monkeypatch.setattr(sweep, "_write_figure", lambda *_: None)  # it has no width
    at_all_widths("sweep", "mine.toml", "--jobs", 1, "-q")
    drawn_at_all_widths("how-many", "results/mine", "--within", 0.05)


def test_a_sensitivity_analysis_shows_names_and_intervals_in_full(drawn_at_all_widths, tmp_path):
    (tmp_path / "which.toml").write_text(MORRIS)
    words = ("sensitivity", "which.toml", "--jobs", 1, "-q")
    drawn_at_all_widths(*words)
    out = printed(Group(*Recorder.kept), 40)
    assert "Responsiveness" in out
    assert "Intrusiveness" in out
    assert "e-1" not in out


def test_coded_films_and_how_coders_agree(at_all_widths, drawn_at_all_widths, tmp_path):
    person = 'tracks = ["{0}"]\ncodes = {{ up = 1.0, down = 0.0 }}\n'
    people = (f"[{who}]\n{person.format(who)}" for who in ("infant", "caregiver"))
    (tmp_path / "map.toml").write_text("".join(people))
    (tmp_path / "coded.csv").write_text(FILES["long"])
    rules = ("--map", tmp_path / "map.toml")
    at_all_widths("measure", tmp_path / "coded.csv", *rules)
    at_all_widths("observations", "agree", tmp_path / "coded.csv", tmp_path / "coded.csv", *rules)
    at_all_widths("observations", "inspect", tmp_path / "coded.csv")
    beside = ("--scenario", "mixed", "--age", 1, "--families", 100, "-q")
    drawn_at_all_widths("observations", "beside", tmp_path / "coded.csv", *rules, *beside)


def test_a_lesson(drawn_at_all_widths, tmp_path):
    text = (SHIPPED / "02-repair.toml").read_text(encoding="utf-8")
    for key, few in (("infants", 10), ("days", 3)):
        text = re.sub(rf"(?m)^{key} = \d+$", f"{key} = {few}", text)
    (tmp_path / "small.toml").write_text(text, encoding="utf-8")
    drawn_at_all_widths("lesson", "run", "small.toml", "-q")


@pytest.mark.parametrize("width", NARROW)
def test_a_bench(width):
    wide, narrow = (printed(table_of_bench(FIGURES), w) for w in (WIDE, width))
    nothing_is_cut(narrow, wide, width)


def printed(renderable, width: int) -> str:
    screen = Console(width=width, highlight=False)
    with screen.capture() as captured:
        screen.print(renderable)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


@pytest.mark.parametrize("width", NARROW)
def test_the_shipped_validation(width):
    found = stored_validation().comparisons
    wide, narrow = (printed(summary_of_validation(found, w), w) for w in (WIDE, width))
    nothing_is_cut(narrow, wide, width)
    assert all(comparison.id in narrow for comparison in found)


@pytest.mark.parametrize("width", NARROW)
def test_the_shipped_calibration(width):
    wide, narrow = (printed(summary_of_calibration(summary_of()), w) for w in (WIDE, width))
    nothing_is_cut(narrow, wide, width)

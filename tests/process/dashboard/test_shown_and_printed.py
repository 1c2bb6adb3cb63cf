"""What pages show is what the command line prints."""

import json
import subprocess
import sys

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.compute import procedures
from attune_dashboard.state.choice import Choice
from attune_sim.procedures.strange_situation import SCALES


def test_the_ratings_are_those_of_the_command_line():
    seed, scenario = 5, "erratic"
    command = [sys.executable, "-m", "attune_sim", "observe", "strange-situation", scenario]
    command += ["--infants", "1", "--seed", str(seed), "--json", "--quiet"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    told = json.loads(out)["coded"][0]
    first = procedures.situation(Choice(scenario, seed=seed)).codings[0]
    assert first.pattern == told["pattern"]
    assert dict(first.ratings) == {scale: told[scale] for scale in SCALES}

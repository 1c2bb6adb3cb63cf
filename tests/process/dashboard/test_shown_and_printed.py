"""What pages show is what the command line prints."""

import json

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.compute import procedures
from attune_dashboard.state.choice import Choice
from attune_sim.procedures.strange_situation import SCALES


def test_the_ratings_are_those_of_the_command_line(attune):
    seed, scenario = 5, "erratic"
    one = ("--infants", 1, "--seed", seed, "--json", "--quiet")
    answer = attune("observe", "strange-situation", scenario, *one)
    told = json.loads(answer.out)["coded"][0]
    first = procedures.situation(Choice(scenario, seed=seed)).codings[0]
    assert first.pattern == told["pattern"]
    assert dict(first.ratings) == {scale: told[scale] for scale in SCALES}

"""Predictive checks and ablation: what holds over draws, what a mechanism buys."""

import json
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from attune_sim.evidence import read_findings, stored_validation
from attune_sim.evidence.calibration import ablation, predictive
from attune_sim.evidence.calibration.constants import DYAD
from attune_sim.evidence.calibration.targets import target
from attune_sim.evidence.validation.comparison import validate
from attune_sim.evidence.validation.judgement import Interval
from attune_sim.evidence.verdicts import CANNOT_TELL, DIRECTION, INSIDE, WRONG
from attune_sim.parameters import PARAMETERS


@pytest.fixture
def draws():
    """Three draws in the middle of the ranges."""
    at = np.array([0.4, 0.5, 0.6])
    return pd.DataFrame({c.name: c.value(at) for c in DYAD.members})


def check(tmp_path, draws, found):
    return predictive.check(tmp_path / "batches", draws, found, families=12, seed=3)


def test_a_finding_over_draws_is_as_the_draws_have_it(tmp_path, draws, small):
    found = check(tmp_path, draws, list(small.values()))
    assert [f["id"] for f in found] == list(small)
    table = pd.read_parquet(tmp_path / "batches" / "000000.parquet")
    for entry in found:
        values = table[entry["id"]]
        assert entry["median"] == pytest.approx(values.median())
        assert values.min() <= entry["low"] <= entry["high"] <= values.max()
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize(("direction", "expected"), [(-1, INSIDE), (1, WRONG)])
def test_a_direction_is_judged_over_the_draws(tmp_path, draws, finding_file, direction, expected):
    text = f"""
[[finding]]
id = "away"
statement = "Infants look less at a still face"
statistic = "mean"
of = ["face.gaze_effect"]
direction = {direction}
groups = {{ families = {{ population = "good-enough" }} }}
visits = {{ face = {{ age = 150 }} }}
"""
    [finding] = read_findings(finding_file(text))
    [found] = check(tmp_path, draws, [finding])
    [stored] = validate([finding], families=12)
    assert predictive.verdict(found, stored) == expected


def test_draws_that_differ_much_leave_a_finding_open():
    stored = stored_validation().by_id()["sensitivity-security"]
    published = stored.published.value
    around = {"median": published, "low": published - 0.04, "high": published + 0.04}
    assert predictive.verdict(around, stored) == INSIDE
    assert predictive.verdict(around | {"low": -0.1, "high": 0.6}, stored) == CANNOT_TELL
    assert predictive.verdict(dict.fromkeys(around), stored) == CANNOT_TELL


def test_the_range_of_draws_is_judged_as_a_95_percent_interval():
    """Nine tenths of the draws are above 0, but not nineteen twentieths."""
    stored = replace(stored_validation().by_id()["sensitivity-security"], direction=1)
    entry = {"median": 0.2, "low": 0.02, "high": 0.38}
    assert predictive.verdict(entry, stored) == CANNOT_TELL
    assert predictive.verdict(entry | {"low": 0.04}, stored) == DIRECTION


def test_only_what_changed_is_bought(small):
    one = validate(list(small.values()), families=12)
    lost, won = ablation.bought(one, one)
    assert lost == won == []
    fine = [replace(c, verdict="inside") for c in one]
    bad = [replace(fine[0], verdict="wrong"), *fine[1:]]
    lost, won = ablation.bought(fine, bad)
    assert [(p["id"], p["with"], p["without"]) for p in lost] == [(fine[0].id, "inside", "wrong")]
    assert not won
    lost, won = ablation.bought(bad, fine)
    assert not lost
    assert [p["id"] for p in won] == [fine[0].id]


def test_fit_is_lost_where_a_fitted_figure_moves_away(small):
    fitted = [replace(p, fitted=True) for p in small.values()]
    one = validate(fitted, families=12)
    assert ablation.fit_lost(fitted, one, one) == 0
    k = next(k for k, c in enumerate(one) if c.direction is None)
    aim, others = target(fitted[k]), one[:k] + one[k + 1 :]

    def at(value):
        return [replace(one[k], model=Interval(value, value - 0.01, value + 0.01, 12)), *others]

    far = at(aim.back(aim.value + 9 * aim.sd))
    assert ablation.fit_lost(fitted, at(aim.back(aim.value)), far) > 1
    assert ablation.fit_lost(fitted, one, at(math.nan)) == 0


@pytest.mark.parametrize("name", ablation.MECHANISMS)
def test_what_switches_a_mechanism_off_is_allowed(name):
    for parameter, value in ablation.MECHANISMS[name].items():
        assert PARAMETERS[parameter].low <= value <= PARAMETERS[parameter].high

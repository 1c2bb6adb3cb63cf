"""Predictive checks and ablation: what holds over draws, what a mechanism buys."""

import json
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from attune_sim.evidence import read_findings
from attune_sim.evidence.calibration import ablation, predictive
from attune_sim.evidence.calibration.constants import CONSTANTS
from attune_sim.evidence.calibration.targets import target
from attune_sim.evidence.validation.comparison import Interval, validate
from attune_sim.parameters import PARAMETERS


@pytest.fixture
def draws():
    """Three draws in the middle of the ranges."""
    at = np.array([0.4, 0.5, 0.6])
    return pd.DataFrame({c.name: c.value(at) for c in CONSTANTS})


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


@pytest.mark.parametrize(("direction", "holds"), [(-1, True), (1, False)])
def test_a_direction_holds_if_the_draws_have_it(tmp_path, draws, finding_file, direction, holds):
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
    assert found["holds"] is holds


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

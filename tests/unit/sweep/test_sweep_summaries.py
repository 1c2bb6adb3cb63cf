"""Means over replications and their intervals."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from attune_sim.intervals import wilson
from attune_sim.scenario import Scenario
from attune_sim.sweep import Level, SweepSpec, summary

NAN = float("nan")


def made(values, **more):
    """Rows of two points, five replications; values of the measure in order of the runs."""
    spec = SweepSpec(
        "x",
        (Scenario("a"),),
        replications=5,
        vary={"responsiveness": (0.2, 0.8)},
        measures=("felt_security",),
        **more,
    )
    rows = pd.DataFrame(
        {
            "run": range(10),
            "point": [0] * 5 + [1] * 5,
            "replication": [*range(5)] * 2,
            "scenario": "a",
            "responsiveness": [0.2] * 5 + [0.8] * 5,
            "felt_security": values,
        }
    )
    return rows, spec


def condensed(rows, spec):
    return summary(rows, spec.keys, spec.measures)


def test_mean_spread_and_interval_as_scipy_has_them():
    values = np.array([0.1, 0.4, 0.35, 0.2, 0.3, 0.8, 0.7, 0.75, 0.9, 0.85])
    table = condensed(*made(values))
    assert list(table["responsiveness"]) == [0.2, 0.8]
    assert list(table["point"]) == [0, 1]
    for row, own in zip(table.to_dict("records"), (values[:5], values[5:]), strict=True):
        assert row["measure"] == "felt_security"
        assert row["n"] == 5
        assert row["mean"] == pytest.approx(own.mean())
        assert row["sd"] == pytest.approx(own.std(ddof=1))
        wanted = stats.t.interval(0.95, 4, own.mean(), stats.sem(own))
        assert (row["low"], row["high"]) == pytest.approx(wanted)


def test_undefined_values_are_left_out_and_one_has_no_interval():
    table = condensed(*made([NAN, 0.4, 0.2, NAN, NAN, NAN, NAN, 0.7, NAN, NAN]))
    assert list(table["n"]) == [2, 1]
    assert list(table["mean"]) == pytest.approx([0.3, 0.7])
    assert table[["sd", "low", "high"]].iloc[1].isna().all()


def test_no_value_at_all_is_undefined_not_an_error():
    table = condensed(*made([NAN] * 5 + [0.5] * 5))
    assert table["n"][0] == 0
    assert np.isnan(table["mean"][0])
    assert table[["low", "mean", "high"]].iloc[1].tolist() == [0.5] * 3


def test_levels_are_kept():
    rows, spec = made([0.5] * 10, levels=(Level("full"),))
    table = condensed(rows.assign(level="full"), spec)
    assert list(table.columns[:4]) == ["point", "scenario", "level", "responsiveness"]
    assert list(table["level"]) == ["full"] * 2


def test_factors_keep_the_order_in_which_they_come():
    rows = pd.DataFrame({"scenario": ["z", "a", "z"], "felt_security": [1.0, 2.0, 3.0]})
    assert summary(rows, ["scenario"], ["felt_security"])["scenario"].tolist() == ["z", "a"]


def test_without_keys_all_rows_are_one_point():
    rows = pd.DataFrame({"felt_security": [0.1, 0.3, NAN]})
    (row,) = summary(rows, [], ["felt_security"]).to_dict("records")
    assert (row["mean"], row["n"]) == (pytest.approx(0.2), 2)


def test_shares_of_infants_have_wilsons_interval_of_all_infants_of_a_point():
    rows = pd.DataFrame({"point": [0, 0, 1, 1], "infants": 120, "patterns_secure": [1.0, 1, 0, 0]})
    table = summary(rows, ["point"], ["patterns_secure"])
    assert table["high"].tolist() == [1.0, wilson(0, 240)[1]]
    assert table["low"].tolist() == [pytest.approx(wilson(240, 240)[0]), 0.0]


def test_an_interval_goes_no_further_than_its_scale():
    rows = pd.DataFrame({"attuned_share": [0.0, 0.0, 0.01]})
    (row,) = summary(rows, [], ["attuned_share"]).to_dict("records")
    assert row["low"] == 0

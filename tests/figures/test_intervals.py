import numpy as np
import pandas as pd
import pytest
from scipy import stats

from attune_sim.figures.intervals import half_width, summary, wilson


def test_summary_is_mean_and_students_interval():
    rows = pd.DataFrame({"x": [2, 1, 1, 1, 2], "felt_security": [0.5, 0.1, 0.2, 0.6, 0.7]})
    table = summary(rows, ["x"], ["felt_security"])
    assert table["x"].tolist() == [1, 2]
    for row, values in zip(table.itertuples(), ([0.1, 0.2, 0.6], [0.5, 0.7]), strict=True):
        low, high = stats.t.interval(
            0.95, len(values) - 1, loc=np.mean(values), scale=stats.sem(values)
        )
        assert (row.mean, row.low, row.high, row.n) == pytest.approx(
            (np.mean(values), low, high, len(values))
        )


def test_undefined_values_are_left_out_and_one_value_has_no_interval():
    rows = pd.DataFrame({"x": [1, 1, 2], "felt_security": [0.1, np.nan, np.nan]})
    table = summary(rows, ["x"], ["felt_security"])
    assert table["n"].tolist() == [1, 0]
    assert table["mean"].tolist()[0] == 0.1
    assert table[["low", "high"]].isna().all(axis=None)
    assert np.isnan(half_width(0.1, 1))


def test_factors_keep_the_order_in_which_they_come():
    rows = pd.DataFrame({"scenario": ["z", "a", "z"], "felt_security": [1.0, 2.0, 3.0]})
    assert summary(rows, ["scenario"], ["felt_security"])["scenario"].tolist() == ["z", "a"]


def test_wilson_is_the_textbook_interval():
    # 95 % of 8 in 10 (Wilson 1927, without correction): p0 of (p-p0)^2 = z^2 p0 (1-p0) / n
    low, high = wilson(8, 10)
    for end in (low, high):
        assert (0.8 - end) ** 2 == pytest.approx(1.959964**2 * end * (1 - end) / 10, rel=1e-5)
    assert low < 0.8 < high
    assert np.isnan(wilson(0, 0)).all()

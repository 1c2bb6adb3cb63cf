"""Joint states, lags and sequences, against calculations of other kinds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from attune_sim.observations.sequences import (
    association,
    contingencies,
    cross_correlation,
    grid,
    labels_of,
    states_of,
)

nan = math.nan
A, B = 0, 1


def test_states_are_categories_or_four_parts_of_the_scale():
    values = np.array([0.0, 0.25, 0.5, 1.0, nan])
    assert states_of(values, ()).tolist() == [0, 1, 2, 3, -1]
    assert labels_of(()) == ["0 to 0.25", "0.25 to 0.5", "0.5 to 0.75", "0.75 to 1"]
    assert states_of(np.array([0.0, 0.5, 1.0, nan]), ("x", "y", "z")).tolist() == [0, 1, 2, -1]


def test_a_grid_worked_by_hand():
    infant = np.array([A, A, A, B, -1, B, B])
    caregiver = np.array([A, A, B, B, B, B, B])
    found = grid(infant, caregiver, 2, 1.0)
    # Times 2, 1, 3 of 6 in three of four cells; 2 changes in the 4 steps that are seen.
    assert found["grid_cells"] == 3
    shares = np.array([2, 1, 3]) / 6
    assert found["grid_dispersion"] == pytest.approx(1 - (4 * (14 / 36) - 1) / 3)
    assert found["grid_entropy"] == pytest.approx(-(shares * np.log2(shares)).sum())
    assert found["grid_transitions_per_min"] == 60 * 2 / 4
    assert grid(infant, caregiver, 2, 0.5)["grid_transitions_per_min"] == 120 * 2 / 4


@pytest.mark.parametrize(
    ("cells", "dispersion", "entropy"), [([0, 0, 0, 0], 0, 0), ([0, 1, 2, 3], 1, 2)]
)
def test_ends_of_dispersion_and_entropy(cells, dispersion, entropy):
    found = grid(np.array(cells) // 2, np.array(cells) % 2, 2, 1.0)
    assert found["grid_dispersion"] == pytest.approx(dispersion)
    assert found["grid_entropy"] == pytest.approx(entropy)


def test_who_comes_first_has_the_positive_lag():
    random = np.random.default_rng(1)
    infant = random.random(200)
    caregiver = np.concatenate([[0.0, 0.0, 0.0], infant[:-3]])
    rows = {row["lag_s"]: row for row in cross_correlation(infant, caregiver, 0.5)}
    assert list(rows) == [k / 2 for k in range(-20, 21)]
    assert rows[1.5]["correlation"] == pytest.approx(1.0)
    assert rows[1.5]["units"] == 197
    assert rows[0.0]["correlation"] == pytest.approx(np.corrcoef(infant, caregiver)[0, 1])
    assert abs(rows[-1.5]["correlation"]) < 0.3


def test_gaps_and_constants_have_no_correlation():
    rows = cross_correlation(np.full(30, 0.5), np.arange(30) / 30, 1.0)
    assert all(math.isnan(row["correlation"]) for row in rows)
    rows = cross_correlation(np.full(30, nan), np.arange(30) / 30, 1.0)
    assert all(row["units"] == 0 for row in rows)


def test_sequences_count_what_follows_a_unit_later():
    infant, caregiver = np.array([A, A, B, -1, A]), np.array([B, B, A, A, B])
    rows = contingencies(infant, caregiver, ["x", "y"])
    counts = {(r["given_person"], r["given_state"], r["target_state"]): r["followed"] for r in rows}
    assert counts == {
        ("infant", "x", "x"): 1, ("infant", "x", "y"): 1,
        ("infant", "y", "x"): 1, ("infant", "y", "y"): 0,
        ("caregiver", "x", "x"): 1, ("caregiver", "x", "y"): 0,
        ("caregiver", "y", "x"): 1, ("caregiver", "y", "y"): 1,
    }  # fmt: skip


count = st.integers(0, 60)


@given(count, count, count, count)
def test_an_adjusted_residual_is_the_root_of_chi_squared(a, b, c, d):
    found = association(a, b, c, d)
    table = np.array([[a, b], [c, d]])
    if (table.sum(0) == 0).any() or (table.sum(1) == 0).any():
        assert math.isnan(found["adjusted_residual"])
        return
    wanted = chi2_contingency(table, correction=False)
    assert found["adjusted_residual"] ** 2 == pytest.approx(wanted.statistic, abs=1e-9)
    assert found["expected"] == pytest.approx(wanted.expected_freq[0, 0])
    assert -1 <= found["yules_q"] <= 1
    assert found["yules_q"] * found["adjusted_residual"] >= -1e-12


def test_yules_q_by_hand():
    assert association(20, 10, 5, 15)["yules_q"] == pytest.approx((300 - 50) / (300 + 50))

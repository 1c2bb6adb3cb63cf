"""Windowed cross-correlation, against a loop over windows and series whose lag is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from attune_sim.observations.windows import windowed


def smooth(seed, n=300):
    random = np.random.default_rng(seed)
    values = np.convolve(random.random(n + 4), np.ones(5) / 5, "valid")
    return (values - values.min()) / np.ptp(values)


@pytest.mark.parametrize(("lag", "unit"), [(2, 1.0), (-3, 1.0), (0, 1.0), (2, 0.5), (1, 2.0)])
def test_a_known_lag_is_found_in_every_window(lag, unit):
    infant = smooth(1)
    caregiver = np.roll(infant, lag)
    rows = windowed(infant, caregiver, unit).rows
    assert len(rows) > 3
    for row in rows[1:-1]:  # the ends turn round
        assert row["peak_lag_s"] == lag * unit
        assert row["peak_correlation"] == pytest.approx(1)
    whole = windowed(infant, caregiver, unit).whole
    assert whole["window_infant_first"] == pytest.approx({1: 1, 0: 0.5, -1: 0}[np.sign(lag)])
    assert whole["window_peak_chance"] < 0.8


def test_windows_are_those_of_a_loop():
    infant, caregiver = smooth(1, 90), smooth(2, 90)
    infant[40:44] = math.nan
    rows = windowed(infant, caregiver, 1.0).rows
    assert [row["window_start_s"] for row in rows] == [0, 10, 20, 30, 40, 50]
    for row in rows:
        start = int(row["window_start_s"])
        r = {}
        for lag in range(-5, 6):
            a = infant[start + max(0, -lag) :][:30]
            b = caregiver[start + max(0, lag) :][:30]
            known = ~np.isnan(a - b)
            r[lag] = np.corrcoef(a[known], b[known])[0, 1]
        assert row["window_correlation"] == pytest.approx(r[0])
        peaks = [k for k in range(-4, 5) if r[k] > r[k - 1] and r[k] > r[k + 1]]
        if not peaks:
            assert math.isnan(row["peak_lag_s"])
            continue
        nearest = min(peaks, key=lambda k: (abs(k), -r[k]))
        assert row["peak_lag_s"] == nearest
        assert row["peak_correlation"] == pytest.approx(r[nearest])


def test_two_who_do_not_respond_are_as_close_as_chance():
    differences = []
    for seed in range(12):
        whole = windowed(smooth(seed), smooth(100 + seed), 1.0).whole
        differences.append(whole["window_peak"] - whole["window_peak_chance"])
    assert abs(np.mean(differences)) < 3 * np.std(differences, ddof=1) / math.sqrt(12)


def test_a_short_film_has_no_window():
    whole = windowed(smooth(1, 20), smooth(2, 20), 1.0)
    assert whole.rows == []
    assert whole.whole["windows"] == 0
    assert math.isnan(whole.whole["window_peak"])


def test_a_series_that_never_changes_has_no_peak():
    found = windowed(np.full(100, 0.5), smooth(2, 100), 1.0)
    assert found.whole["windows_with_peak"] == 0
    assert math.isnan(found.rows[0]["window_correlation"])

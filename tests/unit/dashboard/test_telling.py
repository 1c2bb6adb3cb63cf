"""Events in words, and running counts."""

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.narration import events, summary, tally
from attune_sim import measures
from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.figures import Span


def record(infant, caregiver, **series):
    trace = np.zeros(len(infant), TRACE_DTYPE)
    trace["infant_engagement"], trace["caregiver_engagement"] = infant, caregiver
    trace["present"] = trace["attending"] = 1.0
    for name, values in series.items():
        trace[name] = values
    return pd.DataFrame(trace)


def told(trace, episodes=()):
    return [(e.second, e.kind, e.text) for e in events(trace, 0.1, episodes)]


def test_a_rupture_and_its_repair_by_whoever_moved():
    trace = record([0.5, 0.5, 0.5, 0.5], [0.5, 0.9, 0.9, 0.5])
    assert told(trace) == [
        (1, "rupture", "Rupture"),
        (3, "repair", "Repaired by the caregiver after 2 s"),
    ]
    trace = record([0.5, 0.9, 0.9, 0.5], [0.5, 0.5, 0.5, 0.5])
    assert told(trace)[1] == (3, "repair", "Repaired by the infant after 2 s")


def test_a_rupture_that_was_there_at_the_beginning_is_not_told():
    assert told(record([0.5, 0.5], [0.9, 0.5])) == []


def test_alarms_fussing_and_leaving_are_told():
    n = 20
    trace = record(
        np.full(n, 0.5),
        np.full(n, 0.5),
        alarm=np.arange(n) == 4,
        display=np.where(np.arange(n) < 3, 0.6, 0.0),
        present=np.where(np.arange(n) < 15, 1.0, 0.0),
    )
    assert told(trace) == [
        (0, "distress", "The infant begins to fuss"),
        (3, "distress", "The infant is quiet again"),
        (4, "alarm", "An alarming moment"),
        (15, "place", "The caregiver leaves the room"),
    ]


def test_episodes_are_told_where_there_are_several():
    trace = record([0.5] * 4, [0.5] * 4)
    assert told(trace, [Span("play", 0, 4)]) == []
    parts = [Span("play", 0, 2), Span("still face", 2, 2)]
    assert told(trace, parts) == [(0, "episode", "Play"), (2, "episode", "Still face")]


def test_counts_end_as_the_measures_have_it():
    rng = np.random.default_rng(1)
    infant, caregiver = rng.random((2, 120))
    found = measures.interaction_measures(infant, caregiver, 0.3)
    sums = tally(record(infant, caregiver), 0.3)
    assert sums["attuned"][-1] / sums["coded"][-1] == pytest.approx(found["attuned_share"])
    assert sums["chance"] == pytest.approx(float(found["attuned_share_surrogate"]))
    assert sums["ruptures"][-1] / (119 / 60) == pytest.approx(found["ruptures_per_min"])
    latency = sums["repair_s"][-1] / sums["repairs"][-1]
    assert latency == pytest.approx(found["repair_latency_s"])


def test_a_summary_says_who_repaired_and_how_long_there_was_fussing():
    infant = [0.5, 0.5, 0.9, 0.5, 0.5, 0.5, 0.5, 0.5]
    caregiver = [0.5, 0.5, 0.5, 0.5, 0.9, 0.5, 0.9, 0.9]
    display = [0, 0, 0.3, 0, 0.3, 0.3, 0.3, 0.25]
    assert summary(record(infant, caregiver, display=display), 0.1) == {
        "ruptures": 3,
        "by_caregiver": 1,
        "by_infant": 1,
        "by_both": 0,
        "open": 1,
        "fussing_s": 4,
        "longest_s": 3,
    }


def test_a_record_that_has_not_begun_counts_nothing():
    empty = pd.DataFrame(np.full(10, np.nan, TRACE_DTYPE))
    assert events(empty, 0.1) == ()
    sums = tally(empty, 0.1)
    assert sums["coded"] == [0] * 10
    assert sums["chance"] is None

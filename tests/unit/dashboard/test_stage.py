"""What the stage is given of a record."""

import json

import numpy as np
import pandas as pd
import pytest

from attune_dashboard.compute import moments, procedures, stage
from attune_dashboard.state.choice import Choice
from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.figures import Span


def record(seconds, **fields):
    values = np.zeros(seconds, TRACE_DTYPE)
    for name, value in fields.items():
        values[name] = value
    return pd.DataFrame(values)


def test_a_camera_gives_every_field_rounded_and_none_where_nothing_is_known():
    trace = record(3, distance=[0.123456, 1.0, np.nan])
    seen = stage.camera(trace)
    assert list(seen) == list(TRACE_DTYPE.names)
    assert seen["distance"] == [0.1235, 1.0, None]
    assert json.loads(json.dumps(seen, allow_nan=False)) == seen


def test_episodes_say_who_is_there_and_begin_where_the_film_does():
    spans = [
        Span("4 first separation", 390, 180),
        Span("5 first reunion", 570, 180),
        Span("6 second separation, alone", 750, 180),
    ]
    found = stage.seen(record(540), spans, first=390)
    assert found["room"] == "laboratory"
    assert found["episodes"] == [
        [0, "4 first separation", False, True, True],
        [180, "5 first reunion", False, False, False],
        [360, "6 second separation, alone", False, False, True],
    ]


def test_a_still_face_is_told_from_not_attending():
    spans = [Span("play", 0, 120), Span("still face", 120, 120), Span("reunion", 240, 120)]
    found = stage.seen(record(360), spans)
    assert found["room"] == "play"
    assert [still for _, _, still, _, _ in found["episodes"]] == [False, True, False]


@pytest.mark.parametrize("only", [None, 4])
def test_a_strange_situation_is_played_whole_or_by_episode(only):
    choice = Choice()
    found = procedures.situation(choice)
    shown = procedures.situation_moment(choice, found, only)
    first, count = (0, len(found.trace)) if only is None else (570, 180)
    assert shown.first == first
    assert shown.trace["distress"].tolist() == (
        found.trace["distress"].iloc[first : first + count].tolist()
    )
    assert len(shown.tally["attuned"]) == count


def test_everyday_life_is_played_at_home():
    shown = moments.moment(Choice(view="everyday"))
    assert stage.seen(shown.trace, shown.episodes)["room"] == "play"

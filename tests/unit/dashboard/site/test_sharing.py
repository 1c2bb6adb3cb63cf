"""Data is written in few bytes, and nothing of it is lost."""

import json

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")

from attune_dashboard.site.sharing import shared


def whole(text):
    """What the browser makes of it (static/site/sharing.js)."""
    held = json.loads(text)

    def look(value):
        if isinstance(value, list):
            return [look(v) for v in value]
        if not isinstance(value, dict):
            return value
        if "$" in value:
            if isinstance(value["$"], int):
                return look(held["shared"][value["$"]])
            first, step, steps = value["$"]
            numbers = steps if isinstance(steps, list) else range(steps)
            return [None if k is None else first + k * step for k in numbers]
        return {key: look(v) for key, v in value.items()}

    return look(held["page"])


def test_it_comes_back_as_it_was():
    page = {
        "none": None,
        "texts": ["", "a", "ä → “b”", {"deep": [True, False, 1, 0.5, -3, 1e-3]}],
        "row": [0.25, 0.5, None, 0.5, 0.25, 0.125, 0.5, -0.75, 1.0],
        "flags": [True] * 9,
        "empty": [{}, []],
    }
    assert whole(shared(page)) == page


def test_times_take_no_room():
    times = [946684800000.0 + 1000 * k for k in range(3000)]
    text = shared({"x": times, "again": times})
    assert len(text) < 150
    assert whole(text) == {"x": times, "again": times}


def test_times_with_gaps_take_little():
    times = [946684800000.0 + 500 * (k * k % 17) for k in range(200)]
    times[7] = times[90] = None
    text = shared(times)
    assert len(text) < 5 * 200
    assert whole(text) == times


def test_what_stands_there_twice_is_kept_once():
    film = {"display": [0.123, 0.7, 0.3, 0.8, 0.2, 0.9, 0.4, 0.6], "words": "w" * 500}
    text = shared({"one": film, "other": {"film": dict(film)}})
    assert text.count("w" * 500) == 1
    assert whole(text)["other"]["film"] == film


def test_numbers_in_rows_have_three_decimals():
    found = whole(shared([0.123456789, *[0.5, 0.25] * 4]))
    assert found[0] == 0.123
    assert whole(shared([0.123456789, 0.5])) == [0.123456789, 0.5]  # no row


def test_what_json_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        shared([float("nan")])

"""What can be chosen with sliders on a page of files: what comes of each was computed before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

BEGIN = "begin"


def chosen(knobs: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, dict[str, float]]]:
    """All that can be chosen: where the sliders begin, then each stop of one slider at a time.

    Yields:
        What the browser's side calls it (static/site/events.js), and the values of all sliders.
    """
    begin = {knob["name"]: knob["value"] for knob in knobs}
    yield f"values:{BEGIN}", begin
    for knob in knobs:
        for k, value in enumerate(knob["stops"]):
            if value != knob["value"]:
                yield f"values:{knob['name']}:{k}", begin | {knob["name"]: value}

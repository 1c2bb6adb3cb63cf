"""Times as files write them, in seconds: 83.45, 83,45, 1:23.45, 00:01:23.450, 83450 ms, frames."""

from __future__ import annotations

import math
import re

from attune_sim.errors import InputError, shown
from attune_sim.observations.recording import Layout

LONGEST = 1e7
"""Seconds; a time beyond is no time of a film."""
FACTORS = {"s": 1.0, "ms": 0.001, "min": 60.0}
UNITS = (*FACTORS, "frames")
_CLOCK = re.compile(r"(-?)(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2}(?:[.,]\d{1,9})?)")
_DATAVYU = re.compile(r"(\d{1,4}):(\d{2}):(\d{2}):(\d{3})")
_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d{1,3})?")
_MILLISECONDS = re.compile(r"\b(ms|msec|milliseconds?)\b")


def seconds(text: str, factor: float = 1.0) -> float:
    """The seconds that a cell says.

    Args:
        text: of the cell.
        factor: seconds in a unit of a plain number; a clock's reading needs none.

    Raises:
        InputError: it is no time.
    """
    text = text.strip()
    if ":" not in text and _NUMBER.fullmatch(text):  # first, since most times are numbers
        value = float(text.replace(",", ".")) * factor
    elif clock := _CLOCK.fullmatch(text):
        sign, hours_, minutes_, rest = clock.groups()
        value = 3600 * int(hours_ or 0) + 60 * int(minutes_) + float(rest.replace(",", "."))
        value = -value if sign else value
    elif found := _DATAVYU.fullmatch(text):
        hours, minutes, whole, thousandths = map(int, found.groups())
        return 3600 * hours + 60 * minutes + whole + thousandths / 1000
    else:
        raise InputError(f"{shown(text)} is not a time; write seconds or hh:mm:ss.ms")
    if not math.isfinite(value) or abs(value) > LONGEST:
        raise InputError(f"{shown(text)} is not a time of a film: it is too large")
    return value


def factor_of(heading: str, layout: Layout) -> float:
    """Seconds in a unit of a column of times.

    Raises:
        InputError: times are in frames, and nobody says how many there are in a second.
    """
    words = heading.lower().replace("_", " ")
    unit = layout.time
    if not unit and "frame" in words:
        unit = "frames"
    if not unit and _MILLISECONDS.search(words.replace("ss.msec", "").replace("ss.ms", "")):
        unit = "ms"
    if unit == "frames":
        if layout.fps is None:
            raise InputError(
                "times are in frames; the mapping has to say how many make a second: fps = 25"
            )
        return 1.0 / layout.fps
    return FACTORS[unit or "s"]

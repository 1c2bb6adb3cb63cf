"""Praat's TextGrid, long or short: Praat reads the free-standing words of either, and so do we."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_sim.errors import InputError
from attune_sim.observations.recording import Observation, Recording, Stretch
from attune_sim.observations.times import seconds

_WORD = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"|(?<!\S)(-?\d[\d.eE+-]*|<exists>)(?!\S)')
MOST_TIERS, MOST_INTERVALS = 1_000, 100_000


def recording_of_textgrid(text: str) -> Recording:
    """The recording of a TextGrid, a track for each tier; empty intervals are not coded.

    Raises:
        InputError: it ends early, or holds something else where a number is expected.
    """
    words = _words(text)
    _expect(words, '"ooTextFile')
    _expect(words, '"TextGrid')
    start, end = _number(words), _number(words)
    _expect(words, "<exists>")
    stretches: list[Stretch] = []
    left = MOST_INTERVALS
    for _ in range(_count(words, MOST_TIERS)):
        kind, name = _text(words), _text(words).strip()
        _number(words), _number(words)
        intervals = _count(words, left)
        left -= intervals
        for _ in range(intervals):
            first = _number(words)
            last = _number(words) if kind == "IntervalTier" else first
            code = _text(words).strip()
            if code:
                stretches.append(Stretch(name, code, first, last))
    if not stretches:
        raise InputError("this TextGrid has no intervals with text")
    return Recording("Praat TextGrid", (Observation("", tuple(stretches), start, end),))


def _words(text: str) -> Iterator[str]:
    for found in _WORD.finditer(text):
        yield found[2] or f'"{found[1]}'.replace('""', '"')
    raise InputError("this TextGrid ends before all its intervals have come")


def _expect(words: Iterator[str], wanted: str) -> None:
    if next(words) != wanted:
        raise InputError(f"this is no TextGrid: {wanted.lstrip(chr(34))} is missing")


def _text(words: Iterator[str]) -> str:
    word = next(words)
    if not word.startswith('"'):
        raise InputError(f"this TextGrid has {word[:30]!r} where a text in quotes is expected")
    return word[1:]


def _number(words: Iterator[str]) -> float:
    word = next(words)
    if word.startswith('"'):
        raise InputError(f"this TextGrid has the text {word[1:30]!r} where a time is expected")
    return seconds(word)


def _count(words: Iterator[str], most: int) -> int:
    value = _number(words)
    if not (0 <= value <= most and value == int(value)):
        raise InputError(
            f"this TextGrid says it has {value:g} parts; a whole number up to {most:,} is read"
        )
    return int(value)

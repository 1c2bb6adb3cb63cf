"""A mapping to begin with: every track and code of a file, for a person to edit.

No program can know what a code means, so each is given the value 0.5 and a line that says so; a
track goes to the person whose name it seems to bear.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from attune_sim.observations.mapping import as_compared, number_of
from attune_sim.observations.recording import PLAIN, Layout, Recording

INFANT = re.compile(r"infant|baby|child|\bchi\b|kind|enfant|bebe|neonat", re.IGNORECASE)
CAREGIVER = re.compile(r"care|mother|father|mater|pater|\bmot\b|\bfat\b|mom|mum|dad|parent|"
                       r"adult|mutter|vater|mere|madre|padre", re.IGNORECASE)  # fmt: skip
MOST_CODES = 30
"""Different codes of a track that is still a coding, unless they are numbers."""


def tracks_of(recording: Recording) -> dict[str, Counter[str]]:
    """All codes of all tracks, over the observations of a file."""
    found: dict[str, Counter[str]] = {}
    for observation in recording.observations:
        for track, codes in observation.codes().items():
            found.setdefault(track, Counter()).update(codes)
    return found


def first_mapping(recording: Recording, layout: Layout = PLAIN) -> str:
    """The text of a mapping file; it repeats the layout by which the file was read."""
    tracks = tracks_of(recording)
    taken = {name: _guessed(tracks, pattern) for name, pattern in _PEOPLE.items()}
    others = [track for track in tracks if not any(track in names for names in taken.values())]
    taken = {name: names or others[k : k + 1] for k, (name, names) in enumerate(taken.items())}
    lines = [
        "# What the codes mean. Edit it: nothing here knows your coding scheme.",
        "# A number from 0 (turned away) to 1 (fully engaged), or a category in quotes, which has",
        "# to be the same for both to match. What could not be seen belongs in `missing`.",
        "",
        "unit = 1.0  # seconds, 0.1 to 5",
        'rule = "middle"  # the code at the middle of each unit; or "longest", "mean", "any"',
        "tolerance = 0.1  # how far apart two numbers may be and still match",
    ]
    if layout.dyad:
        lines.append(f"dyad = [{', '.join(map(_quoted, layout.dyad))}]")
    lines += [f"{k} = {v:g}" for k in ("fps", "step") if (v := getattr(layout, k)) is not None]
    for person, names in taken.items():
        lines += ["", f"[{person}]", *_person(names, tracks)]
    rest = [track for track in tracks if not any(track in names for names in taken.values())]
    if rest:
        lines += ["", "# Tracks that are not used:"]
        lines += [f"# {_quoted(track)}: {_codes(tracks[track])}" for track in rest]
    return "\n".join(lines) + "\n"


_PEOPLE = {"infant": INFANT, "caregiver": CAREGIVER}


def _guessed(tracks: Mapping[str, Counter[str]], pattern: re.Pattern[str]) -> list[str]:
    return [t for t, codes in tracks.items() if pattern.search(t) and _is_coding(codes)]


def _is_coding(codes: Counter[str]) -> bool:
    return len(codes) <= MOST_CODES or _is_rating(codes)


def _is_rating(codes: Iterable[str]) -> bool:
    return all(number_of(code) is not None for code in codes)


def _person(names: list[str], tracks: Mapping[str, Counter[str]]) -> list[str]:
    codes = list(dict.fromkeys(as_compared(code) for name in names for code in tracks[name]))
    lines = [f"tracks = [{', '.join(map(_quoted, names))}]"]
    numbers = [number_of(code) or 0.0 for code in codes] if _is_rating(codes) else []
    if numbers and min(numbers) < max(numbers):
        lowest, highest = min(numbers), max(numbers)
        lines.append(
            f"scale = [{lowest:g}, {highest:g}]"
            "  # lowest and highest that occur here; write those of your scheme"
        )
    else:
        pairs = ", ".join(f"{_quoted(code)} = 0.5" for code in codes[:200])
        lines.append(f"codes = {{ {pairs} }}  # 0.5 is only a place to write your value")
    return [*lines, 'missing = []  # for example ["U", "99"]']


def _codes(codes: Counter[str]) -> str:
    if not _is_coding(codes):
        return f"{len(codes)} different codes"
    shown = list(codes)[:MOST_CODES]
    return ", ".join(map(_quoted, shown)) + (", ..." if len(codes) > len(shown) else "")


def _quoted(text: str) -> str:
    """A text as TOML writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"' + "".join(c if c.isprintable() else f"\\u{ord(c) & 0xFFFF:04x}" for c in escaped) + '"'
    )

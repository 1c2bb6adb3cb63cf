"""Data in few bytes: what stands in it several times is kept once, and a row of times as a rule.

The browser undoes it (static/site/sharing.js).
"""

from __future__ import annotations

import json
import math
from typing import Any

SHORTEST = 40
"""Characters of JSON; what has fewer stands where it is used."""
DECIMALS = 3
"""Of numbers in rows: a film is drawn with no more."""
ROW = 8
"""Numbers that make a row."""
LARGE = 10_000
"""Numbers from here on are told by their steps from the first one."""


def shared(page: Any) -> str:
    """Data as JSON: {"page": it, "shared": its parts}.

    In it {"$": k} is part k, {"$": [first, step, count]} a row of numbers, and {"$": [first, step,
    [0, 1, 4]]} a row by its steps from the first one.
    """
    parts: list[str] = []
    numbers: dict[str, int] = {}
    written: dict[int, str] = {}  # states of a page hold the same films

    def kept(value: Any) -> str:
        if not isinstance(value, _HOLDERS):
            return _text(value)
        if id(value) not in written:
            written[id(value)] = held(value)
        return written[id(value)]

    def held(value: Any) -> str:
        if isinstance(value, dict):
            inner = ",".join(f"{_text(key)}:{kept(v)}" for key, v in value.items())
            return part(f"{{{inner}}}")
        if any(issubclass(kind, _HOLDERS) for kind in set(map(type, value))):
            return part(f"[{','.join(map(kept, value))}]")
        if not _is_row(value):
            return part(_text(value))
        rule = _rule(value)
        return part(_text(_rounded(value)) if rule is None else f'{{"$":{_text(rule)}}}')

    def part(text: str) -> str:
        if len(text) < SHORTEST:
            return text
        if text not in numbers:
            numbers[text] = len(parts)
            parts.append(text)
        return f'{{"$":{numbers[text]}}}'

    return f'{{"page":{kept(page)},"shared":[{",".join(parts)}]}}'


_HOLDERS = (dict, list, tuple)
_text = json.JSONEncoder(allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode


def _is_row(values: Any) -> bool:
    """Whether there are enough values, all of them numbers or None."""
    kinds = set(map(type, values)) - {type(None)}
    return len(values) >= ROW and all(issubclass(k, int | float) and k is not bool for k in kinds)


def _rule(values: Any) -> list[Any] | None:
    """What gives a row of whole numbers, such as times, in less room; None if nothing does."""
    known = [v for v in values if v is not None]
    if len(known) < ROW or not all(v == int(v) for v in known):
        return None
    first = int(min(known))
    step = math.gcd(*(int(v) - first for v in known)) or 1
    steps = [None if v is None else (int(v) - first) // step for v in values]
    if steps == list(range(len(values))):
        return [first, step, len(values)]
    return [first, step, steps] if first >= LARGE else None


def _rounded(values: Any) -> list[Any]:
    return [None if v is None else _short(round(v, DECIMALS)) for v in values]


def _short(value: float) -> float:
    return int(value) if value == int(value) else value

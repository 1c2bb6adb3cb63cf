"""Refuse a name so like a known one that it must be a slip: Python would take it in silence."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

ALIKE = 0.88
"""From here on a slip: `responsivness`, `begin_dya`, `shares`; not `responsiveness_before`."""


def meant(name: str, known: Iterable[str]) -> str | None:
    """The known name that a misspelt one must mean; None if it is known or like none."""
    known = set(known)
    if name in known or name.startswith("_"):
        return None
    close = difflib.get_close_matches(name.lower(), known, n=1, cutoff=ALIKE)
    return close[0] if close else None


def slip(owner: str, name: str, right: str) -> str:
    """The message about a misspelt name."""
    return f"{owner} has no '{name}'; did you mean {right}? A name of your own must be less like it"

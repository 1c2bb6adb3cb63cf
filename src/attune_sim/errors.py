"""Errors in input: one sentence for a person, and what to do instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


class InputError(ValueError):
    """An input that cannot be used. Its text is one sentence for the person who gave it."""


class InputWarning(UserWarning):
    """Something about an input that a person should know. Its text is one sentence."""


def near(name: str, known: Iterable[str]) -> str:
    """The known names most like a misspelt one, as the end of a sentence."""
    known = sorted(known)
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if close:
        return "did you mean " + " or ".join(close) + "?"
    return "known are " + ", ".join(known) if len(known) <= 20 else "no known name is like it"


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them: 'a', 'a and b', 'a, b and c'."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def shown(value: object) -> str:
    """A value from a file or a command line as a sentence can hold it: short, on one line."""
    try:
        text = "".join(line.strip() for line in repr(value).splitlines())
    except (RecursionError, ValueError):  # nested too deeply, or a number of too many digits
        return "(too large to show)"
    return text if len(text) <= 60 else text[:57] + "..."

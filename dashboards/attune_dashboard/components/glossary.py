"""Terms explained where they stand, on hover and on focus; declared once, in glossary.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from attune_dashboard.components.html import element
from attune_sim.textfiles.checked import Table, checked_content
from attune_sim.textfiles.toml import placed, read_toml

FILE = Path(__file__).parent.parent / "glossary.toml"


class Entry(Table):
    """A term of the glossary.

    Attributes:
        meaning: in a sentence or two.
        also: other forms of the term.
    """

    meaning: str
    also: tuple[str, ...] = ()


@cache
def _entries() -> dict[str, Entry]:
    document = read_toml(FILE)
    held = {}
    with document.told():
        for name, given in document.content.items():
            with placed(name):
                held[name] = checked_content(given, Entry)
    return held


@cache
def terms() -> dict[str, str]:
    """Terms in order of the alphabet, and their meanings."""
    held = _entries()
    return {term: held[term].meaning for term in sorted(held, key=str.lower)}


@cache
def _forms() -> dict[str, str]:
    """The term of each form in small letters, the longest forms first."""
    forms = {
        form.lower(): term for term, entry in _entries().items() for form in (term, *entry.also)
    }
    return dict(sorted(forms.items(), key=lambda pair: -len(pair[0])))


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(form) for form in _forms())
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


def explained(text: str, known: Iterable[str] = ()) -> list[Any]:
    """A text as children of an element, with each term explained the first time that it stands.

    Args:
        text: of a page.
        known: terms that need no explaining here.
    """
    out: list[Any] = []
    told, end = set(known), 0
    for found in _pattern().finditer(text):
        name = _forms()[found.group().lower()]
        if name not in told:
            told.add(name)
            out += [text[end : found.start()], term(found.group(), name)]
            end = found.end()
    return [part for part in (*out, text[end:]) if part != ""]


def term(words: str, name: str) -> Any:
    """Words of a text that are a term of the glossary."""
    tip = element("span", terms()[name], name="at-tip", role="tooltip")
    return element("button", words, tip, name="at-term", type="button")

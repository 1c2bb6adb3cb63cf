"""The citation is the one that CITATION.cff has."""

from __future__ import annotations

import re
from pathlib import Path

from attune_sim import __version__, citation

ROOT = Path(__file__).parents[2]
CFF = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_file_says_the_same():
    assert f'title: "{citation.TITLE}"' in CFF
    assert f"- name: {citation.AUTHORS}" in CFF
    assert f"version: {__version__}" in CFF


def test_it_has_the_date_that_the_changelog_gives_this_version():
    (said,) = re.findall(rf"(?m)^## \[{re.escape(__version__)}\] - (\S+)$", CHANGELOG)
    dates = [] if said == "unreleased" else [said]
    assert re.findall(r"(?m)^date-released: (\S+)$", CFF) == dates
    assert all(date.startswith(f"{citation.YEAR}-") for date in dates)


def test_each_form_names_title_year_and_version():
    for text in (citation.plain(), citation.bibtex()):
        assert citation.TITLE in text
        assert __version__ in text
        assert str(citation.YEAR) in text
    assert citation.bibtex().count("{") == citation.bibtex().count("}")
    assert __version__ in citation.method()

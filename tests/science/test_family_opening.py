"""What the page of families opens on: families in whom what happens shows."""

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.compute import family_courses
from attune_dashboard.state import families
from attune_dashboard.state.choice import Choice


def test_with_the_help_of_others_more_are_secure_and_the_page_can_say_so(monkeypatch):
    monkeypatch.setattr(family_courses, "PARTS", (152,))
    (found,) = family_courses.courses(families.shown(Choice()), lambda: False)
    same = family_courses.secure(found, 0, family_courses.YEAR)
    assert same.told_apart
    assert same.second.mean > same.first.mean + 0.04

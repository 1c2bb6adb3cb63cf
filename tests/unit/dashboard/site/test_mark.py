"""A site is known again by its mark; a folder with anything else in it is none."""

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")

from attune_dashboard.site.mark import MARK, is_site, write_mark


@pytest.fixture
def site(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "index.html").write_text("x")
    (tmp_path / "pages" / "one.html").write_text("x")
    write_mark(tmp_path, {"seeds": "seed 1"})
    return tmp_path


def test_a_site_is_one(site):
    assert is_site(site)


def test_a_site_that_lacks_a_file_is_still_one(site):
    (site / "index.html").unlink()
    assert is_site(site)


@pytest.mark.parametrize("file", ["notes.txt", "pages/notes.txt"])
def test_with_a_file_of_somebody_else_it_is_none(site, file):
    (site / file).write_text("mine")
    assert not is_site(site)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": 3}', "\x00"])
def test_with_a_broken_mark_it_is_none(site, text):
    (site / MARK).write_text(text)
    assert not is_site(site)


def test_another_folder_is_none(tmp_path):
    assert not is_site(tmp_path)
    assert not is_site(tmp_path / "nowhere")

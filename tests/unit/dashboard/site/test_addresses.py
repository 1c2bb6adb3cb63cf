"""Addresses of the dashboard lead to files, where there is one for them."""

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")

from attune_dashboard.site import addresses
from attune_dashboard.site.addresses import SiteSession, file_of
from attune_sim.lessons import read_folder


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/lessons", "pages/lessons.html"),
        ("/lessons/02-repair", "pages/lesson-02-repair.html"),
        ("/lessons/02-repair/teacher", "pages/lesson-02-repair-teacher.html"),
        ("/?scene=1", "index.html"),
        ("/?scene=4", "pages/scene-4.html"),
        ("/?scenario=rejecting", "pages/family-rejecting.html"),
        (
            "/?scenario=rejecting&view=strange-situation&age=365",
            "pages/family-rejecting-strange-situation.html",
        ),
        ("/?scenario=rejecting&rejection=0.2", ""),  # nobody has filmed that
        ("/?scenario=rejecting&view=everyday", ""),
        ("/compare?scenario=rejecting", ""),
        ("/class", ""),
        ("/couple", "pages/couple.html"),
        ("/couple?couple=one-secure", "pages/couple-one-secure.html"),
        ("/couple?year=0", ""),  # all are filmed after a year together
        ("/couple?place=1", ""),  # nobody's place can be taken in a file
        ("/lives", "pages/lives.html"),
        ("/lives?passing=1", "pages/lives-mixed-population-1.html"),
        ("/lives?family=3", ""),
    ],
)
def test_an_address_has_its_file(address, file):
    assert file_of(address) == file


def test_a_session_links_to_files_that_there_are():
    here = SiteSession(up="../", files=frozenset({"pages/lessons.html"}))
    assert here.link("/lessons") == "../pages/lessons.html"
    assert here.link("/lessons/none") == ""


def test_links_of_lessons_to_families_are_kept():
    from attune_dashboard.compute.lesson_runs import SHIPPED

    lessons, _ = read_folder(SHIPPED)
    linked = [address for lesson in lessons.values() for _, address in lesson.links]
    assert sum(bool(file_of(address)) for address in linked) >= 5
    assert addresses.family("slow-repair", "play") == file_of("/?scenario=slow-repair")


def test_each_page_has_a_file_of_its_own():
    from attune_dashboard.site.pages import pages

    files = [page.file for page in pages({}, 1)]
    assert len(set(files)) == len(files)
    assert {"pages/couple.html", "pages/lives.html"} <= set(files)

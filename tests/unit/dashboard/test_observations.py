"""Coded films on the page Observations: read, measured, refused; without a browser."""

import base64
import csv
import io
import tempfile

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from fixtures.coded_files import BORIS_PROJECT, FILES

from attune_dashboard.addresses import is_here, is_private
from attune_dashboard.components import coded_files
from attune_dashboard.components.bar import OBSERVATIONS, observations
from attune_dashboard.compute.observations import TABLES, layout_of, looked, measured_by
from attune_dashboard.pages import observations as page
from attune_dashboard.serving import Serving
from attune_dashboard.state import classroom
from attune_dashboard.state.visitor import Visitor
from attune_sim.errors import InputError

MAP = """
[infant]
tracks = ["infant"]
codes = { up = 1.0, down = 0.2 }

[caregiver]
tracks = ["caregiver"]
codes = { up = 1.0, down = 0.2 }
"""
TEACHER = Visitor("a browser")


def as_bytes(content):
    return content if isinstance(content, bytes) else content.encode()


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path, monkeypatch):
    """Files lie in a folder of their own while they are read, and are gone afterwards."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FILES)
def test_files_of_every_format_are_looked_into_and_measured(name):
    content = as_bytes(FILES[name])
    found = looked([content, content], {})
    assert {row[0] for row in found.rows} == {"1", "2"}
    assert {row[2] for row in found.rows} == {"infant", "caregiver"}
    assert 'tracks = ["infant"]' in found.mapping
    done = measured_by([content, content], MAP)
    assert done.result.table["dyad"].tolist() == ["1", "2"]
    assert done.result.table["attuned_share"].tolist() == pytest.approx([4 / 6] * 2)
    assert done.drawable
    assert "Dyad 2, second by second" in str(done.picture(1).layout["meta"])


def test_no_name_and_no_folder_is_told(tmp_path):
    windows = "onset,offset,infant,caregiver\n0,3,up,up\n3,6,dówn,down\n".encode("cp1252")
    files = [windows, as_bytes(BORIS_PROJECT)]
    for told in (looked(files, {}).told, measured_by(files, MAP).result.told):
        assert told[0].startswith("file 1: it is not in UTF-8")
        assert told[1] == "file 2: 1 of its 2 observations have no events"
    written = "".join(measured_by(files, MAP).table(name) for name in TABLES)
    assert "Anna" not in written
    for wrong in (lambda: looked([b"\0"], {}), lambda: measured_by([b"\0"], MAP)):
        with pytest.raises(InputError, match=r"^file 1: this is not a text file"):
            wrong()
    with pytest.raises(InputError, match=r"^the mapping, line 1: ") as refusal:
        measured_by([windows], "unit = 1.0")
    assert str(tmp_path) not in str(refusal.value)


def test_tables_are_those_of_the_command_line():
    done = measured_by([as_bytes(FILES["long"])], MAP)
    rows = {name: list(csv.DictReader(io.StringIO(done.table(name)))) for name in TABLES}
    assert rows["measures.csv"][0]["repairs"] == "1"
    assert {row["lag_s"] for row in rows["lags.csv"]} >= {"-1.0", "0.0", "1.0"}
    defined = {row["column"] for row in rows["codebook.csv"]}
    for name in TABLES[:-1]:
        assert set(rows[name][0] if rows[name] else ()) <= defined


def test_categories_are_measured_without_a_picture():
    done = measured_by([as_bytes(FILES["long"])], MAP.replace("1.0", "'up'").replace("0.2", "'d'"))
    assert not done.drawable
    assert done.result.table["attuned_share"].tolist() == pytest.approx([4 / 6])


def test_a_layout_is_told_by_what_was_typed():
    rows = b"id,infant,caregiver\n1,0,1\n1,1,1\n2,0,0\n2,1,0\n"
    with pytest.raises(InputError, match=r"step = 0\.04"):
        looked([rows], {})
    assert 'dyad = ["id"]' in looked([rows.replace(b"id,", b"time,id,")], {"dyad": " id, "}).mapping
    assert layout_of({"step": "0.5"}).step == 0.5
    for wrong in ("0", "-1", "soon", "nan", "1e9"):
        with pytest.raises(InputError, match=f"fps = '{wrong}' is not a number from 0.001"):
            layout_of({"fps": wrong})


def test_what_is_no_file_is_refused(monkeypatch):
    encoded = base64.b64encode(b"x" * 100).decode()
    assert coded_files.contents([encoded]) == [b"x" * 100]
    for given in (None, [], "x", ["*"], [1], [encoded] * 41):
        with pytest.raises(InputError):
            coded_files.contents(given)
    monkeypatch.setattr(coded_files, "LARGEST", 99)
    with pytest.raises(InputError, match="more than"):
        coded_files.contents([encoded, encoded, encoded])


def test_nothing_is_read_into_a_message_that_is_none():
    assert coded_files.layout({"fps": "x" * 1000, "step": None}) == {
        "dyad": "",
        "step": "None",
        "fps": "x" * 200,
    }


@pytest.mark.parametrize(
    ("told", "private"),
    [
        (Serving(), True),
        (Serving(host="127.0.0.1"), True),
        (Serving(host="::1"), True),
        (Serving(host="0.0.0.0"), False),
        (Serving(host="192.168.1.7"), False),
        (Serving(address="https://school.example/attune"), False),
    ],
)
def test_the_page_is_there_only_where_nobody_else_can_visit(told, private):
    assert is_private(told) is private
    assert (OBSERVATIONS in observations(told)) is private


def test_a_visitor_from_elsewhere_or_with_a_class_loads_nothing(monkeypatch):
    assert is_here("")
    assert is_here("http://[::1]:8765")
    assert not is_here("https://hub.example")
    monkeypatch.setattr(page, "visitor", lambda: TEACHER)
    assert page.closed_because("http://localhost:8765") == ""
    assert page.closed_because("https://hub.example") == page.ELSEWHERE
    room = classroom.open_room("02-repair", 3, TEACHER)
    try:
        assert page.closed_because("http://localhost:8765") == page.IN_CLASS
    finally:
        classroom.end(room)


def test_measures_are_text_with_chance_beside():
    row = measured_by([as_bytes(FILES["long"])], MAP).result.table.iloc[0].to_dict()
    told = page.measures(row)
    assert [line[0] for line in told[:2]] == ["Matched", "Matched by chance"]
    assert told[0][1:3] == ("67%", "–")
    assert page.unused(row) == []
    row["infant_reversed"] = 1200
    assert [line[1:] for line in page.unused(row)] == [("1,200", "0")]

"""Whatever a file holds: a recording, or one sentence with its name; never anything else."""

from __future__ import annotations

import io
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from fixtures.coded_files import DATAVYU_DB, DATAVYU_TABLE, FILES, GRIDWARE, WIDE, workbook, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attune_sim.errors import InputError
from attune_sim.observations import tables
from attune_sim.observations.first_mapping import first_mapping
from attune_sim.observations.formats.recognition import recording_of
from attune_sim.observations.mapping import read_mapping

SAMPLES = FILES | {
    "opf": zipped(db=DATAVYU_DB),
    "datavyu table": DATAVYU_TABLE,
    "gridware": GRIDWARE,
    "workbook of events": workbook(WIDE.replace("\t", ",")),
}
quick = settings(suppress_health_check=list(HealthCheck))
WHOLE = [f.encode() if isinstance(f, str) else f for f in SAMPLES.values()]
BOMB = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<ANNOTATION_DOCUMENT>&b;</ANNOTATION_DOCUMENT>"""
EXTERNAL = """<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<ANNOTATION_DOCUMENT>&a;</ANNOTATION_DOCUMENT>"""


def read(content: bytes) -> None:
    """Read it; a refusal has to be one line that begins with the file's name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.csv"
        path.write_bytes(content)
        recording, refusal = attempt(lambda: recording_of(path))
        if recording is None:
            assert str(path) in refusal
            assert "\n" not in refusal
            assert len(refusal) < 1000
            return
        (Path(folder) / "map.toml").write_text(first_mapping(recording), encoding="utf-8")
        _, refusal = attempt(lambda: read_mapping(Path(folder) / "map.toml"))
        # There may be one person only, or codes that are longer than a mapping takes.
        assert not refusal or "tracks" in refusal or "longer" in refusal, refusal


def attempt(work):
    try:
        return work(), ""
    except InputError as error:
        return None, str(error)


@pytest.mark.parametrize("content", WHOLE, ids=SAMPLES)
def test_every_beginning_of_a_file(content):
    for end in range(0, len(content), max(1, len(content) // 40)):
        read(content[:end])


@quick
@given(st.sampled_from(WHOLE), st.data())
def test_damaged_files(content, data):
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
        if not damaged:
            break
    read(bytes(damaged))


@quick
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                ["onset", "offset", "time", "subject", "behavior", "status", "START", "STOP", "0",
                 "1", "-1", "1e308", "inf", "nan", "NA", "", '"', "=1+1", "1:2:3", "99999999", "x",
                 "é", "a.onset", "a.offset", "duration", "frame"]
            ),
            max_size=5,
        ),
        max_size=6,
    ),
    st.sampled_from([",", "\t", ";"]),
)  # fmt: skip
def test_odd_tables(rows, separator):
    read("\n".join(separator.join(row) for row in rows).encode())


@quick
@given(st.binary(max_size=200), st.sampled_from([b"", b"{", b"<", b"PK\x03\x04", b'"ooTextFile"']))
def test_any_bytes(content, start):
    read(start + content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"\x00\x01\x02binary", "not a text file"),
        (BOMB.encode(), "entities"),
        (EXTERNAL.encode(), "entities"),
        (b"<html></html>", "is not ELAN's"),
        (b'{"observations": []}', "no BORIS project"),
        (b"[" * 100_000, "no heading"),
        (b"{" + b'"a":[' * 50_000, "not valid JSON"),
        (b"onset,offset,infant\n0,1e99,up\n", "row 2: '1e99' is not a time of a film"),
        (b"onset,offset,infant\n0,1,up\n1,soon,up\n", "row 3: 'soon' is not a time"),
    ],
)
def test_what_is_said(content, said, write):
    path = write(content)
    with pytest.raises(InputError, match=said) as refusal:
        recording_of(path)
    assert str(refusal.value).startswith(str(path))


def test_a_zip_that_unpacks_to_too_much_is_not_unpacked(write):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("db", "xl/workbook.xml"):
            archive.writestr(name, bytes(60_000_000))
    with pytest.raises(InputError, match="unpacked it is larger than 40 MB"):
        recording_of(write(out.getvalue()))


MANY = 9_900_000  # bytes, of a file that is just small enough to be opened


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        ("time,code\n", "1\n"),
        ("time,code\n", "1,"),
        ("<ANNOTATION_DOCUMENT>", "<a>"),
        ("<ANNOTATION_DOCUMENT>", '<a b="">'),
        ('{"project_format_version": "7.0", "observations": ', "["),
        ('"ooTextFile" "TextGrid" 0 9 <exists> 1 "IntervalTier" "a" 0 9 999999 ', '0 1 "" '),
    ],
    ids=["rows", "cells", "tags", "attributes", "events", "intervals"],
)
def test_what_would_cost_much_is_refused_before_it_is_read(write, head, piece):
    content = (head + piece * ((MANY - len(head)) // len(piece))).encode()
    tracemalloc.start()
    try:
        with pytest.raises(
            InputError,
            match=r"the most that are read|says it has 999999 parts; a whole number up to 200,000",
        ):
            recording_of(write(content))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 * MANY  # the text is held some times; a list of its cells takes ten times more


def test_a_project_of_lines_without_end_is_not_read(write):
    with pytest.raises(InputError, match="the most that are read"):
        recording_of(write(zipped(db="#4\n" * 300_000)))


def test_a_workbook_of_cells_without_end_is_read_no_further(write, monkeypatch):
    monkeypatch.setattr(tables, "MOST_CELLS", 20)
    with pytest.raises(InputError, match="20 cells, the most that are read"):
        recording_of(write(workbook(WIDE.replace("\t", ","))))


def test_a_file_that_is_too_large_or_none(write, tmp_path):
    with pytest.raises(InputError, match="larger than 10 MB"):
        recording_of(write(b"x" * 20_000_001))
    with pytest.raises(InputError, match="there is no file"):
        recording_of(tmp_path / "missing.csv")
    with pytest.raises(InputError, match="is a folder"):
        recording_of(tmp_path)

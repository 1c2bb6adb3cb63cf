"""Whatever a file holds: a recording, or one sentence with its name; never anything else."""

from __future__ import annotations

import io
import re
import tempfile
import time
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from fixtures.coded_files import DATAVYU_DB, DATAVYU_TABLE, FILES, GRIDWARE, WIDE, workbook, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.reader.excel import ExcelReader

from attune_sim.errors import InputError
from attune_sim.observations import workbooks
from attune_sim.observations.first_mapping import first_mapping
from attune_sim.observations.formats.recognition import recording_of
from attune_sim.observations.mapping import read_mapping
from attune_sim.observations.recording import Layout

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
            match=r"the most that are read|says it has 999999 parts; a whole number up to 100,000",
        ):
            recording_of(write(content))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 * MANY  # the text is held some times; a list of its cells takes ten times more


def test_a_project_of_lines_without_end_is_not_read(write):
    with pytest.raises(InputError, match="the most that are read"):
        recording_of(write(zipped(db="#4\n" * 300_000)))


def refused(path: Path) -> str:
    with pytest.raises(InputError) as refusal:
        recording_of(path)
    return str(refusal.value)


def test_a_workbook_of_cells_without_end_is_not_taken_apart(write, monkeypatch):
    monkeypatch.setattr(ExcelReader, "read_manifest", lambda _: pytest.fail("taken apart"))
    said = refused(write(workbook("time,infant\n" + "1,up\n" * 20_000)))
    assert "its sheets may have about 20,000 cells in all" in said
    assert "save the sheet that you need as CSV, which may have 400,000" in said


def test_a_workbook_of_a_long_film_is_read(write):
    rows = "".join(f"{k}{',up' * 9}\n" for k in range(2_000))
    film = recording_of(write(workbook(f"time,a,b,c,d,e,f,g,h,i\n{rows}")))
    assert len(film.observations[0].stretches) == 9 * 2_000


def test_a_workbook_may_have_more_sheets(write):
    rows = "".join(f"{k},up\n" for k in range(4_000))
    book = openpyxl.load_workbook(io.BytesIO(workbook(f"time,infant\n{rows}")))
    for _ in range(4):
        book.create_sheet()
    content = io.BytesIO()
    book.save(content)
    film = recording_of(write(content.getvalue()))
    assert len(film.observations[0].stretches) == 4_000


def test_two_sheets_may_not_be_one_part(write):
    content = workbook("time,infant\n0,up\n1,up\n2,up\n")
    recording_of(write(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        named = archive.read("xl/workbook.xml")
    sheet = named[named.index(b"<sheet ") : named.index(b"</sheets>")]
    twice = changed(content, "xl/workbook.xml", sheet, sheet + sheet.replace(b"Sheet", b"Again"))
    assert "this workbook is damaged" in refused(write(twice))


def test_sheets_of_pictures_are_left_out(write):
    book = openpyxl.load_workbook(io.BytesIO(workbook("time,infant\n0,up\n1,down\n2,up\n")))
    book.create_chartsheet("Picture", 0)
    content = io.BytesIO()
    book.save(content)
    assert len(recording_of(write(content.getvalue())).observations[0].stretches) == 3


def test_formats_that_every_style_would_search_count(write):
    content = workbook("time,infant\n0,up\n1,up\n2,up\n")
    code = b'<numFmts><numFmt numFmtId="200" formatCode="' + b"[" * 1_900 + b'"/></numFmts><fonts'
    styles = b"<cellXfs>" + b'<xf numFmtId="200"/>' * 1_000
    long = changed(content, "xl/styles.xml", b"<fonts", code)
    recording_of(write(long))
    heads = re.search(rb"<cellXfs[^>]*>", styles_of(long))[0]
    assert "too large" in refused(write(changed(long, "xl/styles.xml", heads, styles)))


def styles_of(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/styles.xml")


def test_ranges_of_a_workbook_count(write):
    content = workbook("time,infant\n0,up\n1,up\n2,up\n")
    many = b'</sheetData><conditionalFormatting sqref="' + b"A1 A2 A3 " * 300_000 + b'"/>'
    ranges = changed(content, "xl/worksheets/sheet1.xml", b"</sheetData>", many)
    assert "too large" in refused(write(ranges))


def test_a_long_text_of_a_workbook_counts_in_each_cell(write, monkeypatch):
    monkeypatch.setattr(workbooks, "LARGEST", 1_000)
    recording_of(write(workbook("time,infant\n0,up\n1,up\n2,up\n")))
    assert "too large" in refused(write(workbook("time,infant\n" + "1," + "x" * 999 + "\n")))


def test_names_of_ranges_are_not_read(write):
    content = workbook("time,infant\n0,up\n1,up\n2,up\n")
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active.print_area = "A1:B2"
    held = io.BytesIO()
    book.save(held)
    endless = changed(held.getvalue(), "xl/workbook.xml", b"$A$1:$B$2", b"A" * 100_000)
    assert len(recording_of(write(endless)).observations[0].stretches) == 3


def test_rows_that_a_workbook_leaves_out_count(write):
    content = workbook("time,infant\n1,up\n2,up\n")
    gap = changed(content, "xl/worksheets/sheet1.xml", b'<row r="3"', b'<row r="1048576"')
    assert "too large" in refused(write(gap))


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A zip with something else in one of its files."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    assert old in files[name]
    files[name] = files[name].replace(old, new)
    return zipped(**files)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("time," + "a," * 1_000 + "\n" + "1,b\n" * 20, "1,002 columns; one of more than 12 rows"),
        ("time," + "a," * 900 + "\n" + "1\n" * 1_000, "400,000 cells (rows times columns)"),
        ("time,observation,infant\n" + "".join(f"0,{k},up\n1,{k},up\n" for k in range(2_001)),
         "more than 2,000 observations, the most that are read: so many different values stand in"),
    ],
)  # fmt: skip
def test_a_table_that_would_be_looked_at_too_often(write, content, said):
    assert said in refused(write(content))


def test_a_person_in_each_row_may_have_many_columns(write):
    film = recording_of(write("up,down," * 15_000 + "\n" + "up,up," * 15_000), Layout(step=0.04))
    assert film.observations[0].film() == (0.0, 1_200.0)


@pytest.mark.parametrize(
    "content",
    [
        lambda n: "(" * 2 * n + ",a\n",
        lambda n: zipped(db="a (b,true," * n + "x" * 10 * n),
    ],
    ids=["heading", "Datavyu"],
)
def test_parentheses_that_never_close(write, content):
    """Each was looked for to the end of the text: four times as many took 16 times as long."""
    assert worked(lambda: refused(write(content(8_000)))) < 8 * worked(
        lambda: refused(write(content(2_000)))
    )


def worked(work) -> float:
    """Processor time in seconds, the least of three."""
    least = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least


def test_a_column_that_stands_twice_in_a_datavyu_table_is_read_once(write):
    table = "a.onset,a.onset,a.offset,a.x\n0,0,1000,up\n"
    assert len(recording_of(write(table)).observations[0].stretches) == 1


def test_backslashes_without_end_in_a_datavyu_file(write):
    cell = "00:00:00:000,00:00:01:000,(" + "\\" * 500_000 + ")"
    assert "the most that are read" in refused(
        write(zipped(db=f"#4\na (MATRIX,true,)-x|N\n{cell}"))
    )


def test_a_namespace_that_would_stand_before_every_name(write):
    long = f'<ANNOTATION_DOCUMENT xmlns:x="{"u" * 3_000}"><x:a/></ANNOTATION_DOCUMENT>'
    said = refused(write(long))
    assert "declares namespaces has more than 2,000 bytes, the most that are read" in said


def test_attributes_that_a_doctype_would_give_to_every_tag(write):
    said = refused(write("<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><ANNOTATION_DOCUMENT/>"))
    assert "could declare entities or attributes of its own; that is not allowed" in said


def test_a_zip_of_files_without_end(write):
    names = {f"n{k}": "" for k in range(2_001)}
    assert "more than 2,000 files, the most that are read" in refused(write(zipped(**names)))


def test_a_project_of_values_without_end(write):
    content = '{"observations": {"a": {"events": [' + "1," * 800_000 + "1]}}}"
    assert "100,000 events or 700,000 values, the most that are read" in refused(write(content))


def test_a_file_that_is_too_large_or_none(write, tmp_path):
    with pytest.raises(InputError, match="larger than 10 MB"):
        recording_of(write(b"x" * 20_000_001))
    with pytest.raises(InputError, match="there is no file"):
        recording_of(tmp_path / "missing.csv")
    with pytest.raises(InputError, match="is a folder"):
        recording_of(tmp_path)

"""The same coding, written in every format that is read, is the same recording."""

from __future__ import annotations

import math

import pytest
from fixtures.coded_files import (
    BORIS_PROJECT,
    CODED,
    DATAVYU_DB,
    DATAVYU_TABLE,
    FILES,
    GRIDWARE,
    zipped,
)

from attune_sim.errors import InputError
from attune_sim.observations.formats.recognition import recording_of
from attune_sim.observations.recording import Layout


def spans(recording):
    return sorted(
        (s.track, s.code, round(s.start, 6), round(s.end, 6))
        for observation in recording.observations
        for s in observation.stretches
    )


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_stretches(name, write):
    # The name of the file says nothing.
    assert spans(recording_of(write(FILES[name], "x.dat"))) == sorted(CODED)


@pytest.mark.parametrize("content", [DATAVYU_TABLE, zipped(db=DATAVYU_DB)], ids=["table", "opf"])
def test_datavyu_tracks_are_column_and_code(content, write):
    wanted = sorted((f"{t}.affect", c, s, e) for t, c, s, e in CODED)
    assert spans(recording_of(write(content))) == wanted


def test_a_change_lasts_until_the_next(write):
    assert spans(recording_of(write(GRIDWARE))) == sorted(
        [
            ("caregiver", "down", 4.0, 6.0),
            ("caregiver", "up", 0.0, 2.5),
            ("caregiver", "up", 2.5, 4.0),
            ("infant", "down", 2.5, 4.0),
            ("infant", "down", 4.0, 6.0),
            ("infant", "up", 0.0, 2.5),
        ]
    )


def test_a_unit_lasts_as_rows_lie_apart_and_a_missing_row_is_a_gap(write):
    table = "second,infant\n10,a\n11,b\n13,c\n14,\n15,d\n16,NaN\n17,NA\n"
    assert spans(recording_of(write(table))) == [
        ("infant", "a", 10, 11),
        ("infant", "b", 11, 12),
        ("infant", "c", 13, 14),
        ("infant", "d", 15, 16),
    ]


def test_dyads_of_one_table_are_told_apart_by_the_columns_that_are_named(write):
    path = write("visit,dyad,time,infant\n1,7,0,a\n1,7,1,b\n2,7,0,c\n2,7,1,d\n1,8,0,e\n1,8,1,f\n")
    with pytest.raises(InputError, match=r"row 4: the time 0 s .* dyad = "):
        recording_of(path)
    found = recording_of(path, Layout(dyad=("dyad", "visit")))
    assert [o.name for o in found.observations] == ["7-1", "7-2", "8-1"]
    only = recording_of(path, Layout(dyad=("dyad",), where={"visit": "1"}))
    assert [len(o.stretches) for o in only.observations] == [2, 2]


def test_rows_without_times_need_a_step(write):
    across = write("\n".join(",".join("01"[k % 2] for k in range(60)) for _ in range(2)))
    with pytest.raises(InputError, match=r"step = 0\.04"):
        recording_of(across)
    found = recording_of(across, Layout(step=0.5)).observations[0]
    assert found.film() == (0.0, 30.0)
    assert found.codes() == {"row 1": {"0": 30, "1": 30}, "row 2": {"0": 30, "1": 30}}
    below = recording_of(write("infant,caregiver\n1,2\n3,4\n"), Layout(step=1.0))
    assert spans(below)[0] == ("caregiver", "2", 0.0, 1.0)


def test_frames_need_to_know_how_many_make_a_second(write):
    path = write("frame,infant\n0,a\n25,b\n50,c\n")
    with pytest.raises(InputError, match="fps = 25"):
        recording_of(path)
    assert spans(recording_of(path, Layout(fps=25)))[1] == ("infant", "b", 1.0, 2.0)


def test_what_never_ends_has_no_end_and_a_point_no_length(write):
    rows = "1,i,a,START\n2,i,a,START\n3,i,b,POINT\n4,i,c,STOP\n"
    found = recording_of(write("time,subject,behavior,status\n" + rows)).observations[0].stretches
    ends = {(s.code, s.start): s.end for s in found}
    assert ends.pop(("b", 3.0)) == 3.0
    assert set(ends) == {("a", 1.0), ("a", 2.0), ("c", 4.0)}
    assert all(math.isnan(end) for end in ends.values())


def test_elan_times_in_milliseconds_are_not_taken_for_ends(write):
    clock = [
        (f"00:00:{s:06.3f}\t{1000 * s:.0f}", f"00:00:{e:06.3f}\t{1000 * e:.0f}")
        for *_, s, e in CODED
    ]
    lines = (f"{t}\t\t{a}\t{b}\t{c}\n" for (t, c, *_), (a, b) in zip(CODED, clock, strict=True))
    assert spans(recording_of(write("".join(lines)))) == sorted(CODED)
    lines = (f"{t}\t\t{1000 * s:.0f}\t{1000 * e:.0f}\t{c}\n" for t, c, s, e in CODED)
    assert spans(recording_of(write("".join(lines)), Layout(time="ms"))) == sorted(CODED)


def test_modifiers_belong_to_the_code(write):
    table = "start,stop,subject,behavior,modifiers\n0,1,i,smile,broad\n1,2,i,smile,None\n"
    codes = recording_of(write(table)).observations[0].codes()
    assert codes == {"i": {"smile:broad": 1, "smile": 1}}


def test_the_name_of_a_boris_observation_is_kept_apart(write):
    found = recording_of(write(BORIS_PROJECT))
    assert found.told == ("1 of its 2 observations have no events",)
    assert found.observations[0].film() == (0.0, 6.0)


SUBDIVIDED = """<ANNOTATION_DOCUMENT><TIME_ORDER>
<TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="t2"/>
<TIME_SLOT TIME_SLOT_ID="t3" TIME_VALUE="3000"/></TIME_ORDER>
<TIER TIER_ID="whole"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="t1"
TIME_SLOT_REF2="t2"><ANNOTATION_VALUE>x</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
</TIER><TIER TIER_ID="parts">
<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="b1" ANNOTATION_REF="a1"><ANNOTATION_VALUE>first
</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="b2" ANNOTATION_REF="a1" PREVIOUS_ANNOTATION="b1">
<ANNOTATION_VALUE>second</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="same"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="c1" ANNOTATION_REF="a1">
<ANNOTATION_VALUE>third</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>
</ANNOTATION_DOCUMENT>"""


def test_elan_annotations_without_times_share_those_of_their_parent(write):
    found = recording_of(write(SUBDIVIDED))
    assert spans(found) == [
        ("parts", "first", 1.0, 1.5),
        ("parts", "second", 1.5, 2.0),
        ("same", "third", 1.0, 2.0),
        ("whole", "x", 1.0, 2.0),  # a slot without a time lies between its neighbours
    ]
    assert "3 annotations have no times" in found.told[0]


def test_windows_text_is_read_and_reported(write):
    found = recording_of(write("onset,offset,Säugling\n0,1,lächelt\n".encode("cp1252")))
    assert spans(found) == [("Säugling", "lächelt", 0.0, 1.0)]
    assert "cp1252" in found.told[0]


def test_several_dyads_in_one_table_of_events_are_noticed(write):
    one = "who,id,onset,duration,code\nA,P1,0,10,1\nA,P1,10,20,2\nB,P1,0,30,1\nB,P1,12,0,x\n"
    alone = recording_of(write(one))
    assert alone.told == ()
    both = write(one + one.split("\n", 1)[1].replace("P1", "P2").replace("10,20", "9.9,20"))
    (told,) = recording_of(both).told
    assert told.startswith("3 of its stretches lie within another of the same track")
    assert recording_of(both, Layout(("id",))).told == ()

"""A file appears whole or not at all."""

import os
import stat

import pytest
from fixtures.surroundings import needs_links_and_pipes
from hypothesis import given, settings
from hypothesis import strategies as st

from attune_sim.errors import InputError
from attune_sim.textfiles.writing import remove_leftovers, whole, write, write_text


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_text_is_written_as_it_is(tmp_path):
    write_text(tmp_path / "a.txt", "ä\nb\r\n")
    assert (tmp_path / "a.txt").read_bytes() == "ä\nb\r\n".encode()
    assert names(tmp_path) == ["a.txt"]


@settings(max_examples=40, deadline=None)
@given(before=st.binary(max_size=20), after=st.binary(max_size=20), fails=st.booleans())
def test_what_fails_in_between_leaves_the_old(tmp_path_factory, before, after, fails):
    folder = tmp_path_factory.mktemp("writing")
    path = folder / "a.bin"
    path.write_bytes(before)
    try:
        with whole(path) as part:
            part.write_bytes(after)
            assert path.read_bytes() == before
            if fails:
                raise KeyboardInterrupt
    except KeyboardInterrupt:
        assert fails
    assert path.read_bytes() == (before if fails else after)
    assert names(folder) == ["a.bin"]


def test_only_what_dead_processes_left_is_removed(tmp_path):
    nobody = 2**22 + 1  # no process has a number above 2**22
    kept = [".hidden", f".attune-sim-{os.getpid()}-0.json", "part.parquet", ".attune-sim-x-1"]
    for name in (*kept, f".attune-sim-{nobody}-3.parquet"):
        (tmp_path / name).touch()
    remove_leftovers(tmp_path)
    assert names(tmp_path) == sorted(kept)


def test_the_ending_tells_the_writer_how_to_write(tmp_path):
    with whole(tmp_path / "table.csv.gz") as part:
        assert part.suffix == ".gz"
        part.touch()


def test_permissions_are_those_of_any_new_file(tmp_path):
    write_text(tmp_path / "ours", "x")
    (tmp_path / "usual").write_text("x")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("ours", "usual")]
    assert modes[0] == modes[1]


@needs_links_and_pipes
def test_a_link_stays_a_link_and_a_device_a_device(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_text(tmp_path / "pipe", "through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


def test_what_cannot_be_written_is_told_before_and_after(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match=r"gone/a cannot be written: No such file .*; so there$"):
        write_text(tmp_path / "gone" / "a", "x", "so there")
    with pytest.raises(InputError, match="folder cannot be written: "):
        write_text(tmp_path / "folder", "x")

    def full(part):
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match=r"a cannot be written: No space left on device$"):
        write(tmp_path / "a", full)
    assert names(tmp_path) == ["folder"]


def test_folders_are_made_where_they_are_asked_for_and_only_at_the_end(tmp_path):
    with whole(tmp_path / "a" / "b" / "c.txt", parents=True) as part:
        part.write_text("x")
        assert names(tmp_path) == [part.name]
    assert (tmp_path / "a" / "b" / "c.txt").read_text() == "x"
    with pytest.raises(ZeroDivisionError), whole(tmp_path / "d" / "c.txt", parents=True):
        raise ZeroDivisionError
    assert names(tmp_path) == ["a"]

from __future__ import annotations

import os
import time

import platformdirs
import pytest

from attune_sim import user_cache


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "deep" / "down"
    user_cache.write(path, b"content")
    assert user_cache.read(path) == b"content"
    user_cache.write(path, b"")
    assert user_cache.read(path) == b""
    assert [p.name for p in path.parent.iterdir()] == ["down"]


def test_what_is_not_there_or_cannot_be_read_is_none(tmp_path):
    assert user_cache.read(tmp_path / "nothing") is None
    assert user_cache.read(tmp_path) is None


def test_any_changed_byte_and_any_cut_is_damage(tmp_path):
    path = tmp_path / "kept"
    user_cache.write(path, b"content")
    whole = path.read_bytes()
    for k in range(len(whole)):
        path.write_bytes(whole[:k])
        with pytest.raises(user_cache.DamagedError, match="kept"):
            user_cache.read(path)
        path.write_bytes(whole[:k] + bytes([whole[k] ^ 1]) + whole[k + 1 :])
        with pytest.raises(user_cache.DamagedError):
            user_cache.read(path)


def test_a_write_that_fails_leaves_nothing(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        user_cache.write(tmp_path / "folder", b"content")
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_the_newest_files_stay_and_old_halves_go(tmp_path):
    now = time.time()
    for age in range(6):
        path = tmp_path / f"f-{age}"
        path.write_bytes(b"")
        os.utime(path, (now - age, now - age))
    (tmp_path / "other").write_bytes(b"")
    for name, age in (("young", 60), ("old", 7_200)):
        (tmp_path / f".{name}.part").write_bytes(b"")
        os.utime(tmp_path / f".{name}.part", (now - age, now - age))
    user_cache.tidy(tmp_path, "f-*", 3)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        ".young.part",
        "f-0",
        "f-1",
        "f-2",
        "other",
    ]


def test_the_folder_is_the_users_or_the_one_that_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv(user_cache.VARIABLE, raising=False)
    assert user_cache.folder() == platformdirs.user_cache_path("attune-sim")
    monkeypatch.setenv(user_cache.VARIABLE, str(tmp_path))
    assert user_cache.folder() == tmp_path / "attune-sim"


def test_an_unknown_user_without_a_home_has_no_folder(monkeypatch):
    def unknown(name):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv(user_cache.VARIABLE, raising=False)
    monkeypatch.setattr(platformdirs, "user_cache_path", unknown)
    with pytest.raises(OSError, match="no home directory is known"):
        user_cache.folder()

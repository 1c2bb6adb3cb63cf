"""Files that make the next start quicker, in the user's cache; each carries a digest of itself.

A file that was cut short or changed by a full disk, a power cut or a copying tool is told from a
good one before anything of it is used. The digest stands in the file, not beside it: so a file and
its digest appear together, under one name, whatever other processes write and whichever is killed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import uuid
from pathlib import Path

import platformdirs

VARIABLE = "NUMBA_CACHE_DIR"
"""The environment variable that names another folder."""
_HEAD = b"attune-sim 1\n"  # raise the number when a file's content means something else
_UNFINISHED_S = 3_600.0


class DamagedError(Exception):
    """A kept file is not what was written."""


def folder() -> Path:
    """Where files are kept; it may not exist yet.

    Raises:
        OSError: nobody's home directory is known, as in some containers.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).absolute() / "attune-sim"
    try:
        return platformdirs.user_cache_path("attune-sim")
    except RuntimeError:  # the user's number has no name, and HOME is not set
        raise OSError("no home directory is known") from None


def read(path: Path) -> bytes | None:
    """What was written, or None if nothing is there that can be read.

    Raises:
        DamagedError: something is there, but it is not what was written.
    """
    try:
        held = path.read_bytes()
    except OSError:
        return None
    start = len(_HEAD) + hashlib.sha256().digest_size
    content = held[start:]
    if held[:start] != _HEAD + hashlib.sha256(content).digest():
        raise DamagedError(path.name)
    return content


def write(path: Path, content: bytes) -> None:
    """Write a file so that it appears whole, or not at all.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(_HEAD + hashlib.sha256(content).digest() + content)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def tidy(where: Path, pattern: str, most: int) -> None:
    """Keep the newest files of a pattern, and remove what killed processes left unfinished."""
    with contextlib.suppress(OSError):  # another process may remove the same files
        for old in sorted(where.glob(pattern), key=_written, reverse=True)[most:]:
            old.unlink(missing_ok=True)
        for part in where.glob(".*.part"):
            if time.time() - _written(part) > _UNFINISHED_S:
                part.unlink(missing_ok=True)


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0

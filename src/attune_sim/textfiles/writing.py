"""Writing a file whole or not at all: it is written beside its place, then takes it."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from attune_sim.errors import InputError

_numbers = itertools.count()
_LEFTOVER = re.compile(r"\.attune-sim-(\d+)-\d+")


@contextmanager
def whole(path: Path, parents: bool = False) -> Iterator[Path]:
    """A name to write to; the finished file becomes `path`, unless the block fails.

    A link stays a link, and a device (such as /dev/stdout) is written directly. The name begins
    with a dot and ends as the path's does.

    Args:
        path: of the file; it may be there already.
        parents: whether folders are made for it, at the end.

    Raises:
        OSError: before the block, if one cannot write there; after it, if the file cannot be moved.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file() and not target.is_dir():
        yield target
        return
    there = _existing(target.parent) if parents else target.parent
    part = there / f".attune-sim-{os.getpid()}-{next(_numbers)}{target.suffix[:20]}"
    try:
        part.touch(exist_ok=False)
        yield part
        if parents:
            target.parent.mkdir(parents=True, exist_ok=True)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def write(path: Path, write_to: Callable[[Path], object], then: str = "") -> None:
    """Have a file written by `write_to`, whole or not at all.

    Args:
        path: of the file.
        write_to: gets the name to write to.
        then: what a refusal says after its reason.

    Raises:
        InputError: it cannot be written.
    """
    try:
        with whole(path) as part:
            write_to(part)
    except OSError as error:
        raise not_written(path, error, then) from None


def write_text(path: Path, text: str, then: str = "") -> None:
    """Write a text in UTF-8, with newlines as they are, whole or not at all.

    Raises:
        InputError: it cannot be written.
    """
    write(path, lambda part: part.write_text(text, encoding="utf-8", newline="\n"), then)


@contextmanager
def told(path: Path, then: str = "") -> Iterator[None]:
    """Report what the system refuses, with the name of the file or folder.

    Raises:
        InputError: in place of any OSError.
    """
    try:
        yield
    except OSError as error:
        raise not_written(path, error, then) from None


def not_written(path: Path, error: OSError, then: str = "") -> InputError:
    """The message about a file or folder that cannot be written."""
    reason = error.strerror or str(error)
    return InputError(f"{path} cannot be written: {reason}{'; ' if then else ''}{then}")


def remove_leftovers(folder: Path) -> None:
    """Remove halves of files that processes of this machine left when they were killed."""
    import psutil

    for path in folder.glob(".attune-sim-*"):
        owner = _LEFTOVER.match(path.name)
        if owner and path.is_file() and not psutil.pid_exists(int(owner[1])):
            path.unlink(missing_ok=True)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder

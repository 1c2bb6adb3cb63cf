"""Write results completely or not at all, and overwrite nothing."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from attune_sim.errors import InputError
from attune_sim.textfiles.writing import not_written, whole

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""What the system reports for a full disk, or a quota that is used up."""


@contextmanager
def new_folder(folder: Path, may_replace: Callable[[Path], bool]) -> Iterator[Path]:
    """A place to write files that appear in `folder` together, once the work is done.

    Args:
        folder: new or empty, unless `may_replace` says yes; a folder in it is then replaced whole.
        may_replace: asked about a folder that holds something.

    Raises:
        InputError: before any work, if the folder cannot be used.
    """
    with _as_input_error(folder):
        _check_folder(folder, may_replace)
        stage = _stage(folder)
    try:
        with _full_disk_as_input_error(folder):
            yield stage
        folder.mkdir(parents=True, exist_ok=True)
        for made in stage.iterdir():
            there = folder / made.name
            if there.is_dir() and not there.is_symlink():
                shutil.rmtree(there)
            made.replace(there)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def new_file(path: Path, force: bool = False) -> Iterator[Path]:
    """A place to write a file that appears as `path` once the work is done.

    Raises:
        InputError: before any work, if it cannot be written or is there already (without `force`).
    """
    with ExitStack() as stack:
        with _as_input_error(path):
            if path.is_dir():
                raise InputError(f"{path} is a folder; a file's name is needed")
            if path.exists() and not force:
                raise InputError(f"{path} already exists; choose another name, or add --force")
            part = stack.enter_context(whole(path, parents=True))
        with _full_disk_as_input_error(path):
            yield part


def _check_folder(folder: Path, may_replace: Callable[[Path], bool]) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; a folder is needed")
    if folder.is_dir() and any(folder.iterdir()) and not may_replace(folder):
        raise InputError(f"{folder} already holds other files; choose a new or empty folder")


def _stage(folder: Path) -> Path:
    """A hidden folder beside the results, on the same disk: making it shows that one may write."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    return Path(tempfile.mkdtemp(prefix=".attune-sim-", dir=there))


@contextmanager
def _full_disk_as_input_error(path: Path) -> Iterator[None]:
    """Name the file that was being written when the disk was full; the system does not always."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise InputError(f"{path} cannot be written: {os.strerror(error.errno)}") from None


@contextmanager
def _as_input_error(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise not_written(path, error) from None

"""The file and the class of a model of one's own, written FILE.py:CLASS."""

from __future__ import annotations

import hashlib
from pathlib import Path

from attune_sim.errors import InputError


def model_file(named: str) -> tuple[Path, str]:
    """The two parts of FILE.py:CLASS.

    Raises:
        InputError: it is not written so.
    """
    file, _, name = named.rpartition(":")
    if not file.endswith(".py") or not name.isidentifier():
        raise InputError("it is not written FILE.py:CLASS, for instance care.py:OnLeave")
    return Path(file), name


def beside(named: str, folder: Path) -> str:
    """The same with the file's whole path, where it was written relative to a folder."""
    file, name = model_file(named)
    return f"{(folder / file).resolve()}:{name}"


def class_digest(named: str) -> str:
    """The same with a digest of the file's content instead of its path.

    Raises:
        InputError: the file cannot be read.
    """
    file, name = model_file(named)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"model: {file} cannot be read: {error.strerror or error}") from None
    return f"{hashlib.sha256(content).hexdigest()[:16]}:{name}"

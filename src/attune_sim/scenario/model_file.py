"""The file and the class of a model of one's own, written FILE.py:CLASS."""

from __future__ import annotations

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

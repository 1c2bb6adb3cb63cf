"""Where a sweep's folder is: a path on this machine, whatever its name looks like.

pyarrow takes a relative path for an address if it can ('a:b', 's3:mine'), so it gets whole paths,
and is told that the files are local.
"""

from __future__ import annotations

import os
from pathlib import Path

from pyarrow.fs import LocalFileSystem

from attune_sim.errors import InputError

LOCAL = LocalFileSystem()


def located(out: str | Path) -> Path:
    """The folder that is meant, with `~` as the user's home.

    Raises:
        InputError: the name cannot be written in UTF-8.
    """
    path = Path(os.path.expanduser(out))  # noqa: PTH111 - Path's raises where there is no home
    try:
        address(path).encode()
    except UnicodeEncodeError:
        raise InputError(
            f"the name {str(out)!r} is not in UTF-8, and results cannot be kept under it; choose"
            " another folder"
        ) from None
    return path


def address(path: Path) -> str:
    """The whole path, as pyarrow takes it."""
    return str(path.absolute())

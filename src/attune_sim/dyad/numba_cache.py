"""Compile the engine once and keep the machine code in the user's cache.

numba's cache looks at the file of one function only, so a change in another file would go unseen;
here each version of the engine's sources has a folder of its own. Where nothing can be written the
engine compiles anew in each process, which takes a few seconds.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import platformdirs
from numba.core import config as _config

config: Any = _config  # numba sets its options as attributes, unknown to type checkers


def _folder() -> Path | None:
    here = Path(__file__).parent
    parts = (p for p in sorted(here.glob("*.py")) if p.name != "reference.py")
    # numba looks at the file of a compiled function only, not at what it calls in others
    procedures = sorted(here.parent.glob("procedures/*.py"))
    sources = [*parts, *procedures, here.parent / "population.py", here.parent / "parameters.py"]
    version = hashlib.sha256(numba.__version__.encode())
    for source in sources:
        version.update(source.read_bytes())
    folder = platformdirs.user_cache_path("attune-sim") / f"engine-{version.hexdigest()[:16]}"
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            _tidy(folder.parent)
    except FileExistsError:
        pass  # another process was quicker
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _tidy(cache: Path) -> None:
    """Remove what versions of the engine have left that began a month ago."""
    for old in cache.glob("engine-*"):
        if time.time() - old.stat().st_mtime > 30 * 86_400:
            shutil.rmtree(old, ignore_errors=True)


FOLDER = _folder()


def compiled(function: Callable[..., Any], **options: Any) -> Any:
    """A function compiled by numba: float64, no fast maths, free of the interpreter's lock."""
    options = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True, **options}
    if FOLDER is None:
        return numba.njit(**options)(function)
    before = config.CACHE_DIR
    config.CACHE_DIR = str(FOLDER)
    try:
        return numba.njit(cache=True, **options)(function)
    finally:
        config.CACHE_DIR = before


def verb(function: Callable[..., Any]) -> Any:
    """A compiled function whose machine code becomes a part of each of its callers."""
    return compiled(function, forceinline=True)


inlined = numba.njit(inline="always", error_model="numpy")
"""A function that is copied into each compiled caller."""


def is_warm() -> bool:
    """Whether machine code of this version is already there, up to `days.live_block`.

    What that calls is there before it: other files alone are of a compilation that was stopped.
    """
    return FOLDER is not None and any(FOLDER.rglob("days.live_block-*.nbc"))

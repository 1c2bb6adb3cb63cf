"""Machine code of single functions in files: looked up by its sources, checked, replaced.

A file is named after the function, the digest of its module's sources (`attune_sim.identity`), and
the types of its arguments, processor and options. So a changed equation finds nothing and is
compiled, a changed comment finds what is there, and checkouts with the same sources share it. What
is damaged is thrown away and compiled again, once.

This takes numba's place behind a dispatcher (its `NullCache` keeps nothing), because numba would
load damaged code without noticing, looks at one source file only, and writes when it is imported.
"""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import numba
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.runtime.nrt import rtsys as _runtime
from numba.core.serialize import dumps

from attune_sim import identity, user_cache
from attune_sim.dyad import part

_take_apart = CompileResult._reduce  # fails here, not later, where numba has no such thing
_put_together = {False: CompileResult._rebuild, True: part.put_together}

_STARTED = time.time()
_VERSIONS = 24  # of a function that are kept: versions of the sources times types of arguments
_log = logging.getLogger(__name__)
_told: set[str] = set()


class MachineCode(NullCache):
    """The kept machine code of one function, as numba's dispatcher asks for it."""

    def __init__(self, function: Callable[..., Any], *, part: bool = False) -> None:
        self.function = function
        self.part = part  # of compiled callers: Python cannot call it

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The function compiled for these types, or None."""
        _runtime.initialize(target_context)  # all that loaded code needs; the rest takes .5 s
        path = self._path(sig, target_context.codegen())
        if path is None:
            return None
        try:
            held = user_cache.read(path)
            if held is None:
                return None
            name, types, parts = pickle.loads(held)
            if name != path.name:
                raise ValueError(f"{path.name} holds another function's")
            return _put_together[self.part](target_context, *parts) if types == sig else None
        except Exception as error:  # whatever it is: without this file the function is compiled
            _say(
                f"A part of the compiled engine in {path.parent} is damaged ({error}); what is"
                " damaged is thrown away and compiled again."
            )
            _remove(path)
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled for these types, if it can be kept."""
        if data.library.has_dynamic_globals or any(not x.can_cache for x in data.lifted):
            return
        path = self._path(sig, data.codegen)
        if path is None:
            return
        try:
            user_cache.write(path, dumps((path.name, sig, _take_apart(data))))
        except OSError as error:
            _cannot_keep(error)
        else:
            user_cache.tidy(path.parent, f"{_name(self.function)}-*", _VERSIONS)

    def flush(self) -> None:
        """Delete the stored code of this version."""
        for path in stored(self.function.__module__, self.function.__qualname__):
            _remove(path)

    def _path(self, sig: Any, codegen: Any) -> Path | None:
        """Where the code for these types is, or would be; None if it cannot be kept."""
        mark = _mark(self.function.__module__)
        if mark is None or self.function.__closure__:
            return None
        code = self.function.__code__.co_code
        made_for = f"{sig} {codegen.magic_tuple()} {hashlib.sha256(code).hexdigest()} {self.part}"
        types = hashlib.sha256(made_for.encode()).hexdigest()[:16]
        return _folder() / f"{_name(self.function)}-{mark}-{types}"


def stored(module: str, qualname: str) -> Iterator[Path]:
    """The files kept of a function, as its sources are now."""
    mark = _mark(module)
    return iter(()) if mark is None else _folder().glob(f"{module}.{qualname}-{mark}-*")


def can_keep() -> bool:
    """Whether machine code can be kept; if not, where it would be is said."""
    try:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError("it cannot be written")
    except OSError as error:
        _cannot_keep(error)
        return False
    return True


def _folder() -> Path:
    return user_cache.folder() / "engine"


def _name(function: Callable[..., Any]) -> str:
    name = f"{function.__module__}.{function.__qualname__}"
    return name.replace("<", "").replace(">", "")  # forbidden in names of files on Windows


@cache
def _mark(module: str) -> str | None:
    """What the machine code of a module's functions is made from; None if it cannot be known."""
    try:
        if identity.changed_since(_STARTED, module):
            return None  # what was imported is not what the files say now
        sources = identity.digest(module)
        user_cache.folder()
    except OSError as error:
        _cannot_keep(error)
        return None
    makers = (sources, numba.__version__, llvmlite.__version__, sys.version_info[:2])
    return hashlib.sha256(repr(makers).encode()).hexdigest()[:16]


def _cannot_keep(error: OSError) -> None:
    try:
        place = str(_folder())
    except OSError:
        place = "a folder of the user's"
    _say(
        f"The compiled engine cannot be kept in {place} ({error.strerror or error}), so every start"
        f" compiles it again; set {user_cache.VARIABLE} to a folder that can be written."
    )


def _say(sentence: str) -> None:
    """Say it once, however many functions it is true of; workers leave it to their parent."""
    kind = sentence.split(" (")[0]
    if kind not in _told and multiprocessing.current_process().name == "MainProcess":
        _told.add(kind)
        _log.warning(sentence)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _cannot_keep(error)

"""Compile the engine once, and keep the machine code in the user's cache.

Nothing is read or written when this is imported; each function is looked up when it is first
called. Where nothing can be kept the engine is compiled in each process, which takes a while.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

import numba
from numba.core import config as _config

from attune_sim import user_cache
from attune_sim.errors import InputError

try:
    from attune_sim.dyad import machine_code
    from attune_sim.dyad.dispatcher import Dispatcher
except (ImportError, AttributeError):  # another numba, which has moved what these are made of
    machine_code = None  # type: ignore[assignment]

BY_ITSELF: bool = machine_code is None
"""Whether numba is left to itself."""

config: Any = _config  # numba sets its options as attributes, unknown to type checkers

LIVES = ("live_alone", "live_side_by_side")
"""Functions of `days` that are compiled last: they call all others of a day."""


OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
"""Float64, no fast maths, free of the interpreter's lock."""


def compiled(function: Callable[..., Any]) -> Any:
    """A function compiled by numba, whose machine code is kept."""
    if config.DISABLE_JIT:
        return _refused(function)
    if BY_ITSELF:
        dispatcher = numba.njit(**OPTIONS)(function)
        _leave_to_numba(dispatcher)
        return dispatcher
    return Dispatcher(
        function,
        targetoptions={"nopython": True, **OPTIONS},
        kept=machine_code.MachineCode(function),
        kept_part=machine_code.MachineCode(function, part=True),
    )


def verb(function: Callable[..., Any]) -> Any:
    """A function that becomes a part of each compiled caller, and is kept with these only."""
    if config.DISABLE_JIT:
        return _refused(function)
    options = {"nopython": True, "forceinline": True, **OPTIONS}
    if BY_ITSELF:
        return numba.jit(**options)(function)
    return Dispatcher(function, targetoptions=options)


def _refused(function: Callable[..., Any]) -> Any:
    """What stands for a function where numba was told to compile none; it can be read about."""

    @wraps(function)
    def refuse(*_args: Any, **_named: Any) -> Any:
        raise InputError(
            "NUMBA_DISABLE_JIT is set, but the engine of attune-sim runs compiled only; unset it"
        )

    return refuse


def is_warm() -> bool:
    """Whether machine code of this version exists, of one family's days or of several families'.

    Each is written last of all that it calls; other files alone are of a compilation that was
    stopped.
    """
    if config.DISABLE_JIT:
        return True  # nothing will be compiled
    return not BY_ITSELF and any(
        any(machine_code.stored("attune_sim.dyad.days", name)) for name in LIVES
    )


def can_keep() -> bool:
    """Whether compiled code can be stored; if not, say once where it would be."""
    return BY_ITSELF or machine_code.can_keep()


def _leave_to_numba(dispatcher: Any) -> None:
    """Let numba keep machine code in its own way, unchecked, by the digest of the sources."""
    from attune_sim import identity

    before = config.CACHE_DIR
    try:
        mark = identity.digest(dispatcher.py_func.__module__)
        folder = user_cache.folder() / f"numba-{numba.__version__}-{mark}"
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            config.CACHE_DIR = str(folder)
            dispatcher.enable_caching()
    except OSError:
        pass  # compiled in each process
    finally:
        config.CACHE_DIR = before

"""A compiled function that is made callable from Python only where Python calls it.

Python calls few of more than a hundred functions that the engine is compiled from. The others are
parts (`part`), compiled without machine code and without what takes Python's arguments apart.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from numba.core import sigutils, types
from numba.core.caching import NullCache
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import CPUDispatcher

from attune_sim.dyad import part
from attune_sim.dyad.passes import Compiler

# Fails at import, and not later, where this numba has no such things.
_theirs: Any = CPUDispatcher(lambda: None)
_theirs._cache, _theirs._compiler.targetoptions, _theirs._compiler.pipeline_class  # noqa: B018


class Dispatcher(CPUDispatcher):
    """Numba's dispatcher of a function, which may be called from compiled code and from Python.

    Args:
        function: what is compiled.
        local_types: of its variables (`locals` of numba).
        targetoptions: of numba, which passes these three by position when it unpickles a function.
        kept: where machine code is kept that Python can call.
        kept_part: where that is kept which compiled code alone can call.
    """

    _compiler: Any  # of numba's

    def __init__(
        self,
        function: Callable[..., Any],
        local_types: dict[str, Any] | None = None,
        targetoptions: dict[str, Any] | None = None,
        *,
        kept: NullCache | None = None,
        kept_part: NullCache | None = None,
    ) -> None:
        super().__init__(function, local_types or {}, targetoptions, Compiler)
        self._cache = kept or NullCache()
        self._cache_of_part = kept_part or NullCache()
        self._is_part = False
        self._parts: set[tuple[Any, ...]] = set()

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Asked for by a compiled caller; if that is ours, the function becomes a part of it.

        Callers that numba compiles do not hand out what exceptions of parts need. Constants count
        as values like others, since numba would compile the function again for each; only an
        intrinsic can ask for a constant.
        """
        args = tuple(types.unliteral(a) for a in args)
        kws = {name: types.unliteral(a) for name, a in kws.items()}
        with global_compiler_lock, self._as_part() if _callers else nullcontext():
            return super().get_call_template(args, kws)

    def compile(self, sig: Any) -> Any:
        """Compile for these types, unless that is done."""
        with global_compiler_lock, _compiling():
            args, _ = sigutils.normalize_signature(sig)
            if not self._is_part and args in self._parts:
                self._parts.remove(args)
                self.overloads.pop(args, None)  # now Python wants to call it too
            return super().compile(sig)

    def add_overload(self, cres: Any) -> None:
        """Take what was compiled; a part is not shown to Python, which would crash calling it."""
        if self._is_part:
            self.overloads[cres.signature.args] = cres if cres.entry_point else part.known(cres)
            self._parts.add(cres.signature.args)
        else:
            part.hand_out_environments(cres)
            super().add_overload(cres)

    @contextmanager
    def _as_part(self) -> Iterator[None]:
        theirs = self._compiler
        before = theirs.targetoptions, theirs.pipeline_class, self._cache, self._is_part
        theirs.targetoptions = {**before[0], "no_cpython_wrapper": True}
        theirs.pipeline_class = part.PartCompiler
        self._cache, self._is_part = self._cache_of_part, True
        try:
            yield
        finally:
            theirs.targetoptions, theirs.pipeline_class, self._cache, self._is_part = before


_callers = 0  # of ours that are being compiled now, one inside the other


@contextmanager
def _compiling() -> Iterator[None]:
    """Collect no garbage meanwhile, which takes a 15th of the time: most of what is made stays."""
    global _callers  # numba's lock is held
    on = gc.isenabled()
    gc.disable()
    _callers += 1
    try:
        yield
    finally:
        _callers -= 1
        if on:
            gc.enable()

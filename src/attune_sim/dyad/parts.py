"""Functions as parts of compiled ones: handed to LLVM as they are, with their caller.

numba turns each function that a compiled one calls into machine code of its own, optimised, with an
entry for Python, and again within every caller. Most of the engine's functions are called by
compiled ones only. As parts they are typed and written down once, and optimised and turned into
machine code within what is called from Python. That halves LLVM's share of a first start and
changes no number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering


class Part(JITCodeLibrary):
    """What LLVM is given of one function: neither optimised nor compiled."""

    def finalize(self) -> None:
        """Nothing else comes in: what the function calls is linked with its callers."""
        self._finalize_dynamic_globals()
        self._finalized = True

    def _optimize_functions(self, ll_module: Any) -> None:
        ll_module.data_layout = self._codegen._data_layout

    def with_what_it_calls(self) -> list[Any]:
        """The libraries that a caller links."""
        return list(dict.fromkeys([self, *self._linking_libraries]))


@register_pass(mutates_CFG=True, analysis_only=False)
class PartLowering(NativeLowering):
    """The last pass: LLVM's instructions, but no machine code."""

    _name = "part_lowering"

    def run_pass(self, state: Any) -> bool:
        """Write the instructions, and let other functions call them."""
        state.flags.no_compile = True
        part = state.library = Part(state.targetctx.codegen(), state.func_id.func_qualname)
        super().run_pass(state)
        written = state["cr"]
        key: Any = [].append  # numba asks for a builtin that no other function has; nobody calls it
        state.targetctx.insert_user_function(key, written.fndesc, part.with_what_it_calls())
        state["cr"] = written._replace(cfunc=key)
        return True


class PartCompiler(Compiler):
    """numba's, with this last pass."""

    def define_pipelines(self) -> list[Any]:
        """The passes in their order."""
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.passes = [
            (PartLowering, told) if made is NativeLowering else (made, told)
            for made, told in passes.passes
        ]
        return [passes]


def take_in(dispatcher: Any, function: Callable[..., Any], options: dict[str, Any]) -> None:
    """Let compiled callers take this function in as a part; Python calls it as before."""
    options = options | {"pipeline_class": PartCompiler, "no_cpython_wrapper": True}
    part = numba.njit(**options)(function)
    dispatcher.get_call_template = part.get_call_template
    dispatcher.get_overload = part.get_overload

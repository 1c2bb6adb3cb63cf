"""A function as a part of compiled callers, which is neither optimised nor made machine code of.

Its callers are: they take in the code of their parts, and all of it is optimised together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import binding as llvm
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, CompileResult, compile_result

# Fails here, not later, where numba has no such things.
_theirs = (
    JITCodeLibrary._optimize_final_module,
    JITCodeLibrary._finalize_final_module,
    JITCodeLibrary._finalize_dynamic_globals,
    JITCodeLibrary._verify_declare_only_symbols,
    CompileResult._find_referenced_environments,
)


class Library(JITCodeLibrary):
    """The code of a part."""

    def _optimize_final_module(self) -> None:
        """Leave that to the callers."""

    def _finalize_final_module(self) -> None:
        """Be complete, instead of having the machine's code made."""
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True

    def serialize_using_object_code(self) -> Any:
        """There is none."""
        return self.serialize_using_bitcode()


class PartCompiler(Compiler):
    """Numba's compiler, which leaves the code of a function as a part."""

    def compile_extra(self, func: Callable[..., Any]) -> Any:
        """Compile a function."""
        state = self.state
        state.library = Library(state.targetctx.codegen(), func.__qualname__)
        state.flags.no_compile = True
        return super().compile_extra(func)


def known(result: Any) -> Any:
    """A part that was compiled and that callers can look up, by what stands for machine code."""
    result = result._replace(entry_point=object())
    result.target_context.insert_user_function(result.entry_point, result.fndesc, [result.library])
    return result


def put_together(context: Any, kept: Any, fndesc: Any, env: Any, signature: Any, *rest: Any) -> Any:
    """A part again of what `CompileResult._reduce` made of it."""
    objectmode, lifted, annotation, reload_init, environments = rest
    name, _, code = kept
    library = Library(context.codegen(), name)
    library._final_module = llvm.parse_bitcode(code)
    library._finalize_final_module()
    return compile_result(
        typing_context=context.typing_context,
        target_context=context,
        entry_point=object(),
        library=library,
        environment=env,
        fndesc=fndesc,
        type_annotation=annotation,
        signature=signature,
        objectmode=objectmode,
        lifted=lifted,
        reload_init=reload_init,
        referenced_envs=environments,
    )


def take_environments(result: Any) -> None:
    """Let the parts of a compiled function have what they were compiled with, for exceptions."""
    for environment in result._find_referenced_environments():
        result.codegen.set_env(environment.env_name, environment)

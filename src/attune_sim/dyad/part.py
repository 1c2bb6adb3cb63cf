"""Functions as parts of compiled callers.

Numba would optimise each part, turn it into machine code, link it into every caller, and do the
first two again there. Here a part is only linked in: it has no machine code of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import binding as llvm
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompileResult, compile_result

from attune_sim.dyad.passes import Compiler

# Fails at import, and not later, where this numba has no such things.
_theirs = (
    JITCodeLibrary._optimize_final_module,
    JITCodeLibrary._finalize_final_module,
    JITCodeLibrary._finalize_dynamic_globals,
    JITCodeLibrary._verify_declare_only_symbols,
    CompileResult._find_referenced_environments,
)


class Part(JITCodeLibrary):
    """The code of a part, as LLVM has it."""

    def _optimize_final_module(self) -> None:
        """Leave that to the callers."""

    def _finalize_final_module(self) -> None:
        """Finish without making machine code."""
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True

    def serialize_using_object_code(self) -> Any:
        """Give LLVM's code: there is no other."""
        return self.serialize_using_bitcode()


class PartCompiler(Compiler):
    """Compiles a function as a part."""

    def compile_extra(self, func: Callable[..., Any]) -> Any:
        """Compile it without making machine code."""
        state = self.state
        state.library = Part(state.targetctx.codegen(), func.__qualname__)
        state.flags.no_compile = True
        return super().compile_extra(func)


def known(result: Any) -> Any:
    """Make a part known to callers, who look for its entry point; an object stands for that."""
    result = result._replace(entry_point=object())
    result.target_context.insert_user_function(result.entry_point, result.fndesc, [result.library])
    return result


def put_together(context: Any, kept: Any, fndesc: Any, env: Any, signature: Any, *rest: Any) -> Any:
    """Put a part together again that `CompileResult._reduce` took apart."""
    objectmode, lifted, annotation, reload_init, environments = rest
    name, _, code = kept
    library = Part(context.codegen(), name)
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


def hand_out_environments(result: Any) -> None:
    """Give the parts of a compiled function the environments that their exceptions need."""
    for environment in result._find_referenced_environments():
        result.codegen.set_env(environment.env_name, environment)

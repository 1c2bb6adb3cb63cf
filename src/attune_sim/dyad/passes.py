"""Numba's compiler without two passes that the engine does not need.

They made a tenth of the calls of Python functions in the first compilation. So no compiled function
contains another function, a lambda or a comprehension, and `a * b + c` of whole arrays is one loop
for each operation.
"""

from __future__ import annotations

from typing import Any

from numba.core import compiler
from numba.core.compiler_machinery import PassManager
from numba.core.typed_passes import NopythonRewrites
from numba.core.untyped_passes import InlineClosureLikes

UNUSED = (InlineClosureLikes, NopythonRewrites)

# Fails at import, and not later, where this numba has no such things.
PassManager.finalize, PassManager("").passes


class Compiler(compiler.Compiler):
    """Compiles the engine's functions."""

    def define_pipelines(self) -> list[Any]:
        """Numba's pipelines without these passes."""
        pipelines: list[Any] = super().define_pipelines()
        for pipeline in pipelines:
            pipeline.passes = [entry for entry in pipeline.passes if entry[0] not in UNUSED]
            pipeline.finalize()
        return pipelines

"""Numba's compiler without the passes that nothing here needs: they took a tenth of its time.

So compiled functions have no functions, comprehensions or generators inside, and what they do with
whole arrays is done step by step.
"""

from __future__ import annotations

from typing import Any

from numba.core import compiler
from numba.core.typed_passes import NopythonRewrites
from numba.core.untyped_passes import InlineClosureLikes

UNUSED = (InlineClosureLikes, NopythonRewrites)


class Compiler(compiler.Compiler):
    """The compiler of the engine."""

    def define_pipelines(self) -> list[Any]:
        """Numba's passes but those."""
        pipelines: list[Any] = super().define_pipelines()
        for one in pipelines:
            one.passes = [step for step in one.passes if step[0] not in UNUSED]
            one.finalize()
        return pipelines

"""What suits this processor: how many lanes, conditions kept how. No number depends on it."""

from __future__ import annotations

from numba.core.registry import cpu_target

_features = str(cpu_target.target_context.codegen().magic_tuple())

BITS: bool = "+avx512f" in _features
"""Whether it keeps conditions as bits, in registers of their own."""

WIDTH: int = 8 if BITS or "+avx2" in _features else 4
"""Two registers' worth of AVX2, SSE2 or NEON, one of AVX-512.

With two the processor works on one while the other waits.
"""

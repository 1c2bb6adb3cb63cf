"""How many lanes suit this processor; no number depends on it."""

from __future__ import annotations

from numba.core.registry import cpu_target

_WIDE = ("avx512f", "avx2")


def _width() -> int:
    """Two registers' worth of AVX2, SSE2 or NEON, one of AVX-512.

    With two the processor works on one while the other waits.
    """
    features = str(cpu_target.target_context.codegen().magic_tuple())
    return 8 if any(f"+{name}" in features for name in _WIDE) else 4


WIDTH: int = _width()

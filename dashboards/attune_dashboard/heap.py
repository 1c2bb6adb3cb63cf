"""The server's memory: what visitors have freed is used again."""

from __future__ import annotations

import ctypes
import os
import sys

ARENAS = 2
"""Heaps that all threads share.

By default nearly every thread has its own, and the server grew by about 29 kB for each page opened
and left: free memory, but in pieces too small to use.
"""
M_ARENA_MAX = -8
"""The option's number in the C library's malloc.h."""


def share() -> None:
    """Have threads share a few heaps, where the C library can; to be called before they begin."""
    if sys.platform == "linux" and "MALLOC_ARENA_MAX" not in os.environ:
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # not every Linux has it
        if mallopt is not None:
            mallopt(M_ARENA_MAX, ARENAS)

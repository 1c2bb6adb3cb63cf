"""What pages compute is kept for whoever asks the same: the last asked for, and never more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, ParamSpec, TypeVar

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

P = ParamSpec("P")
R = TypeVar("R")
FEW = 24
"""Results of one kind that are kept, where each visitor asks for another and holds their own."""


def kept(
    most: int, key: Callable[..., Hashable] = hashkey
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep what a function gives; of many who ask for the same at once, one computes it.

    Whoever raises, as one who gives the work up, leaves it to the next.

    Args:
        most: results that are kept.
        key: what a result depends on, from the function's arguments.
    """
    cache: LRUCache[Any, Any] = LRUCache(most)
    return cached(cache, key=key, condition=threading.Condition())

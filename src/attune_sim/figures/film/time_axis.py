"""The time axis of second-by-second figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
MIDNIGHT = 946_684_800_000.0  # of 1 January 2000; plotly reads numbers below 10,000 as years
LONG_S = 400  # seconds of a record from which it is drawn with thin lines


@dataclass(frozen=True)
class Span:
    """One episode of a record: its name, first second and length in seconds."""

    name: str
    start: int
    seconds: int


@dataclass(frozen=True)
class Bout:
    """Seconds `start` to `end - 1` out of attunement.

    Attributes:
        start, end: in seconds of the record.
        repaired: whether the step back into attunement was seen.
        began: whether the step out was seen; only then is end - start a repair latency.
    """

    start: int
    end: int
    repaired: bool
    began: bool


def clock(seconds: npt.ArrayLike) -> Floats:
    """Seconds of a record as plotly's dates (milliseconds): axes then read 2:30 and zoom well."""
    return MIDNIGHT + np.asarray(seconds, float) * 1000.0


def ruptures(mask: npt.NDArray[np.bool_], coded: npt.NDArray[np.bool_]) -> list[Bout]:
    """The bouts out of attunement, from masks of shape (seconds,): attuned, and coded at all."""
    out = np.concatenate([[False], coded & ~mask, [False]])
    edges = np.flatnonzero(out[1:] != out[:-1])
    seen = np.concatenate([mask & coded, [False]])
    return [
        Bout(int(a), int(b), repaired=bool(seen[b]), began=bool(a > 0 and seen[a - 1]))
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]

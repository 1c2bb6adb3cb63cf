"""What the stage needs of a record: each second as a camera sees it, and the observers' lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.figures import Span
from attune_sim.procedures import still_face
from attune_sim.procedures.thresholds import BID, CONTACT, FUSSING, GAZE, SMILING, UPSET

DECIMALS = 4
STILL = frozenset(e.name for e in still_face.SCRIPT if e.engagement == still_face.BLANK)
"""Names of the episodes in which the caregiver keeps a still face."""
LINES = {
    "gaze": GAZE,
    "bid": BID,
    "upset": UPSET,
    "fussing": FUSSING,
    "smiling": SMILING,
    "contact": CONTACT,
}
"""Where observers draw the line, by the names that the browser knows (static/scene/film.js)."""


def seen(trace: pd.DataFrame, episodes: Sequence[Span], *, room: str = "play") -> dict[str, Any]:
    """A film for the stage, as JSON can hold it.

    Keys: `camera` (see there), `lines` (thresholds), `room` (where they are, one of those in
    static/scene/scene.js) and `episodes` (first second, name, whether the caregiver keeps a still
    face; in order).
    """
    return {
        "camera": camera(trace),
        "lines": LINES,
        "room": room,
        "episodes": [[e.start, e.name, e.name in STILL] for e in episodes],
    }


def camera(trace: pd.DataFrame) -> dict[str, list[float | None]]:
    """Each field of a record, rounded, second by second; None where there is no value.

    Distress, which no camera records, is among them: who looks may ask for it.
    """
    return {
        name: [None if np.isnan(x) else x for x in trace[name].round(DECIMALS).tolist()]
        for name in TRACE_DTYPE.names or ()
        if name in trace
    }

"""What the stage needs of a record: each second as a camera sees it, and the observers' lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.figures import Span
from attune_sim.procedures import still_face, strange_situation
from attune_sim.procedures.thresholds import BID, CONTACT, FUSSING, GAZE, SMILING, UPSET

DECIMALS = 4
STILL = frozenset(e.name for e in still_face.SCRIPT if e.engagement == still_face.BLANK)
"""Names of the episodes in which the caregiver keeps a still face."""
LABORATORY = frozenset(e.name for e in strange_situation.SCRIPT)
"""Names of the episodes that take place in the laboratory."""
STRANGER = frozenset(
    e.name for e in strange_situation.SCRIPT if e.strain in ("company_strain", "stranger_strain")
)
"""Names of the episodes in which a stranger is there."""
AWAY = frozenset(e.name for e in strange_situation.SCRIPT if not e.caregiver)
"""Names of the episodes without the caregiver."""
LINES = {
    "gaze": GAZE,
    "bid": BID,
    "upset": UPSET,
    "fussing": FUSSING,
    "smiling": SMILING,
    "contact": CONTACT,
}
"""Where observers draw the line, by the names that the browser knows (static/scene/film.js)."""


def seen(trace: pd.DataFrame, episodes: Sequence[Span], *, first: int = 0) -> dict[str, Any]:
    """A film for the stage, as JSON can hold it.

    Keys: `camera` (see there), `lines` (thresholds), `room` (where they are, one of those in
    static/scene/scene.js) and `episodes`, in order: second at which it begins, name, and whether
    the caregiver keeps a still face, a stranger is there, and the caregiver is away.

    Args:
        trace: a row per second.
        episodes: of the procedure, in seconds of the whole record.
        first: second of the whole record at which the trace begins.
    """
    told = [
        [e.start - first, e.name, e.name in STILL, e.name in STRANGER, e.name in AWAY]
        for e in episodes
    ]
    return {
        "camera": camera(trace),
        "lines": LINES,
        "room": "laboratory" if any(e.name in LABORATORY for e in episodes) else "play",
        "episodes": told,
    }


def camera(trace: pd.DataFrame) -> dict[str, list[float | None]]:
    """Each field of a record, rounded, second by second; None where there is no value.

    Distress, which no camera records, is among them: who looks may ask for it.
    """
    out = {}
    for name in TRACE_DTYPE.names or ():
        if name in trace:
            values = np.round(trace[name].to_numpy(float), DECIMALS)
            unknown = np.isnan(values)
            out[name] = values.tolist()
            if unknown.any():
                out[name] = [None if no else x for no, x in zip(unknown, out[name], strict=True)]
    return out

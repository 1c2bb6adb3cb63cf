"""A record told in words as it passes, and its running counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from attune_sim import measures
from attune_sim.codes import ROUNDING
from attune_sim.figures import Span
from attune_sim.figures.film.time_axis import ruptures
from attune_sim.procedures.thresholds import FUSSING

HUSH_S = 5
"""Seconds without fussing before fussing is told anew."""


class Event(NamedTuple):
    """Something that happens: its second, its kind (for colour and mark), and the words."""

    second: int
    kind: str
    text: str


def events(
    trace: pd.DataFrame, tolerance: float, episodes: Sequence[Span] = ()
) -> tuple[Event, ...]:
    """What happens in a record, in order.

    Args:
        trace: a row per second, fields as in dyad.state.TRACE_DTYPE; NaN: no value yet.
        tolerance: largest difference of engagement that counts as attuned.
        episodes: of the procedure.
    """
    infant = trace["infant_engagement"].to_numpy(float)
    caregiver = trace["caregiver_engagement"].to_numpy(float)
    coded = measures.both_coded(infant, caregiver)
    mask = measures.attuned(infant, caregiver, tolerance)
    out = [Event(e.start, "episode", e.name.capitalize()) for e in episodes if len(episodes) > 1]
    for bout in ruptures(mask, coded):
        if bout.began:
            out.append(Event(bout.start, "rupture", "Rupture"))
        if bout.repaired and bout.began:
            who = who_repaired(infant, caregiver, bout.end)
            out.append(Event(bout.end, "repair", f"Repaired {who} after {bout.end - bout.start} s"))
    out += [
        Event(int(t), "alarm", "An alarming moment") for t in np.flatnonzero(trace["alarm"] == 1)
    ]
    out += _fussing(trace["display"].to_numpy(float))
    out += _leaving(trace["present"].to_numpy(float))
    return tuple(sorted(out, key=lambda e: e.second))


def who_repaired(infant: Any, caregiver: Any, t: int) -> str:
    """Who changed more in the second of a repair, judged as the measures do."""
    lead = abs(caregiver[t] - caregiver[t - 1]) - abs(infant[t] - infant[t - 1])
    if abs(lead) <= ROUNDING:
        return "by both"
    return "by the caregiver" if lead > 0 else "by the infant"


def _fussing(display: Any) -> list[Event]:
    out, quiet = [], HUSH_S
    for t, value in enumerate(display):
        if value > FUSSING:
            if quiet >= HUSH_S:
                out.append(Event(t, "distress", "The infant begins to fuss"))
            quiet = 0
        else:
            quiet += 1
            if quiet == HUSH_S and t >= HUSH_S:
                out.append(Event(t - HUSH_S + 1, "distress", "The infant is quiet again"))
    return out


def _leaving(present: Any) -> list[Event]:
    steps = np.flatnonzero(np.diff(present) != 0) + 1
    return [
        Event(
            int(t),
            "place",
            "The caregiver comes back" if present[t] == 1 else "The caregiver leaves the room",
        )
        for t in steps
        if np.isfinite(present[t]) and np.isfinite(present[t - 1])
    ]


def summary(trace: pd.DataFrame, tolerance: float) -> dict[str, int]:
    """What there was in a whole record.

    Keys: `ruptures` (how many began), `by_caregiver`, `by_infant`, `by_both` (how many of these
    each repaired), `open` (how many nobody had repaired in the end), `fussing_s` (seconds of
    displayed distress above FUSSING), `longest_s` (of these, the most in a row).
    """
    infant = trace["infant_engagement"].to_numpy(float)
    caregiver = trace["caregiver_engagement"].to_numpy(float)
    coded = measures.both_coded(infant, caregiver)
    found = [
        who_repaired(infant, caregiver, bout.end).removeprefix("by the ").replace("by ", "")
        if bout.repaired
        else "open"
        for bout in ruptures(measures.attuned(infant, caregiver, tolerance), coded)
        if bout.began
    ]
    fussing = (trace["display"].to_numpy(float) > FUSSING).astype(int)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], fussing, [0]])))
    return {
        "ruptures": len(found),
        **{f"by_{who}": found.count(who) for who in ("caregiver", "infant", "both")},
        "open": found.count("open"),
        "fussing_s": int(fussing.sum()),
        "longest_s": int((edges[1::2] - edges[::2]).max(initial=0)),
    }


def tally(trace: pd.DataFrame, tolerance: float) -> dict[str, Any]:
    """Counts up to each second, and what chance alone would give over the whole record.

    Keys: `attuned` (seconds), `coded` (seconds), `ruptures` (how many began), `repairs` (how many
    of these ended), `repair_s` (seconds that those took together), each a list with a value per
    second; `chance` (share, None if unknown).
    """
    infant = trace["infant_engagement"].to_numpy(float)
    caregiver = trace["caregiver_engagement"].to_numpy(float)
    coded = measures.both_coded(infant, caregiver)
    mask = measures.attuned(infant, caregiver, tolerance)
    began, ended, lasted = (np.zeros(len(infant), int) for _ in range(3))
    for bout in ruptures(mask, coded):
        if bout.began:
            began[bout.start] = 1
            if bout.repaired:
                ended[bout.end], lasted[bout.end] = 1, bout.end - bout.start
    chance = float(measures.surrogate_share(infant[coded], caregiver[coded], tolerance))
    return {
        "attuned": np.cumsum(mask & coded).tolist(),
        "coded": np.cumsum(coded).tolist(),
        "ruptures": np.cumsum(began).tolist(),
        "repairs": np.cumsum(ended).tolist(),
        "repair_s": np.cumsum(lasted).tolist(),
        "chance": chance if np.isfinite(chance) else None,
    }

"""Run published designs again from a page: with few families, one design at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from attune_dashboard.compute.cache import kept
from attune_sim.evidence import Comparison, findings, validate
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.evidence.forest import forest_draft
from attune_sim.life.course import Cancelled

FAMILIES = 120
"""In each cohort of a run from a page; the stored record has more."""

_one_at_a_time = threading.Lock()


def again(ids: Sequence[str], cancelled: Callable[[], bool]) -> list[Comparison]:
    """The comparisons of some findings, simulated now.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    return _again(tuple(ids), cancelled)


@kept(64, key=lambda ids, _: ids)
def _again(ids: tuple[str, ...], cancelled: Callable[[], bool]) -> list[Comparison]:
    def stop(_share: float) -> None:
        if cancelled():
            raise Cancelled

    with _one_at_a_time:
        stop(0.0)
        return validate([f for f in findings() if f.id in ids], families=FAMILIES, report=stop)


def both(stored: Sequence[Comparison], now: Sequence[Comparison]) -> Draft:
    """Stored and new comparisons in one figure."""
    rows = []
    fresh = {c.id: c for c in now}
    for c in stored:
        rows.append(c)
        if c.id in fresh:
            rows.append(replace(fresh[c.id], finding=f"Run now, {FAMILIES} families"))
    return forest_draft(rows, title="The model against published figures")

"""The table of what studies found: one row for each published figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attune_dashboard.components.table import table
from attune_sim.evidence import published

HEAD = ("Finding", "Figure", "Study", "How it is known")
NO_NUMBER = "\N{EN DASH}"


def published_table(ids: Sequence[str]) -> Any:
    """A table of these rows of the published figures.

    Args:
        ids: of the rows, in order.
    """
    rows = [published()[key] for key in ids]
    cells = [(r.finding, r.figure or NO_NUMBER, r.citation, r.certainty) for r in rows]
    return table(HEAD, cells, label="What studies found")

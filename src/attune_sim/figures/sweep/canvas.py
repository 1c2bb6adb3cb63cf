"""What every figure of a sweep needs: its means, what was varied, what is drawn together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from attune_sim.figures.base import labels
from attune_sim.figures.base.layout import Panel
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.sweep.chart_choice import Levels, Picture, is_number


@dataclass(frozen=True)
class Canvas:
    """A picture while it is drawn.

    Attributes:
        draft: takes the traces.
        picture: its kind, and which varied column goes where.
        levels: the values of each varied column.
        table: as `attune_sim.sweep.summary` gives it, of all panels.
        rows: of the sweep, one a run.
        measures: that are drawn, by flat name.
        panels: so far, in the order of their axes.
    """

    draft: Draft
    picture: Picture
    levels: Levels
    table: pd.DataFrame
    rows: pd.DataFrame
    measures: Sequence[str]
    panels: list[Panel] = field(default_factory=list)

    @property
    def by(self) -> str | None:
        """The column that distinguishes the lines, if there is one."""
        return self.picture.by or None

    @property
    def lines(self) -> list[Any]:
        """Its values; one None without."""
        return self.levels[self.picture.by] if self.by else [None]

    @property
    def facets(self) -> list[Any]:
        """The values for which there is a panel each; one None without."""
        return self.levels[self.picture.facet] if self.picture.facet else [None]

    @property
    def numbers(self) -> list[str]:
        """The varied columns that hold numbers."""
        return [name for name in self.levels if is_number(self.levels, name)]

    def at(self, facet: Any, line: Any = None) -> pd.DataFrame:
        """The means of one facet, and of one line of it if that is given."""
        out = self.table
        for name, value in ((self.picture.facet, facet), (self.picture.by, line)):
            out = out[out[name] == value] if name and value is not None else out
        return out

    def where(self, facet: Any) -> str:
        """A facet in words; empty if there is none."""
        return labels.at(self.picture.facet, facet) if self.picture.facet else ""

    def together(self, measures: Sequence[str]) -> Iterator[list[str]]:
        """These measures by panel: each with its companion."""
        for measure in measures:
            if labels.PAIRS.get(measure, ("",))[0] not in measures:
                companion = labels.COMPANION.get(measure, "")
                yield [measure, companion] if companion in measures else [measure]

"""What tells two partners apart: a colour that is neither red nor green, and a dash."""

from __future__ import annotations

from attune_sim.figures.base import style

COLOURS = (style.LEVELS[0], style.LEVELS[4])
DASHES = ("solid", "4px,2px")

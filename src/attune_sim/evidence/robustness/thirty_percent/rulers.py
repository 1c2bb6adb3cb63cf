"""The attuned share of the same films by several rulers.

The share is a property of the ruler: a wider tolerance gives more, categories give another, and
what chance gives differs too.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from attune_sim.population import Population
from attune_sim.procedures import free_play

TOLERANCES = (0.05, 0.10, 0.20)
CATEGORIES, ABOVE_CHANCE = "four categories", "above chance"
RULERS = (*(f"tolerance {t:.2f}" for t in TOLERANCES), CATEGORIES, ABOVE_CHANCE)
"""Rulers by name; 'above chance' is the share less its surrogate, at the middle tolerance."""


def shares(families: Population, age: int) -> pd.DataFrame:
    """The attuned share in free play with the first caregiver: a row a family, a column a ruler.

    Args:
        families: not changed.
        age: in days.
    """
    film = free_play.record(families, age=age)
    out: dict[str, np.ndarray] = {}
    for tolerance, name in zip(TOLERANCES, RULERS, strict=False):
        codes = free_play.code(film, families.with_settings(coding_tolerance=tolerance))
        out[name] = codes["attuned_share"]
        if tolerance == TOLERANCES[1]:
            out[ABOVE_CHANCE] = codes["attuned_share"] - codes["attuned_share_surrogate"]
            out[CATEGORIES] = codes["category_share"]
    return pd.DataFrame({name: out[name] for name in RULERS})

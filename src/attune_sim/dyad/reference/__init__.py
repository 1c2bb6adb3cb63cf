"""The model in plain Python: what one infant and one caregiver do in a second, an episode, a day.

This package is for reading: `course` first, then `infant` and `caregiver`. It says again, without
arrays and compiler, what `interaction`, `learning`, `episode` and `days` compute; a test holds both
to the same numbers. An infant and a caregiver are objects with one attribute per parameter and
state, and random numbers are handed in: u is uniform in (0, 1), z has mean 0 and standard
deviation 1.

Everything lies in [0, 1] unless a unit is given; what becomes too small or too large is held at
0 or 1. Names are those of the parameters; `attune-sim parameters` lists their meaning, range and
source. The equations stand in docs/model.md, under the names of the engine's functions.
"""

from __future__ import annotations

from attune_sim.dyad.reference.caregiver import ReferenceCaregiver
from attune_sim.dyad.reference.course import (
    begin_day,
    begin_episode,
    end_episode,
    live_day,
    reference_family,
    second,
    seconds,
)
from attune_sim.dyad.reference.infant import ReferenceInfant
from attune_sim.dyad.reference.person import Luck, Morning

__all__ = [
    "Luck",
    "Morning",
    "ReferenceCaregiver",
    "ReferenceInfant",
    "begin_day",
    "begin_episode",
    "end_episode",
    "live_day",
    "reference_family",
    "second",
    "seconds",
]

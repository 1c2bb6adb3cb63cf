"""The still-face paradigm: play, still face, reunion, two minutes each (Tronick et al. 1978).

Coded per episode: gaze at the caregiver, positive and negative affect, phase.
"""

from __future__ import annotations

import numpy as np

from attune_sim.dyad.occasions import Occasion
from attune_sim.population import Population
from attune_sim.procedures.camera import Episode, Film, Floats, film
from attune_sim.procedures.thresholds import FUSSING, GAZE, SMILING

BLANK = 0.0  # the caregiver's engagement during a still face
SCRIPT = (
    Episode("play", 120),
    Episode("still face", 120, engagement=BLANK),
    Episode("reunion", 120),
)
PHASES = ("negative", "withdrawn", "object", "monitor", "social-positive")


def record(population: Population, *, age: int, which: int = 0, repetition: int = 0) -> Film:
    """Film the three episodes of each infant with one caregiver."""
    return film(
        population,
        SCRIPT,
        occasion=Occasion.STILL_FACE.at(repetition),
        age=age,
        which=which,
        in_play=True,
    )


def phases(film: Film, episode: int) -> np.ndarray:
    """Engagement phase each second, an index into PHASES; -1 after the end.

    After the phases of Weinberg & Tronick (1999), from display, gaze and affect: negative while
    fussing; else turned away with hardly any positive affect withdrawn, turned away with some
    object; else looking, social-positive while smiling, monitor if not.
    """
    shown = film.camera("infant_engagement", episode)
    display = film.camera("display", episode)
    affect = film.camera("affect", episode)
    away = shown < GAZE
    return np.select(
        [np.isnan(shown), display > FUSSING, away & (affect < 0.1), away, affect < SMILING],
        [-1, 0, 1, 2, 3],
        4,
    )


def code(
    film: Film, population: Population, *, which: int = 0, repetition: int = 0
) -> dict[str, Floats]:
    """Gaze, positive and negative affect per episode, the effect and its carry-over.

    Keys: `{gaze,positive,negative}_{play,still,reunion}` (gaze as a share of seconds,
    affect as mean intensity); `{..}_effect` = still face less play; `{..}_carry_over` = reunion
    less play.
    """
    out: dict[str, Floats] = {}
    for episode, name in enumerate(("play", "still", "reunion")):
        out[f"gaze_{name}"] = np.mean(film.camera("infant_engagement", episode) >= GAZE, axis=1)
        out[f"positive_{name}"] = np.mean(film.camera("affect", episode), axis=1)
        out[f"negative_{name}"] = np.mean(film.camera("display", episode), axis=1)
    for what in ("gaze", "positive", "negative"):
        out[f"{what}_effect"] = out[f"{what}_still"] - out[f"{what}_play"]
        out[f"{what}_carry_over"] = out[f"{what}_reunion"] - out[f"{what}_play"]
    return out

"""The still-face paradigm: play, still face, reunion, two minutes each (Tronick et al. 1978).

Coded per episode: gaze at the caregiver, positive and negative affect, phase. In play and reunion,
mutual regulation too, as in free play: attuned share and its surrogate, repair. During the still
face itself there is nobody to match.
"""

from __future__ import annotations

import numpy as np

from attune_sim import measures
from attune_sim.codes import Floats
from attune_sim.dyad.occasions import Occasion
from attune_sim.population import Population
from attune_sim.procedures.camera import Episode, Film, film
from attune_sim.procedures.coders import errors
from attune_sim.procedures.free_play import coded_play
from attune_sim.procedures.thresholds import FUSSING, GAZE, SMILING

BLANK = 0.0  # the caregiver's engagement during a still face
SCRIPT = (
    Episode("play", 120),
    Episode("still face", 120, engagement=BLANK),
    Episode("reunion", 120),
)
ACTED = PLAY, REUNION = 0, 2
"""Numbers of the episodes in which both may act."""
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
    """Gaze, positive and negative affect per episode, mutual regulation, effect and carry-over.

    Keys: `{gaze,positive,negative}_{play,still,reunion}` (gaze as a share of seconds,
    affect as mean intensity); `{..}_effect` = still face less play; `{..}_carry_over` = reunion
    less play; and those of `mutual_regulation`.
    """
    out: dict[str, Floats] = {}
    for episode, name in enumerate(("play", "still", "reunion")):
        out[f"gaze_{name}"] = np.mean(film.camera("infant_engagement", episode) >= GAZE, axis=1)
        out[f"positive_{name}"] = np.mean(film.camera("affect", episode), axis=1)
        out[f"negative_{name}"] = np.mean(film.camera("display", episode), axis=1)
    for what in ("gaze", "positive", "negative"):
        out[f"{what}_effect"] = out[f"{what}_still"] - out[f"{what}_play"]
        out[f"{what}_carry_over"] = out[f"{what}_reunion"] - out[f"{what}_play"]
    return out | mutual_regulation(film, population, which=which, repetition=repetition)


def coded(
    film: Film, population: Population, *, which: int = 0, repetition: int = 0
) -> list[tuple[Floats, Floats]]:
    """Both persons' engagement as the coder wrote it down, in each of the ACTED episodes."""
    seconds = [film.camera("infant_engagement", k).shape[1] for k in ACTED]
    noise = errors(
        population,
        2 * sum(seconds),
        occasion=Occasion.STILL_FACE.at(repetition),
        age=film.age,
        which=which,
        seconds=True,
    )
    parts = np.split(noise, [2 * seconds[0]], axis=1)
    return [coded_play(film, population, k, part) for k, part in zip(ACTED, parts, strict=True)]


def mutual_regulation(
    film: Film, population: Population, *, which: int = 0, repetition: int = 0
) -> dict[str, Floats]:
    """What a coder of free play makes of play and reunion (Weinberg et al. 2006 compare the two).

    The coder errs by `coding_error`, as in free play. Keys: `{..}_{play,reunion,carry_over}` for
    each measure; the carry-over is reunion less play.
    """
    tolerance = population.settings["coding_tolerance"][:, None]
    found = []
    for infant, caregiver in coded(film, population, which=which, repetition=repetition):
        mask = measures.attuned(infant, caregiver, tolerance)
        both = measures.both_coded(infant, caregiver)
        share = measures.attuned_share(infant, caregiver, tolerance)
        surrogate = measures.surrogate_share(infant, caregiver, tolerance)
        found.append(
            {
                "attuned_share": share,
                "attuned_share_surrogate": surrogate,
                "attuned_share_above_chance": share - surrogate,
                "repair_latency_s": measures.repair_latency_s(mask, both),
                "next_second_repair": measures.next_second_repair(mask, both),
            }
        )
    play, reunion = found
    out: dict[str, Floats] = {}
    for name, before in play.items():
        out |= {f"{name}_play": before, f"{name}_reunion": reunion[name]}
        out[f"{name}_carry_over"] = reunion[name] - before
    return out

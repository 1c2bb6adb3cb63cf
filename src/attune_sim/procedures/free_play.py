"""Face-to-face play, three minutes, coded second by second (Tronick & Cohn 1989)."""

from __future__ import annotations

import numpy as np

from attune_sim import measures
from attune_sim.codes import Floats
from attune_sim.dyad.occasions import Occasion
from attune_sim.population import Population
from attune_sim.procedures import care_scales
from attune_sim.procedures.camera import Episode, Film, film
from attune_sim.procedures.coders import errors

SCRIPT = (Episode("play", 180),)


def record(population: Population, *, age: int, which: int = 0, repetition: int = 0) -> Film:
    """Film the play of each infant with one caregiver."""
    return film(
        population,
        SCRIPT,
        occasion=Occasion.FREE_PLAY.at(repetition),
        age=age,
        which=which,
        in_play=True,
    )


def code(
    film: Film, population: Population, *, which: int = 0, repetition: int = 0, episode: int = 0
) -> dict[str, Floats]:
    """Measures of each infant's play: attuned share and its surrogate, rupture, repair.

    The coder sees the engagement that both show and errs by `coding_error`. An observer of the
    whole film rates `intrusiveness_in_play_rating` (1-7, see `care_scales`).
    """
    infant, caregiver = coded(film, population, which=which, repetition=repetition, episode=episode)
    found = measures.interaction_measures(
        infant, caregiver, population.settings["coding_tolerance"][:, None]
    )
    error = errors(
        population, 1, occasion=Occasion.FREE_PLAY.at(repetition), age=film.age, which=which
    )[:, 0]
    error = error * population.settings["observer_error"]
    intrusive = _intrusiveness(film, episode) / care_scales.INTRUSIVENESS_AT_TOP
    return found | {"intrusiveness_in_play_rating": care_scales.rated(intrusive, error)}


def _intrusiveness(film: Film, episode: int) -> Floats:
    caregiver = film.camera("caregiver_engagement", episode)
    attending = film.camera("attending", episode) == 1.0
    return care_scales.intrusiveness(
        caregiver,
        film.camera("infant_engagement", episode),
        attending,
        np.isfinite(caregiver),
    )


def coded(
    film: Film, population: Population, *, which: int = 0, repetition: int = 0, episode: int = 0
) -> tuple[Floats, Floats]:
    """Both persons' engagement as the coder wrote it down, (infants, seconds) each."""
    noise = errors(
        population,
        2 * film.camera("infant_engagement", episode).shape[1],
        occasion=Occasion.FREE_PLAY.at(repetition),
        age=film.age,
        which=which,
        seconds=True,
    )
    return coded_play(film, population, episode, noise)


def coded_play(
    film: Film, population: Population, episode: int, noise: Floats
) -> tuple[Floats, Floats]:
    """Both persons' engagement in one episode as a coder sees it, (infants, seconds) each.

    Args:
        film: of any procedure.
        population: who was filmed; how far their coder errs.
        episode: number of the episode.
        noise: standard normal numbers, (infants, 2 * seconds): the infant's, then the caregiver's.
    """
    infant = film.camera("infant_engagement", episode)
    caregiver = film.camera("caregiver_engagement", episode)
    n = infant.shape[1]
    noise = noise * population.settings["coding_error"][:, None]
    infant = np.clip(infant + noise[:, :n], 0.0, 1.0)
    caregiver = np.clip(caregiver + noise[:, n:], 0.0, 1.0)
    return infant, caregiver

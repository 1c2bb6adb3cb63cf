"""Problems too hard for a child alone, with the caregiver at hand (Matas, Arend & Sroufe 1978).

For children from about two years. Trying is a strain; the caregiver may help as they see fit.
"""

from __future__ import annotations

import numpy as np

from attune_sim.dyad.occasions import Occasion
from attune_sim.population import Population
from attune_sim.procedures.camera import Episode, Film, Floats, film
from attune_sim.procedures.care_scales import rated
from attune_sim.procedures.coders import errors
from attune_sim.procedures.thresholds import BID, FUSSING, GAZE, SMILING, UPSET

SCRIPT = (Episode("problems", 480, strain="problem_strain"),)


def record(population: Population, *, age: int, which: int = 0, repetition: int = 0) -> Film:
    """Film each child at the problems with one caregiver."""
    occasion = Occasion.PROBLEM_SOLVING.at(repetition)
    return film(population, SCRIPT, occasion=occasion, age=age, which=which)


def code(
    film: Film, population: Population, *, which: int = 0, repetition: int = 0
) -> dict[str, Floats]:
    """What an observer makes of each child.

    Keys: `problem_persistence` (share of seconds turned away from the caregiver and
    not upset: what else there is to look at is the problem),
    `problem_joy` (share of seconds smiling), `problem_upset` (share of seconds fussing or crying),
    `problem_calm_requests_per_min` (how often the child turns to the caregiver for help without
    being upset), and `problem_competence_rating` (1-7, with `observer_error`: the mean of
    persistence, joy and not being upset).
    """
    shown, display = (film.camera(name, 0) for name in ("infant_engagement", "display"))
    minutes = shown.shape[1] / 60.0
    asks = (shown > BID) & (display <= UPSET)
    begins = asks & ~np.pad(asks, ((0, 0), (1, 0)))[:, :-1]
    joy = (film.camera("affect", 0) >= SMILING).mean(axis=1)
    persistence = ((shown < GAZE) & (display <= UPSET)).mean(axis=1)
    upset = (display > FUSSING).mean(axis=1)
    error = errors(
        population, 1, occasion=Occasion.PROBLEM_SOLVING.at(repetition), age=film.age, which=which
    )[:, 0]
    competence = (persistence + joy + 1.0 - upset) / 3.0
    error = error * population.settings["observer_error"]
    return {
        "problem_persistence": persistence,
        "problem_joy": joy,
        "problem_upset": upset,
        "problem_calm_requests_per_min": begins.sum(axis=1) / minutes,
        "problem_competence_rating": rated(competence, error),
    }

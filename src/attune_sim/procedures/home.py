"""Home observation of sensitivity: are displayed needs and bids answered promptly and fittingly?

After Ainsworth's sensitivity scale of 1-9; the observer sees everyday life for 20-60 minutes.
"""

from __future__ import annotations

import numpy as np

from attune_sim.dyad.occasions import EPISODES, Occasion
from attune_sim.population import Population
from attune_sim.procedures.camera import Episode, Film, Floats, film_everyday
from attune_sim.procedures.coders import errors
from attune_sim.procedures.thresholds import BID, FUSSING

PROMPT_S = 5  # Bornstein et al. 2017: mothers answer crying within 5 s
FITTING = 0.2  # largest difference of engagement in a fitting answer
SCRIPT = (Episode("home", 0),)  # as many seconds as the visit has (home_minutes)
ALARMS_AT_TOP = 1.0  # alarming moments a minute that earn the top of the scale


def record(population: Population, *, age: int, which: int = 0, repetition: int = 0) -> Film:
    """Film a home visit of each infant with one caregiver."""
    minutes = int(population.settings["home_minutes"].max(initial=0))
    return film_everyday(
        population, minutes, occasion=Occasion.HOME.at(EPISODES * repetition), age=age, which=which
    )


def code(
    film: Film, population: Population, *, which: int = 0, repetition: int = 0
) -> dict[str, Floats]:
    """Rating of sensitivity and of alarming behaviour.

    Keys: `fuss_share` (share of seconds with fussing or crying), `response_latency_s` (median
    seconds from the beginning of a signal to a fitting answer while it lasts, of those answered so;
    those met in their first second have none; NaN without one),
    `answered` (share of windows of five seconds that begin with a signal and hold a fitting answer;
    NaN without a signal), `sensitivity_rating` (1-9), `alarms_per_min`, `alarm_rating` (1-7).
    """
    seconds = population.settings["home_minutes"][:, None] * 60
    n = film.trace.shape[1] // PROMPT_S * PROMPT_S
    inside = np.arange(n) < seconds
    shown = film.camera("infant_engagement", 0)[:, :n]
    signal = (film.camera("display", 0)[:, :n] > FUSSING) | (shown > BID)
    gap = np.abs(film.camera("caregiver_engagement", 0)[:, :n] - shown)
    answer = (film.camera("attending", 0)[:, :n] == 1.0) & (gap <= FITTING)
    signalled = (signal & inside)[:, ::PROMPT_S]
    latency = _seconds_to(answer & inside)
    onset = signal & inside & ~np.pad(signal, ((0, 0), (1, 0)))[:, :-1] & ~answer
    reached = onset & (latency < _seconds_to(~signal | ~inside))
    answered = answer.reshape(len(shown), -1, PROMPT_S).any(axis=2) & signalled
    with np.errstate(invalid="ignore"):
        share = answered.sum(axis=1) / signalled.sum(axis=1)
    waited = _median(np.where(reached, latency, np.nan))
    alarms = (film.camera("alarm", 0)[:, :n] * inside).sum(axis=1) / (inside.sum(axis=1) / 60.0)
    error = errors(population, 2, occasion=Occasion.HOME.at(EPISODES * repetition), which=which)
    error = error * population.settings["observer_error"][:, None]
    fussing = (film.camera("display", 0)[:, :n] > FUSSING) & inside
    return {
        "fuss_share": fussing.sum(axis=1) / inside.sum(axis=1),
        "response_latency_s": waited,
        "answered": share,
        "sensitivity_rating": np.clip(1 + 8 * share + error[:, 0], 1, 9),
        "alarms_per_min": alarms,
        "alarm_rating": np.clip(1 + 6 * np.minimum(1, alarms / ALARMS_AT_TOP) + error[:, 1], 1, 7),
    }


def _median(values: Floats) -> Floats:
    """Median of each row, ignoring NaN; NaN for a row without values."""
    ordered = np.sort(values, axis=1)  # NaN comes last
    count = np.isfinite(values).sum(axis=1)
    rows = np.arange(len(values))
    middle = (ordered[rows, (count - 1) // 2] + ordered[rows, count // 2]) / 2
    return np.where(count > 0, middle, np.nan)


def _seconds_to(event: np.ndarray) -> Floats:
    """For each second, how many seconds it is to the next event; inf if none comes."""
    n = event.shape[1]
    at = np.where(event, np.arange(n), np.inf)
    coming = np.minimum.accumulate(at[:, ::-1], axis=1)[:, ::-1]
    return coming - np.arange(n)

"""Home observation: are displayed needs and bids answered promptly and fittingly, and how else?

After Ainsworth's sensitivity scale of 1-9; the observer sees everyday life for 20-60 minutes.
Sensitivity to distress and in play are rated apart as well (McElwain & Booth-LaForce 2006). Alarm,
inconsistency, intrusiveness and withdrawal are rated beside it from 1 to 7 (`care_scales`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from attune_sim.dyad.occasions import EPISODES, Occasion
from attune_sim.population import Population
from attune_sim.procedures.camera import Episode, Film, Floats, film_everyday
from attune_sim.procedures.care_scales import (
    INTRUSIVENESS_AT_TOP,
    Mask,
    inconsistency,
    intrusiveness,
    rated,
    withdrawals_per_min,
)
from attune_sim.procedures.coders import errors
from attune_sim.procedures.thresholds import BID, FUSSING, UPSET

PROMPT_S = 5  # Bornstein et al. 2017: mothers answer crying within 5 s
FITTING = 0.2  # largest difference of engagement in a fitting answer
LEAST = 5  # windows of one kind that must be seen for a rating of answers to that kind
SCRIPT = (Episode("home", 0),)  # as many seconds as the visit has (home_minutes)
# What earns the top of a scale from 1 to 7.
ALARMS_AT_TOP = 1.0  # alarming moments a minute
INCONSISTENCY_AT_TOP = 0.5  # share of the variance of attention between scenes
WITHDRAWALS_AT_TOP = 3.0  # per minute with an upset infant


def record(population: Population, *, age: int, which: int = 0, repetition: int = 0) -> Film:
    """Film a home visit of each infant with one caregiver."""
    minutes = int(population.settings["home_minutes"].max(initial=0))
    return film_everyday(
        population, minutes, occasion=Occasion.HOME.at(EPISODES * repetition), age=age, which=which
    )


def code(
    film: Film, population: Population, *, which: int = 0, repetition: int = 0
) -> dict[str, Floats]:
    """Ratings of sensitivity, and of alarming, inconsistent, intrusive, withdrawing behaviour.

    Keys: `fuss_share` (share of seconds with fussing or crying), `response_latency_s` (median
    seconds from the beginning of a signal to a fitting answer while it lasts, of those answered so;
    those met in their first second have none; NaN without one),
    `answered` (share of windows of five seconds that begin with a signal and hold a fitting answer;
    NaN without a signal), `sensitivity_rating` (1-9), `alarms_per_min`, `alarm_rating` (1-7);
    `sensitivity_to_distress_rating` (1-9; only windows that begin with an upset infant) and
    `sensitivity_in_play_rating` (1-9; only those that begin with a bid for company and no upset;
    both NaN with fewer than LEAST such windows);
    `inconsistency`, `intrusiveness`, `withdrawals_per_min` (see `care_scales`) and the rating of
    each: `inconsistency_rating`, `intrusiveness_rating`, `withdrawal_rating` (1-7).
    """
    seconds = population.settings["home_minutes"][:, None] * 60
    n = film.trace.shape[1] // PROMPT_S * PROMPT_S
    inside = np.arange(n) < seconds
    shown = film.camera("infant_engagement", 0)[:, :n]
    display = film.camera("display", 0)[:, :n]
    caregiver = film.camera("caregiver_engagement", 0)[:, :n]
    attending = film.camera("attending", 0)[:, :n] == 1.0
    fussing, signal, answer = (np.logical_and(noted[:, :n], inside) for noted in seen(film))
    latency = _seconds_to(answer)
    onset = signal & ~np.pad(signal, ((0, 0), (1, 0)))[:, :-1] & ~answer
    reached = onset & (latency < _seconds_to(~signal))
    met = np.logical_or.reduce(answer.reshape(len(shown), -1, PROMPT_S), axis=2)
    share = _share(met, signal[:, ::PROMPT_S], 1)
    upset = display > UPSET
    to_distress = _share(met, (upset & inside)[:, ::PROMPT_S], LEAST)
    in_play = _share(met, ((shown > BID) & ~upset & inside)[:, ::PROMPT_S], LEAST)
    waited = _median(np.where(reached, latency, np.nan))
    alarms = (film.camera("alarm", 0)[:, :n] * inside).sum(axis=1) / (inside.sum(axis=1) / 60.0)
    error = errors(
        population, 7, occasion=Occasion.HOME.at(EPISODES * repetition), age=film.age, which=which
    )
    error = error * population.settings["observer_error"][:, None]
    unsteady = inconsistency(attending, inside)
    too_much = intrusiveness(caregiver, shown, attending, inside)
    withdraws = withdrawals_per_min(caregiver, display, attending, inside)
    return {
        "fuss_share": fussing.sum(axis=1) / inside.sum(axis=1),
        "response_latency_s": waited,
        "answered": share,
        "sensitivity_rating": np.clip(1 + 8 * share + error[:, 0], 1, 9),
        "sensitivity_to_distress_rating": np.clip(1 + 8 * to_distress + error[:, 5], 1, 9),
        "sensitivity_in_play_rating": np.clip(1 + 8 * in_play + error[:, 6], 1, 9),
        "alarms_per_min": alarms,
        "alarm_rating": rated(alarms / ALARMS_AT_TOP, error[:, 1]),
        "inconsistency": unsteady,
        "inconsistency_rating": rated(unsteady / INCONSISTENCY_AT_TOP, error[:, 2]),
        "intrusiveness": too_much,
        "intrusiveness_rating": rated(too_much / INTRUSIVENESS_AT_TOP, error[:, 3]),
        "withdrawals_per_min": withdraws,
        "withdrawal_rating": rated(withdraws / WITHDRAWALS_AT_TOP, error[:, 4]),
    }


class Seen(NamedTuple):
    """What an observer notes second by second, (infants, seconds) each.

    Attributes:
        fussing: the infant fusses or cries.
        signal: they fuss, cry or ask for company.
        answer: the caregiver attends to the infant and meets their engagement.
    """

    fussing: Mask
    signal: Mask
    answer: Mask


def seen(film: Film) -> Seen:
    """What an observer of a home visit notes; such notes have no error, ratings have."""
    shown = film.camera("infant_engagement", 0)
    fussing = film.camera("display", 0) > FUSSING
    gap = np.abs(film.camera("caregiver_engagement", 0) - shown)
    attending = film.camera("attending", 0) == 1.0
    return Seen(fussing, fussing | (shown > BID), attending & (gap <= FITTING))


def _share(met: Mask, of: Mask, least: int) -> Floats:
    """Share of some windows that hold an answer; NaN where there are fewer than the least."""
    count = of.sum(axis=1)
    found = np.full(len(of), np.nan)
    return np.divide((met & of).sum(axis=1), count, out=found, where=count >= least)


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

"""How a day begins: the caregiver's state of the day, the infant's, and what comes with age."""

from __future__ import annotations

import math

from attune_sim.dyad.interaction import clip
from attune_sim.dyad.load import MOST_ALARMING, care_under_load
from attune_sim.dyad.maturation import (
    capacity,
    control,
    crying,
    grown,
    holding_in_mind,
    mobility,
    talk,
    wariness,
)
from attune_sim.dyad.noise import DAY, normal, normal_pair, uniform, words
from attune_sim.dyad.numba_cache import compiled

SLOW_DAYS = 60.0  # how long variation of responsiveness over months lasts
SLOW_KEPT = math.exp(-1.0 / SLOW_DAYS)  # what a day leaves of it
DRIFT_DAYS = 365.0  # how long its drift over a year lasts
DRIFT_KEPT = math.exp(-1.0 / DRIFT_DAYS)
A_YEAR = 365.25
INFANT, PHASE = 1, 2  # indices of a day's further random words


@compiled
def in_phase(caregiver):
    """The traits that go with the phase of life, for today."""
    other = caregiver.phase
    caregiver.consistency_today = clip(caregiver.consistency + other * caregiver.consistency_turn)
    caregiver.intrusiveness_today = clip(
        caregiver.intrusiveness + other * caregiver.intrusiveness_turn
    )
    caregiver.rejection_today = clip(caregiver.rejection + other * caregiver.rejection_turn)
    caregiver.withdrawal_today = clip(caregiver.withdrawal + other * caregiver.withdrawal_turn)
    alarming = caregiver.alarming_moments + other * caregiver.alarming_moments_turn
    caregiver.alarming_moments_today = min(MOST_ALARMING, max(0.0, alarming))


@compiled
def begin_day(caregiver, mechanism, day):
    """The caregiver's state of the day.

    Their responsiveness wanders from day to day, over months and over a year; now and then a phase
    of life begins or ends in which other traits are other ones too. What weighs on them (`load`)
    touches all of it.
    """
    a, b, c, d = words(caregiver, caregiver.which, DAY, day, 0)
    z_slow, z_day = normal_pair(a, b)
    caregiver.slow_now *= SLOW_KEPT
    innovation = math.sqrt(1.0 - SLOW_KEPT * SLOW_KEPT)
    caregiver.slow_now += caregiver.slow_variation * innovation * z_slow
    today = caregiver.responsiveness + caregiver.slow_now + caregiver.daily_variation * z_day
    if caregiver.care_drift > 0.0:
        z_drift = normal(c, d)
        caregiver.drift_now *= DRIFT_KEPT
        innovation = math.sqrt(1.0 - DRIFT_KEPT * DRIFT_KEPT)
        caregiver.drift_now += caregiver.care_drift * innovation * z_drift
    caregiver.responsiveness_today = clip(today + caregiver.drift_now)
    if caregiver.phase_changes > 0.0:
        a, _, _, _ = words(caregiver, caregiver.which, DAY, day, PHASE)
        if uniform(a) < caregiver.phase_changes / A_YEAR:
            caregiver.phase = 1.0 - caregiver.phase
    in_phase(caregiver)
    caregiver.repair_rate_today = caregiver.repair_rate
    if mechanism.family_life == 1:
        care_under_load(caregiver, mechanism)


@compiled
def clear_day(bond):
    """Set the day's tallies to zero."""
    bond.day_seconds = 0.0
    bond.day_attuned = 0.0
    bond.day_ruptures = 0.0
    bond.day_repairs = 0.0
    bond.day_repair_s = 0.0
    bond.day_distress = 0.0
    bond.day_display = 0.0


@compiled
def grow(infant, mechanism, day):
    """What comes with this age: abilities, and how much infants cry."""
    infant.capacity = 1.0 - mechanism.maturation * (1.0 - capacity(day))
    infant.mobility = 1.0 - mechanism.maturation * (1.0 - mobility(day))
    infant.crying = crying(day) ** mechanism.crying_curve
    wary = mechanism.family_life == 1 or mechanism.growth == 1
    infant.wariness = wariness(day) if wary else 1.0
    infant.clarity = infant.signal_clarity
    infant.closeness = infant.plasticity = 1.0
    infant.foresight_now = 0.0
    if mechanism.growth == 1:
        grow_up(infant, mechanism, day)


@compiled
def grow_up(infant, mechanism, day):
    """What changes after the first birthday, on top of it."""
    words, adult = talk(day), grown(day)
    infant.clarity += mechanism.talk_clarity * words * max(0.0, 1.0 - infant.clarity)
    infant.closeness = 1.0 - mechanism.talk_reach * words
    infant.capacity += mechanism.effortful_control * control(day)
    infant.foresight_now = mechanism.foresight * holding_in_mind(day)
    infant.crying *= 1.0 - (1.0 - mechanism.grown_needs) * adult
    infant.plasticity = 1.0 - (1.0 - mechanism.grown_learning) * adult


@compiled
def wake(infant, mechanism, time):
    """The infant's state of the day: sleep, hunger, illness make them more reactive or less."""
    infant.strain_today = 0.0
    infant.reactivity_today = infant.reactivity
    if mechanism.daily_reactivity > 0.0 or mechanism.arrival_distress > 0.0:
        a, b, _, _ = words(infant, 0, DAY, time, INFANT)
        infant.strain_today = normal(a, b)
        infant.reactivity_today *= math.exp(mechanism.daily_reactivity * infant.strain_today)

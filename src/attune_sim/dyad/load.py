"""What weighs on caregivers, day by day: load follows it, mood follows load, and both touch care.

All of it waits for `family_life`. Load is about a day long and mood about three months. Both are
higher the worse it is; 0 is a caregiver on whom nothing weighs.
"""

from __future__ import annotations

import math

from attune_sim.dyad.interaction import clip
from attune_sim.dyad.maturation import night_waking
from attune_sim.dyad.noise import DAY, normal, words
from attune_sim.dyad.numba_cache import compiled
from attune_sim.parameters import PARAMETERS

MOST_ALARMING = PARAMETERS["alarming_moments"].high
PRESSURE = 3  # index of a day's random words, beside those of `morning`


@compiled
def pressure(caregiver, bond, mechanism, others, day):
    """What weighs on a caregiver today, before anyone takes something off them.

    bond: with the tallies of the day that is over. others: load of those who share their home.
    """
    a, b, _, _ = words(caregiver, caregiver.which, DAY, day, PRESSURE)
    heard = bond.day_display / (mechanism.episodes_per_day * mechanism.episode_seconds)
    nights = mechanism.sleep_load * caregiver.night_care * night_waking(day)
    weighs = caregiver.work + caregiver.money_strain + caregiver.conflict + nights
    weighs += mechanism.crying_load * heard + mechanism.partner_load * others
    return weighs + mechanism.daily_pressure * normal(a, b)


@compiled
def bear(caregiver, bond, mechanism, others, day):
    """Load and mood of a new day."""
    weighs = pressure(caregiver, bond, mechanism, others, day) * (1.0 - caregiver.support)
    caregiver.load_now += (weighs - caregiver.load_now) / mechanism.load_days
    tends = caregiver.low_mood + caregiver.load_now
    caregiver.low_mood_now += (tends - caregiver.low_mood_now) / mechanism.mood_days


@compiled
def lowered(probability, log_odds):
    """A probability whose odds are lower by this much."""
    kept = math.exp(-log_odds)
    return probability * kept / (1.0 - probability + probability * kept)


@compiled
def care_under_load(caregiver, mechanism):
    """What load, mood and other children leave of the care that this day would have had.

    Load takes attention; low mood takes steadiness and repair, and adds rejection and alarm.
    """
    inattention = mechanism.load_inattention * caregiver.load_now
    unsteadiness = mechanism.mood_unsteadiness * caregiver.low_mood_now
    caregiver.responsiveness_today = lowered(caregiver.responsiveness_today, inattention)
    caregiver.consistency_today = lowered(caregiver.consistency_today, unsteadiness)
    caregiver.repair_rate_today = lowered(caregiver.repair_rate_today, unsteadiness)
    rejection = max(0.0, mechanism.mood_rejection * caregiver.low_mood_now)
    caregiver.rejection_today = clip(caregiver.rejection_today + rejection)
    alarming = math.exp(mechanism.mood_alarm * caregiver.low_mood_now)
    alarming *= caregiver.alarming_moments_today
    caregiver.alarming_moments_today = min(MOST_ALARMING, alarming)
    caregiver.undivided = 1.0 / (1.0 + mechanism.others_signal * caregiver.other_children)

"""An episode of everyday life: the day it falls on, with whom, how it begins, what it leaves.

An episode is with one caregiver, and either play or distress. Its seconds are those of
`interaction`, its lessons those of `learning`.
"""

from __future__ import annotations

import math

import numpy as np

from attune_sim.dyad import learning
from attune_sim.dyad.interaction import clip
from attune_sim.dyad.maturation import capacity, crying, mobility
from attune_sim.dyad.noise import DAY, EPISODE, beta, normal, normal_pair, trials, uniform, words
from attune_sim.dyad.numba_cache import compiled, verb
from attune_sim.parameters import PARAMETERS

SLOW_DAYS = 60.0  # how long variation of responsiveness over months lasts
SLOW_KEPT = math.exp(-1.0 / SLOW_DAYS)  # what a day leaves of it
DRIFT_DAYS = 365.0  # how long its drift over a year lasts
DRIFT_KEPT = math.exp(-1.0 / DRIFT_DAYS)
A_YEAR = 365.25
MOST_ALARMING = PARAMETERS["alarming_moments"].high
INFANT, PHASE = np.int64(1), np.int64(2)  # indices of a day's further random words


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
def begin_day(caregiver, day):
    """The caregiver's state of the day.

    Their responsiveness wanders from day to day, over months and over a year; now and then a phase
    of life begins or ends in which other traits are other ones too.
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


@compiled
def wake(infant, mechanism, time):
    """The infant's state of the day: sleep, hunger, illness make them more reactive or less."""
    infant.strain_today = 0.0
    infant.reactivity_today = infant.reactivity
    if mechanism.daily_reactivity > 0.0 or mechanism.arrival_distress > 0.0:
        a, b, _, _ = words(infant, 0, DAY, time, INFANT)
        infant.strain_today = normal(a, b)
        infant.reactivity_today *= math.exp(mechanism.daily_reactivity * infant.strain_today)


@compiled
def available(infant, caregiver, which, time, in_play, u, first):
    """Availability in this episode: Beta around the day's responsiveness, by consistency.

    u, first: its random numbers: one that is uniform, and the words of `trials`.
    """
    mean = caregiver.responsiveness_today
    if in_play:
        mean = clip(caregiver.responsiveness_in_play + mean - caregiver.responsiveness)
    if caregiver.consistency_today >= 0.999:
        return mean
    if caregiver.consistency_today <= 0.001:
        return 1.0 if u < mean else 0.0
    if mean <= 0.0 or mean >= 1.0:
        return mean
    concentration = 2.0 * caregiver.consistency_today / (1.0 - caregiver.consistency_today)
    return beta(infant, which, time, mean, concentration, first)


@verb
def who_cares(bonds, infant, u):
    """Which of the infant's caregivers is there, by their shares of care."""
    first, count = infant.first_bond, infant.bonds
    total = 0.0
    for k in range(count):
        total += bonds[first + k].share
    u *= total
    for k in range(count - 1):
        u -= bonds[first + k].share
        if u < 0.0:
            return k
    return count - 1


@compiled
def meet(infant, bond):
    """The two find each other at the start of an episode or procedure."""
    infant.wish = 0.5
    infant.shown = 0.5
    infant.toward = 1.0
    infant.affect = 0.2
    infant.unanswered = 0.0
    infant.calmed_alone = 0.0
    infant.overloaded = 0.0
    infant.distress_sum = 0.0
    infant.display = 0.0
    bond.engagement = 0.5
    bond.seen = 0.5
    bond.heard = 0.0
    bond.matched = -1.0
    bond.rupture_s = 0.0
    bond.distance = 0.5
    bond.recoil_now = 0.0
    bond.alarms = 0.0


@compiled
def begin_episode(rows, i, which, time):
    """Decide with whom, play or distress, how available and with what deviation of the policy.

    i: row of the infant. which: number of the caregiver, or -1 to draw it. Returns (which, in play,
    z_gain, z_away).
    """
    infant = rows.infants[i]
    whom, policy, state = (
        words(infant, 0, EPISODE, time, 0),
        words(infant, 0, EPISODE, time, 1),
        words(infant, 0, EPISODE, time, 2),
    )
    if which < 0:
        which = who_cares(rows.bonds, infant, uniform(whom[0]))
    return which, *begin_with(
        rows, i, which, time, whom, policy, state, trials(infant, which, time)
    )


@verb
def begin_with(rows, i, which, time, whom, policy, state, first):
    """The rest of it, with caregiver number `which`.

    whom, policy, state: words of the episode, index 0, 1 and 2, the first of which drew the
    caregiver. first: the words of `trials`. Returns (in play, z_gain, z_away).
    """
    infant, mechanism, bonds = rows.infants[i], rows.mechanisms[i], rows.bonds
    _, b, c, d = whom
    odds = mechanism.distress_share / max(1e-9, 1.0 - mechanism.distress_share)
    odds *= infant.crying
    in_play = uniform(b) >= odds / (1.0 + odds)
    need = mechanism.need_low + (mechanism.need_high - mechanism.need_low) * uniform(c)
    bond = bonds[infant.first_bond + which]
    caregiver = rows.caregivers[bond.caregiver]
    bond.availability = available(infant, caregiver, which, time, in_play, uniform(d), first)
    a, b, c, d = policy
    z_gain, z_away = normal_pair(a, b)
    e, f, g, _ = state
    z_gain, z_away = learning.try_policy(
        infant, bond, mechanism, z_gain, z_away, uniform(c), uniform(d), uniform(e)
    )
    meet(infant, bond)
    bond.attending = 1.0 if uniform(f) < bond.availability else 0.0
    infant.toward = 1.0 if uniform(g) < 0.5 else 0.0
    infant.need = 0.0 if in_play else need
    infant.distress = 0.05 if in_play else need
    return in_play, z_gain, z_away


@compiled
def end_episode(infant, bond, mechanism, in_play, z_gain, z_away):
    """Learn from the episode."""
    length = mechanism.episode_seconds
    distress = infant.distress_sum / length
    learning.learn_policy(infant, bond, mechanism, distress, in_play, z_gain, z_away)
    learning.expect(infant, bond, mechanism, distress, in_play)
    learning.practise(infant, mechanism, length)

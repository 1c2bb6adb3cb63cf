"""An episode of everyday life: with whom, how it begins, what it leaves.

An episode is with one caregiver, and either play or distress. Its seconds are those of
`interaction`, its lessons those of `learning`.
"""

from __future__ import annotations

from attune_sim.dyad import learning
from attune_sim.dyad.bonds import strangeness, strengthen, want, who_cares
from attune_sim.dyad.interaction import clip
from attune_sim.dyad.load import lowered
from attune_sim.dyad.noise import EPISODE, beta, normal_pair, trials, uniform, words
from attune_sim.dyad.numba_cache import compiled, verb

USUAL_RELIEF = 0.5
"""How well caregivers think an infant's distress can be relieved whom they do not know yet."""


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


@compiled
def worth_answering(availability, bond, caregiver):
    """The same, after the caregiver has learnt whether answering this infant relieves them."""
    if caregiver.answer_learning == 0.0:
        return availability
    learnt = caregiver.answer_learning * (bond.relief_seen - USUAL_RELIEF)
    return lowered(availability, -learnt)


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
        which = who_cares(rows, i, whom)
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
    in_play, need = want(infant, mechanism, whom)
    bond = bonds[infant.first_bond + which]
    caregiver = rows.caregivers[bond.caregiver]
    free = available(infant, caregiver, which, time, in_play, uniform(whom[3]), first)
    bond.availability = caregiver.undivided * worth_answering(free, bond, caregiver)
    bond.strain = strangeness(infant, bond, mechanism) if mechanism.family_life == 1 else 0.0
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
    if mechanism.family_life == 1 and not in_play:
        strengthen(bond, mechanism)

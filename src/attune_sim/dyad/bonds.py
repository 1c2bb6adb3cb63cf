"""What several caregivers are to one infant: how strong each bond is, and whom the infant is with.

A bond grows stronger with every need that is lived through with this caregiver, whether or not it
is met well, and fades in their absence. In distress an infant who can move turns to the stronger
one of those who are there together. Without `family_life` the shares of care alone decide.
"""

from __future__ import annotations

import math

from attune_sim.dyad.noise import uniform
from attune_sim.dyad.numba_cache import compiled, verb


@compiled
def fade(bond, mechanism):
    """A day is over; who was not there, or for part of it only, becomes less familiar."""
    together = bond.day_seconds / (mechanism.episodes_per_day * mechanism.episode_seconds)
    bond.strength *= 1.0 - mechanism.bond_fading * (1.0 - together)


@compiled
def strengthen(bond, mechanism):
    """A need has been lived through with this caregiver."""
    bond.strength += mechanism.bond_growth * (1.0 - bond.strength)


@compiled
def strangeness(infant, bond, mechanism):
    """Rise of distress, per second, with a caregiver who is not yet familiar."""
    return mechanism.strangeness * infant.wariness * (1.0 - bond.strength)


@verb
def want(infant, mechanism, whom):
    """Whether an episode is play, and the need with which it begins if it is not.

    whom: words of the episode, index 0.
    """
    odds = mechanism.distress_share / max(1e-9, 1.0 - mechanism.distress_share)
    odds *= infant.crying
    in_play = uniform(whom[1]) >= odds / (1.0 + odds)
    need = mechanism.need_low + (mechanism.need_high - mechanism.need_low) * uniform(whom[2])
    return in_play, need


@verb
def seeking(infant, mechanism, need):
    """How much a bond's strength counts where somebody is needed: log odds for a full one."""
    return infant.mobility * (mechanism.seeking + mechanism.seeking_in_distress * need)


@verb
def who_cares(rows, i, whom):
    """Which caregiver of the infant in row i is there: by share of care, in distress by strength.

    A caregiver who lives apart from the others (`shared_home` 0) has hours of their own, in which
    there is nobody else to turn to.
    """
    infant, mechanism = rows.infants[i], rows.mechanisms[i]
    last = infant.bonds - 1
    seeks = 0.0
    if mechanism.family_life == 1:
        in_play, need = want(infant, mechanism, whom)
        seeks = 0.0 if in_play else seeking(infant, mechanism, need)
    total = together = sought = 0.0
    for k in range(last + 1):
        bond = rows.bonds[infant.first_bond + k]
        total += bond.share
        together += at_home(rows, bond)
        sought += weight(rows, bond, seeks)
    u = uniform(whom[0]) * total
    for k in range(last + 1):
        bond = rows.bonds[infant.first_bond + k]
        u -= bond.share - at_home(rows, bond)
        if u < 0.0:
            return k
    u *= sought / max(1e-300, together)
    for k in range(last):
        u -= weight(rows, rows.bonds[infant.first_bond + k], seeks)
        if u < 0.0:
            return k
    return last


@verb
def at_home(rows, bond):
    """The share of care that this caregiver gives where the infant's others are too."""
    return bond.share * rows.caregivers[bond.caregiver].shared_home


@verb
def weight(rows, bond, seeks):
    """How likely this caregiver is there, compared with the others at home."""
    home = at_home(rows, bond)
    return home if seeks == 0.0 else home * math.exp(seeks * bond.strength)

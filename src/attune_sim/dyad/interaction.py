"""The second: wishes, attention, matching, rupture, repair, distress, soothing, place.

`second` moves one infant and one bond on by one second. It is written once: everyday life, the
procedures and a person who takes the caregiver's place all call it, for one family or for several
side by side (`lanes`). So it chooses by `where` and not by `if`, and both sides of a choice are
computed. Conditions are joined by `&`, `|` and `~`, each comparison in brackets. `if` may ask only
what is the same for all: `present`, and whether an engagement is imposed. There are + - * /, `min`
and `max` of two, `abs` and `exp_where`; anything else, also `**`, must be made in `lanes` first.

State is complete after each second, so it can stop after any and go on. Equations and sources:
docs/model.md.
"""

from __future__ import annotations

import math

import numpy as np

from attune_sim.dyad import noise as _noise
from attune_sim.dyad.lanes import exp_where, hold_row, put_row, where
from attune_sim.dyad.numba_cache import compiled, verb
from attune_sim.dyad.state import TRACE_DTYPE

WISH, TRACKING, MOVEMENT = _noise.WISH, _noise.TRACKING, _noise.MOVEMENT
TURN, ATTENTION, REPAIR, PROVOCATION = (
    _noise.TURN,
    _noise.ATTENTION,
    _noise.REPAIR,
    _noise.PROVOCATION,
)
NOTHING_IMPOSED = np.empty(0)
NOT_IMPOSED = np.float64(math.nan)
NO_TRACE = np.empty(0, TRACE_DTYPE)
START, NEVER, THERE = 0, 0, True
ATTENDS_FROM = 0.15  # engagement set from outside from which a caregiver counts as attending


@verb
def clip(x):
    """Hold x in [0, 1]."""
    return min(1.0, max(0.0, x))


@verb
def turning_toward(infant, bond, mechanism):
    """Share of wish and stimulation that is let in: cut by looking away and by giving up.

    Who is expected to alarm is kept in view instead of looked away from.
    """
    looked_away = mechanism.turning_away_cut * infant.turning_away_now
    looked_away *= min(1.0, mechanism.looking_away_rise * infant.distress)
    looked_away *= 1.0 - mechanism.watchfulness * bond.expected_alarm
    waited = infant.unanswered * infant.unanswered
    gave_up = mechanism.give_up * waited / (waited + mechanism.give_up_s * mechanism.give_up_s)
    return (1.0 - looked_away) * (1.0 - gave_up)


@verb
def wish(infant, mechanism, u, z):
    """The infant cycles between turning toward and away; distress pulls toward closeness."""
    infant.toward = where(u < mechanism.turn_rate, 1.0 - infant.toward, infant.toward)
    mean = where(infant.toward == 1.0, mechanism.wish_toward, mechanism.wish_away)
    mean += (mechanism.distress_wish - mean) * infant.distress
    infant.wish = clip(
        infant.wish + mechanism.wish_pace * (mean - infant.wish) + mechanism.wish_noise * z
    )


@verb
def express(infant):
    """What anyone can see of distress."""
    infant.display = min(1.0, infant.clarity * infant.display_gain_now * infant.distress)


@verb
def answer_chance(infant, bond, caregiver, mechanism):
    """Chance that this second's signal wins an unattending caregiver's attention.

    Loudness-contingency mixes an answer to any clear display, in proportion to responsiveness, with
    one to loud displays only.
    """
    contingency = caregiver.loudness_contingency
    any_display = caregiver.responsiveness_today * min(1.0, bond.heard / mechanism.clear_display)
    loud_only = bond.heard * bond.heard
    loud_only *= loud_only  # to the fourth
    mixed = (1.0 - contingency) * any_display + contingency * loud_only
    bid = mechanism.solicitation * infant.clarity * infant.shown
    bid *= caregiver.responsiveness_today
    asks_for_more = infant.shown > bond.engagement + mechanism.tolerance
    return mechanism.answer_rate * mixed + where(asks_for_more, bid, 0.0)


@verb
def attend(infant, bond, caregiver, mechanism, u):
    """Attention comes and goes around the episode's availability; a display can win it back."""
    bond.heard += (infant.display - bond.heard) / mechanism.cry_lag
    answer = answer_chance(infant, bond, caregiver, mechanism)
    loses = u < mechanism.attention_rate * (1.0 - bond.availability)
    wins = u < mechanism.attention_rate * bond.availability + caregiver.undivided * answer
    still, now = where(loses, 0.0, 1.0), where(wins, 1.0, 0.0)
    bond.attending = where(bond.attending == 1.0, still, now)


@verb
def respond(infant, bond, caregiver, mechanism, let_in, u, z):
    """Attending caregivers follow and repair what they saw a second ago; others sink away."""
    engagement = bond.engagement
    more = mechanism.intrusive_offer + mechanism.intrusive_pursuit * (1.0 - let_in)
    offered = min(1.0, bond.seen + caregiver.intrusiveness_today * more)
    unsteady = mechanism.unsteadiness + caregiver.misreading
    repairs = (abs(engagement - offered) > mechanism.tolerance) & (u < caregiver.repair_rate_today)
    repaired = offered + mechanism.repair_unsteadiness * unsteady * z
    pace = min(1.0, caregiver.following + mechanism.intrusive_pace * caregiver.intrusiveness_today)
    followed = engagement + (pace * (offered - engagement) + unsteady * z)
    sinking = mechanism.sinking_pace * (mechanism.idle_engagement - engagement)
    sunk = engagement + (sinking + mechanism.unsteadiness * z)
    attentive = where(repairs, repaired, followed)
    bond.engagement = clip(where(bond.attending == 1.0, attentive, sunk))


@verb
def provoke(infant, bond, caregiver, mechanism, u):
    """Alarming moments, rejection, withdrawal: one number decides which, if any; 1 if alarmed."""
    helpless = mechanism.alarm_when_calm + mechanism.alarm_by_display * infant.display
    alarm = caregiver.alarming_moments_today / 60.0 * helpless
    cry = where(infant.display > mechanism.clear_display, infant.display, 0.0)
    rejection = caregiver.rejection_today * max(cry, 2.0 * infant.shown - 1.0)
    withdrawal = caregiver.withdrawal_today * infant.display
    # u falls into one stretch: an alarm; else, if they attend, rejection, or withdrawal; or none.
    alarms = u < alarm
    attends = (bond.attending == 1.0) & ~alarms
    rejects = attends & (u - alarm < rejection)
    withdraws = attends & ~rejects & (u - alarm < rejection + withdrawal)
    ends = rejects | withdraws

    # First, because it takes the distress from before the hurt.
    frightened = where(alarms, 1.0, where(withdraws, infant.distress, 0.0))
    bond.alarms += frightened
    bond.recoil_now += mechanism.recoil * frightened
    hurt = where(alarms, mechanism.alarm_size, where(rejects, mechanism.rejection_distress, 0.0))
    infant.distress += hurt * (1.0 - infant.distress)
    bond.attending = where(ends, 0.0, bond.attending)
    bond.engagement = where(ends, 0.0, bond.engagement)
    return where(alarms, 1.0, 0.0)


@verb
def compare(infant, bond, mechanism, mismatch):
    """Attunement, rupture, repair: who is within tolerance of whom, and for how long."""
    attuned = abs(mismatch) <= mechanism.tolerance
    ruptures = ~attuned & (bond.matched == 1.0)
    repairs = attuned & (bond.matched == 0.0) & (bond.rupture_s > 0.0)
    bond.day_seconds += 1.0
    bond.day_attuned += where(attuned, 1.0, 0.0)
    bond.day_ruptures += where(ruptures, 1.0, 0.0)
    bond.day_repairs += where(repairs, 1.0, 0.0)
    bond.day_repair_s += where(repairs, bond.rupture_s, 0.0)
    bond.rupture_s = where(attuned, 0.0, bond.rupture_s + 1.0)
    bond.matched = where(attuned, 1.0, 0.0)
    # Two who have both turned away may match, but nobody has answered.
    answered = attuned & (bond.attending == 1.0)
    infant.unanswered = where(answered, 0.0, infant.unanswered + 1.0)


@verb
def enjoy(infant, bond, mechanism):
    """Positive affect rises in shared engagement, less so in distress, and falls without."""
    shared = where(bond.matched == 1.0, infant.shown * (1.0 - infant.distress), 0.0)
    infant.affect += mechanism.affect_pace * (shared - infant.affect)
    infant.affect = min(infant.affect, 1.0 - infant.distress)


@verb
def feel(infant, bond, mechanism, mismatch, present, strain):
    """Raise distress by need, mismatch, excess, strain and crying; lower it by comfort."""
    d = infant.distress
    size = abs(mismatch)
    rise = mechanism.need_distress * infant.need + mechanism.cry_cost * infant.display
    rise += infant.reactivity_today * strain
    alone = infant.self_regulation * infant.capacity
    if present:
        waited = bond.rupture_s * bond.rupture_s
        ramp = where(waited > 0.0, waited / (waited + mechanism.borne_s * mechanism.borne_s), 0.0)
        occupied = (1.0 - infant.toward) * (1.0 - d)  # with something else, and content
        missed = 1.0 - (1.0 - mechanism.turned_away_misses) * occupied
        rise += infant.reactivity_today * mechanism.mismatch_distress * size * ramp * missed
        over = max(0.0, mismatch - mechanism.tolerance)
        rise += infant.reactivity_today * mechanism.overstimulation * over
        alone *= 1.0 + mechanism.turning_away_relief * infant.turning_away_now
    overloaded = d > mechanism.overload
    comfort = infant.soothability * mechanism.soothing * (1.0 - infant.turning_away_now)
    comfort *= where(overloaded, 1.0 - mechanism.flooding, 1.0)
    # Who is away does not attend, so that nothing fits.
    fitting = (bond.attending == 1.0) & (size <= mechanism.fitting_tolerance)
    infant.need -= where(fitting, mechanism.need_relief, 0.0) * infant.need
    infant.need -= mechanism.need_fading * infant.need
    infant.distress = clip(d + rise * (1.0 - d) - where(fitting, comfort, alone) * d)
    calms = infant.distress < d
    infant.calmed_alone += where(calms & ~fitting & ~overloaded, 1.0, 0.0)
    infant.overloaded += where(overloaded, 1.0, 0.0)


@verb
def move(infant, bond, mechanism, z):
    """Approach against avoidance on one place, the avoidance gradient the steeper."""
    x = bond.distance
    toward = mechanism.approach * infant.closeness
    toward *= max(0.0, infant.shown - mechanism.approach_from)
    away = mechanism.exploration_pull * max(0.0, mechanism.approach_from - infant.shown)
    bond.recoil_now *= mechanism.recoil_kept
    fear = mechanism.fear_strength * bond.expected_alarm
    fear *= exp_where(fear > 0.0, -x / mechanism.fear_reach)  # spares most the exponential
    away += (fear + bond.recoil_now) * (mechanism.fear_when_calm + infant.distress)
    step = infant.mobility * (away - toward) + mechanism.movement_noise * z
    crying = infant.display > mechanism.hard_crying
    picked_up = (bond.attending == 1.0) & crying & (x < mechanism.pick_up_reach)
    step -= where(picked_up, mechanism.pick_up_step, 0.0)  # the caregiver comes and picks up
    bond.distance = clip(x + step)


@verb
def second(infant, bond, caregiver, mechanism, luck, present, strain, imposed):
    """Move infant and bond on by one second; 1.0 if an alarming moment fell in it.

    luck: the eight numbers of this second (`noise`). present: whether the caregiver is there.
    strain: rise of distress by a strange room, per second. imposed: the caregiver's engagement if
    it is set from outside (a still face, a recording, a person), else NaN.
    """
    alarm = 0.0
    wish(infant, mechanism, luck[TURN], luck[WISH])
    let_in = turning_toward(infant, bond, mechanism)
    infant.shown = let_in * infant.wish
    express(infant)
    mismatch = 0.0
    if not present:
        bond.matched = -1.0
        bond.attending = 0.0
        bond.rupture_s = 0.0
        bond.distance = 1.0
        infant.unanswered = 0.0
        enjoy(infant, bond, mechanism)
    elif imposed == imposed:  # a number, not NaN
        bond.engagement = imposed
        bond.attending = 1.0 if imposed > ATTENDS_FROM else 0.0
    else:
        attend(infant, bond, caregiver, mechanism, luck[ATTENTION])
        respond(infant, bond, caregiver, mechanism, let_in, luck[REPAIR], luck[TRACKING])
        alarm = provoke(infant, bond, caregiver, mechanism, luck[PROVOCATION])
    if present:
        mismatch = let_in * bond.engagement - infant.shown
        compare(infant, bond, mechanism, mismatch)
        enjoy(infant, bond, mechanism)
    feel(infant, bond, mechanism, mismatch, present, strain)
    if present:
        move(infant, bond, mechanism, luck[MOVEMENT])
    bond.seen = infant.shown
    infant.distress_sum += infant.distress
    bond.day_distress += infant.distress
    bond.day_display += infant.display
    return alarm


@verb
def record(row, infant, bond, present, alarm):
    """Write what could be measured of this second into a row of a trace."""
    row.present = 1.0 if present else 0.0
    row.attending = bond.attending
    row.caregiver_engagement = where(present, bond.engagement, math.nan)
    row.infant_engagement = infant.shown
    row.display = infant.display
    row.affect = infant.affect
    row.distance = bond.distance
    row.alarm = alarm
    row.distress = infant.distress


@compiled
def seconds(
    infant, bond, caregiver, mechanism, draw, count, present, strain, imposed, cry_limit, trace, at
):
    """Run up to `count` seconds; how many were run.

    draw: noise (8, seconds). imposed: engagement per second, or an array of length 0. cry_limit:
    stop after so many seconds of hard crying in a row (0 never). trace: records to fill from row
    `at`, or an array of length 0.
    """
    crying, ran = 0, count
    infant_now, bond_now = hold_row(infant), hold_row(bond)
    for t in range(count):
        given = imposed[t] if imposed.size else math.nan
        luck = (
            draw[0, t], draw[1, t], draw[2, t], draw[3, t],
            draw[4, t], draw[5, t], draw[6, t], draw[7, t],
        )  # fmt: skip
        alarm = second(infant_now, bond_now, caregiver, mechanism, luck, present, strain, given)
        if trace.size:
            record(trace[at + t], infant_now, bond_now, present, alarm)
        crying = crying + 1 if infant_now.display > mechanism.hard_crying else 0
        if cry_limit and crying >= cry_limit:
            ran = t + 1
            break
    put_row(infant_now, infant)
    put_row(bond_now, bond)
    return ran

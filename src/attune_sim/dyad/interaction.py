"""The second: wishes, attention, matching, rupture, repair, distress, soothing, place.

`second` moves one infant and one bond on by one second. It is written once: everyday life, the
procedures and a person who takes the caregiver's place all call it. State is complete after each
second, so it can stop after any and go on. Equations and sources: docs/model.md.
"""

from __future__ import annotations

import math

from attune_sim.dyad import noise as _noise
from attune_sim.dyad.numba_cache import verb

WISH, TRACKING, MOVEMENT = _noise.WISH, _noise.TRACKING, _noise.MOVEMENT
TURN, ATTENTION, REPAIR, PROVOCATION = (
    _noise.TURN,
    _noise.ATTENTION,
    _noise.REPAIR,
    _noise.PROVOCATION,
)
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
    if u < mechanism.turn_rate:
        infant.toward = 1.0 - infant.toward
    mean = mechanism.wish_toward if infant.toward == 1.0 else mechanism.wish_away
    mean += (mechanism.distress_wish - mean) * infant.distress
    infant.wish = clip(
        infant.wish + mechanism.wish_pace * (mean - infant.wish) + mechanism.wish_noise * z
    )


@verb
def express(infant):
    """What anyone can see of distress."""
    infant.display = min(1.0, infant.signal_clarity * infant.display_gain_now * infant.distress)


@verb
def answer_chance(infant, bond, caregiver, mechanism):
    """Chance that this second's signal wins an unattending caregiver's attention.

    Loudness-contingency mixes an answer to any clear display, in proportion to responsiveness, with
    one to loud displays only.
    """
    heard = bond.heard
    any_display = caregiver.responsiveness_today * min(1.0, heard / mechanism.clear_display)
    loud_only = heard**4
    mixed = (
        1.0 - caregiver.loudness_contingency
    ) * any_display + caregiver.loudness_contingency * loud_only
    bid = 0.0
    if infant.shown > bond.engagement + mechanism.tolerance:
        bid = (
            mechanism.solicitation
            * infant.signal_clarity
            * infant.shown
            * caregiver.responsiveness_today
        )
    return mechanism.answer_rate * mixed + bid


@verb
def attend(infant, bond, caregiver, mechanism, u):
    """Attention comes and goes around the episode's availability; a display can win it back."""
    bond.heard += (infant.display - bond.heard) / mechanism.cry_lag
    if bond.attending == 1.0:
        if u < mechanism.attention_rate * (1.0 - bond.availability):
            bond.attending = 0.0
    elif u < mechanism.attention_rate * bond.availability + answer_chance(
        infant, bond, caregiver, mechanism
    ):
        bond.attending = 1.0


@verb
def respond(infant, bond, caregiver, mechanism, let_in, u, z):
    """Attending caregivers follow and repair what they saw a second ago; others sink away."""
    if bond.attending == 1.0:
        more = mechanism.intrusive_offer + mechanism.intrusive_pursuit * (1.0 - let_in)
        offered = min(1.0, bond.seen + caregiver.intrusiveness * more)
        unsteady = mechanism.unsteadiness + caregiver.misreading
        if abs(bond.engagement - offered) > mechanism.tolerance and u < caregiver.repair_rate:
            bond.engagement = offered + mechanism.repair_unsteadiness * unsteady * z
        else:
            pace = caregiver.following + mechanism.intrusive_pace * caregiver.intrusiveness
            pace = min(1.0, pace)
            bond.engagement += pace * (offered - bond.engagement) + unsteady * z
    else:
        sinks = mechanism.sinking_pace * (mechanism.idle_engagement - bond.engagement)
        bond.engagement += sinks + mechanism.unsteadiness * z
    bond.engagement = clip(bond.engagement)


@verb
def provoke(infant, bond, caregiver, mechanism, u):
    """Alarming moments, rejection, withdrawal: one number decides which, if any; 1 if alarmed."""
    alarm = caregiver.alarming_moments / 60.0 * (1.0 + mechanism.alarm_by_display * infant.display)
    if u < alarm:
        infant.distress += mechanism.alarm_size * (1.0 - infant.distress)
        bond.recoil_now += mechanism.recoil
        bond.alarms += 1.0
        return 1.0
    if bond.attending == 1.0:
        u -= alarm
        cry = infant.display if infant.display > mechanism.clear_display else 0.0
        bid = max(cry, 2.0 * infant.shown - 1.0)
        if u < caregiver.rejection * bid:
            bond.attending = 0.0
            bond.engagement = 0.0
            infant.distress += mechanism.rejection_distress * (1.0 - infant.distress)
        elif u < caregiver.rejection * bid + caregiver.withdrawal * infant.display:
            bond.attending = 0.0
            bond.engagement = 0.0
            bond.alarms += infant.distress
            bond.recoil_now += mechanism.recoil * infant.distress
    return 0.0


@verb
def compare(infant, bond, mechanism, mismatch):
    """Attunement, rupture, repair: who is within tolerance of whom, and for how long."""
    attuned = 1.0 if abs(mismatch) <= mechanism.tolerance else 0.0
    bond.day_seconds += 1.0
    bond.day_attuned += attuned
    if attuned == 1.0:
        if bond.matched == 0.0 and bond.rupture_s > 0.0:
            bond.day_repairs += 1.0
            bond.day_repair_s += bond.rupture_s
        bond.rupture_s = 0.0
    else:
        if bond.matched == 1.0:
            bond.day_ruptures += 1.0
        bond.rupture_s += 1.0
    bond.matched = attuned
    if attuned == 1.0 and bond.attending == 1.0:
        infant.unanswered = 0.0
    else:  # two who have both turned away may match, but nobody has answered
        infant.unanswered += 1.0


@verb
def enjoy(infant, bond, mechanism):
    """Positive affect rises in shared engagement, less so in distress, and falls without."""
    shared = infant.shown * (1.0 - infant.distress) if bond.matched == 1.0 else 0.0
    infant.affect += mechanism.affect_pace * (shared - infant.affect)
    infant.affect = min(infant.affect, 1.0 - infant.distress)


@verb
def feel(infant, bond, mechanism, mismatch, strain):
    """Raise distress by need, mismatch, excess, strain and crying; lower it by comfort."""
    d = infant.distress
    size = abs(mismatch)
    present = bond.matched >= 0.0
    fitting = bond.attending == 1.0 and size <= mechanism.fitting_tolerance
    rise = mechanism.need_distress * infant.need + mechanism.cry_cost * infant.display
    rise += infant.reactivity * strain
    relief = 0.0
    alone = infant.self_regulation * infant.capacity
    if present:
        alone *= 1.0 + mechanism.turning_away_relief * infant.turning_away_now
        waited = bond.rupture_s * bond.rupture_s
        ramp = waited / (waited + mechanism.borne_s * mechanism.borne_s) if waited > 0.0 else 0.0
        rise += infant.reactivity * mechanism.mismatch_distress * size * ramp
        over = mismatch - mechanism.tolerance
        if over > 0.0:
            rise += infant.reactivity * mechanism.overstimulation * over
    if fitting and present:
        relief = (
            infant.soothability
            * mechanism.soothing
            * (1.0 - infant.turning_away_now)
            * (1.0 - mechanism.vigilance_cost * bond.vigilance)
        )
        infant.need -= mechanism.need_relief * infant.need
    else:
        relief = alone
    infant.need -= mechanism.need_fading * infant.need
    infant.distress = clip(d + rise * (1.0 - d) - relief * d)
    if not fitting and infant.distress < d and d <= mechanism.overload:
        infant.calmed_alone += 1.0
    if d > mechanism.overload:
        infant.overloaded += 1.0


@verb
def move(infant, bond, mechanism, z):
    """Approach against avoidance on one place, the avoidance gradient the steeper."""
    x = bond.distance
    toward = mechanism.approach * max(0.0, infant.shown - mechanism.approach_from)
    away = mechanism.exploration_pull * max(0.0, mechanism.approach_from - infant.shown)
    bond.recoil_now *= mechanism.recoil_kept
    fear = mechanism.fear_strength * bond.expected_alarm
    if fear > 0.0:  # spares most infants the exponential
        fear *= math.exp(-x / mechanism.fear_reach)
    away += (fear + bond.recoil_now) * (mechanism.fear_when_calm + infant.distress)
    step = infant.mobility * (away - toward) + mechanism.movement_noise * z
    crying = infant.display > mechanism.hard_crying
    if bond.attending == 1.0 and crying and x < mechanism.pick_up_reach:
        step -= mechanism.pick_up_step  # the caregiver comes and picks up
    bond.distance = clip(x + step)


@verb
def second(infant, bond, caregiver, mechanism, draw, t, present, strain, imposed):
    """Move infant and bond on by one second; 1.0 if an alarming moment fell in it.

    draw: noise (8, seconds), t: its column. present: whether the caregiver is there. strain: rise
    of distress by a strange room, per second. imposed: the caregiver's engagement if it is set
    from outside (a still face, a recording, a person), else NaN.
    """
    alarm = 0.0
    wish(infant, mechanism, draw[TURN, t], draw[WISH, t])
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
    elif imposed == imposed:
        bond.engagement = imposed
        bond.attending = 1.0 if imposed > ATTENDS_FROM else 0.0
    else:
        attend(infant, bond, caregiver, mechanism, draw[ATTENTION, t])
        respond(infant, bond, caregiver, mechanism, let_in, draw[REPAIR, t], draw[TRACKING, t])
        alarm = provoke(infant, bond, caregiver, mechanism, draw[PROVOCATION, t])
    if present:
        mismatch = let_in * bond.engagement - infant.shown
        compare(infant, bond, mechanism, mismatch)
        enjoy(infant, bond, mechanism)
    feel(infant, bond, mechanism, mismatch, strain)
    if present:
        move(infant, bond, mechanism, draw[MOVEMENT, t])
    bond.seen = infant.shown
    infant.distress_sum += infant.distress
    bond.day_distress += infant.distress
    bond.day_display += infant.display
    return alarm


@verb
def record(trace, at, infant, bond, present, alarm):
    """Write what could be measured of this second into row `at` of a trace."""
    row = trace[at]
    row.present = 1.0 if present else 0.0
    row.attending = bond.attending
    row.caregiver_engagement = bond.engagement if present else math.nan
    row.infant_engagement = infant.shown
    row.display = infant.display
    row.affect = infant.affect
    row.distance = bond.distance
    row.alarm = alarm
    row.distress = infant.distress


@verb
def seconds(
    infant, bond, caregiver, mechanism, draw, count, present, strain, imposed, cry_limit, trace, at
):
    """Run up to `count` seconds; how many were run.

    imposed: engagement per second, or an array of length 0. cry_limit: stop after so many seconds
    of hard crying in a row (0 never). trace: records to fill from row `at`, or an array of length
    0.
    """
    crying = 0
    for t in range(count):
        given = imposed[t] if imposed.size else math.nan
        alarm = second(infant, bond, caregiver, mechanism, draw, t, present, strain, given)
        if trace.size:
            record(trace, at + t, infant, bond, present, alarm)
        crying = crying + 1 if infant.display > mechanism.hard_crying else 0
        if cry_limit and crying >= cry_limit:
            return t + 1
    return count

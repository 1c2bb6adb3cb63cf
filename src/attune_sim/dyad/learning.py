"""What an episode leaves behind: policy, expectations, self-regulation.

The policy is two numbers. Each episode is played with a small random deviation of both, and a step
of policy gradient follows what paid (REINFORCE, Williams 1992), the payoff being mean distress,
negative. There are no effort terms and no ready-made strategies.

A structural alternative learns the same two numbers as a bandit (Sutton & Barto 2018): it chooses
among three of each what paid best so far, and another one at times.
"""

from __future__ import annotations

import math

from attune_sim.dyad.interaction import clip
from attune_sim.dyad.numba_cache import compiled

LOW_GAIN, MIDDLE_GAIN, HIGH_GAIN = -1.5, 0.0, 1.0  # what a bandit chooses among, log
BANDIT_EXPLORES = 0.15  # share of episodes in which a bandit tries any
BANDIT_RATE = 0.1  # how fast a bandit's values follow, in units of the learning rate


@compiled
def hold_gain(mechanism, gain):
    """Hold a log display gain within the policy's range."""
    return min(mechanism.highest_log_gain, max(mechanism.lowest_log_gain, gain))


@compiled
def best_of_three(first, second, third):
    """Which of three values is highest: -1, 0 or 1; the middle one if all are alike."""
    if first > second and first >= third:
        return -1
    return 1 if third > second else 0


@compiled
def any_of_three(u):
    """-1, 0 or 1 by a number that is uniform in [0, BANDIT_EXPLORES)."""
    return int(3.0 * u / BANDIT_EXPLORES) - 1


@compiled
def bandit_gain(infant):
    """The log display gain that paid best so far."""
    best = best_of_three(infant.low_gain_paid, infant.middle_gain_paid, infant.high_gain_paid)
    return LOW_GAIN if best == -1 else HIGH_GAIN if best == 1 else MIDDLE_GAIN


@compiled
def bandit_away(infant):
    """The turning away that paid best so far."""
    none, half, full = infant.no_turning_paid, infant.half_turning_paid, infant.full_turning_paid
    return 0.5 + 0.5 * best_of_three(none, half, full)


@compiled
def try_arms(infant, explore, u_gain, u_away):
    """Choose this episode's policy as a bandit; its log display gain."""
    gain = bandit_gain(infant)
    infant.turning_away_now = bandit_away(infant)
    if explore and u_gain < BANDIT_EXPLORES:
        arm = any_of_three(u_gain)
        gain = LOW_GAIN if arm == -1 else HIGH_GAIN if arm == 1 else MIDDLE_GAIN
    if explore and u_away < BANDIT_EXPLORES:
        infant.turning_away_now = 0.5 + 0.5 * any_of_three(u_away)
    return gain


@compiled
def learn_arms(infant, rate, better):
    """Update the values of the arms played by what they saved; the policy is the best of each."""
    if infant.display_gain_now < 0.5:
        infant.low_gain_paid += rate * (better - infant.low_gain_paid)
    elif infant.display_gain_now < 2.0:
        infant.middle_gain_paid += rate * (better - infant.middle_gain_paid)
    else:
        infant.high_gain_paid += rate * (better - infant.high_gain_paid)
    if infant.turning_away_now < 0.25:
        infant.no_turning_paid += rate * (better - infant.no_turning_paid)
    elif infant.turning_away_now < 0.75:
        infant.half_turning_paid += rate * (better - infant.half_turning_paid)
    else:
        infant.full_turning_paid += rate * (better - infant.full_turning_paid)
    infant.log_display_gain = bandit_gain(infant)
    infant.turning_away = bandit_away(infant)


@compiled
def try_policy(infant, bond, mechanism, z_gain, z_away, u_random, u_gain, u_away):
    """Choose this episode's display gain and turning away: the learnt ones, a little off.

    Returns the deviations (z_gain, z_away) that were played: none if drawn at random instead.
    """
    if u_random < mechanism.random_policy:
        span = mechanism.highest_log_gain - mechanism.lowest_log_gain
        gain = mechanism.lowest_log_gain + span * u_gain
        infant.turning_away_now = u_away
        z_gain = z_away = 0.0
    elif mechanism.bandit == 1:
        gain = try_arms(infant, z_gain != 0.0, u_gain, u_away)
    else:
        gain = infant.log_display_gain + bond.gain_offset + mechanism.policy_exploration * z_gain
        gain = hold_gain(mechanism, gain)
        infant.turning_away_now = clip(
            infant.turning_away
            + bond.away_offset
            + mechanism.turning_step * mechanism.policy_exploration * z_away
        )
    infant.display_gain_now = math.exp(gain)
    return z_gain, z_away


@compiled
def hold_offsets(infant, bond, mechanism):
    """Hold the policy with a caregiver, which is the infant's and an offset, within its range."""
    gain, away = infant.log_display_gain, infant.turning_away
    bond.gain_offset = hold_gain(mechanism, gain + bond.gain_offset) - gain
    bond.away_offset = clip(away + bond.away_offset) - away


@compiled
def learn_policy(infant, bond, mechanism, distress, in_play, z_gain, z_away):
    """One step of policy gradient from the mean distress of an episode.

    A share of the step holds for anyone, the rest for this caregiver.
    """
    if in_play:
        better = infant.usual_play_distress - distress
        infant.usual_play_distress -= mechanism.baseline_rate * better
        rate = mechanism.learning_rate * mechanism.learns_in_play
    else:
        better = infant.usual_distress - distress
        infant.usual_distress -= mechanism.baseline_rate * better
        rate = mechanism.learning_rate * mechanism.learns_in_distress
    rate *= infant.plasticity
    if mechanism.bandit == 1:
        if z_gain != 0.0:  # a random policy teaches nothing
            learn_arms(infant, min(1.0, BANDIT_RATE * rate), better)
        return
    step = rate * better
    for_all = mechanism.generalization
    up, away = step * z_gain, mechanism.turning_step * step * z_away
    infant.log_display_gain = hold_gain(mechanism, infant.log_display_gain + for_all * up)
    infant.turning_away = clip(infant.turning_away + for_all * away)
    bond.gain_offset += (1.0 - for_all) * up
    bond.away_offset += (1.0 - for_all) * away
    hold_offsets(infant, bond, mechanism)


@compiled
def expect(infant, bond, mechanism, distress, in_play):
    """The internal working model of this caregiver: relief (of distress), its spread, alarm."""
    rate = mechanism.expectation_rate * infant.plasticity
    relief = clip(1.0 - distress / mechanism.relief_scale)
    if not in_play:
        bond.relief_seen += mechanism.expectation_rate * (relief - bond.relief_seen)
        surprise = relief - bond.expected_relief
        bond.expected_relief += rate * surprise
        bond.relief_variance += rate * (surprise * surprise - bond.relief_variance)
    flooded = mechanism.overload_alarm * infant.overloaded / mechanism.episode_seconds
    alarmed = min(1.0, bond.alarms + flooded) * (1.0 - mechanism.soothed_alarm * relief)
    surprise = alarmed - bond.expected_alarm
    if surprise < 0.0:
        rate *= mechanism.alarm_forgetting
    bond.expected_alarm += rate * surprise


@compiled
def consolidate(infant, bonds, mechanism):
    """Overnight, what each caregiver taught and what is expected of anyone draw nearer.

    bonds: the infant's, with the tallies of the day that is over. The prototype follows their mean,
    weighted by the time together; then each bond is pulled to the prototype. The policy likewise.
    """
    pull = mechanism.prototype_pull * infant.plasticity
    rate = mechanism.prototype_rate * infant.plasticity
    together = relief = variance = alarm = gain = away = 0.0
    for bond in bonds:
        w = bond.day_seconds
        together += w
        relief += w * bond.expected_relief
        variance += w * bond.relief_variance
        alarm += w * bond.expected_alarm
        gain += w * bond.gain_offset
        away += w * bond.away_offset
    if together > 0.0:
        infant.prototype_relief += rate * (relief / together - infant.prototype_relief)
        infant.prototype_variance += rate * (variance / together - infant.prototype_variance)
        infant.prototype_alarm += rate * (alarm / together - infant.prototype_alarm)
        gain, away = rate * gain / together, rate * away / together
        infant.log_display_gain += gain
        infant.turning_away += away
    else:
        gain = away = 0.0
    for bond in bonds:
        bond.expected_relief += pull * (infant.prototype_relief - bond.expected_relief)
        bond.relief_variance += pull * (infant.prototype_variance - bond.relief_variance)
        bond.expected_alarm += pull * (infant.prototype_alarm - bond.expected_alarm)
        bond.gain_offset -= gain  # what has become the policy with anyone is no offset any more
        bond.away_offset -= away
        bond.gain_offset -= pull * bond.gain_offset
        bond.away_offset -= pull * bond.away_offset
        hold_offsets(infant, bond, mechanism)


@compiled
def practise(infant, mechanism, seconds):
    """Self-regulation grows by coming down alone and shrinks in overload."""
    used = infant.plasticity * infant.calmed_alone / seconds
    lost = infant.plasticity * infant.overloaded / seconds
    infant.self_regulation += (
        mechanism.self_regulation_growth
        * used
        * max(0.0, mechanism.self_regulation_ceiling - infant.self_regulation)
    )
    infant.self_regulation -= mechanism.self_regulation_loss * lost * infant.self_regulation

"""What an episode leaves behind: policy, expectations, self-regulation.

The policy is two numbers. Each episode is played with a small random deviation of both, and a step
of policy gradient follows what paid (REINFORCE, Williams 1992), the payoff being mean distress,
negative. There are no effort terms and no ready-made strategies.
"""

from __future__ import annotations

import math

from attune_sim.dyad.compiling import compiled
from attune_sim.dyad.interaction import clip

LOWEST_GAIN, HIGHEST_GAIN = -2.0, 1.0  # bounds of log display gain
BASELINE_RATE = 0.05  # how fast 'usual distress' follows, per episode
RELIEF_SCALE = 0.6  # mean distress of an episode that counts as no relief at all
TURNING_STEP = 0.9  # deviation of turning away in units of that of log gain


@compiled
def try_policy(infant, z_gain, z_away, u_random, u_gain, u_away):
    """Choose this episode's display gain and turning away: the learnt ones, a little off.

    Returns the deviations (z_gain, z_away) that were played: none if drawn at random instead.
    """
    if u_random < infant.random_policy:
        gain = LOWEST_GAIN + (HIGHEST_GAIN - LOWEST_GAIN) * u_gain
        infant.turning_away_now = u_away
        z_gain = z_away = 0.0
    else:
        gain = infant.log_display_gain + infant.policy_exploration * z_gain
        gain = min(HIGHEST_GAIN, max(LOWEST_GAIN, gain))
        infant.turning_away_now = clip(
            infant.turning_away + TURNING_STEP * infant.policy_exploration * z_away
        )
    infant.display_gain_now = math.exp(gain)
    return z_gain, z_away


@compiled
def learn_policy(infant, distress, in_play, z_gain, z_away):
    """One step of policy gradient from the mean distress of an episode."""
    if in_play:
        better = infant.usual_play_distress - distress
        infant.usual_play_distress -= BASELINE_RATE * better
        step = infant.learning_rate * infant.learns_in_play * better
    else:
        better = infant.usual_distress - distress
        infant.usual_distress -= BASELINE_RATE * better
        step = infant.learning_rate * infant.learns_in_distress * better
    gain = infant.log_display_gain + step * z_gain
    infant.log_display_gain = min(HIGHEST_GAIN, max(LOWEST_GAIN, gain))
    infant.turning_away = clip(infant.turning_away + TURNING_STEP * step * z_away)


@compiled
def expect(infant, bond, distress, in_play):
    """The internal working model of this caregiver: relief (of distress), its spread, alarm."""
    rate = infant.expectation_rate
    if not in_play:
        relief = clip(1.0 - distress / RELIEF_SCALE)
        surprise = relief - bond.expected_relief
        bond.expected_relief += rate * surprise
        bond.relief_variance += rate * (surprise * surprise - bond.relief_variance)
        spread = math.sqrt(bond.relief_variance)
        bond.vigilance += rate * (min(1.0, 3.0 * spread) - bond.vigilance)
    alarmed = min(1.0, bond.alarms)
    bond.expected_alarm += rate * (alarmed - bond.expected_alarm)


@compiled
def practise(infant, seconds):
    """Self-regulation grows by coming down alone and shrinks in overload."""
    used = infant.calmed_alone / seconds
    lost = infant.overloaded / seconds
    infant.self_regulation += (
        infant.self_regulation_growth
        * used
        * max(0.0, infant.self_regulation_ceiling - infant.self_regulation)
    )
    infant.self_regulation -= infant.self_regulation_loss * lost * infant.self_regulation

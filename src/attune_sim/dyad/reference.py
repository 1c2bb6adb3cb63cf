"""The model in plain Python: what one infant and one caregiver do in a second, an episode, a day.

This file is for reading. It says again, without arrays and compiler, what `interaction`, `learning`
and `days` compute; a test holds both to the same numbers. An infant and a caregiver are objects
with one attribute per parameter and state, and random numbers are handed in: u is uniform in
(0, 1), z has mean 0 and standard deviation 1.

Everything below lies in [0, 1] unless a unit is given; ← means 'becomes', and what becomes too
small or too large is held at 0 or 1. Names are those of the parameters; `attune-sim
parameters` lists their meaning, range and source.

The equations stand in docs/model.md, section by section under the names of these functions.
"""

# mypy: disable-error-code="has-type"
# The attributes are columns of the dtypes, which type checkers do not see.

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from attune_sim.dyad.noise import (
    ATTENTION,
    MOVEMENT,
    PROVOCATION,
    REPAIR,
    TRACKING,
    TURN,
    WISH,
)
from attune_sim.dyad.state import (
    BOND_DTYPE,
    CAREGIVER_DTYPE,
    INFANT_DTYPE,
    MECHANISM_DTYPE,
    Rows,
)

ATTENDS_FROM = 0.15  # engagement set from outside from which a caregiver counts as attending
GAIN_ARMS, AWAY_ARMS = (-1.5, 0.0, 1.0), (0.0, 0.5, 1.0)  # what a bandit chooses among
GAIN_PAID = ("low_gain_paid", "middle_gain_paid", "high_gain_paid")
AWAY_PAID = ("no_turning_paid", "half_turning_paid", "full_turning_paid")
BANDIT_EXPLORES = 0.15  # share of episodes in which a bandit tries any
BANDIT_RATE = 0.1  # how fast a bandit's values follow, in units of the learning rate
SLOW_DAYS = 60.0  # how long slow variation of responsiveness lasts

Draw = Sequence[float]
"""The eight random numbers of a second, in the order of `noise`."""


def clip(x: float) -> float:
    """Hold x in [0, 1]."""
    return min(1.0, max(0.0, x))


class _Rows:
    """Rows of the engine's arrays as one plain object with an attribute per column."""

    __slots__: tuple[str, ...] = ()

    def __init__(self, *rows: Any) -> None:
        for row in rows:
            for name in row.dtype.names:
                setattr(self, name, row[name].item())

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> float: ...
        def __setattr__(self, name: str, value: float) -> None: ...


class ReferenceInfant(_Rows):
    """An infant: temperament, policy, state, and the constants of the mechanisms.

    Made from their rows of `Population.infants` and `Population.mechanisms`.
    """

    __slots__ = (*(INFANT_DTYPE.names or ()), *(MECHANISM_DTYPE.names or ()))

    # --- the second -----------------------------------------------------------------------------

    def renew_wish(self, u: float, z: float) -> None:
        """Cycle between turning toward and away; distress pulls toward closeness."""
        if u < self.turn_rate:
            self.toward = 1.0 - self.toward
        mean = self.wish_toward if self.toward == 1.0 else self.wish_away
        mean += (self.distress_wish - mean) * self.distress
        self.wish = clip(self.wish + self.wish_pace * (mean - self.wish) + self.wish_noise * z)

    def turning_toward(self, caregiver: ReferenceCaregiver) -> float:
        """Share of wish and stimulation that is let in: cut by looking away and by giving up."""
        looked_away = (
            self.turning_away_cut
            * self.turning_away_now
            * min(1.0, self.looking_away_rise * self.distress)
        )
        looked_away *= 1.0 - self.watchfulness * caregiver.expected_alarm
        waited = self.unanswered * self.unanswered
        gave_up = self.give_up * waited / (waited + self.give_up_s * self.give_up_s)
        return (1.0 - looked_away) * (1.0 - gave_up)

    def express(self) -> None:
        """Show distress."""
        self.display = min(1.0, self.signal_clarity * self.display_gain_now * self.distress)

    def enjoy(self, attuned: bool) -> None:
        """Positive affect rises in shared engagement, less so in distress, and falls without."""
        shared = self.shown * (1.0 - self.distress) if attuned else 0.0
        self.affect += self.affect_pace * (shared - self.affect)
        self.affect = min(self.affect, 1.0 - self.distress)

    def feel(
        self, caregiver: ReferenceCaregiver, mismatch: float, present: bool, strain: float
    ) -> None:
        """Distress rises by need, crying, strain, mismatch and excess, and falls by comfort."""
        before = self.distress
        fitting = caregiver.attending == 1.0 and abs(mismatch) <= self.fitting_tolerance
        soothed = fitting and present
        rise = self.need_distress * self.need + self.cry_cost * self.display
        rise += self.reactivity * strain
        if present:
            rise += self.strain_of_rupture(abs(mismatch), caregiver.rupture_s)
            rise += self.strain_of_excess(mismatch - self.tolerance)
        fall = self.comfort(caregiver) if soothed else self.self_comfort(present)
        if soothed:
            self.need -= self.need_relief * self.need
        self.need -= self.need_fading * self.need
        self.distress = clip(before + rise * (1.0 - before) - fall * before)
        if not fitting and self.distress < before <= self.overload:
            self.calmed_alone += 1.0
        if before > self.overload:
            self.overloaded += 1.0

    def strain_of_rupture(self, size: float, seconds: float) -> float:
        """Rise of distress in a mismatch of this size that has lasted so long."""
        waited = seconds * seconds
        ramp = waited / (waited + self.borne_s * self.borne_s) if waited > 0.0 else 0.0
        return self.reactivity * self.mismatch_distress * size * ramp

    def strain_of_excess(self, over: float) -> float:
        """Rise of distress by more engagement than was wished for."""
        return self.reactivity * self.overstimulation * over if over > 0.0 else 0.0

    def comfort(self, caregiver: ReferenceCaregiver) -> float:
        """Fall of distress by a fitting answer (interactive regulation)."""
        taken_up = 1.0 - self.turning_away_now
        trusted = 1.0 - self.vigilance_cost * caregiver.vigilance
        return self.soothability * self.soothing * taken_up * trusted

    def self_comfort(self, present: bool) -> float:
        """Fall of distress by the infant's own means (self-regulation)."""
        alone = self.self_regulation * self.capacity
        if present:  # somebody to turn away from
            alone *= 1.0 + self.turning_away_relief * self.turning_away_now
        return alone

    def move(self, caregiver: ReferenceCaregiver, z: float) -> None:
        """Approach against avoidance on one place."""
        x = caregiver.distance
        toward = self.approach * max(0.0, self.shown - self.approach_from)
        away = self.exploration_pull * max(0.0, self.approach_from - self.shown)
        caregiver.recoil_now *= self.recoil_kept
        fear = self.fear_strength * caregiver.expected_alarm * math.exp(-x / self.fear_reach)
        away += (fear + caregiver.recoil_now) * (self.fear_when_calm + self.distress)
        step = self.mobility * (away - toward) + self.movement_noise * z
        if (
            caregiver.attending == 1.0
            and self.display > self.hard_crying
            and x < self.pick_up_reach
        ):
            step -= self.pick_up_step  # the caregiver comes and picks up
        caregiver.distance = clip(x + step)

    # --- the episode ----------------------------------------------------------------------------

    def grow(self, day: int) -> None:
        """Abilities of this age."""
        capacity = 0.4 + 0.6 / (1.0 + math.exp(-(day - 180.0) / 45.0))
        mobility = 1.0 / (1.0 + math.exp(-(day - 253.0) / 20.0))
        self.capacity = 1.0 - self.maturation * (1.0 - capacity)
        self.mobility = 1.0 - self.maturation * (1.0 - mobility)

    def distress_odds(self, day: int) -> float:
        """Odds that an episode at this age is one of distress, not of play."""
        peak = (day / 7.0 - 5.0) / 5.0  # crying peaks at five weeks
        crying = (45.0 + 95.0 * math.exp(-(peak * peak))) / 45.0
        odds = self.distress_share / max(1e-9, 1.0 - self.distress_share)
        return odds * crying**self.crying_curve

    def try_policy(self, luck: Luck) -> None:
        """Choose this episode's display gain and turning away: the learnt ones, a little off."""
        if luck.u_random < self.random_policy:
            span = self.highest_log_gain - self.lowest_log_gain
            gain = self.lowest_log_gain + span * luck.u_gain
            self.turning_away_now = luck.u_away
        elif self.bandit == 1:
            gain = self.try_arms(luck)
        else:
            off = self.policy_exploration
            gain = self.held(self.log_display_gain + off * luck.z_gain)
            self.turning_away_now = clip(self.turning_away + self.turning_step * off * luck.z_away)
        self.display_gain_now = math.exp(gain)

    def held(self, gain: float) -> float:
        """Hold a log display gain within the policy's range."""
        return min(self.highest_log_gain, max(self.lowest_log_gain, gain))

    def try_arms(self, luck: Luck) -> float:
        """Choose this episode's policy as a bandit; its log display gain."""
        gain_arm, away_arm = self.best_gain(), self.best_away()
        if luck.u_gain < BANDIT_EXPLORES:
            gain_arm = int(3.0 * luck.u_gain / BANDIT_EXPLORES)
        if luck.u_away < BANDIT_EXPLORES:
            away_arm = int(3.0 * luck.u_away / BANDIT_EXPLORES)
        self.turning_away_now = AWAY_ARMS[away_arm]
        return GAIN_ARMS[gain_arm]

    def learn_arms(self, rate: float, better: float) -> None:
        """Let values of what was played follow what it saved; the policy is the best of each."""
        gain = GAIN_PAID[sum(self.display_gain_now >= limit for limit in (0.5, 2.0))]
        away = AWAY_PAID[sum(self.turning_away_now >= limit for limit in (0.25, 0.75))]
        for name in (gain, away):
            setattr(self, name, getattr(self, name) + rate * (better - getattr(self, name)))
        self.log_display_gain = GAIN_ARMS[self.best_gain()]
        self.turning_away = AWAY_ARMS[self.best_away()]

    def best_gain(self) -> int:
        """Which display gain paid best so far; of equals the middle one."""
        return _best(*(getattr(self, name) for name in GAIN_PAID))

    def best_away(self) -> int:
        """Which turning away paid best so far; of equals the middle one."""
        return _best(*(getattr(self, name) for name in AWAY_PAID))

    def learn_policy(self, distress: float, in_play: bool, luck: Luck) -> None:
        """Move the policy along what paid."""
        if in_play:
            better = self.usual_play_distress - distress
            self.usual_play_distress -= self.baseline_rate * better
            rate = self.learning_rate * self.learns_in_play
        else:
            better = self.usual_distress - distress
            self.usual_distress -= self.baseline_rate * better
            rate = self.learning_rate * self.learns_in_distress
        if luck.u_random < self.random_policy:
            return  # a random policy says nothing of a deviation
        if self.bandit == 1:
            self.learn_arms(min(1.0, BANDIT_RATE * rate), better)
        else:
            step = rate * better
            self.log_display_gain = self.held(self.log_display_gain + step * luck.z_gain)
            self.turning_away = clip(self.turning_away + self.turning_step * step * luck.z_away)

    def expect(self, caregiver: ReferenceCaregiver, distress: float, in_play: bool) -> None:
        """Let the internal working model of this caregiver follow what happened."""
        rate = self.expectation_rate
        if not in_play:
            relief = clip(1.0 - distress / self.relief_scale)
            surprise = relief - caregiver.expected_relief
            caregiver.expected_relief += rate * surprise
            caregiver.relief_variance += rate * (surprise * surprise - caregiver.relief_variance)
            spread = math.sqrt(caregiver.relief_variance)
            caregiver.vigilance += rate * (
                min(1.0, self.vigilance_slope * spread) - caregiver.vigilance
            )
        alarmed = min(1.0, caregiver.alarms)
        caregiver.expected_alarm += rate * (alarmed - caregiver.expected_alarm)

    def practise(self) -> None:
        """Self-regulation grows by coming down alone and shrinks in overload."""
        used = self.calmed_alone / self.episode_seconds
        lost = self.overloaded / self.episode_seconds
        room = max(0.0, self.self_regulation_ceiling - self.self_regulation)
        self.self_regulation += self.self_regulation_growth * used * room
        self.self_regulation -= self.self_regulation_loss * lost * self.self_regulation


class ReferenceCaregiver(_Rows):
    """A caregiver with one infant: traits, state, what is expected of them, and the day's tallies.

    Made from their row of `Population.caregivers` and their bond's of `Population.bonds`.
    """

    __slots__ = (*(CAREGIVER_DTYPE.names or ()), *(BOND_DTYPE.names or ()))

    # --- the second -----------------------------------------------------------------------------

    def attend(self, infant: ReferenceInfant, u: float) -> None:
        """Attention comes and goes around the episode's availability; a signal can win it back."""
        self.heard += (infant.display - self.heard) / infant.cry_lag
        if self.attending == 1.0:
            if u < infant.attention_rate * (1.0 - self.availability):
                self.attending = 0.0
        elif u < infant.attention_rate * self.availability + self.answer_chance(infant):
            self.attending = 1.0

    def answer_chance(self, infant: ReferenceInfant) -> float:
        """Chance that this second's signal wins attention: any clear display, loud ones, a bid."""
        responsiveness, loudness = self.responsiveness_today, self.loudness_contingency
        any_display = responsiveness * min(1.0, self.heard / infant.clear_display)
        squared = self.heard * self.heard
        loud_only = squared * squared
        mixed = (1.0 - loudness) * any_display + loudness * loud_only
        bid = 0.0
        if infant.shown > self.engagement + infant.tolerance:
            bid = infant.solicitation * infant.signal_clarity * infant.shown * responsiveness
        return infant.answer_rate * mixed + bid

    def respond(self, infant: ReferenceInfant, let_in: float, u: float, z: float) -> None:
        """Attending, follow and repair what was seen a second ago; else sink away."""
        if self.attending == 1.0:
            more = infant.intrusive_offer + infant.intrusive_pursuit * (1.0 - let_in)
            offered = min(1.0, self.seen + self.intrusiveness * more)
            unsteady = infant.unsteadiness + self.misreading
            if abs(self.engagement - offered) > infant.tolerance and u < self.repair_rate:
                self.engagement = offered + infant.repair_unsteadiness * unsteady * z
            else:
                pace = min(1.0, self.following + infant.intrusive_pace * self.intrusiveness)
                self.engagement += pace * (offered - self.engagement) + unsteady * z
        else:
            sinks = infant.sinking_pace * (infant.idle_engagement - self.engagement)
            self.engagement += sinks + infant.unsteadiness * z
        self.engagement = clip(self.engagement)

    def provoke(self, infant: ReferenceInfant, u: float) -> bool:
        """Alarm, reject or withdraw, if this second's number says so; True if it alarmed."""
        alarm = self.alarming_moments / 60.0 * (1.0 + infant.alarm_by_display * infant.display)
        if u < alarm:
            infant.distress += infant.alarm_size * (1.0 - infant.distress)
            self.recoil_now += infant.recoil
            self.alarms += 1.0
            return True
        if self.attending == 1.0:
            u -= alarm
            cry = infant.display if infant.display > infant.clear_display else 0.0
            bid = max(cry, 2.0 * infant.shown - 1.0)
            if u < self.rejection * bid:
                self.turn_off()
                infant.distress += infant.rejection_distress * (1.0 - infant.distress)
            elif u < self.rejection * bid + self.withdrawal * infant.display:
                self.turn_off()
                self.alarms += infant.distress
                self.recoil_now += infant.recoil * infant.distress
        return False

    def turn_off(self) -> None:
        """End attention and engagement at once."""
        self.attending = 0.0
        self.engagement = 0.0

    def compare(self, infant: ReferenceInfant, mismatch: float) -> None:
        """Tell attunement, rupture and repair, and count them."""
        attuned = abs(mismatch) <= infant.tolerance
        self.day_seconds += 1.0
        if attuned:
            self.day_attuned += 1.0
            if self.matched == 0.0 and self.rupture_s > 0.0:
                self.day_repairs += 1.0
                self.day_repair_s += self.rupture_s
            self.rupture_s = 0.0
        else:
            if self.matched == 1.0:
                self.day_ruptures += 1.0
            self.rupture_s += 1.0
        self.matched = 1.0 if attuned else 0.0
        if attuned and self.attending == 1.0:
            infant.unanswered = 0.0
        else:
            infant.unanswered += 1.0

    # --- the day --------------------------------------------------------------------------------

    def begin_day(self, z_slow: float, z_day: float) -> None:
        """Today's responsiveness, which wanders from day to day."""
        kept = math.exp(-1.0 / SLOW_DAYS)
        self.slow_now *= kept
        self.slow_now += self.slow_variation * math.sqrt(1.0 - kept * kept) * z_slow
        today = self.responsiveness + self.slow_now + self.daily_variation * z_day
        self.responsiveness_today = clip(today)

    def clear_day(self) -> None:
        """Set the day's tallies to zero."""
        self.day_seconds = self.day_attuned = self.day_distress = self.day_display = 0.0
        self.day_ruptures = self.day_repairs = self.day_repair_s = 0.0

    def available(self, which: int, in_play: bool, luck: Luck) -> float:
        """Availability in this episode: around today's responsiveness, by consistency."""
        mean = self.responsiveness_today
        if in_play:
            mean = clip(self.responsiveness_in_play + mean - self.responsiveness)
        if self.consistency >= 0.999:
            return mean
        if self.consistency <= 0.001:
            return 1.0 if luck.u_available < mean else 0.0
        if mean <= 0.0 or mean >= 1.0:
            return mean
        return luck.beta(which, mean, 2.0 * self.consistency / (1.0 - self.consistency))


def reference_family(rows: Rows, i: int) -> tuple[ReferenceInfant, list[ReferenceCaregiver]]:
    """The infant in row i and their caregivers as plain objects."""
    infant = rows.infants[i]
    first = int(infant["first_bond"])
    bonds = rows.bonds[first : first + int(infant["bonds"])]
    return (
        ReferenceInfant(infant, rows.mechanisms[i]),
        [ReferenceCaregiver(rows.caregivers[bond["caregiver"]], bond) for bond in bonds],
    )


def _best(first: float, second: float, third: float) -> int:
    if first > second and first >= third:
        return 0
    return 2 if third > second else 1


def second(
    infant: ReferenceInfant,
    caregiver: ReferenceCaregiver,
    draw: Draw,
    *,
    present: bool = True,
    strain: float = 0.0,
    imposed: float | None = None,
) -> bool:
    """Move infant and caregiver on by one second; True if an alarming moment fell in it.

    Args:
        infant: changed in place.
        caregiver: changed in place.
        draw: this second's random numbers.
        present: whether the caregiver is there.
        strain: rise of distress by a strange room, per second.
        imposed: the caregiver's engagement if it is set from outside.
    """
    alarm = False
    infant.renew_wish(draw[TURN], draw[WISH])
    let_in = infant.turning_toward(caregiver)
    infant.shown = let_in * infant.wish
    infant.express()
    mismatch = 0.0
    if not present:
        caregiver.matched = -1.0
        caregiver.attending = caregiver.rupture_s = infant.unanswered = 0.0
        caregiver.distance = 1.0
        infant.enjoy(False)
    elif imposed is not None:
        caregiver.engagement = imposed
        caregiver.attending = 1.0 if imposed > ATTENDS_FROM else 0.0
    else:
        caregiver.attend(infant, draw[ATTENTION])
        caregiver.respond(infant, let_in, draw[REPAIR], draw[TRACKING])
        alarm = caregiver.provoke(infant, draw[PROVOCATION])
    if present:
        mismatch = let_in * caregiver.engagement - infant.shown
        caregiver.compare(infant, mismatch)
        infant.enjoy(caregiver.matched == 1.0)
    infant.feel(caregiver, mismatch, present, strain)
    if present:
        infant.move(caregiver, draw[MOVEMENT])
    caregiver.seen = infant.shown
    infant.distress_sum += infant.distress
    caregiver.day_distress += infant.distress
    caregiver.day_display += infant.display
    return alarm


def seconds(
    infant: ReferenceInfant,
    caregiver: ReferenceCaregiver,
    draws: Iterable[Draw],
    *,
    present: bool = True,
    strain: float = 0.0,
    imposed: Sequence[float] | None = None,
    cry_limit: int = 0,
) -> int:
    """Run one second for each draw; how many were run.

    Args:
        infant: changed in place.
        caregiver: changed in place.
        draws: the seconds' random numbers.
        present: as in `second`.
        strain: as in `second`.
        imposed: the caregiver's engagement in each second, if it is set from outside.
        cry_limit: stop after so many seconds of hard crying in a row; 0 never.
    """
    crying = run = 0
    for t, draw in enumerate(draws):
        given = None if imposed is None else imposed[t]
        second(infant, caregiver, draw, present=present, strain=strain, imposed=given)
        run = t + 1
        crying = crying + 1 if infant.display > infant.hard_crying else 0
        if cry_limit and crying >= cry_limit:
            break
    return run


@dataclass(frozen=True, slots=True)
class Luck:
    """The random numbers of one episode.

    Attributes:
        beta: draws from a Beta distribution, given the caregiver's number, mean and concentration.
        draws: the seconds' numbers, given the caregiver's number.
        u_who, u_distress, u_need, u_available: with whom, play or distress, need, availability.
        u_random, u_gain, u_away: whether and which policy is drawn at random.
        u_attending, u_toward: whether the two are turned to each other at the start.
        z_gain, z_away: deviation of the policy.
    """

    beta: Callable[[int, float, float], float]
    draws: Callable[[int], Iterable[Draw]]
    u_who: float
    u_distress: float
    u_need: float
    u_available: float
    u_random: float
    u_gain: float
    u_away: float
    u_attending: float
    u_toward: float
    z_gain: float
    z_away: float


def meet(infant: ReferenceInfant, caregiver: ReferenceCaregiver) -> None:
    """The two find each other at the start of an episode."""
    infant.wish = infant.shown = caregiver.engagement = caregiver.seen = 0.5
    infant.affect = 0.2
    infant.display = infant.unanswered = infant.distress_sum = 0.0
    infant.calmed_alone = infant.overloaded = 0.0
    caregiver.heard = caregiver.rupture_s = caregiver.recoil_now = caregiver.alarms = 0.0
    caregiver.matched = -1.0
    caregiver.distance = 0.5


def who_cares(caregivers: Sequence[ReferenceCaregiver], u: float) -> int:
    """Number of the caregiver who is there, by their shares of care."""
    total = 0.0
    for caregiver in caregivers:  # not sum(), which rounds otherwise from Python 3.12 on
        total += caregiver.share
    u *= total
    for which, caregiver in enumerate(caregivers[:-1]):
        u -= caregiver.share
        if u < 0.0:
            return which
    return len(caregivers) - 1


def begin_episode(
    infant: ReferenceInfant, caregivers: Sequence[ReferenceCaregiver], day: int, luck: Luck
) -> tuple[int, bool]:
    """Begin an episode at this age; number of the caregiver who is there, and True for play."""
    which = who_cares(caregivers, luck.u_who)
    caregiver = caregivers[which]
    odds = infant.distress_odds(day)
    in_play = luck.u_distress >= odds / (1.0 + odds)
    need = infant.need_low + (infant.need_high - infant.need_low) * luck.u_need
    caregiver.availability = caregiver.available(which, in_play, luck)
    infant.try_policy(luck)
    meet(infant, caregiver)
    caregiver.attending = 1.0 if luck.u_attending < caregiver.availability else 0.0
    infant.toward = 1.0 if luck.u_toward < 0.5 else 0.0
    infant.need = 0.0 if in_play else need
    infant.distress = 0.05 if in_play else need
    return which, in_play


def end_episode(
    infant: ReferenceInfant, caregiver: ReferenceCaregiver, in_play: bool, luck: Luck
) -> None:
    """Learn from the episode."""
    distress = infant.distress_sum / infant.episode_seconds
    infant.learn_policy(distress, in_play, luck)
    infant.expect(caregiver, distress, in_play)
    infant.practise()


def live_day(
    infant: ReferenceInfant,
    caregivers: Sequence[ReferenceCaregiver],
    day: int,
    lucks: Iterable[Luck],
) -> None:
    """Live a day's episodes, one for each luck; the caregivers have begun their day."""
    infant.grow(day)
    for luck in lucks:
        which, in_play = begin_episode(infant, caregivers, day, luck)
        seconds(infant, caregivers[which], luck.draws(which))
        end_episode(infant, caregivers[which], in_play, luck)

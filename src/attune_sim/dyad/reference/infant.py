"""What an infant does in a second and an episode, and learns from it."""

# mypy: disable-error-code="has-type"
# The attributes are columns of the dtypes, which type checkers do not see.

from __future__ import annotations

import math
from collections.abc import Sequence

from attune_sim.dyad.reference.person import Luck, Person, clip
from attune_sim.dyad.state import INFANT_DTYPE, MECHANISM_DTYPE

GAIN_ARMS, AWAY_ARMS = (-1.5, 0.0, 1.0), (0.0, 0.5, 1.0)  # what a bandit chooses among
GAIN_PAID = ("low_gain_paid", "middle_gain_paid", "high_gain_paid")
AWAY_PAID = ("no_turning_paid", "half_turning_paid", "full_turning_paid")
PROTOTYPE = {
    "prototype_relief": "expected_relief",
    "prototype_variance": "relief_variance",
    "prototype_alarm": "expected_alarm",
}  # what is expected of anyone, and of a caregiver
BANDIT_EXPLORES = 0.15  # share of episodes in which a bandit tries any
BANDIT_RATE = 0.1  # how fast a bandit's values follow, in units of the learning rate


class ReferenceInfant(Person):
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

    def turning_toward(self, caregiver: Person) -> float:
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
        self.display = min(1.0, self.clarity * self.display_gain_now * self.distress)

    def enjoy(self, attuned: bool) -> None:
        """Positive affect rises in shared engagement, less so in distress, and falls without."""
        shared = self.shown * (1.0 - self.distress) if attuned else 0.0
        self.affect += self.affect_pace * (shared - self.affect)
        self.affect = min(self.affect, 1.0 - self.distress)

    def feel(self, caregiver: Person, mismatch: float, present: bool, strain: float) -> None:
        """Distress rises by need, crying, strain, mismatch and excess, and falls by comfort."""
        before = self.distress
        fitting = caregiver.attending == 1.0 and abs(mismatch) <= self.fitting_tolerance
        soothed = fitting and present
        rise = self.need_distress * self.need + self.cry_cost * self.display
        rise += self.reactivity_today * strain
        if present:
            rise += self.strain_of_rupture(abs(mismatch), caregiver.rupture_s)
            rise += self.strain_of_excess(mismatch - self.tolerance)
        fall = self.comfort() if soothed else self.self_comfort(present)
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
        occupied = (1.0 - self.toward) * (1.0 - self.distress)
        missed = 1.0 - (1.0 - self.turned_away_misses) * occupied
        return self.reactivity_today * self.mismatch_distress * size * ramp * missed

    def strain_of_excess(self, over: float) -> float:
        """Rise of distress by more engagement than was wished for."""
        return self.reactivity_today * self.overstimulation * over if over > 0.0 else 0.0

    def comfort(self) -> float:
        """Fall of distress by a fitting answer (interactive regulation)."""
        taken_in = 1.0 - self.flooding if self.distress > self.overload else 1.0
        return self.soothability * self.soothing * (1.0 - self.turning_away_now) * taken_in

    def self_comfort(self, present: bool) -> float:
        """Fall of distress by the infant's own means (self-regulation)."""
        alone = self.self_regulation * self.capacity
        if present:  # somebody to turn away from
            alone *= 1.0 + self.turning_away_relief * self.turning_away_now
        return alone

    def move(self, caregiver: Person, z: float) -> None:
        """Approach against avoidance on one place."""
        x = caregiver.distance
        toward = self.approach * self.closeness
        toward *= max(0.0, self.shown - self.approach_from)
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

    # --- the day --------------------------------------------------------------------------------

    def wake(self, z: float) -> None:
        """The state of the day: sleep, hunger, illness."""
        varies = self.daily_reactivity > 0.0 or self.arrival_distress > 0.0
        self.strain_today = z if varies else 0.0
        self.reactivity_today = self.reactivity * math.exp(
            self.daily_reactivity * self.strain_today
        )

    def consolidate(self, caregivers: Sequence[Person]) -> None:
        """Overnight, let what each caregiver taught and what holds with anyone draw nearer."""
        rate = self.prototype_rate * self.plasticity
        pull = self.prototype_pull * self.plasticity
        if rate == pull == 0.0:
            return
        together = gain = away = 0.0
        met = dict.fromkeys(PROTOTYPE, 0.0)
        for caregiver in caregivers:
            together += caregiver.day_seconds
            for name, of_bond in PROTOTYPE.items():
                met[name] += caregiver.day_seconds * getattr(caregiver, of_bond)
            gain += caregiver.day_seconds * caregiver.gain_offset
            away += caregiver.day_seconds * caregiver.away_offset
        if together > 0.0:
            for name in PROTOTYPE:
                held = getattr(self, name)
                setattr(self, name, held + rate * (met[name] / together - held))
            gain, away = rate * gain / together, rate * away / together
            self.log_display_gain += gain
            self.turning_away += away
        for caregiver in caregivers:
            for name, of_bond in PROTOTYPE.items():
                held = getattr(caregiver, of_bond)
                setattr(caregiver, of_bond, held + pull * (getattr(self, name) - held))
            gain_offset, away_offset = caregiver.gain_offset - gain, caregiver.away_offset - away
            self.set_offsets(
                caregiver, gain_offset - pull * gain_offset, away_offset - pull * away_offset
            )

    # --- the episode ----------------------------------------------------------------------------

    def grow(self, day: int) -> None:
        """What comes with this age: abilities, and how much infants cry."""
        capacity = 0.4 + 0.6 / (1.0 + math.exp(-(day - 180.0) / 45.0))
        mobility = 1.0 / (1.0 + math.exp(-(day - 253.0) / 20.0))
        self.capacity = 1.0 - self.maturation * (1.0 - capacity)
        self.mobility = 1.0 - self.maturation * (1.0 - mobility)
        peak = (day / 7.0 - 5.0) / 5.0  # crying peaks at five weeks
        crying = (45.0 + 95.0 * math.exp(-(peak * peak))) / 45.0
        self.crying = crying**self.crying_curve
        wary = 1.0 / (1.0 + math.exp(-(day - 259.0) / 25.0))
        self.wariness = wary if self.family_life == 1 or self.growth == 1 else 1.0
        self.clarity = self.signal_clarity
        self.closeness = self.plasticity = 1.0
        self.foresight_now = 0.0
        if self.growth == 1:
            self.grow_up(day)

    def grow_up(self, day: int) -> None:
        """What changes after the first birthday, on top of it."""
        words = 1.0 / (1.0 + math.exp(-(day - 923.0) / 97.0))
        control = 1.0 / (1.0 + math.exp(-(day - 1004.0) / 120.0))
        holding = 1.0 / (1.0 + math.exp(-(day - 791.0) / 75.0))
        adult = 1.0 - math.exp(-max(0.0, day - 365.0) / 1460.0)
        self.clarity += self.talk_clarity * words * max(0.0, 1.0 - self.clarity)
        self.closeness = 1.0 - self.talk_reach * words
        self.capacity += self.effortful_control * control
        self.foresight_now = self.foresight * holding
        self.crying *= 1.0 - (1.0 - self.grown_needs) * adult
        self.plasticity = 1.0 - (1.0 - self.grown_learning) * adult

    def seeks(self, need: float) -> float:
        """How much the strength of a bond counts in such need: log odds for a full one."""
        if self.family_life == 0:
            return 0.0
        return self.mobility * (self.seeking + self.seeking_in_distress * need)

    def strangeness_of(self, caregiver: Person) -> float:
        """Rise of distress, per second, with a caregiver who is not yet familiar."""
        if self.family_life == 0:
            return 0.0
        return self.strangeness * self.wariness * (1.0 - caregiver.strength)

    def distress_odds(self) -> float:
        """Odds that an episode at this age is one of distress, not of play."""
        odds = self.distress_share / max(1e-9, 1.0 - self.distress_share)
        return odds * self.crying

    def try_policy(self, caregiver: Person, luck: Luck) -> None:
        """Choose this episode's display gain and turning away: the learnt ones, a little off."""
        if luck.u_random < self.random_policy:
            span = self.highest_log_gain - self.lowest_log_gain
            gain = self.lowest_log_gain + span * luck.u_gain
            self.turning_away_now = luck.u_away
        elif self.bandit == 1:
            gain = self.try_arms(luck)
        else:
            off = self.policy_exploration
            gain = self.log_display_gain + caregiver.gain_offset + off * luck.z_gain
            gain = self.held(gain)
            away = self.turning_away + caregiver.away_offset
            self.turning_away_now = clip(away + self.turning_step * off * luck.z_away)
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
        """Update values of the arms played by what they saved; the policy is the best of each."""
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

    def learn_policy(self, caregiver: Person, distress: float, in_play: bool, luck: Luck) -> None:
        """Move the policy along what paid."""
        if in_play:
            better = self.usual_play_distress - distress
            self.usual_play_distress -= self.baseline_rate * better
            rate = self.learning_rate * self.learns_in_play
        else:
            better = self.usual_distress - distress
            self.usual_distress -= self.baseline_rate * better
            rate = self.learning_rate * self.learns_in_distress
        rate *= self.plasticity
        if luck.u_random < self.random_policy:
            return  # a random policy says nothing of a deviation
        if self.bandit == 1:
            self.learn_arms(min(1.0, BANDIT_RATE * rate), better)
        else:
            step, share = rate * better, self.generalization
            up, away = step * luck.z_gain, self.turning_step * step * luck.z_away
            self.log_display_gain = self.held(self.log_display_gain + share * up)
            self.turning_away = clip(self.turning_away + share * away)
            self.set_offsets(
                caregiver,
                caregiver.gain_offset + (1.0 - share) * up,
                caregiver.away_offset + (1.0 - share) * away,
            )

    def set_offsets(self, caregiver: Person, gain: float, away: float) -> None:
        """Set how the policy with this caregiver differs, within what the policy may be."""
        caregiver.gain_offset = self.held(self.log_display_gain + gain) - self.log_display_gain
        caregiver.away_offset = clip(self.turning_away + away) - self.turning_away

    def expect(self, caregiver: Person, distress: float, in_play: bool) -> None:
        """Let the internal working model of this caregiver follow what happened."""
        rate = self.expectation_rate * self.plasticity
        relief = clip(1.0 - distress / self.relief_scale)
        if not in_play:
            seen = self.expectation_rate * (relief - caregiver.relief_seen)
            caregiver.relief_seen += seen
            surprise = relief - caregiver.expected_relief
            caregiver.expected_relief += rate * surprise
            caregiver.relief_variance += rate * (surprise * surprise - caregiver.relief_variance)
        flooded = self.overload_alarm * self.overloaded / self.episode_seconds
        alarmed = min(1.0, caregiver.alarms + flooded) * (1.0 - self.soothed_alarm * relief)
        surprise = alarmed - caregiver.expected_alarm
        rate *= self.alarm_forgetting if surprise < 0.0 else 1.0
        caregiver.expected_alarm += rate * surprise

    def practise(self) -> None:
        """Self-regulation grows by coming down alone and shrinks in overload."""
        used = self.plasticity * self.calmed_alone / self.episode_seconds
        lost = self.plasticity * self.overloaded / self.episode_seconds
        room = max(0.0, self.self_regulation_ceiling - self.self_regulation)
        self.self_regulation += self.self_regulation_growth * used * room
        self.self_regulation -= self.self_regulation_loss * lost * self.self_regulation


def _best(first: float, second: float, third: float) -> int:
    if first > second and first >= third:
        return 0
    return 2 if third > second else 1

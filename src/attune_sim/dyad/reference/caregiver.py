"""What a caregiver does in a second, and how they begin a day and an episode."""

# mypy: disable-error-code="has-type"
# The attributes are columns of the dtypes, which type checkers do not see.

from __future__ import annotations

import math

from attune_sim.dyad.reference.person import Luck, Person, clip
from attune_sim.dyad.state import BOND_DTYPE, CAREGIVER_DTYPE, TURNING
from attune_sim.parameters import PARAMETERS

SLOW_DAYS = 60.0  # how long slow variation of responsiveness lasts
DRIFT_DAYS = 365.0  # how long its drift over a year lasts
A_YEAR = 365.25


def wander(now: float, spread: float, days: float, z: float) -> float:
    """A day's step of what stays near 0 with this SD, and is forgotten within so many days."""
    kept = math.exp(-1.0 / days)
    return now * kept + spread * math.sqrt(1.0 - kept * kept) * z


def lowered(probability: float, log_odds: float) -> float:
    """A probability whose odds are lower by this much."""
    kept = math.exp(-log_odds)
    return probability * kept / (1.0 - probability + probability * kept)


class ReferenceCaregiver(Person):
    """A caregiver with one infant: traits, state, what is expected of them, and the day's tallies.

    Made from their row of `Population.caregivers` and their bond's of `Population.bonds`.
    """

    __slots__ = (*(CAREGIVER_DTYPE.names or ()), *(BOND_DTYPE.names or ()))

    # --- the second -----------------------------------------------------------------------------

    def attend(self, infant: Person, u: float) -> None:
        """Attention comes and goes around the episode's availability; a signal can win it back."""
        self.heard += (infant.display - self.heard) / infant.cry_lag
        if self.attending == 1.0:
            if u < infant.attention_rate * (1.0 - self.availability):
                self.attending = 0.0
        else:
            answer = self.undivided * self.answer_chance(infant)
            if u < infant.attention_rate * self.availability + answer:
                self.attending = 1.0

    def answer_chance(self, infant: Person) -> float:
        """Chance that this second's signal wins attention: any clear display, loud ones, a bid."""
        responsiveness, loudness = self.responsiveness_today, self.loudness_contingency
        any_display = responsiveness * min(1.0, self.heard / infant.clear_display)
        squared = self.heard * self.heard
        loud_only = squared * squared
        mixed = (1.0 - loudness) * any_display + loudness * loud_only
        bid = 0.0
        if infant.shown > self.engagement + infant.tolerance:
            bid = infant.solicitation * infant.clarity * infant.shown * responsiveness
        return infant.answer_rate * mixed + bid

    def respond(self, infant: Person, let_in: float, u: float, z: float) -> None:
        """Attending, follow and repair what was seen a second ago; else sink away."""
        if self.attending == 1.0:
            more = infant.intrusive_offer + infant.intrusive_pursuit * (1.0 - let_in)
            offered = min(1.0, self.seen + self.intrusiveness_today * more)
            unsteady = infant.unsteadiness + self.misreading
            if abs(self.engagement - offered) > infant.tolerance and u < self.repair_rate_today:
                self.engagement = offered + infant.repair_unsteadiness * unsteady * z
            else:
                pace = min(1.0, self.following + infant.intrusive_pace * self.intrusiveness_today)
                self.engagement += pace * (offered - self.engagement) + unsteady * z
        else:
            sinks = infant.sinking_pace * (infant.idle_engagement - self.engagement)
            self.engagement += sinks + infant.unsteadiness * z
        self.engagement = clip(self.engagement)

    def provoke(self, infant: Person, u: float) -> bool:
        """Alarm, reject or withdraw, if this second's number says so; True if it alarmed."""
        helpless = infant.alarm_when_calm + infant.alarm_by_display * infant.display
        alarm = self.alarming_moments_today / 60.0 * helpless
        if u < alarm:
            infant.distress += infant.alarm_size * (1.0 - infant.distress)
            self.recoil_now += infant.recoil
            self.alarms += 1.0
            return True
        if self.attending == 1.0:
            u -= alarm
            cry = infant.display if infant.display > infant.clear_display else 0.0
            bid = max(cry, 2.0 * infant.shown - 1.0)
            rejection = self.rejection_today * bid
            if u < rejection:
                self.turn_off()
                infant.distress += infant.rejection_distress * (1.0 - infant.distress)
            elif u < rejection + self.withdrawal_today * infant.display:
                self.turn_off()
                self.alarms += infant.distress
                self.recoil_now += infant.recoil * infant.distress
        return False

    def turn_off(self) -> None:
        """End attention and engagement at once."""
        self.attending = 0.0
        self.engagement = 0.0

    def compare(self, infant: Person, mismatch: float) -> None:
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

    def begin_day(
        self, infant: Person, z_slow: float, z_day: float, z_drift: float, u_phase: float
    ) -> None:
        """Today's traits: responsiveness wanders, others change with the phase of life and load."""
        self.slow_now = wander(self.slow_now, self.slow_variation, SLOW_DAYS, z_slow)
        today = self.responsiveness + self.slow_now + self.daily_variation * z_day
        if self.care_drift > 0.0:
            self.drift_now = wander(self.drift_now, self.care_drift, DRIFT_DAYS, z_drift)
        self.responsiveness_today = clip(today + self.drift_now)
        if u_phase < self.phase_changes / A_YEAR:
            self.phase = 1.0 - self.phase
        for name in TURNING:
            now = getattr(self, name) + self.phase * getattr(self, f"{name}_turn")
            setattr(self, f"{name}_today", min(PARAMETERS[name].high, max(0.0, now)))
        self.repair_rate_today = self.repair_rate
        if infant.family_life == 1:
            self.care_under_load(infant)

    def care_under_load(self, infant: Person) -> None:
        """What load, mood and other children leave of today's care."""
        unsteadiness = infant.mood_unsteadiness * self.low_mood_now
        self.responsiveness_today = lowered(
            self.responsiveness_today, infant.load_inattention * self.load_now
        )
        self.consistency_today = lowered(self.consistency_today, unsteadiness)
        self.repair_rate_today = lowered(self.repair_rate_today, unsteadiness)
        rejection = max(0.0, infant.mood_rejection * self.low_mood_now)
        self.rejection_today = clip(self.rejection_today + rejection)
        alarming = math.exp(infant.mood_alarm * self.low_mood_now) * self.alarming_moments_today
        self.alarming_moments_today = min(PARAMETERS["alarming_moments"].high, alarming)
        self.undivided = 1.0 / (1.0 + infant.others_signal * self.other_children)

    def pass_night(self, infant: Person, others: float, day: int, z: float) -> None:
        """What the day that is over leaves: load, mood, and how strong the bond is.

        others: load of those who share their home.
        """
        a_day = infant.episodes_per_day * infant.episode_seconds
        heard = self.day_display / a_day
        waking = 0.2 + 0.8 * math.exp(-day / 120.0)
        nights = infant.sleep_load * self.night_care * waking
        weighs = self.work + self.money_strain + self.conflict + nights
        weighs += infant.crying_load * heard + infant.partner_load * others
        weighs += infant.daily_pressure * z
        weighs *= 1.0 - self.support
        self.load_now += (weighs - self.load_now) / infant.load_days
        self.low_mood_now += (self.low_mood + self.load_now - self.low_mood_now) / infant.mood_days
        self.strength *= 1.0 - infant.bond_fading * (1.0 - self.day_seconds / a_day)

    def clear_day(self) -> None:
        """Set the day's tallies to zero."""
        self.day_seconds = self.day_attuned = self.day_distress = self.day_display = 0.0
        self.day_ruptures = self.day_repairs = self.day_repair_s = 0.0

    def available(self, which: int, in_play: bool, luck: Luck) -> float:
        """Availability in this episode: around today's responsiveness, by consistency."""
        mean = self.responsiveness_today
        if in_play:
            mean = clip(self.responsiveness_in_play + mean - self.responsiveness)
        consistency = self.consistency_today
        if consistency >= 0.999:
            return mean
        if consistency <= 0.001:
            return 1.0 if luck.u_available < mean else 0.0
        if mean <= 0.0 or mean >= 1.0:
            return mean
        return luck.beta(which, mean, 2.0 * consistency / (1.0 - consistency))

    def worth_answering(self, availability: float) -> float:
        """The same, after learning whether answering this infant relieves them."""
        if self.answer_learning == 0.0:
            return availability
        return lowered(availability, -self.answer_learning * (self.relief_seen - 0.5))

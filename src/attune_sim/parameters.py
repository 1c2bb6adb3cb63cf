"""Every parameter, declared once.

Array dtypes, the model's signature, command-line options, sliders and their help, sweep axes and
the documentation's table all walk these declarations. Bounds live here only.

Each parameter says where its default comes from: a study (author year), or 'calibrated' (chosen so
that the whole model behaves as in docs/model.md; no measurement fixes it alone).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

CALIBRATED = "calibrated"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter, as `attune-sim parameters` prints it.

    `inert` is for a parameter added to a model that has already been calibrated: the value at
    which the model behaves as it did before. While the default is that value, everything stored
    before stays valid, see `attune_sim.identity`. None if there is no such value.
    """

    name: str
    default: float | int | None
    low: float
    high: float
    unit: str
    label: str
    meaning: str
    source: str
    group: str
    whole: bool
    default_from: str | None
    inert: float | int | None = None

    @property
    def is_fixed(self) -> bool:
        """Whether it is one of those that no scenario needs to set; front ends do not offer it."""
        return self.group == "fixed"

    @property
    def allowed(self) -> str:
        """The allowed values in words."""
        return (
            f"{'a whole number' if self.whole else 'a number'} from {self.low:g} to {self.high:g}"
        )


def _field(
    group: str,
    default: float | None,
    low: float,
    high: float,
    unit: str,
    label: str,
    meaning: str,
    source: str = CALIBRATED,
    default_from: str | None = None,
    inert: float | None = None,
) -> Any:
    extra: dict[str, Any] = {
        "group": group,
        "unit": unit,
        "label": label,
        "source": source,
        "low": low,
        "high": high,
        "default_from": default_from,
        "inert": inert,
    }
    return Field(
        default, ge=low, le=high, allow_inf_nan=False, description=meaning, json_schema_extra=extra
    )


_caregiver = partial(_field, "caregiver")
_infant = partial(_field, "infant")
_interaction = partial(_field, "interaction")
_distress = partial(_field, "distress")
_learning = partial(_field, "learning")
_fear = partial(_field, "approach and fear")
_everyday = partial(_field, "everyday life")
_observation = partial(_field, "observation")
_fixed = partial(_field, "fixed")


class Parameters(BaseModel):
    """A full set of parameter values; strict, frozen, within bounds."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    # fmt: off
    # (default, low, high, unit, label, meaning, source)
    # --- the caregiver: one set for each bond ---------------------------------------------------
    responsiveness: float = _caregiver(
        0.65, 0.0, 1.0, "probability", "Responsiveness",
        "How likely the caregiver is to be available and to notice when the infant is distressed"
        " (availability, averaged over episodes).",
        "calibrated; mothers pick up alert phases about two thirds of the time (Feldman & Eidelman"
        " 2007, second-hand)",
    )
    responsiveness_in_play: float | None = _caregiver(
        None, 0.0, 1.0, "probability", "Responsiveness in play",
        "Responsiveness in play; equal to responsiveness unless set.",
        "sensitivity to distress and to non-distress are separable (McElwain & Booth-LaForce 2006)",
        default_from="responsiveness",
    )
    consistency: float = _caregiver(
        0.75, 0.0, 1.0, "0 all-or-none, 1 constant", "Consistency",
        "How alike availability is from episode to episode: 0 makes the caregiver either fully"
        " available or not at all, 1 makes availability the same every time; in between, it is"
        " Beta-distributed around responsiveness.",
    )
    repair_rate: float = _caregiver(
        0.35, 0.0, 1.0, "probability per second", "Repair rate",
        "Chance each second that an attending caregiver repairs a mismatch they have noticed.",
        "next-step repair about .34 (Tronick & Gianino 1986, unconfirmed)",
    )
    following: float = _caregiver(
        0.03, 0.0, 1.0, "share of the gap per second", "Following",
        "How closely an attending caregiver tracks the infant's engagement. Following prevents"
        " ruptures; repair ends them.",
    )
    loudness_contingency: float = _caregiver(
        0.25, 0.0, 1.0, "0 any display, 1 only loud ones", "Loudness-contingency",
        "How much the caregiver's answer depends on how loud the signal is: at 0 they answer every"
        " clear display alike, as often as they are responsive; at 1 they answer loud displays,"
        " however responsive they are.",
    )
    misreading: float = _caregiver(
        0.05, 0.0, 0.5, "engagement (SD)", "Misreading",
        "Error in reading the infant's engagement, added to the caregiver's own fluctuation.",
    )
    intrusiveness: float = _caregiver(
        0.0, 0.0, 1.0, "0 none, 1 strong", "Intrusiveness",
        "How far the caregiver offers more engagement than the infant asks for, and follows when"
        " the infant turns away.",
        "Isabella & Belsky 1991",
    )
    rejection: float = _caregiver(
        0.0, 0.0, 1.0, "probability per second at full display", "Rejection",
        "How readily the caregiver withdraws from, and acts against, displayed distress and strong"
        " bids for closeness.",
        "Ainsworth et al. 1978",
    )
    withdrawal: float = _caregiver(
        0.0, 0.0, 1.0, "probability per second at full display", "Withdrawal from distress",
        "How readily the caregiver leaves a distressed infant, without acting against them: more"
        " often the more distress they display. The more distressed the infant is, the more this"
        " sudden loss alarms them.",
        "Beebe et al. 2010, as in Beebe et al. 2012",
    )
    alarming_moments: float = _caregiver(
        0.0, 0.0, 6.0, "per minute together, calm", "Alarming moments",
        "Rate of moments in which the caregiver becomes a source of fear (three times as frequent"
        " when the infant displays full distress).",
        "Madigan et al. 2006 (that they matter); the rate: calibrated",
    )
    daily_variation: float = _caregiver(
        0.05, 0.0, 0.5, "responsiveness (SD)", "Variation from day to day",
        "How much the caregiver's responsiveness differs from one day to the next.",
    )
    slow_variation: float = _caregiver(
        0.0, 0.0, 0.5, "responsiveness (SD)", "Variation over months",
        "How far the caregiver's responsiveness drifts over months, as work, health and support"
        " change.",
        "care and circumstances change within families (Vaughn et al. 1979); the size: calibrated",
    )

    # --- the infant's temperament ---------------------------------------------------------------
    reactivity: float = _infant(
        1.0, 0.25, 4.0, "factor", "Reactivity",
        "How fast mismatch, over-stimulation and separation raise distress, compared with a"
        " typical infant.",
        "Groh et al. 2017 (that it varies)",
    )
    soothability: float = _infant(
        1.0, 0.25, 4.0, "factor", "Soothability",
        "How fast a fitting answer lowers distress, compared with a typical infant.",
        "Groh et al. 2017 (that it varies)",
    )
    signal_clarity: float = _infant(
        1.0, 0.25, 2.0, "factor", "Signal clarity",
        "How much of the infant's display and bids others can read.",
    )

    # --- the second: wishes, attention, matching ------------------------------------------------
    tolerance: float = _interaction(
        0.10, 0.01, 0.5, "engagement", "Tolerance",
        "Largest difference between engagement received and wished for that still counts as"
        " attunement.",
    )
    fitting_tolerance: float = _interaction(
        0.20, 0.01, 1.0, "engagement", "Tolerance of a fitting answer",
        "Largest difference that still counts as a fitting answer in distress, where the two need"
        " not be in the same state.",
    )
    turn_rate: float = _interaction(
        0.15, 0.0, 1.0, "probability per second", "Turn rate",
        "How often the infant switches between turning toward and turning away.",
        "matched and mismatched states change every 3–5 s (Tronick 2007, unconfirmed)",
    )
    wish_toward: float = _interaction(
        0.70, 0.0, 1.0, "engagement", "Wish when turned toward",
        "Engagement the infant wishes for, on average, while turned toward the caregiver."
    )
    wish_away: float = _interaction(
        0.25, 0.0, 1.0, "engagement", "Wish when turned away",
        "Engagement the infant wishes for, on average, while turned away."
    )
    wish_pace: float = _interaction(
        0.40, 0.0, 1.0, "share of the gap per second", "Pace of the wish",
        "How fast the wish for engagement returns to its mean.",
    )
    wish_noise: float = _interaction(
        0.08, 0.0, 0.5, "engagement (SD)", "Noise in the wish",
        "Random second-to-second change in the wish for engagement.",
        "onsets are stochastic (Cohn & Tronick 1988)",
    )
    attention_rate: float = _interaction(
        0.10, 0.01, 1.0, "per second", "Attention turnover",
        "How fast the caregiver's attention comes and goes around their availability.",
    )
    answer_rate: float = _interaction(
        0.27, 0.0, 1.0, "probability per second", "Answer rate",
        "Chance each second that full crying gets the attention of a fully responsive caregiver.",
        "mothers answer crying within 5 s (Bornstein et al. 2017)",
    )
    cry_lag: float = _interaction(
        1.1, 1.0, 15.0, "s", "Lag in answering crying",
        "Time constant of the caregiver's reaction to displayed distress.",
        "calibrated; answers come within 2–5 s (Bornstein et al. 2017)",
    )
    solicitation: float = _interaction(
        0.05, 0.0, 1.0, "probability per second", "Solicitation",
        "Chance each second that an unattended infant's bid (looking and vocalising) gets the"
        " attention of a fully responsive caregiver.",
        "Tronick & Cohn 1989 (that infants repair too)",
    )
    give_up_s: float = _interaction(
        15.0, 1.0, 300.0, "s", "Time to give up",
        "Seconds without an answer after which the infant has half given up turning toward.",
        "gaze falls within a still-face episode (Mesman et al. 2009)",
    )
    give_up: float = _interaction(
        0.6, 0.0, 1.0, "share", "Giving up",
        "How much of turning toward the infant gives up in the end; 0 switches it off.",
        "Mesman et al. 2009",
    )

    # --- distress and what ends it --------------------------------------------------------------
    mismatch_distress: float = _distress(
        0.053, 0.0, 0.5, "per second", "Distress from mismatch",
        "How fast distress rises in a long, complete mismatch; 0 switches it off.",
    )
    borne_s: float = _distress(
        9.5, 0.0, 60.0, "s", "Tolerated rupture",
        "Length of a rupture at which distress rises half as fast as in a long one: infants shrug"
        " off short ruptures.",
    )
    overstimulation: float = _distress(
        0.2, 0.0, 1.0, "per second", "Distress from over-stimulation",
        "How fast distress rises when the infant gets more engagement than they wish for, however"
        " briefly; 0 switches it off.",
        "Isabella & Belsky 1991 (that it matters)",
    )
    cry_cost: float = _distress(
        0.019, 0.0, 0.2, "per second", "Cost of crying",
        "How fast full crying by itself raises distress."
    )
    need_distress: float = _distress(
        0.03, 0.0, 0.5, "per second", "Distress from need",
        "How fast a full need (hunger, fright, tiredness) raises distress; 0 switches needs off.",
    )
    need_relief: float = _distress(
        0.078, 0.0, 1.0, "per second", "Relief of need", "How fast a fitting answer ends a need."
    )
    need_fading: float = _distress(
        0.004, 0.0, 1.0, "per second", "Fading of need", "How fast a need fades by itself."
    )
    soothing: float = _distress(
        0.087, 0.0, 1.0, "per second", "Soothing",
        "How fast a fitting answer lowers distress (interactive regulation).",
    )
    turning_away_cut: float = _distress(
        0.8, 0.0, 1.0, "share", "What turning away shuts out",
        "Share of wished-for and received stimulation that turning fully away shuts out in"
        " distress.",
    )
    turning_away_relief: float = _distress(
        0.61, 0.0, 5.0, "factor", "Relief from turning away",
        "How much turning fully away adds to self-regulation while the caregiver is there to turn"
        " away from.",
        "gaze aversion lowers heart rate (Field 1981, from memory)",
    )
    affect_pace: float = _distress(
        0.15, 0.0, 1.0, "per second", "Pace of positive affect",
        "How fast positive affect follows shared engagement.",
    )

    # --- learning -------------------------------------------------------------------------------
    learning_rate: float = _learning(
        0.58, 0.0, 5.0, "per episode", "Learning rate",
        "Size of the policy's steps toward what has paid off; 0 freezes learning (a null model).",
    )
    policy_exploration: float = _learning(
        0.25, 0.01, 1.0, "SD of log display gain", "Exploration of the policy",
        "Random variation of display gain and turning away from episode to episode.",
    )
    learns_in_distress: float = _learning(
        1.0, 0.0, 1.0, "weight", "Learns in distress",
        "Weight of episodes of distress in learning the policy.",
    )
    learns_in_play: float = _learning(
        0.0, 0.0, 1.0, "weight", "Learns in play",
        "Weight of episodes of play in learning the policy.",
    )
    random_policy: float = _learning(
        0.0, 0.0, 1.0, "probability", "Random policy",
        "Share of episodes that use a random policy instead of the learnt one (1 is a null model;"
        " laboratory procedures follow it too).",
        "null model",
    )
    bandit: int = _learning(
        0, 0, 1, "0 no, 1 yes", "Learns as a bandit",
        "Whether the infant learns by choosing what has paid off best so far among three display"
        " gains and three levels of turning away, instead of by small steps; a structural"
        " alternative.",
        "alternative learning rule (Sutton & Barto 2018)",
    )
    expectation_rate: float = _learning(
        0.02, 0.0, 1.0, "per episode", "Learning rate of expectations",
        "How fast the internal working model follows what happens.",
    )
    vigilance_cost: float = _learning(
        0.45, 0.0, 1.0, "share", "Cost of vigilance",
        "Share of soothing that full vigilance (a wide spread of expected relief) costs.",
    )
    self_regulation_start: float = _learning(
        0.008, 0.0, 0.2, "per second", "Self-regulation at birth",
        "Rate at which distress falls by itself at birth.",
    )
    self_regulation_ceiling: float = _learning(
        0.014, 0.0, 0.2, "per second", "Ceiling of self-regulation",
        "The rate that practice can reach.",
    )
    self_regulation_growth: float = _learning(
        0.01, 0.0, 1.0, "per episode", "Growth of self-regulation",
        "How fast self-regulation grows in an episode spent entirely in calming down alone.",
    )
    self_regulation_loss: float = _learning(
        0.01, 0.0, 1.0, "per episode", "Loss by overload",
        "How fast self-regulation shrinks in an episode spent entirely in overload.",
    )
    overload: float = _learning(
        0.8, 0.1, 1.0, "distress", "Overload",
        "Distress above which self-regulation shrinks instead of growing with practice."
    )

    # --- place: approach and fear ---------------------------------------------------------------
    approach: float = _fear(
        0.22, 0.0, 1.0, "distance per second", "Approach",
        "How strongly a wish for closeness draws the infant to the caregiver.",
    )
    exploration_pull: float = _fear(
        0.10, 0.0, 1.0, "distance per second", "Pull of exploration",
        "How strongly toys draw a calm infant away from the caregiver.",
    )
    fear_strength: float = _fear(
        0.41, 0.0, 5.0, "distance per second", "Strength of fear",
        "How strongly expected alarm pushes the infant away from the caregiver; 0 switches the"
        " conflict of approach and fear off.",
        "Miller's approach-avoidance gradients, as for fright without solution (Main & Hesse 1990)",
    )
    fear_reach: float = _fear(
        0.25, 0.02, 5.0, "distance", "Reach of fear",
        "Distance over which fear falls to a third; a long reach makes fear nearly the same at any"
        " distance.",
        "the avoidance gradient is steeper (Miller 1944, from memory); the value: calibrated",
    )
    watchfulness: float = _fear(
        1.0, 0.0, 1.0, "share", "Watchfulness",
        "How far expected alarm keeps the infant from looking away, so as to keep an eye on the"
        " source of alarm; 0 switches it off.",
        "alarm activates attachment whatever its source (Bowlby 1969; Main & Hesse 1990); that it"
        " overrides looking away: calibrated",
    )
    alarm_size: float = _fear(
        0.5, 0.0, 1.0, "share of the way to full distress", "Size of an alarm",
        "How far one alarming moment raises distress.",
    )
    recoil: float = _fear(
        0.35, 0.0, 1.0, "distance per second", "Recoil",
        "How strongly an alarming moment pushes the infant away from the caregiver."
    )

    # --- everyday life --------------------------------------------------------------------------
    episodes_per_day: int = _everyday(
        6, 1, 48, "per day", "Episodes a day",
        "How many episodes of interaction stand for a day.", "sampling of the day: calibrated",
    )
    episode_seconds: int = _everyday(
        120, 10, 900, "s", "Length of an episode", "Seconds of one episode.",
    )
    distress_share: float = _everyday(
        0.5, 0.0, 1.0, "share at one year", "Episodes that begin in distress",
        "Share of episodes that begin with a need; the rest are play.",
        "minutes of crying and of play a day (Wolke et al. 2017; Baildam et al. 2000); the share:"
        " calibrated",
    )
    need_low: float = _everyday(
        0.35, 0.0, 1.0, "need", "Smallest need",
        "Smallest need at the start of an episode of distress.",
    )
    need_high: float = _everyday(
        0.70, 0.0, 1.0, "need", "Largest need",
        "Largest need at the start of an episode of distress.",
    )
    crying_curve: float = _everyday(
        1.0, 0.0, 1.0, "exponent", "Crying by week",
        "How far the odds of an episode of distress follow the crying curve; 0 makes them the same"
        " at every age.",
        "Wolke et al. 2017",
    )
    maturation: float = _everyday(
        1.0, 0.0, 1.0, "share", "Maturation",
        "How far self-regulation and locomotion depend on age; at 0 a newborn has those of a"
        " one-year-old.",
        "Kopp 1982; WHO 2006 (crawling), from memory",
    )

    # --- observation ----------------------------------------------------------------------------
    coding_tolerance: float = _observation(
        0.10, 0.01, 0.5, "engagement", "Coder's tolerance",
        "Largest difference that a coder of free play still counts as matched. The attuned share"
        " depends on this ruler.",
    )
    coding_error: float = _observation(
        0.03, 0.0, 0.5, "engagement (SD)", "Coder's error, seconds",
        "Error in second-by-second codes.",
    )
    coder_error: float = _observation(
        0.6, 0.0, 3.0, "scale points (SD)", "Coder's error, ratings",
        "Error in ratings of the Strange Situation (half as large again for disorganization).",
        "calibrated: two coders agree at kappa about .8 on the four patterns",
    )
    observer_error: float = _observation(
        1.0, 0.0, 4.0, "scale points (SD)", "Observer's error",
        "Error in the rating of sensitivity at home, on the scale from 1 to 9.",
    )
    home_minutes: int = _observation(
        40, 5, 240, "min", "Length of the home visit", "Minutes of home observation.",
        "20–60 min are usual",
    )
    separation_strain: float = _observation(
        0.022, 0.0, 0.2, "per second", "Strain of separation",
        "How fast distress rises when the infant is left alone in a strange room. How strange that"
        " is differs by culture.",
    )
    stranger_strain: float = _observation(
        0.012, 0.0, 0.2, "per second", "Strain with a stranger",
        "How fast distress rises when the infant is left with a stranger.",
    )
    company_strain: float = _observation(
        0.004, 0.0, 0.2, "per second", "Strain of company",
        "How fast distress rises while a stranger is in the room together with the caregiver.",
    )
    instruction: float = _observation(
        0.35, 0.0, 1.0, "share", "Instruction to respond",
        "How far telling a caregiver to respond makes them available to the infant.",
    )

    # --- fixed: what calibration does not move and no scenario needs to set ----------------------
    distress_wish: float = _fixed(
        0.95, 0.0, 1.0, "engagement", "Wish in distress",
        "The wish for closeness to which full distress pulls.", inert=0.95,
    )
    looking_away_rise: float = _fixed(
        2.0, 0.0, 10.0, "per unit of distress", "Rise of looking away",
        "How fast looking away takes hold as distress rises; at 2 it is complete at half distress.",
        inert=2.0,
    )
    clear_display: float = _fixed(
        0.25, 0.01, 1.0, "displayed distress", "Clear display",
        "Display that a caregiver takes for fussing or crying.", inert=0.25,
    )
    intrusive_offer: float = _fixed(
        0.4, 0.0, 1.0, "engagement", "Intrusive offer",
        "How much more than was asked for full intrusiveness offers.", inert=0.4,
    )
    intrusive_pursuit: float = _fixed(
        0.3, 0.0, 1.0, "engagement", "Intrusive pursuit",
        "How much more again it offers an infant who has turned away.", inert=0.3,
    )
    intrusive_pace: float = _fixed(
        0.2, 0.0, 1.0, "share of the gap per second", "Intrusive pace",
        "How much faster full intrusiveness moves.", inert=0.2,
    )
    unsteadiness: float = _fixed(
        0.05, 0.0, 0.5, "engagement (SD)", "Unsteadiness",
        "Second-to-second noise of every caregiver's engagement.", inert=0.05,
    )
    repair_unsteadiness: float = _fixed(
        0.5, 0.0, 1.0, "share", "Unsteadiness of a repair",
        "How much of that noise is left in the second of a repair.", inert=0.5,
    )
    sinking_pace: float = _fixed(
        0.25, 0.0, 1.0, "share of the gap per second", "Pace of sinking engagement",
        "How fast the engagement of an inattentive caregiver sinks.", inert=0.25,
    )
    idle_engagement: float = _fixed(
        0.08, 0.0, 1.0, "engagement", "Idle engagement",
        "Engagement to which it sinks.", inert=0.08,
    )
    alarm_by_display: float = _fixed(
        2.0, 0.0, 10.0, "factor", "Alarm by display",
        "How much more often alarming moments come at full display; at 2 they come three times as"
        " often.", inert=2.0,
    )
    rejection_distress: float = _fixed(
        0.1, 0.0, 1.0, "share of the way to full distress", "Distress of rejection",
        "How far one rejection raises distress.", inert=0.1,
    )
    approach_from: float = _fixed(
        0.45, 0.0, 1.0, "engagement", "Approach from",
        "Shown engagement above which the infant approaches, and below which they explore.",
        inert=0.45,
    )
    recoil_kept: float = _fixed(
        0.8, 0.0, 1.0, "share per second", "Recoil that stays",
        "How much of a recoil is left a second later.", inert=0.8,
    )
    fear_when_calm: float = _fixed(
        0.3, 0.0, 1.0, "share", "Fear when calm",
        "Share of the push away that a calm infant feels; distress adds to it.", inert=0.3,
    )
    movement_noise: float = _fixed(
        0.01, 0.0, 0.2, "distance (SD)", "Unrest of movement",
        "Second-to-second noise of the distance.", inert=0.01,
    )
    hard_crying: float = _fixed(
        0.5, 0.01, 1.0, "displayed distress", "Hard crying",
        "Display above which an attending caregiver picks the infant up, and a separation in the"
        " laboratory is cut short.", inert=0.5,
    )
    pick_up_reach: float = _fixed(
        0.6, 0.0, 1.0, "distance", "Reach of picking up",
        "Distance within which an attending caregiver comes to a crying infant.", inert=0.6,
    )
    pick_up_step: float = _fixed(
        0.08, 0.0, 1.0, "distance per second", "Pace of picking up", "How fast they come.",
        inert=0.08,
    )
    lowest_log_gain: float = _fixed(
        -2.0, -5.0, 0.0, "log display gain", "Lowest display gain",
        "Lower end of the policy's log display gain.", inert=-2.0,
    )
    highest_log_gain: float = _fixed(
        1.0, 0.0, 3.0, "log display gain", "Highest display gain",
        "Upper end of the policy's log display gain.", inert=1.0,
    )
    turning_step: float = _fixed(
        0.9, 0.0, 5.0, "per unit of log display gain", "Step of turning away",
        "How far turning away is varied and learnt, beside log display gain.", inert=0.9,
    )
    baseline_rate: float = _fixed(
        0.05, 0.0, 1.0, "per episode", "Rate of the baseline",
        "How fast the distress that an infant is used to follows.", inert=0.05,
    )
    relief_scale: float = _fixed(
        0.6, 0.05, 1.0, "mean distress", "Scale of relief",
        "Mean distress of an episode that counts as no relief at all.", inert=0.6,
    )
    vigilance_slope: float = _fixed(
        3.0, 0.0, 20.0, "per SD of relief", "Slope of vigilance",
        "How steeply vigilance follows the spread of expected relief.", inert=3.0,
    )
    # fmt: on


def _declare(name: str) -> Parameter:
    field = Parameters.model_fields[name]
    extra: dict[str, Any] = dict(field.json_schema_extra)  # type: ignore[arg-type]
    return Parameter(
        name=name,
        default=field.default,
        low=extra["low"],
        high=extra["high"],
        unit=extra["unit"],
        label=extra["label"],
        meaning=str(field.description),
        source=extra["source"],
        group=extra["group"],
        whole=field.annotation is int,
        default_from=extra["default_from"],
        inert=extra["inert"],
    )


PARAMETERS: dict[str, Parameter] = {name: _declare(name) for name in Parameters.model_fields}
"""All declarations by name, in order."""

CAREGIVER = tuple(name for name, p in PARAMETERS.items() if p.group == "caregiver")
"""Names of the caregiver's traits: columns of a caregiver."""

TEMPERAMENT = tuple(name for name, p in PARAMETERS.items() if p.group == "infant")
"""Names of the infant's temperament: columns of an infant."""

OBSERVATION = tuple(name for name, p in PARAMETERS.items() if p.group == "observation")
"""Names of parameters of instruments, not of the dyad."""

MECHANISMS = tuple(
    name for name in PARAMETERS if name not in (*CAREGIVER, *TEMPERAMENT, *OBSERVATION)
)
"""Names of the mechanisms' constants: columns of a family's mechanisms."""

"""Parameters of the second: wishes, attention, distress, place."""

from __future__ import annotations

from functools import partial

from attune_sim.parameters.declaration import Declarations, declared

_interaction = partial(declared, "interaction")
_distress = partial(declared, "distress")
_alarm = partial(declared, "alarm")
_fear = partial(declared, "approach and fear")


class Second(Declarations):
    """What happens within a second."""

    # fmt: off
    # (default, low, high, unit, label, meaning, source)
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
        0.14, 0.01, 1.0, "per second", "Attention turnover",
        "How fast the caregiver's attention comes and goes around their availability.",
    )
    answer_rate: float = _interaction(
        0.78, 0.0, 1.0, "probability per second", "Answer rate",
        "Chance each second that full crying gets the attention of a fully responsive caregiver.",
        "mothers answer crying within 5 s (Bornstein et al. 2017)",
    )
    cry_lag: float = _interaction(
        3.5, 1.0, 15.0, "s", "Lag in answering crying",
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
        12.0, 1.0, 300.0, "s", "Time to give up",
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
        0.079, 0.0, 0.5, "per second", "Distress from mismatch",
        "How fast distress rises in a long, complete mismatch; 0 switches it off.",
    )
    borne_s: float = _distress(
        9.9, 0.0, 60.0, "s", "Tolerated rupture",
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
        0.027, 0.0, 0.2, "per second", "Cost of crying",
        "How fast full crying by itself raises distress."
    )
    need_distress: float = _distress(
        0.03, 0.0, 0.5, "per second", "Distress from need",
        "How fast a full need (hunger, fright, tiredness) raises distress; 0 switches needs off.",
    )
    need_relief: float = _distress(
        0.031, 0.0, 1.0, "per second", "Relief of need", "How fast a fitting answer ends a need."
    )
    need_fading: float = _distress(
        0.004, 0.0, 1.0, "per second", "Fading of need", "How fast a need fades by itself."
    )
    soothing: float = _distress(
        0.1, 0.0, 1.0, "per second", "Soothing",
        "How fast a fitting answer lowers distress (interactive regulation).",
    )
    flooding: float = _distress(
        0.0, 0.0, 1.0, "share", "Flooding",
        "Share of a fitting answer's soothing that is lost on somebody in overload.",
        "flooded partners take in less (Gottman 1994, from memory); 0 switches it off", inert=0.0,
    )
    turning_away_cut: float = _distress(
        0.8, 0.0, 1.0, "share", "What turning away shuts out",
        "Share of wished-for and received stimulation that turning fully away shuts out in"
        " distress.",
    )
    turning_away_relief: float = _distress(
        1.6, 0.0, 5.0, "factor", "Relief from turning away",
        "How much turning fully away adds to self-regulation while the caregiver is there to turn"
        " away from.",
        "gaze aversion lowers heart rate (Field 1981, from memory)",
    )
    affect_pace: float = _distress(
        0.15, 0.0, 1.0, "per second", "Pace of positive affect",
        "How fast positive affect follows shared engagement.",
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
        0.28, 0.0, 5.0, "distance per second", "Strength of fear",
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

    # --- what alarms, and what of it is kept ------------------------------------------------------
    alarm_when_calm: float = _alarm(
        0.25, 0.0, 1.0, "share", "Alarm with a calm infant",
        "How often alarming moments come while the infant displays nothing, as a share of their"
        " rate; the less, the more of them fall where the caregiver is helpless before distress.",
        "helplessness before distress (George & Solomon 2008, from memory); the size: calibrated",
        inert=1.0,
    )
    soothed_alarm: float = _alarm(
        0.74, 0.0, 1.0, "share", "Alarm that is soothed",
        "How much less alarm is expected after an episode that brought relief.",
        "fright without solution (Main & Hesse 1990); the size: calibrated", inert=0.0,
    )
    overload_alarm: float = _alarm(
        1.4, 0.0, 10.0, "alarms per episode in overload", "Alarm of overload",
        "How much an episode spent entirely in overload, with the caregiver there, counts as"
        " alarming.",
        "protection that fails (George & Solomon 2008, from memory); the size: calibrated",
        inert=0.0,
    )
    turned_away_misses: float = _alarm(
        0.0, 0.0, 1.0, "share", "Missing while turned away",
        "How much an infant who is calm and has turned away suffers from a mismatch.",
        "infants attend to objects for long (Weinberg & Tronick 1994, from memory)", inert=1.0,
    )
    # fmt: on

"""Fixed numbers of the second and of learning."""

from __future__ import annotations

from functools import partial

from attune_sim.parameters.declaration import Declarations, declared

_fixed = partial(declared, "fixed")


class Fixed(Declarations):
    """What calibration does not move and no scenario needs to set."""

    # fmt: off
    # (default, low, high, unit, label, meaning, source)
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
        "How much more again full intrusiveness offers an infant who has turned away.", inert=0.3,
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
        "Engagement to which an inattentive caregiver sinks.", inert=0.08,
    )
    alarm_by_display: float = _fixed(
        6.0, 0.0, 10.0, "factor", "Alarm by display",
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
    # fmt: on

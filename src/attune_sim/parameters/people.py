"""Parameters of people: the caregiver's traits and the infant's temperament."""

from __future__ import annotations

from functools import partial

from attune_sim.parameters.declaration import Declarations, declared

_caregiver = partial(declared, "caregiver")
_over_time = partial(declared, "care over time")
_infant = partial(declared, "infant")


class People(Declarations):
    """A caregiver and an infant."""

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
    answer_learning: float = _caregiver(
        0.0, 0.0, 20.0, "log odds per relief", "Learning whom to answer",
        "How much more available the caregiver becomes to an infant whose distress they see"
        " relieved with them, and less to one whose distress lasts; 0 switches it off.",
        "none unless a scenario says so", inert=0.0,
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
    care_drift: float = _over_time(
        0.0, 0.0, 0.5, "responsiveness (SD)", "Drift over a year",
        "How far the caregiver's responsiveness drifts over years; a drift lasts about a year.",
        "parenting is moderately stable over months to years (Holden & Miller 1999, unconfirmed);"
        " the size: calibrated", inert=0.0,
    )
    phase_changes: float = _over_time(
        0.0, 0.0, 12.0, "per year", "Changes of phase",
        "How often a phase of the caregiver's life begins or ends in which consistency,"
        " intrusiveness, rejection, withdrawal and alarming moments are others: a second draw from"
        " the same families. Where these are one number for all, nothing changes.",
        "care and circumstances change within families (Vaughn et al. 1979); the rate:"
        " calibrated", inert=0.0,
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
    # fmt: on

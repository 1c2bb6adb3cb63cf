"""Parameters of those who observe: coders, instruments, the strange room."""

from __future__ import annotations

from functools import partial

from attune_sim.parameters.declaration import Declarations, declared

_observation = partial(declared, "observation")


class Observation(Declarations):
    """A study."""

    # fmt: off
    # (default, low, high, unit, label, meaning, source)
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
        "Error in ratings of a home visit and of play: of sensitivity, from 1 to 9, and of other"
        " scales.",
    )
    home_minutes: int = _observation(
        40, 5, 240, "min", "Length of the home visit", "Minutes of home observation.",
        "20–60 min are usual",
    )
    tone: float = _observation(
        0.15, 0.0, 2.0, "arousal (SD)", "Tone",
        "How much infants differ, for good, in the arousal that electrodes measure.",
        "heart rate and vagal tone are moderately stable over months (Bar-Haim, Marshall & Fox"
        " 2000, from memory); the size: calibrated",
    )
    electrode_error: float = _observation(
        0.25, 0.0, 2.0, "arousal (SD)", "Error of electrodes",
        "Error in the mean arousal of an episode that electrodes measure.",
        "heart rate and vagal tone are moderately stable over months (Bar-Haim, Marshall & Fox"
        " 2000, from memory); the size: calibrated",
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
    problem_strain: float = _observation(
        0.008, 0.0, 0.2, "per second", "Strain of hard problems",
        "How fast distress rises while a child tries what is too hard for them.", "assumed",
        inert=0.008,
    )
    instruction: float = _observation(
        0.35, 0.0, 1.0, "share", "Instruction to respond",
        "How far telling a caregiver to respond makes them available to the infant.",
    )
    # fmt: on

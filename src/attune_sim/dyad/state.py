"""Infants, caregivers, bonds and mechanisms as rows of structured arrays.

Columns are parameters, the random key, and state; so one block may hold many runs, and a copy of a
row is a copy of a person. A bond joins one infant and one caregiver; an infant's bonds lie
together. The constants of the mechanisms are rows too, one for each infant, so that runs which
differ in them can be lived in one block.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from attune_sim.parameters import CAREGIVER, MECHANISMS, OBSERVATION, PARAMETERS, TEMPERAMENT

# Traits that are not the same in each phase of a caregiver's life, see `morning.begin_day`.
TURNING = ("consistency", "intrusiveness", "rejection", "withdrawal", "alarming_moments")


def _columns(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, "i8" if PARAMETERS[name].whole else "f8") for name in names]


# Whose random numbers these are: a number within the replication, and the replication's key.
_IDENTITY = [("number", "u4"), ("key_low", "u4"), ("key_high", "u4")]

# What a second changes, and nothing else does while it lasts.
_INFANT_SECOND = [
    ("distress", "f8"),  # physiological, 0..1
    ("need", "f8"),  # 0..1
    ("wish", "f8"),  # 0..1, before looking away
    ("toward", "f8"),  # 1 turned toward, 0 away
    ("affect", "f8"),  # positive affect, 0..1
    ("unanswered", "f8"),  # seconds without attunement, for giving up
    ("shown", "f8"),  # engagement as shown, 0..1
    ("display", "f8"),  # displayed distress, 0..1
    ("calmed_alone", "f8"),  # seconds of this episode
    ("overloaded", "f8"),
    ("distress_sum", "f8"),
]
_BOND_SECOND = [
    ("availability", "f8"),  # of the episode; of a partner, of the second
    ("engagement", "f8"),  # 0..1
    ("attending", "f8"),  # 1 or 0
    ("seen", "f8"),  # the infant's engagement a second ago
    ("heard", "f8"),  # display that has reached the caregiver
    ("matched", "f8"),  # 1 attuned, 0 not, -1 not yet known
    ("rupture_s", "f8"),  # seconds unattuned
    ("distance", "f8"),  # 0 in contact .. 1 far
    ("recoil_now", "f8"),
    ("alarms", "f8"),  # in this episode
    # tallies of the day, over all the infant's episodes with this caregiver
    ("day_seconds", "f8"),
    ("day_attuned", "f8"),
    ("day_ruptures", "f8"),
    ("day_repairs", "f8"),
    ("day_repair_s", "f8"),
    ("day_distress", "f8"),
    ("day_display", "f8"),
]

INFANT_DTYPE = np.dtype(
    [
        *_IDENTITY,
        ("bonds", "u4"),  # how many bonds this infant has
        ("first_bond", "i8"),  # row of the first one, in the block
        *_columns(TEMPERAMENT),
        # learnt
        ("log_display_gain", "f8"),  # policy: log of display gain
        ("turning_away", "f8"),  # policy: turning away when distressed, 0..1
        ("usual_distress", "f8"),  # running mean distress of distress episodes: the baseline
        ("usual_play_distress", "f8"),  # the same of play
        # the prototype: what the infant expects of anyone
        ("prototype_relief", "f8"),  # 0..1
        ("prototype_variance", "f8"),
        ("prototype_alarm", "f8"),  # 0..1
        ("self_regulation", "f8"),  # rate per second, before maturation
        # learnt by a bandit: distress saved so far by each display gain, each turning away
        ("low_gain_paid", "f8"),
        ("middle_gain_paid", "f8"),
        ("high_gain_paid", "f8"),
        ("no_turning_paid", "f8"),
        ("half_turning_paid", "f8"),
        ("full_turning_paid", "f8"),
        # what is being tried in this episode
        ("display_gain_now", "f8"),
        ("turning_away_now", "f8"),
        ("capacity", "f8"),  # self-regulation at this age, share
        ("mobility", "f8"),  # locomotion at this age, share
        ("crying", "f8"),  # odds of distress at this age, as a multiple of the usual
        ("wariness", "f8"),  # of strangers at this age, share
        ("clarity", "f8"),  # of signals at this age
        ("closeness", "f8"),  # pull to be near at this age, share of a one-year-old's
        ("foresight_now", "f8"),  # share of strain that expected relief spares at this age
        ("plasticity", "f8"),  # pace of learning at this age, share of a one-year-old's
        ("strain_today", "f8"),  # sleep, hunger, illness: 0 an ordinary day, in SD
        ("reactivity_today", "f8"),
        *_INFANT_SECOND,
    ],
    align=True,
)

CAREGIVER_DTYPE = np.dtype(
    [
        *_IDENTITY,  # the number of the first infant in their care
        ("which", "u4"),  # number among the caregivers of that infant
        *_columns(CAREGIVER),
        ("load_now", "f8"),  # 0 none
        ("low_mood_now", "f8"),  # 0 usual, higher the lower the mood
        # of the day
        ("slow_now", "f8"),  # how far responsiveness has wandered from its usual level
        ("drift_now", "f8"),  # how far it has drifted over a year
        ("responsiveness_today", "f8"),
        *((f"{name}_today", "f8") for name in TURNING),
        ("repair_rate_today", "f8"),
        ("undivided", "f8"),  # share of attention that other children leave to this one
        ("phase", "f8"),  # of life: 0 the first, 1 the other
        *((f"{name}_turn", "f8") for name in TURNING),  # how much higher in the other phase
    ],
    align=True,
)

BOND_DTYPE = np.dtype(
    [
        ("caregiver", "i8"),  # row of the caregiver, in the block
        ("share", "f8"),  # of the infant's care that this caregiver gives
        ("strength", "f8"),  # 0 nobody in particular .. 1
        # the internal working model that the infant has of this caregiver
        ("expected_relief", "f8"),  # 0..1
        ("relief_variance", "f8"),
        ("expected_alarm", "f8"),  # 0..1
        # how the policy with this caregiver differs from the policy with anyone
        ("gain_offset", "f8"),  # log display gain
        ("away_offset", "f8"),
        ("strain", "f8"),  # rise of distress, per second, with who is not familiar
        ("relief_seen", "f8"),  # how well the caregiver sees this infant relieved, 0..1
        *_BOND_SECOND,
    ],
    align=True,
)

MECHANISM_DTYPE = np.dtype(_columns(MECHANISMS), align=True)  # one row for each infant

SETTINGS_DTYPE = np.dtype(_columns(OBSERVATION), align=True)  # of the study, unknown to the dyad


INFANT_SECOND = tuple(name for name, _ in _INFANT_SECOND)
"""Columns of an infant that a second changes."""

BOND_SECOND = tuple(name for name, _ in _BOND_SECOND)
"""Columns of a bond that a second changes."""


class Rows(NamedTuple):
    """The arrays that the engine lives on, changed in place.

    Attributes:
        infants: INFANT_DTYPE.
        bonds: BOND_DTYPE; those of infant i from infants[i]["first_bond"].
        caregivers: CAREGIVER_DTYPE; that of a bond at bond["caregiver"].
        mechanisms: MECHANISM_DTYPE; row i is that of infant i.
    """

    infants: npt.NDArray[np.void]
    bonds: npt.NDArray[np.void]
    caregivers: npt.NDArray[np.void]
    mechanisms: npt.NDArray[np.void]

    def copy(self) -> Rows:
        """Copies of all four."""
        return Rows(*(rows.copy() for rows in self))


# What is recorded of a second. A camera sees the first part; the second needs electrodes.
CAMERA_FIELDS = (
    "present",  # 1 the caregiver is in the room
    "attending",  # 1 the caregiver is turned to the infant
    "caregiver_engagement",  # 0..1
    "infant_engagement",  # 0..1, as shown
    "display",  # displayed distress, 0..1
    "affect",  # displayed positive affect, 0..1
    "distance",  # 0 contact .. 1 far
    "alarm",  # 1 an alarming moment
)
PHYSIOLOGY_FIELDS = ("distress",)
TRACE_DTYPE = np.dtype([(name, "f8") for name in CAMERA_FIELDS + PHYSIOLOGY_FIELDS], align=True)

"""Infants and bonds as rows of two structured arrays.

Columns are parameters, the random key, and state; so one block may hold many runs, and a copy of a
row is a copy of an infant. A family is one infant and its bonds, which lie together.
"""

from __future__ import annotations

import numpy as np

from attune_sim.parameters import CAREGIVER, INFANT, OBSERVATION, PARAMETERS


def _columns(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, "i8" if PARAMETERS[name].whole else "f8") for name in names]


INFANT_DTYPE = np.dtype(
    [
        ("number", "u4"),  # within the replication
        ("key_low", "u4"),  # the replication's random key
        ("key_high", "u4"),
        ("bonds", "u4"),  # how many bonds this infant has
        ("first_bond", "i8"),  # row of the first one, in the block
        *_columns(INFANT),
        # learnt
        ("log_display_gain", "f8"),  # policy: log of display gain
        ("turning_away", "f8"),  # policy: turning away when distressed, 0..1
        ("usual_distress", "f8"),  # running mean distress of distress episodes: the baseline
        ("usual_play_distress", "f8"),  # the same of play
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
        # of the second
        ("distress", "f8"),  # physiological, 0..1
        ("need", "f8"),  # 0..1
        ("wish", "f8"),  # 0..1, before looking away
        ("toward", "f8"),  # 1 turned toward, 0 away
        ("affect", "f8"),  # positive affect, 0..1
        ("unanswered", "f8"),  # seconds without attunement, for giving up
        ("shown", "f8"),  # engagement as shown, 0..1
        ("display", "f8"),  # displayed distress, 0..1
        ("capacity", "f8"),  # self-regulation at this age, share
        ("mobility", "f8"),  # locomotion at this age, share
        ("calmed_alone", "f8"),  # seconds of this episode
        ("overloaded", "f8"),
        ("distress_sum", "f8"),
    ],
    align=True,
)

BOND_DTYPE = np.dtype(
    [
        ("share", "f8"),  # of care that this caregiver gives
        *_columns(CAREGIVER),
        # the internal working model that the infant has of this caregiver
        ("expected_relief", "f8"),  # 0..1
        ("relief_variance", "f8"),
        ("vigilance", "f8"),  # 0..1, follows the spread
        ("expected_alarm", "f8"),  # 0..1
        # of the day and the episode
        ("slow_now", "f8"),  # how far responsiveness has wandered from its usual level
        ("responsiveness_today", "f8"),
        ("availability", "f8"),
        # of the second
        ("engagement", "f8"),  # 0..1
        ("attending", "f8"),  # 1 or 0
        ("seen", "f8"),  # the infant's engagement a second ago
        ("heard", "f8"),  # display as it has got through
        ("matched", "f8"),  # 1 attuned, 0 not, -1 not yet known
        ("rupture_s", "f8"),  # seconds unattuned
        ("distance", "f8"),  # 0 in contact .. 1 far
        ("recoil_now", "f8"),
        ("alarms", "f8"),  # in this episode
        # tallies of the day, over all its episodes with this caregiver
        ("day_seconds", "f8"),
        ("day_attuned", "f8"),
        ("day_ruptures", "f8"),
        ("day_repairs", "f8"),
        ("day_repair_s", "f8"),
        ("day_distress", "f8"),
        ("day_display", "f8"),
    ],
    align=True,
)

SETTINGS_DTYPE = np.dtype(_columns(OBSERVATION), align=True)  # of the study, unknown to the dyad

# What is recorded of a second. A camera sees the first part; the second needs electrodes.
CAMERA_FIELDS = (
    "present",  # 1 the caregiver is in the room
    "attending",  # 1 it is turned to the infant
    "caregiver_engagement",  # 0..1
    "infant_engagement",  # 0..1, as shown
    "display",  # displayed distress, 0..1
    "affect",  # displayed positive affect, 0..1
    "distance",  # 0 contact .. 1 far
    "alarm",  # 1 an alarming moment
)
PHYSIOLOGY_FIELDS = ("distress",)
TRACE_DTYPE = np.dtype([(name, "f8") for name in CAMERA_FIELDS + PHYSIOLOGY_FIELDS], align=True)

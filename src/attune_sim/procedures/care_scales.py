"""Three scales of a caregiver's behaviour, from what can be seen at home or in play.

- *Inconsistency*: there for the infant in one scene and not in the next. Inconsistent involvement
  was seen with resistant infants (Isabella & Belsky 1991).
- *Intrusiveness*: more than the infant shows that they want, and after infants who have turned away
  (Isabella & Belsky 1991).
- *Withdrawal*: going still and turning off while the infant is upset (Beebe et al. 2010).

How seconds become scales is this project's own translation. All take codes of shape (infants,
seconds); the mask `inside` says which seconds belong to the visit. They give one number an infant,
NaN where nothing could be seen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from attune_sim.procedures.camera import Floats
from attune_sim.procedures.thresholds import GAZE, UPSET

Mask = npt.NDArray[np.bool_]

SCENE_S = 120  # an observer compares scenes of two minutes
TOO_MUCH = 0.2  # engagement beyond the infant's from which it is more than they show they want
PURSUIT_COUNTS = 2.0  # how many times a second counts in which the infant has turned away
ENGAGED, STILL = 0.1, 0.02  # engagement from which a caregiver is seen to do something, or nothing
STARTLE = 0.01  # rise of display within a second by which an infant is seen to be hurt or startled
LEAST_S = 30  # seconds with an upset infant that must be seen for a rating of withdrawal
INTRUSIVENESS_AT_TOP = 0.7  # share of attentive seconds that earns the top of the scale


def inconsistency(attending: Mask, inside: Mask) -> Floats:
    """Share of the variance of attention that lies between scenes: 0 all alike, 1 all or none.

    Attention is there or not in each second. A caregiver who always or never attends is the same in
    every scene (0). NaN for a visit of a single scene.
    """
    last = -inside.shape[1] % SCENE_S
    there, seconds = (
        np.pad(mask, ((0, 0), (0, last))).reshape(len(inside), -1, SCENE_S).sum(axis=2)
        for mask in (attending & inside, inside)
    )
    seconds_in_all = seconds.sum(axis=1)
    usual = there.sum(axis=1) / np.maximum(seconds_in_all, 1)
    share = there / np.maximum(seconds, 1)
    between = (seconds * (share - usual[:, None]) ** 2).sum(axis=1)
    whole = seconds_in_all * usual * (1.0 - usual)
    found = np.divide(between, whole, out=np.zeros(len(inside)), where=whole > 0)
    return np.where((seconds > 0).sum(axis=1) > 1, found, np.nan)


def intrusiveness(caregiver: Floats, infant: Floats, attending: Mask, inside: Mask) -> Floats:
    """Share of attentive seconds in which the caregiver offers clearly more than the infant shows.

    Seconds in which the infant has turned away count double, because scales ask for pursuit. NaN
    where the caregiver never attends.
    """
    weight = np.where(infant < GAZE, PURSUIT_COUNTS, 1.0) * (attending & inside)
    whole = weight.sum(axis=1)
    too_much = (weight * (caregiver - infant > TOO_MUCH)).sum(axis=1)
    return np.divide(too_much, whole, out=np.full(len(whole), np.nan), where=whole > 0)


def withdrawals_per_min(
    caregiver: Floats, display: Floats, attending: Mask, inside: Mask
) -> Floats:
    """How often a caregiver goes still and turns off, per minute of attending to an upset infant.

    At once: what they did stops from one second to the next. Sinking away is not counted; nor is an
    act that hurts or startles, which is seen by the infant's rising display in the next second. NaN
    with less than LEAST_S seconds in which it could be seen.
    """
    chance = attending[:, :-1] & (display[:, 1:] > UPSET) & inside[:, 1:]
    stops = (caregiver[:, :-1] >= ENGAGED) & (caregiver[:, 1:] < STILL) & ~attending[:, 1:]
    startled = np.zeros(chance.shape, bool)
    startled[:, :-1] = np.diff(display[:, 1:], axis=1) > STARTLE
    seconds = chance.sum(axis=1)
    found = 60.0 * (chance & stops & ~startled).sum(axis=1)
    return np.divide(found, seconds, out=np.full(len(seconds), np.nan), where=seconds >= LEAST_S)


def rated(share_of_top: Floats, error: Floats) -> Floats:
    """A rating from 1 to 7.

    Args:
        share_of_top: of what earns the top of the scale; more than that earns no more.
        error: of the observer, in scale points.
    """
    return np.clip(1 + 6 * np.minimum(1, share_of_top) + error, 1, 7)

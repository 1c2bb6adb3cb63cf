"""Second-by-second codes of engagement: what may be measured, and finer codes made into seconds.

Codes are numbers from 0 to 1, NaN where not coded, in series of shape ``(..., seconds)``. Whatever
else a file holds (ratings of 1 to 4, 99 for missing, ten values a second) has to be made into that
first: measured as it is, it would give numbers that look right.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from attune_sim.errors import InputError, shown

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

ROUNDING = 1e-6  # codes on a grid, also as float32: |0.4 - 0.3| counts as 0.1


def checked(codes: ArrayLike, whose: str) -> Floats:
    """One person's codes as an array.

    Raises:
        InputError: for what is no number, or lies outside 0 to 1.
    """
    try:
        values = np.asarray(codes, float)
    except (TypeError, ValueError):
        raise InputError(
            f"the {whose}'s codes are not all numbers; write a number from 0 to 1 for each second,"
            " NaN where it is not coded"
        ) from None
    outside = (values < -ROUNDING) | (values > 1.0 + ROUNDING)
    if outside.any():
        where = np.argwhere(outside)[0]
        second = f" in second {where[-1]}" if where.size else ""
        raise InputError(
            f"the {whose}'s code{second} is {values[tuple(where)]:g}, which is not from 0 to 1;"
            " write NaN for a second that is not coded, and bring a rating from 1 to 4 into this"
            " range by (rating - 1) / 3"
        )
    return values


def pair(infant: ArrayLike, caregiver: ArrayLike) -> tuple[Floats, Floats]:
    """Both persons' codes, of one shape.

    Raises:
        InputError: also for series that are not of the same length.
    """
    a, b = checked(infant, "infant"), checked(caregiver, "caregiver")
    if a.shape[-1:] != b.shape[-1:]:
        raise InputError(
            "infant and caregiver must be coded for the same seconds, but there are"
            f" {_seconds(a)} and {_seconds(b)}"
        )
    try:
        first, second = np.broadcast_arrays(a, b)
    except ValueError:
        raise InputError(f"codes of shape {a.shape} and {b.shape} do not belong together") from None
    return first, second


def _seconds(codes: Floats) -> str:
    return f"{codes.shape[-1]} seconds" if codes.ndim else "one value without seconds"


def width(tolerance: ArrayLike) -> Floats:
    """The coder's tolerance, with room for rounding.

    Raises:
        InputError: for a tolerance outside 0 to 1.
    """
    values = np.asarray(tolerance, float)
    if not ((values >= 0.0) & (values <= 1.0)).all():
        raise InputError(
            f"tolerance = {shown(tolerance)} is not from 0 to 1, the range of the codes"
        )
    return values + ROUNDING


def states(mask: ArrayLike, coded: ArrayLike | None) -> NDArray[np.int8]:
    """1 where the mask is true, 0 where not, -1 where not coded.

    Raises:
        InputError: for a mask that is none, or does not have the seconds of ``coded``.
    """
    marks = [np.asarray(mask), np.asarray(True if coded is None else coded)]
    for found in marks:
        if found.dtype != bool and not np.isin(found, (0, 1)).all():
            raise InputError("a mask is true or false in each second; make one with attuned()")
    if coded is not None and marks[0].shape[-1:] != marks[1].shape[-1:]:
        raise InputError(
            "the mask and what is coded must have the same seconds, not shapes"
            f" {marks[0].shape} and {marks[1].shape}"
        )
    return np.where(marks[1].astype(bool), marks[0], -1).astype(np.int8)


def per_second(codes: ArrayLike, rate: int) -> Floats:
    """Reduce codes taken ``rate`` times a second to one value a second: the mean of those coded.

    All measures are of seconds: a rupture lasts one at least. Taken as they are, ten values a
    second would make repair look ten times as long, and every twitch a rupture.

    Args:
        codes: ``(..., values)``, 0 to 1; a last second that is not full counts with what there is.
        rate: values a second, a whole number from 1.

    Returns:
        ``(..., seconds)``, NaN for a second in which nothing is coded.

    Raises:
        InputError: for a rate below one a second, or codes outside 0 to 1.
    """
    if isinstance(rate, bool) or not isinstance(rate, int | np.integer) or rate < 1:
        raise InputError(
            f"rate = {shown(rate)} is not a whole number of values a second, from 1; what is coded"
            " less often than once a second shows no rupture and no repair of seconds"
        )
    values = np.atleast_1d(checked(codes, "person"))
    short = -values.shape[-1] % rate
    padded = np.pad(values, [(0, 0)] * (values.ndim - 1) + [(0, short)], constant_values=np.nan)
    parts = padded.reshape(*values.shape[:-1], padded.shape[-1] // rate, rate)
    known = (~np.isnan(parts)).sum(-1)
    return np.nansum(parts, axis=-1) / np.where(known > 0, known, np.nan)

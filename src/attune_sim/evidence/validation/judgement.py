"""The rules by which a finding gets its verdict, from a few numbers and nothing else.

A verdict is the most that the model's interval supports. So a wider interval (fewer simulated
families) around the same value never agrees better: at some width it says 'cannot tell'. The
interval is the 95% one, except where no effect is to be shown: for that the 90% one is usual (two
one-sided tests at 5%).

A value is held against its published interval; without one, against that from the study's size
(`from_n`), else one as wide as such studies have it in the model (of 100 families where the size is
unknown):

- 'not testable' if its own interval holds 0 and reaches further than the smallest effect that
  matters on either side;
- 'inside' if the model's value lies in the published interval, and its whole interval too (a
  published interval that is narrower than half of what matters to either side counts as that wide,
  for no model is so sure); and, where the published interval lies on one side of 0, so does the
  model's;
- else 'right direction' if the model's whole interval lies on the published side of 0;
- else 'wrong' if the intervals do not overlap, and the model's holds no effect that matters on the
  published side; where 0 is in the published interval, if they do not overlap;
- else 'cannot tell'.

A share, mean or ratio has no side. There it is 'same order' if it is between half and double (a
ratio also on the same side of 1) and the intervals do not overlap, or the model's whole interval is
there; 'wrong' if it is not, and the intervals do not overlap.

A direction:

- 'inside' if the model's whole interval lies on that side, and even its near end is so large an
  effect that nine in ten single studies of the published size would find that side (else many
  families make any trifle count, and few make chance count);
- 'right direction' if only the first holds;
- 'wrong' if the whole interval lies on the other side, or leaves no effect that matters;
- else 'cannot tell'.

No difference:

- 'not testable' if the study's size is unknown, or its own interval around 0 reaches further than
  the smallest effect that matters;
- 'inside' if the model's interval lies within that, 'wrong' if it lies outside, else 'cannot tell'.

What matters: `Statistic.interest`; of a mean or a difference of means in a unit of its own, a fifth
of its standard deviation (known from the range of single studies); of a published mean or ratio, a
tenth of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special

from attune_sim.evidence.statistics import STATISTICS, Statistic
from attune_sim.evidence.verdicts import (
    CANNOT_TELL,
    DIRECTION,
    INSIDE,
    NOT_TESTABLE,
    SAME_ORDER,
    WRONG,
)
from attune_sim.intervals import NORMAL, at_level, fisher, wilson

FOUND = 0.9  # share of single studies that find the side of an effect that is there
IN_SD = 0.2  # of a mean in a unit of its own: smallest effect that matters, in standard deviations
TENTH = 0.1  # of a published mean or ratio: smallest difference that matters
SOME_STUDY = 100  # families in a study whose size is unknown


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with an interval and the number of families behind it."""

    value: float
    low: float
    high: float
    n: int | None

    @property
    def known(self) -> bool:
        """Whether value and both ends are numbers."""
        return all(map(math.isfinite, (self.value, self.low, self.high)))

    def within(self, low: float, high: float) -> bool:
        """Whether it lies between these, ends included."""
        return low <= self.low and self.high <= high

    def apart(self, other: Interval) -> bool:
        """Whether the two do not overlap."""
        return self.low > other.high or self.high < other.low


def from_n(scale: str, value: float, n: int) -> tuple[float, float]:
    """The 95% interval of a published figure from the size of its study.

    Of a share after Wilson, of r after Fisher, of d as of two equal groups; NaN of other scales.
    """
    if scale == "share" and 0 <= value <= 1:
        return wilson(round(value * n), n)
    if scale == "r" and abs(value) < 1:
        return fisher(value, n)
    if scale == "d" and n > 3:
        half = NORMAL * math.sqrt(4 / n + value**2 / (2 * n))
        return value - half, value + half
    return math.nan, math.nan


def with_interval(found: Interval, study: Interval) -> Interval:
    """A published value with its interval, or else as wide as such a study has it in the model."""
    if found.known:
        return found
    half = _half_width(study, found.n or SOME_STUDY)
    return Interval(found.value, found.value - half, found.value + half, found.n)


def _half_width(study: Interval, n: int) -> float:
    """Half the 95% interval of a study of n families, as the model has it; NaN if undefined."""
    return (study.high - study.low) / 2 * math.sqrt((study.n or 0) / n)


def judge(
    statistic: str, direction: int | None, found: Interval, model: Interval, study: Interval
) -> str:
    """The verdict on a finding (see above).

    Args:
        statistic: a name in STATISTICS.
        direction: +1, -1 or 0 where only that was published.
        found: the published figure with its 95% interval; with a direction only its n counts.
        model: in many families, with the 95% interval of that value.
        study: the same in single studies of the published size, as the model has them.
    """
    kind = STATISTICS[statistic]
    if direction is None:
        return _of_value(kind, with_interval(found, study), model)
    matters = _interest(kind, study)
    if direction == 0:
        return _of_no_difference(kind, found.n, model, study, matters)
    return _of_direction(direction, model, study, matters)


def _interest(kind: Statistic, study: Interval) -> float:
    """The smallest effect that matters; NaN where it is not known."""
    if kind.interest is not None:
        return kind.interest
    error = (study.high - study.low) / (2 * NORMAL)
    return IN_SD * error * math.sqrt((study.n or 0) / max(1, kind.groups) ** 2)


def _of_value(kind: Statistic, found: Interval, model: Interval) -> str:
    own = kind.interest is None
    matters = TENTH * abs(found.value) if own else float(kind.interest or 0)
    has_side = kind.scale not in ("share", "own")
    side = (found.low > 0) - (found.high < 0) if has_side else 0
    if has_side and not side and (found.high - found.low) / 2 > matters:
        return NOT_TESTABLE
    if not (model.known and found.known):
        return CANNOT_TELL
    least = matters / 2
    near = model.within(min(found.low, found.value - least), max(found.high, found.value + least))
    on_side = bool(side) and min(side * model.low, side * model.high) > 0
    if found.low <= model.value <= found.high and near and (on_side or not side):
        return INSIDE
    apart = model.apart(found)
    if not has_side:
        return _of_size(kind, found, model, apart)
    if on_side:
        return DIRECTION
    most = max(side * model.low, side * model.high)
    return WRONG if apart and (not side or most < matters) else CANNOT_TELL


def _of_size(kind: Statistic, found: Interval, model: Interval, apart: bool) -> str:
    """Of a share, mean or ratio that is not inside."""
    low, high = sorted((0.5 * found.value, 2 * found.value))
    if kind.ratio:
        low, high = (low, min(high, 1.0)) if found.value < 1 else (max(low, 1.0), high)
    opposite = kind.ratio and (model.value - 1) * (found.value - 1) <= 0
    if not opposite and (model.within(low, high) or (apart and low <= model.value <= high)):
        return SAME_ORDER
    return WRONG if apart else CANNOT_TELL


def _of_direction(direction: int, model: Interval, study: Interval, matters: float) -> str:
    if not model.known:
        return CANNOT_TELL
    nearest, furthest = sorted((direction * model.low, direction * model.high))
    if nearest > 0:
        error = (study.high - study.low) / (2 * NORMAL)
        return INSIDE if nearest >= special.ndtri(FOUND) * error else DIRECTION
    return WRONG if furthest <= 0 or _ninety(model).within(-matters, matters) else CANNOT_TELL


def _of_no_difference(
    kind: Statistic, n: int | None, model: Interval, study: Interval, matters: float
) -> str:
    low, high = from_n(kind.scale, 0.0, n or 0)
    half = (high - low) / 2 if math.isfinite(low) else _half_width(study, n or SOME_STUDY)
    if not n or half > matters:
        return NOT_TESTABLE
    if not model.known:
        return CANNOT_TELL
    interval = _ninety(model)
    if interval.within(-matters, matters):
        return INSIDE
    return WRONG if interval.low > matters or interval.high < -matters else CANNOT_TELL


def _ninety(model: Interval) -> Interval:
    return Interval(model.value, *at_level(model.value, model.low, model.high, to=0.9), model.n)

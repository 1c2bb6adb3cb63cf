"""Measures of attunement, rupture and repair from second-by-second codes.

What a coder of a film or of a real observation can know: two series of engagement, one value a
second, infant and caregiver in [0, 1], NaN where not coded (nobody in view). No model is known
here; simulated and real observations are measured by the same functions. Codes that are anything
else are refused (InputError); finer ones are made into seconds by `codes.per_second`, or by the
`rate` of `interaction_measures`.

Shapes: series are ``(..., seconds)``; a mask keeps that shape, a measure returns ``(...)``, and
NaN where it is undefined (no rupture, no coded second). A step from one second to the next is
seen only if both seconds are coded, so a gap in the codes is no rupture and no repair.

The attuned share depends on the ruler (tolerance, categories, time step): read every share next
to its surrogate. It describes ordinary play (Tronick & Cohn 1989) and is no threshold.
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from attune_sim.codes import ROUNDING, Floats, Mask, checked, pair, per_second, states, width
from attune_sim.errors import InputError

Edges = Sequence[float]

EDGES = (0.25, 0.5, 0.75)
BLOCK = 50_000  # values compared at a time by `surrogate_share`: more fall out of a core's cache


def _ratio(part: ArrayLike, whole: ArrayLike) -> Floats:
    whole = np.asarray(whole, float)
    return np.asarray(part, float) / np.where(whole > 0, whole, np.nan)


def both_coded(infant: ArrayLike, caregiver: ArrayLike) -> Mask:
    """Seconds in which both were coded: mask ``(..., seconds)``."""
    a, b = pair(infant, caregiver)
    return ~np.isnan(a - b)


def attuned(infant: ArrayLike, caregiver: ArrayLike, tolerance: float | Floats) -> Mask:
    """Attunement: engagements differ by no more than ``tolerance``; False where not coded."""
    a, b = pair(infant, caregiver)
    return np.abs(a - b) <= width(tolerance)


def attuned_share(infant: ArrayLike, caregiver: ArrayLike, tolerance: float | Floats) -> Floats:
    """Share of coded seconds spent attuned, 0 to 1 (matching: Tronick & Cohn 1989)."""
    return _share(*pair(infant, caregiver), width(tolerance))


def _share(a: Floats, b: Floats, within: Floats) -> Floats:
    distance = np.abs(a - b)
    return _ratio((distance <= within).sum(-1), (~np.isnan(distance)).sum(-1))


def surrogate_share(
    infant: ArrayLike, caregiver: ArrayLike, tolerance: float | Floats, shortest_shift: int = 10
) -> Floats:
    """Attuned share expected by chance, 0 to 1: the mean over shifted surrogates.

    One series is turned against the other in a circle by every shift of at least
    ``shortest_shift`` seconds, forward and backward. Each keeps its own rhythm, their coordination
    is lost; no random numbers. After the pseudo-interactions of Bernieri, Reznick & Rosenthal
    (1988). Series shorter than ``2 * shortest_shift + 1`` use all shifts but zero; under 2 s NaN.
    """
    return _surrogate(*pair(infant, caregiver), width(tolerance), shortest_shift)


def _surrogate(a: Floats, b: Floats, within: Floats, shortest_shift: int) -> Floats:
    seconds = a.shape[-1]
    first = max(1, shortest_shift) if seconds > 2 * shortest_shift else 1
    gaps = bool(np.isnan(a).any() or np.isnan(b).any())
    turned = sliding_window_view(np.concatenate([b, b], axis=-1), seconds, axis=-1)
    total, shifts = np.zeros(a.shape[:-1]), np.zeros(a.shape[:-1])
    within = within[..., None, :] if within.ndim else within
    last = seconds - first + 1
    together = max(1, BLOCK // max(1, a.size))
    for start in range(first, last, together):
        distance = np.abs(a[..., None, :] - turned[..., start : min(start + together, last), :])
        coded = (~np.isnan(distance)).sum(-1) if gaps else np.full(distance.shape[:-1], seconds)
        hits = (distance <= within).sum(-1)
        # One after another, so that the sum does not depend on how many are taken together.
        parts = np.concatenate([total[..., None], hits / np.maximum(coded, 1)], axis=-1)
        total = np.add.accumulate(parts, axis=-1)[..., -1]
        shifts += (coded > 0).sum(-1)
    return _ratio(total, shifts)


def category(engagement: ArrayLike, edges: Edges = EDGES) -> NDArray[np.int8]:
    """Category of engagement, 0 to 3 (``len(edges)``), each from its lower edge up; -1 not coded.

    Four states an observer tells apart, in the manner of the monadic phases of Tronick and Cohn.
    """
    return _category(checked(engagement, "person"), edges)


def _category(codes: Floats, edges: Edges) -> NDArray[np.int8]:
    found = np.searchsorted(np.asarray(edges, float), codes + ROUNDING, side="right")
    return np.where(np.isnan(codes), -1, found).astype(np.int8)


def _categories(infant: ArrayLike, caregiver: ArrayLike, edges: Edges) -> tuple[Floats, Floats]:
    """Both persons' categories, NaN where not coded."""
    a, b = (_category(codes, edges) for codes in pair(infant, caregiver))
    return np.where(a < 0, np.nan, a), np.where(b < 0, np.nan, b)


def category_share(infant: ArrayLike, caregiver: ArrayLike, edges: Edges = EDGES) -> Floats:
    """Share of coded seconds in the same category, 0 to 1 (Tronick & Cohn 1989)."""
    return _share(*_categories(infant, caregiver, edges), width(0.0))


def category_surrogate_share(
    infant: ArrayLike, caregiver: ArrayLike, edges: Edges = EDGES, shortest_shift: int = 10
) -> Floats:
    """Share in the same category expected by chance, 0 to 1; see `surrogate_share`."""
    return _surrogate(*_categories(infant, caregiver, edges), width(0.0), shortest_shift)


def _bouts(states: NDArray[np.int8]) -> tuple[NDArray[np.intp], NDArray[np.intp], Mask]:
    """Runs of state 1 in all rows at once: row, length, and whether begin and end were seen."""
    rim = [(0, 0)] * (states.ndim - 1) + [(1, 1)]
    flat = np.pad(states, rim, constant_values=-1).ravel()
    turns = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    start, end = turns[:-1], turns[1:]
    ours = flat[start] == 1
    start, end = start[ours], end[ours]
    complete = (flat[start - 1] == 0) & (flat[end] == 0)
    return start // (states.shape[-1] + 2), end - start, complete


def _mean_bout(states: NDArray[np.int8], complete_only: bool) -> Floats:
    row, length, complete = _bouts(states)
    if complete_only:
        row, length = row[complete], length[complete]
    shape = states.shape[:-1]
    total = np.bincount(row, length, minlength=math.prod(shape)).reshape(shape)
    return _ratio(total, np.bincount(row, minlength=math.prod(shape)).reshape(shape))


def bout_lengths(
    mask: ArrayLike, coded: ArrayLike | None = None, complete_only: bool = False
) -> NDArray[np.intp]:
    """Lengths in seconds of the bouts of one mask ``(seconds,)``, in order, for histograms.

    Args:
        mask: seconds of the state asked for: attuned, or ``coded & ~attuned`` for ruptures.
        coded: seconds that were coded; all of them if None.
        complete_only: leave out bouts cut by the ends of the record or by a gap in the codes.
    """
    _, length, complete = _bouts(states(mask, coded))
    return length[complete] if complete_only else length


def match_duration_s(mask: ArrayLike, coded: ArrayLike | None = None) -> Floats:
    """Mean length of attuned bouts in seconds (bouts: Cohn & Tronick 1987).

    Bouts cut by the record's ends or by a gap count with the seconds that were seen, so that a
    wholly attuned record gives its own length. ``mask`` attuned, ``coded`` None for all.
    """
    return _mean_bout(states(mask, coded), complete_only=False)


def repair_latency_s(mask: ArrayLike, coded: ArrayLike | None = None) -> Floats:
    """Repair latency: mean seconds of ruptures seen to begin and to end (Weinberg et al. 1999).

    Ruptures already open at the start, still open at the end, or cut by a gap are left out; where
    repair is slow this favours the short ones. `next_second_repair` uses them all.
    """
    seconds = states(mask, coded)
    return _mean_bout(np.where(seconds < 0, seconds, 1 - seconds), complete_only=True)


def _steps(mask: ArrayLike, coded: ArrayLike | None) -> tuple[Mask, Mask, Mask, Mask]:
    """Steps (..., seconds - 1): ruptures, repairs, seen at all, seen from an unattuned second."""
    seconds = states(mask, coded)
    was, now = seconds[..., :-1], seconds[..., 1:]
    seen = (was >= 0) & (now >= 0)
    return (was == 1) & (now == 0), (was == 0) & (now == 1), seen, seen & (was == 0)


def ruptures_per_min(mask: ArrayLike, coded: ArrayLike | None = None) -> Floats:
    """Ruptures (steps out of attunement) per minute of steps seen, repaired or not."""
    rupture, _, seen, _ = _steps(mask, coded)
    return _ratio(60 * rupture.sum(-1), seen.sum(-1))


def transitions_per_min(mask: ArrayLike, coded: ArrayLike | None = None) -> Floats:
    """Ruptures and repairs per minute of steps seen, at most 60 (one in 3-5 s: Tronick 1989)."""
    rupture, repair, seen, _ = _steps(mask, coded)
    return _ratio(60 * (rupture | repair).sum(-1), seen.sum(-1))


def next_second_repair(mask: ArrayLike, coded: ArrayLike | None = None) -> Floats:
    """Probability that an attuned second follows an unattuned one (Gianino & Tronick 1988)."""
    _, repair, _, at_risk = _steps(mask, coded)
    return _ratio(repair.sum(-1), at_risk.sum(-1))


def repaired_by_caregiver(
    infant: ArrayLike, caregiver: ArrayLike, tolerance: float | Floats
) -> Floats:
    """Share of repairs in which the caregiver moved more than the infant; a tie counts half."""
    a, b = pair(infant, caregiver)
    repair = _steps(attuned(a, b, tolerance), both_coded(a, b))[1]
    lead = np.abs(np.diff(b)) - np.abs(np.diff(a))
    credit = np.where(np.abs(lead) <= ROUNDING, 0.5, lead > 0)
    return _ratio((credit * repair).sum(-1), repair.sum(-1))


def interaction_measures(
    infant: ArrayLike, caregiver: ArrayLike, tolerance: float | Floats, *, rate: int = 1
) -> dict[str, Floats]:
    """Every measure of free play, by name; each of shape ``(...)``.

    Args:
        infant: codes ``(..., values)``, 0 to 1, NaN where not coded.
        caregiver: the same of the caregiver.
        tolerance: how far the two may be apart and still be attuned.
        rate: values a second; with more than one, a second's mean is measured.
    """
    infant, caregiver = pair(infant, caregiver)
    if rate != 1:
        infant, caregiver = per_second(infant, rate), per_second(caregiver, rate)
    mask, coded = attuned(infant, caregiver, tolerance), both_coded(infant, caregiver)
    return {
        "attuned_share": attuned_share(infant, caregiver, tolerance),
        "attuned_share_surrogate": surrogate_share(infant, caregiver, tolerance),
        "repair_latency_s": repair_latency_s(mask, coded),
        "match_duration_s": match_duration_s(mask, coded),
        "ruptures_per_min": ruptures_per_min(mask, coded),
        "transitions_per_min": transitions_per_min(mask, coded),
        "next_second_repair": next_second_repair(mask, coded),
        "repaired_by_caregiver": repaired_by_caregiver(infant, caregiver, tolerance),
        "category_share": category_share(infant, caregiver),
        "category_share_surrogate": category_surrogate_share(infant, caregiver),
    }


def kappa(a: ArrayLike, b: ArrayLike) -> float:
    """Cohen's kappa of two coders' labels ``(items,)``, -1 to 1, chance 0 (Cohen 1960).

    Items that one of them left out (None, NaN) are left out. NaN with no items, or where both know
    one and the same label.

    Raises:
        InputError: for lists of unlike length.
    """
    # As objects, or NumPy would make text of numbers and of NaN beside text.
    first, second = np.asarray(a, object), np.asarray(b, object)
    if first.shape != second.shape or first.ndim != 1:
        raise InputError(
            "two coders' labels must be two lists of the same items, not of shape"
            f" {first.shape} and {second.shape}"
        )
    known = ~(pd.isna(first) | pd.isna(second))
    first, second = first[known], second[known]
    index, labels = pd.factorize(np.concatenate([first, second]))
    ours = np.bincount(index[: first.size], minlength=len(labels))
    theirs = np.bincount(index[first.size :], minlength=len(labels))
    pairs, chance = first.size**2, int(ours @ theirs)
    if pairs == chance:
        return math.nan
    return float((first.size * int((first == second).sum()) - chance) / (pairs - chance))


def odds_to_d(p1: ArrayLike, p2: ArrayLike) -> Floats:
    """Standardized difference d = ln(odds ratio) x 0.551 (Hasselblad & Hedges 1995).

    Positive where ``p1 > p2``, proportions in (0, 1); NaN where one is 0 or 1: no finite d.
    """
    p, q = np.broadcast_arrays(np.asarray(p1, float), np.asarray(p2, float))
    inside = (p > 0) & (p < 1) & (q > 0) & (q < 1)
    p, q = np.where(inside, p, np.nan), np.where(inside, q, np.nan)
    return 0.551 * (np.log(p / (1 - p)) - np.log(q / (1 - q)))

"""Why a Strange Situation is rated as it is: the seconds that earned a rating, and the rule.

The ratings themselves come from `procedures.strange_situation`; here stand the seconds of a reunion
that each scale counts, so that they can be shown, and the classification in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from attune_sim.population import Population
from attune_sim.procedures import strange_situation as ssp
from attune_sim.procedures.camera import Film

Seconds = npt.NDArray[np.bool_]
FIRST_MINUTE_S = 60
"""Seconds of a reunion in which avoidance counts double."""
FROM_S = 20
"""Second of a reunion from which crying counts as resistance: before, the caregiver arrives."""
COMING, STILL = 0.02, 0.012
"""Distance a second: from the one an infant is seen to come nearer, below the other to be still."""


@dataclass(frozen=True)
class Earned:
    """One scale in one reunion.

    Attributes:
        scale: one of `strange_situation.SCALES`.
        episode: number of the reunion in the script, from 0.
        rating: what the reunion earns, without a coder's error.
        seconds: of the reunion, (seconds,): which of them count.
        words: what was seen, in a sentence.
    """

    scale: str
    episode: int
    rating: float
    seconds: Seconds
    words: str


def earned(film: Film, infant: int = 0) -> tuple[Earned, ...]:
    """Each scale in both reunions of one infant."""
    out = []
    for episode in ssp.REUNIONS:
        ratings = ssp.rate_reunion(film, episode)
        for scale, (seconds, words) in _reunion(film, infant, episode).items():
            out.append(Earned(scale, episode, float(ratings[scale][infant]), seconds, words))
    return tuple(out)


def _reunion(film: Film, infant: int, episode: int) -> dict[str, tuple[Seconds, str]]:
    def seen(field: str) -> npt.NDArray[np.float64]:
        return film.camera(field, episode)[infant]

    distance = seen("distance")
    away = seen("infant_engagement") < ssp.TURNED_AWAY
    crying = seen("display") > ssp.CRYING
    available = seen("attending") == 1.0
    contact, near = distance < ssp.CONTACT, distance < ssp.NEAR
    second = np.arange(len(distance))
    step = ssp._smooth(np.diff(distance, prepend=distance[0])[None])[0]
    coming = step < -COMING
    avoiding = away & ~near & ~crying & available
    late = available & (second >= FROM_S)
    apart, held = late & crying & ~contact, late & crying & contact
    broken, count = broken_off(distance, away, step)
    still = stillness(distance, away, step)
    first = int((avoiding & (second < FIRST_MINUTE_S)).sum())
    reached = (
        f"Near the caregiver after {int(near.argmax())} s"
        if near.any()
        else "Did not come near the caregiver"
    )
    return {
        "proximity_seeking": (
            coming | (near & (second == near.argmax())),
            f"{reached}; moved nearer in {int(coming.sum())} s.",
        ),
        "contact_maintaining": (contact, f"In contact for {int(contact.sum())} s."),
        "avoidance": (
            avoiding,
            f"Turned away, apart and quiet for {int(avoiding.sum())} s in which the caregiver"
            f" attended; {first} of them in the first minute, where they count double.",
        ),
        "resistance": (
            apart | held,
            f"Fussed or cried apart from the attending caregiver for {int(apart.sum())} s, and in"
            f" contact for {int(held.sum())} s, which count half.",
        ),
        "disorganization": (
            broken | still,
            f"{_times(count)} broken off; still on the way, facing the caregiver,"
            f" for {int(still.sum())} s.",
        ),
    }


def _times(count: int) -> str:
    return f"{count} approach{'' if count == 1 else 'es'}"


def broken_off(
    distance: npt.NDArray[np.float64], away: Seconds, step: npt.NDArray[np.float64]
) -> tuple[Seconds, int]:
    """Seconds of approaches that were broken off, and how many there were.

    The same events as `strange_situation.broken_off` counts: nearer by .06, then .05 back within
    four seconds, still facing, short of contact.
    """
    n = len(distance)
    nearing = step < -0.01
    out, count = np.zeros(n, bool), 0
    for end in np.flatnonzero(nearing[:-1] & ~nearing[1:]).tolist():
        before = np.flatnonzero(~nearing[: end + 1])
        began = int(before[-1]) if len(before) else 0
        turn = end + 1
        back = distance[min(turn + 3, n - 1)] - distance[turn] > 0.05
        gained = distance[began] - distance[end] > 0.06
        facing = not away[turn : turn + 4].any()
        if back and gained and facing and distance[turn] > 0.10:
            out[began : turn + 4] = True
            count += 1
    return out, count


def stillness(
    distance: npt.NDArray[np.float64], away: Seconds, step: npt.NDArray[np.float64]
) -> Seconds:
    """Seconds in stillness of five seconds or more, on the way and facing the caregiver."""
    still = (np.abs(step) < STILL) & (distance > 0.10) & (distance < 0.70) & ~away
    runs = np.lib.stride_tricks.sliding_window_view(still, 5).all(axis=1)
    out = np.zeros(len(distance), bool)
    for start in np.flatnonzero(runs):
        out[start : start + 5] = True
    return out


@dataclass(frozen=True)
class Coding:
    """What one coder makes of one film.

    Attributes:
        coder: number of the coder; 0 is the one whose ratings a run reports.
        ratings: of the five scales, over both reunions, with this coder's error.
        pattern: one of `strange_situation.PATTERNS`.
        rule: why, in a sentence.
    """

    coder: int
    ratings: Mapping[str, float]
    pattern: str
    rule: str


def codings(
    film: Film, population: Population, coders: int, *, which: int = 0, repetition: int = 0
) -> tuple[Coding, ...]:
    """The first infant of a film as several coders see it.

    Args:
        film: as `strange_situation.record` gives it for this population, caregiver, repetition.
        population: who was filmed.
        coders: how many; each errs otherwise.
        which: number of the caregiver.
        repetition: of the observation.
    """
    out = []
    for coder in range(coders):
        found = ssp.code(film, population, which=which, repetition=repetition, coder=coder)
        ratings = {scale: float(found[scale][0]) for scale in ssp.SCALES}
        pattern = ssp.PATTERNS[int(found["pattern"][0])]
        out.append(Coding(coder, ratings, pattern, rule(ratings)))
    return tuple(out)


def rule(ratings: Mapping[str, float]) -> str:
    """Why ratings give the pattern that `strange_situation.classify` gives, in a sentence."""
    r = {scale: f"{ratings[scale]:.2f}" for scale in ssp.SCALES}
    avoidance, resistance = ratings["avoidance"], ratings["resistance"]
    if ratings["disorganization"] >= 5:
        return f"Disorganization is {r['disorganization']}: 5 or more comes before all else."
    if avoidance >= 4 and avoidance >= resistance and ratings["contact_maintaining"] < 4:
        return (
            f"Avoidance is {r['avoidance']}: 4 or more and no lower than resistance"
            f" ({r['resistance']}), with contact maintaining below 4 ({r['contact_maintaining']})."
        )
    if resistance >= 4:
        return f"Resistance is {r['resistance']}: 4 or more, and the rule for avoidant is not met."
    return (
        f"No other rule applies: disorganization {r['disorganization']} is below 5, resistance"
        f" {r['resistance']} is below 4, and avoidance {r['avoidance']} does not meet its rule."
    )

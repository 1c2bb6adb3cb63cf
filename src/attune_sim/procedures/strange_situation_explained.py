"""Why a Strange Situation is rated as it is: the seconds behind a rating, and the rule.

The ratings themselves come from `procedures.strange_situation`; here stand the seconds of a reunion
that each scale counts, so that they can be shown, and the classification in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from attune_sim.outcomes import PATTERNS
from attune_sim.population import Population
from attune_sim.procedures import strange_situation as ssp
from attune_sim.procedures.camera import Film

Seconds = npt.NDArray[np.bool_]


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
    s = ssp.seen(film, episode)
    near, contact, coming = s.near[infant], s.contact[infant], s.coming[infant]
    second = np.arange(len(near))
    avoiding = s.avoiding[infant] & s.available[infant]
    first = int((avoiding & (second < ssp.FIRST_MINUTE_S)).sum())
    crying = s.late[infant] & s.crying[infant]
    apart, held = int((crying & ~contact).sum()), int((crying & contact).sum())
    broken = lasting(s.breaks_off[infant], ssp.BACK_S, len(second))
    still = lasting(s.stillness[infant], ssp.STILL_S, len(second))
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
            crying,
            f"Fussed or cried apart from the attending caregiver for {apart} s, and in"
            f" contact for {held} s, which count half.",
        ),
        "disorganization": (
            broken | still,
            f"{_times(int(s.breaks_off[infant].sum()))} broken off; still on the way, facing the"
            f" caregiver, for {int(still.sum())} s.",
        ),
    }


def _times(count: int) -> str:
    return f"{count} approach{'' if count == 1 else 'es'}"


def lasting(begins: Seconds, seconds: int, of: int) -> Seconds:
    """Seconds within what begins at some and lasts; (of,)."""
    out = np.zeros(of, bool)
    for start in np.flatnonzero(begins):
        out[start : start + seconds] = True
    return out


@dataclass(frozen=True)
class Coding:
    """What one coder makes of one film.

    Attributes:
        coder: number of the coder; 0 is the one whose ratings a run reports.
        ratings: of the five scales, over both reunions, with this coder's error.
        pattern: one of `outcomes.PATTERNS`.
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
        pattern = PATTERNS[int(found["pattern"][0])]
        out.append(Coding(coder, ratings, pattern, rule(ratings)))
    return tuple(out)


def rule(ratings: Mapping[str, float]) -> str:
    """Why ratings give the pattern that `strange_situation.classify` gives, in a sentence."""
    r = {scale: f"{ratings[scale]:.2f}" for scale in ssp.SCALES}
    pattern = PATTERNS[int(ssp.classify({k: np.array([v]) for k, v in ratings.items()})[0])]
    cut, high = f"{ssp.MARKED_FROM:g}", f"{ssp.DISORGANIZED_FROM:g}"
    return {
        "disorganized": f"Disorganization is {r['disorganization']}: {high} or more comes before"
        " all else.",
        "avoidant": f"Avoidance is {r['avoidance']}: {cut} or more and no lower than resistance"
        f" ({r['resistance']}), with contact maintaining below {cut} ({r['contact_maintaining']}).",
        "resistant": f"Resistance is {r['resistance']}: {cut} or more, and the rule for avoidant is"
        " not met.",
        "secure": f"No other rule applies: disorganization {r['disorganization']} is below {high},"
        f" resistance {r['resistance']} is below {cut}, and avoidance {r['avoidance']} does not"
        " meet its rule.",
    }[pattern]

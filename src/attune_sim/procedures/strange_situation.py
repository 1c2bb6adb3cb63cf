"""The Strange Situation: eight episodes, ratings of the reunions, classification.

Episodes and cutting short: Ainsworth, Blehar, Waters & Wall 1978 (separations end after about a
minute of hard crying). Scales of 1-7 for proximity seeking, contact maintaining, avoidance and
resistance, 1-9 for disorganization (Main & Solomon 1990). How seconds become ratings is this
project's own translation (calibrated by what the scales describe, never on class shares); the
coder sees the camera's record only.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from attune_sim.population import Population
from attune_sim.procedures.camera import Episode, Film, Floats, film
from attune_sim.procedures.coders import errors

OCCASION = 3 << 24
REUNION_PLACE = 0.8  # distance at which a reunion begins
CRYING_MINUTE = 60
SCRIPT = (
    Episode("1 introduction", 30),
    Episode("2 caregiver and infant", 180),
    Episode("3 stranger enters", 180, strain="company_strain"),
    Episode(
        "4 first separation",
        180,
        caregiver=False,
        strain="stranger_strain",
        cry_limit=CRYING_MINUTE,
    ),
    Episode("5 first reunion", 180, distance=REUNION_PLACE),
    Episode(
        "6 second separation, alone",
        180,
        caregiver=False,
        strain="separation_strain",
        cry_limit=CRYING_MINUTE,
    ),
    Episode(
        "7 stranger returns",
        180,
        caregiver=False,
        strain="stranger_strain",
        cry_limit=CRYING_MINUTE,
    ),
    Episode("8 second reunion", 180, distance=REUNION_PLACE),
)
SEPARATIONS, REUNIONS = (3, 5, 6), (4, 7)
SCALES = ("proximity_seeking", "contact_maintaining", "avoidance", "resistance", "disorganization")
PATTERNS = ("secure", "avoidant", "resistant", "disorganized")

NEAR, CONTACT = 0.25, 0.08  # distances
TURNED_AWAY = 0.35  # shown engagement below which an infant is seen turned away
CRYING = 0.25  # display above which it is seen to fuss or cry


def record(population: Population, *, age: int, which: int = 0, repetition: int = 0) -> Film:
    """Film all eight episodes of each infant with one caregiver."""
    return film(
        population,
        SCRIPT,
        occasion=OCCASION + repetition,
        age=age,
        which=which,
        instructed=True,
        distress=0.08,
    )


def _smooth(v: Floats) -> Floats:
    """Mean of three neighbouring seconds."""
    padded = np.pad(v, ((0, 0), (1, 1)), mode="edge")
    return (padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]) / 3.0


def _share(what: npt.NDArray[np.bool_], of: Floats | npt.NDArray[np.bool_]) -> Floats:
    weights = np.asarray(of, float)
    return np.sum(weights * what, axis=1) / np.maximum(weights.sum(axis=1), 1.0)


def broken_off(distance: Floats, away: npt.NDArray[np.bool_]) -> Floats:
    """Approaches broken off, per minute: the infant comes nearer, then backs off while facing.

    An approach counts from a gain of .06 in distance; backing off is .05 within four seconds, still
    facing the caregiver, short of contact. Turning to toys is not that: the infant then turns away.
    """
    n = distance.shape[1]
    seconds = np.arange(n)
    nearing = _smooth(np.diff(distance, axis=1, prepend=distance[:, :1])) < -0.01
    began = np.maximum.accumulate(np.where(nearing, 0, seconds), axis=1)
    gained = np.take_along_axis(distance, began, axis=1) - distance
    facing = ~away
    for later in (1, 2, 3):
        facing[:, :-later] &= ~away[:, later:]
    ends = nearing[:, :-1] & ~nearing[:, 1:]
    back = distance[:, np.minimum(seconds[1:] + 3, n - 1)] - distance[:, 1:] > 0.05
    short = distance[:, 1:] > 0.10
    count = (ends & back & short & (gained[:, :-1] > 0.06) & facing[:, 1:]).sum(axis=1)
    return count / (n / 60.0)


def stillness(distance: Floats, away: npt.NDArray[np.bool_]) -> Floats:
    """Share of seconds in stillness of five seconds or more, on the way and facing."""
    pace = np.abs(_smooth(np.diff(distance, axis=1, prepend=distance[:, :1])))
    still = (pace < 0.012) & (distance > 0.10) & (distance < 0.70) & ~away
    run = np.lib.stride_tricks.sliding_window_view(still, 5, axis=1).all(axis=2)
    return run.mean(axis=1)


def rate_reunion(film: Film, episode: int) -> dict[str, Floats]:
    """The five scales of one reunion, without coder's error."""
    distance = film.camera("distance", episode)
    display = film.camera("display", episode)
    away = film.camera("infant_engagement", episode) < TURNED_AWAY
    available = film.camera("attending", episode) == 1.0
    seconds = np.arange(distance.shape[1])
    crying, contact, near = display > CRYING, distance < CONTACT, distance < NEAR
    latency = np.where(near.any(axis=1), near.argmax(axis=1), len(seconds))
    coming = _smooth(np.diff(distance, axis=1, prepend=distance[:, :1])) < -0.02
    seeking = 0.6 * np.exp(-latency / 20.0) + 0.4 * coming.mean(axis=1) / 0.10
    first_minute_double = np.where(seconds < 60, 2.0, 1.0) * available
    avoiding = _share(away & ~near & ~crying, first_minute_double) / 0.45
    late = available & (seconds >= 20)
    apart, held = _share(crying & ~contact, late), _share(crying & contact, late)
    resisting = (apart + 0.5 * held) / 0.75
    broken = broken_off(distance, away) / 0.7
    still = stillness(distance, away) / 0.25
    return {
        "proximity_seeking": 1 + 6 * np.clip(seeking, 0, 1),
        "contact_maintaining": 1 + 6 * np.clip(contact.mean(axis=1) / 0.6, 0, 1),
        "avoidance": 1 + 6 * np.clip(avoiding, 0, 1),
        "resistance": 1 + 6 * np.clip(resisting, 0, 1),
        "disorganization": 1 + 8 * np.clip(0.5 * broken + 0.5 * still, 0, 1),
    }


def classify(ratings: dict[str, Floats]) -> npt.NDArray[np.int64]:
    """Pattern of each infant, an index into PATTERNS.

    Disorganization of 5 or more comes first (Main & Solomon 1990); else avoidance of 4 or more, no
    lower than resistance, with contact maintaining below 4; else resistance of 4 or more; else
    secure.
    """
    avoidance, resistance = ratings["avoidance"], ratings["resistance"]
    return np.select(
        [
            ratings["disorganization"] >= 5,
            (avoidance >= 4) & (avoidance >= resistance) & (ratings["contact_maintaining"] < 4),
            resistance >= 4,
        ],
        [3, 1, 2],
        0,
    )


def meets_secure_rule(ratings: dict[str, Floats]) -> npt.NDArray[np.bool_]:
    """Whether an infant meets a positive rule for secure: it seeks or keeps contact, quietly."""
    seeks = np.maximum(ratings["proximity_seeking"], ratings["contact_maintaining"]) >= 4
    return (
        seeks
        & (ratings["avoidance"] < 4)
        & (ratings["resistance"] < 4)
        & (ratings["disorganization"] < 5)
    )


def code(
    film: Film, population: Population, *, which: int = 0, repetition: int = 0, coder: int = 0
) -> dict[str, Floats]:
    """Ratings over both reunions (the second counts double, disorganization is the higher).

    Keys: the five scales, `pattern` (index into PATTERNS), `meets_secure_rule`, and mean distress
    before separation (episode 2), in separation (4 and 6) and reunion (8), as `physiological` and
    `displayed`. Another coder errs otherwise.
    """
    first, second = (rate_reunion(film, episode) for episode in REUNIONS)
    noise = (
        errors(population, len(SCALES), occasion=OCCASION + 64 * repetition + coder, which=which)
        * population.settings["coder_error"][:, None]
    )
    out: dict[str, Floats] = {}
    for k, scale in enumerate(SCALES):
        highest = 9.0 if scale == "disorganization" else 7.0
        if scale == "disorganization":
            value = np.maximum(first[scale], second[scale]) + 1.5 * noise[:, k]
        else:
            value = (first[scale] + 2.0 * second[scale]) / 3.0 + noise[:, k]
        out[scale] = np.clip(value, 1.0, highest)
    out["pattern"] = classify(out).astype(float)
    out["meets_secure_rule"] = meets_secure_rule(out).astype(float)
    out["baseline_physiological"] = film.mean("distress", 1)
    out["separation_physiological"] = film.mean("distress", 3, 5)
    out["separation_displayed"] = film.mean("display", 3, 5)
    out["reunion_physiological"] = film.mean("distress", 7)
    out["reunion_displayed"] = film.mean("display", 7)
    return out

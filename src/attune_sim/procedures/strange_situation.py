"""The Strange Situation: eight episodes, ratings of the reunions, classification.

Episodes and cutting short: Ainsworth, Blehar, Waters & Wall 1978 (separations end after about a
minute of hard crying). Scales of 1-7 for proximity seeking, contact maintaining, avoidance and
resistance, 1-9 for disorganization (Main & Solomon 1990). How seconds become ratings is this
project's own translation (calibrated by what the scales describe, never on class shares); the
coder sees the camera's record only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from attune_sim.dyad.occasions import CODERS, Occasion
from attune_sim.outcomes import GROUPS, PATTERNS
from attune_sim.population import Population
from attune_sim.procedures.camera import Episode, Film, Floats, film
from attune_sim.procedures.coders import errors
from attune_sim.procedures.thresholds import CONTACT, FUSSING, GAZE, NEAR

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
# Numbers of episodes, from 0. The stranger comes into the second separation (6).
BASELINE, SEPARATIONS, REUNIONS = 1, (3, 5), (4, 7)
MEASURED = {"baseline": (BASELINE,), "separation": SEPARATIONS, "reunion": (REUNIONS[1],)}
"""Episodes in which arousal is measured."""
SCALES = GROUPS["scales"]

Mask = npt.NDArray[np.bool_]

FIRST_MINUTE_S = 60  # of a reunion, in which avoidance counts double
LATE_S = 20  # of a reunion, before which crying is no resistance: the caregiver arrives
BACK_S = 4  # within which an infant backs off
STILL_S = 5  # that a stillness lasts at least
DISORGANIZED_FROM, MARKED_FROM = 5.0, 4.0  # ratings that decide the pattern

# How the scales read seconds (this project's own, see above). Paces are distance a second.
ARRIVES_WITH = 0.08  # distress with which an infant comes to the laboratory
COMING = 0.02  # pace from which an infant is seen to come
NEARING = 0.01  # pace from which an approach goes on
APPROACHED = 0.06  # distance gained from which it is an approach
BACKED_OFF = 0.05  # distance lost within BACK_S that breaks it off
SHORT_OF_CONTACT = 0.10  # distance beyond which an approach has not arrived
ON_THE_WAY = 0.70  # distance below which a still infant is on the way
STILL = 0.012  # pace below which an infant stands still
REACHED_S = 20.0  # seconds to reach the caregiver after which seeking counts a third
MUCH_COMING = 0.10  # share of seconds spent coming that counts fully
REACHING, MOVING = 0.6, 0.4  # weights of reaching and coming in proximity seeking
MUCH_CONTACT = 0.6  # share of seconds in contact that rates highest
MUCH_AVOIDING = 0.45  # share of available seconds avoided that rates highest
MUCH_RESISTING = 0.75  # share of crying while available that rates highest
HELD_COUNTS = 0.5  # weight of crying in contact, beside crying apart
MANY_BROKEN = 0.7  # broken approaches a minute that rate highest
MUCH_STILLNESS = 0.25  # share of seconds in stillness that rates highest
BROKEN_COUNTS, STILLNESS_COUNTS = 0.5, 0.5  # their weights in disorganization
SECOND_COUNTS = 2.0  # weight of the second reunion, and of avoidance in the first minute
ERROR_OF_DISORGANIZATION = 1.5  # of a coder, in units of that of other scales


def record(population: Population, *, age: int, which: int = 0, repetition: int = 0) -> Film:
    """Film all eight episodes of each infant with one caregiver."""
    return film(
        population,
        SCRIPT,
        occasion=Occasion.STRANGE_SITUATION.at(repetition),
        age=age,
        which=which,
        instructed=True,
        distress=ARRIVES_WITH,
    )


def _smooth(v: Floats) -> Floats:
    """Mean of three neighbouring seconds."""
    padded = np.pad(v, ((0, 0), (1, 1)), mode="edge")
    return (padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]) / 3.0


def _pace(distance: Floats) -> Floats:
    """Distance gained a second, smoothed."""
    return _smooth(np.diff(distance, axis=1, prepend=distance[:, :1]))


def _share(what: Mask, of: Floats | Mask) -> Floats:
    weights = np.asarray(of, float)
    return np.sum(weights * what, axis=1) / np.maximum(weights.sum(axis=1), 1.0)


@dataclass(frozen=True)
class Seen:
    """What a coder sees of a reunion: which seconds each scale counts; (infants, seconds) each.

    Attributes:
        near, contact: within reach of the caregiver, touching it.
        coming: moving nearer.
        available: the caregiver attends.
        avoiding: turned away, apart and quiet.
        late: the caregiver attends and has been back for LATE_S.
        crying: fussing or crying.
        breaks_off: an approach is broken off from here.
        stillness: a stillness of STILL_S begins here; (infants, seconds - STILL_S + 1).
    """

    near: Mask
    contact: Mask
    coming: Mask
    available: Mask
    avoiding: Mask
    late: Mask
    crying: Mask
    breaks_off: Mask
    stillness: Mask


def seen(film: Film, episode: int) -> Seen:
    """The seconds of a reunion that its ratings count."""
    distance = film.camera("distance", episode)
    away = film.camera("infant_engagement", episode) < GAZE
    crying = film.camera("display", episode) > FUSSING
    available = film.camera("attending", episode) == 1.0
    near = distance < NEAR
    return Seen(
        near=near,
        contact=distance < CONTACT,
        coming=_pace(distance) < -COMING,
        available=available,
        avoiding=away & ~near & ~crying,
        late=available & (np.arange(distance.shape[1]) >= LATE_S),
        crying=crying,
        breaks_off=breaks_off(distance, away),
        stillness=stillness(distance, away),
    )


def breaks_off(distance: Floats, away: Mask) -> Mask:
    """Seconds from which an approach is broken off: the infant backs off while facing.

    An approach counts from a gain of .06 in distance; backing off is .05 within BACK_S seconds,
    still facing the caregiver, short of contact. Turning to toys is not that: the infant then turns
    away.
    """
    n = distance.shape[1]
    seconds = np.arange(n)
    nearing = _pace(distance) < -NEARING
    began = np.maximum.accumulate(np.where(nearing, 0, seconds), axis=1)
    gained = np.take_along_axis(distance, began, axis=1) - distance
    facing = ~away
    for later in range(1, BACK_S):
        facing[:, :-later] &= ~away[:, later:]
    ends = nearing[:, :-1] & ~nearing[:, 1:]
    back = distance[:, np.minimum(seconds[1:] + BACK_S - 1, n - 1)] - distance[:, 1:] > BACKED_OFF
    short = distance[:, 1:] > SHORT_OF_CONTACT
    out = np.zeros(distance.shape, bool)
    out[:, 1:] = ends & back & short & (gained[:, :-1] > APPROACHED) & facing[:, 1:]
    return out


def stillness(distance: Floats, away: Mask) -> Mask:
    """Seconds at which a stillness of STILL_S begins, on the way and facing."""
    on_the_way = (distance > SHORT_OF_CONTACT) & (distance < ON_THE_WAY)
    still = (np.abs(_pace(distance)) < STILL) & on_the_way & ~away
    runs = np.lib.stride_tricks.sliding_window_view(still, STILL_S, axis=1)
    return np.asarray(runs.all(axis=2), bool)


def rate_reunion(film: Film, episode: int) -> dict[str, Floats]:
    """The five scales of one reunion, without coder's error."""
    s = seen(film, episode)
    n = s.near.shape[1]
    latency = np.where(s.near.any(axis=1), s.near.argmax(axis=1), n)
    coming = np.minimum(1.0, s.coming.mean(axis=1) / MUCH_COMING)
    seeking = REACHING * np.exp(-latency / REACHED_S) + MOVING * coming
    first_minute_double = np.where(np.arange(n) < FIRST_MINUTE_S, SECOND_COUNTS, 1.0) * s.available
    avoiding = _share(s.avoiding, first_minute_double) / MUCH_AVOIDING
    apart, held = _share(s.crying & ~s.contact, s.late), _share(s.crying & s.contact, s.late)
    resisting = (apart + HELD_COUNTS * held) / MUCH_RESISTING
    broken = s.breaks_off.sum(axis=1) / (n / 60.0) / MANY_BROKEN  # a minute
    still = s.stillness.mean(axis=1) / MUCH_STILLNESS
    disorganized = BROKEN_COUNTS * broken + STILLNESS_COUNTS * still
    return {
        "proximity_seeking": 1 + 6 * np.clip(seeking, 0, 1),
        "contact_maintaining": 1 + 6 * np.clip(s.contact.mean(axis=1) / MUCH_CONTACT, 0, 1),
        "avoidance": 1 + 6 * np.clip(avoiding, 0, 1),
        "resistance": 1 + 6 * np.clip(resisting, 0, 1),
        "disorganization": 1 + 8 * np.clip(disorganized, 0, 1),
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
            ratings["disorganization"] >= DISORGANIZED_FROM,
            (avoidance >= MARKED_FROM)
            & (avoidance >= resistance)
            & (ratings["contact_maintaining"] < MARKED_FROM),
            resistance >= MARKED_FROM,
        ],
        [PATTERNS.index(name) for name in ("disorganized", "avoidant", "resistant")],
        PATTERNS.index("secure"),
    )


def meets_secure_rule(ratings: dict[str, Floats]) -> npt.NDArray[np.bool_]:
    """Whether an infant meets a positive rule for secure: it seeks or keeps contact, quietly."""
    seeks = np.maximum(ratings["proximity_seeking"], ratings["contact_maintaining"]) >= MARKED_FROM
    return (
        seeks
        & (ratings["avoidance"] < MARKED_FROM)
        & (ratings["resistance"] < MARKED_FROM)
        & (ratings["disorganization"] < DISORGANIZED_FROM)
    )


def code(
    film: Film, population: Population, *, which: int = 0, repetition: int = 0, coder: int = 0
) -> dict[str, Floats]:
    """Ratings over both reunions (the second counts double, disorganization is the higher).

    Keys: the five scales, `pattern` (index into PATTERNS), `meets_secure_rule`, and mean distress
    before separation (episode 2), in separation (4 and 6) and reunion (8), as `physiological` and
    `displayed`. Another coder errs otherwise; there are CODERS.

    Raises:
        ValueError: there is no such coder.
    """
    first, second = (rate_reunion(film, episode) for episode in REUNIONS)
    if not 0 <= coder < CODERS:
        raise ValueError(f"coder = {coder} is none of the {CODERS} coders")
    occasion = Occasion.STRANGE_SITUATION.at(CODERS * repetition + coder)
    noise = errors(population, len(SCALES), occasion=occasion, age=film.age, which=which)
    noise = noise * population.settings["coder_error"][:, None]
    out: dict[str, Floats] = {}
    for k, scale in enumerate(SCALES):
        highest = 9.0 if scale == "disorganization" else 7.0
        if scale == "disorganization":
            value = np.maximum(first[scale], second[scale]) + ERROR_OF_DISORGANIZATION * noise[:, k]
        else:
            value = (first[scale] + SECOND_COUNTS * second[scale]) / (1.0 + SECOND_COUNTS) + noise[
                :, k
            ]
        out[scale] = np.clip(value, 1.0, highest)
    out["pattern"] = classify(out).astype(float)
    out["meets_secure_rule"] = meets_secure_rule(out).astype(float)
    out["baseline_physiological"] = film.mean_physiology("distress", BASELINE)
    out["separation_physiological"] = film.mean_physiology("distress", *SEPARATIONS)
    out["separation_displayed"] = film.mean("display", *SEPARATIONS)
    out["reunion_physiological"] = film.mean_physiology("distress", REUNIONS[1])
    out["reunion_displayed"] = film.mean("display", REUNIONS[1])
    return out | _arousal(film, population, which, repetition)


def _arousal(film: Film, population: Population, which: int, repetition: int) -> dict[str, Floats]:
    """Arousal as electrodes measure it: with a tone of the infant's own, and with error."""
    tone = errors(population, 1, occasion=Occasion.ELECTRODES.at(), age=0)[:, 0]
    occasion = Occasion.ELECTRODES.at(1 + repetition)
    noise = errors(population, len(MEASURED), occasion=occasion, age=film.age, which=which)
    settings = population.settings
    return {
        f"arousal_{name}": film.mean_physiology("arousal", *episodes)
        + settings["tone"] * tone
        + settings["electrode_error"] * noise[:, k]
        for k, (name, episodes) in enumerate(MEASURED.items())
    }

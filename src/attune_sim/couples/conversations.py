"""Conversations of couples, filmed: a conflict, support, and meeting again after a day.

They are made as in studies of couples: fifteen minutes on something that both need, ten on
something that troubles one of them, ten at the end of a day. Nobody is told how to be. What is
coded is what a camera sees, by the measures of infants and caregivers, and what electrodes record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from attune_sim.couples.dynamics import coupling, equations
from attune_sim.couples.pairs import Couples, days_of
from attune_sim.dyad import noise
from attune_sim.dyad.couple import all_sit_down, film_together
from attune_sim.dyad.group import new_group
from attune_sim.dyad.occasions import FIRST, Occasion
from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.errors import InputError, near, shown
from attune_sim.measures import (
    attuned,
    attuned_share,
    both_coded,
    repair_latency_s,
    ruptures_per_min,
    surrogate_share,
)
from attune_sim.procedures.thresholds import FUSSING, GAZE, SMILING, UPSET

Floats = npt.NDArray[np.float64]
Records = npt.NDArray[np.void]
Flags = npt.NDArray[np.bool_]

TOPIC = 0.6
"""Need with which somebody comes to a conversation about what troubles them."""
AT_EASE = 0.05
A_DAY = 0.15
"""Need with which everybody comes home, and by how much each unit of load raises it."""
FLOODED = 0.7
"""Distress, as electrodes record it, from which somebody is flooded."""
TOLERANCE = 0.15
"""How far a partner's engagement may be from what is asked for and still fit."""
UNIT_S = 6
"""Seconds to a unit in which studies of couples score a conversation."""


@dataclass(frozen=True)
class Conversation:
    """A kind of conversation.

    Attributes:
        title: for people.
        minutes: how long.
        number: of its random numbers.
    """

    title: str
    minutes: int
    number: int


CONVERSATIONS = {
    "conflict": Conversation("Conflict", 15, 0),
    "support": Conversation("Support", 10, 1),
    "reunion": Conversation("Reunion", 10, 2),
}
"""In a conflict both need something; support is for the first partner; at a reunion both bring what
their day has left."""


def conversation(kind: str) -> Conversation:
    """The conversation of this name.

    Raises:
        InputError: there is none.
    """
    if kind not in CONVERSATIONS:
        raise InputError(
            f"there is no conversation {shown(kind)}; {near(str(kind), CONVERSATIONS)}"
        )
    return CONVERSATIONS[kind]


@dataclass(frozen=True)
class CoupleFilm:
    """What a camera saw of couples, and electrodes recorded: records (couples, seconds).

    Attributes:
        one: of the first partner: what they show, and how the other answers.
        other: the same of the second.
    """

    one: Records
    other: Records

    @property
    def both(self) -> tuple[Records, Records]:
        """Each partner's, with the other's answers."""
        return self.one, self.other


def record(couples: Couples, kind: str, *, day: int, repetition: int = 0) -> CoupleFilm:
    """Film a conversation of those who are together.

    Args:
        couples: not changed.
        kind: one of CONVERSATIONS.
        day: counted from the first one together; another day has other random numbers.
        repetition: another one has other random numbers.

    Raises:
        InputError: there is no such conversation, or no such day.
    """
    days_of([day], "day")
    seconds = 60 * conversation(kind).minutes
    guests = couples.copy()
    rows, firsts = guests.people.rows, guests.firsts()
    for people in (rows.infants, rows.caregivers):
        noise.visit(people, day + 1)
    time = time_of(kind, repetition)
    ones, others = (needs(guests, kind, firsts + side, side) for side in (0, 1))
    film = CoupleFilm(*(np.zeros((len(firsts), seconds), TRACE_DTYPE) for _ in range(2)))
    if len(firsts):
        all_sit_down(rows, firsts, time, ones, others)
        film_together(
            new_group(), new_group(), rows, guests.together, firsts, time, seconds, film.one,
            film.other,
        )  # fmt: skip
    return film


def time_of(kind: str, repetition: int = 0) -> int:
    """To which a conversation's random numbers belong."""
    number = len(CONVERSATIONS) * repetition + CONVERSATIONS[kind].number
    return FIRST + Occasion.CONVERSATION.at(number)


def needs(couples: Couples, kind: str, adults: npt.NDArray[np.int64], side: int) -> Floats:
    """What each of these adults needs when the conversation begins."""
    if kind == "reunion":
        load = couples.people.caregivers["load_now"][adults]
        return np.clip(A_DAY * (1.0 + load), AT_EASE, 1.0)
    in_need = kind == "conflict" or side == 0
    return np.full(len(adults), TOPIC if in_need else AT_EASE)


MEASURES = (
    "attuned_share", "attuned_share_surrogate", "ruptures_per_min", "repair_latency_s",
    "demands", "flooded_share", "distress", "late_distress", "positive_share", "negative_share",
    "positive_to_negative", "set_point", "inertia", "influence", "coupling", "coupling_surrogate",
)  # fmt: skip
"""What is measured of a conversation; `demands` of each partner, the others of the couple."""


def code(film: CoupleFilm) -> dict[str, Floats]:
    """What happened, (couples,): the mean of both partners where it is about each of them.

    Keys: `attuned_share`, `attuned_share_surrogate` (by chance), `ruptures_per_min`,
    `repair_latency_s` (what one of them shows against how the other answers); `demand_withdraw_one`
    and `demand_withdraw_other` (share of seconds in which this one is visibly upset and the other
    has turned away); `flooded_share` (share of seconds flooded); `distress` (mean displayed);
    `positive_share` and `negative_share` (of seconds with smiles, and with visible upset), and
    `positive_to_negative`; `late_distress` (displayed in the last third); `set_point`, `inertia`,
    `influence`, and `coupling` with `coupling_surrogate` (by chance), of scores in units of six
    seconds (`dynamics`).
    """
    out: dict[str, Floats] = {}
    each = [_one(*pair) for pair in (film.both, film.both[::-1])]
    out["demand_withdraw_one"], out["demand_withdraw_other"] = (
        coded.pop("demand_withdraw") for coded in each
    )
    scores = units(film)
    for coded, (own, other) in zip(each, (scores, scores[::-1]), strict=True):
        coded |= equations(own, other)
    for name in each[0]:
        out[name] = (each[0][name] + each[1][name]) / 2.0
    out["coupling"], out["coupling_surrogate"] = coupling(*scores)
    with np.errstate(divide="ignore", invalid="ignore"):
        out["positive_to_negative"] = np.where(
            out["negative_share"] > 0, out["positive_share"] / out["negative_share"], np.nan
        )
    return out


def turned(own: Any, other: Any) -> Flags:
    """Seconds in which a partner looks at the other, or answers them.

    Args:
        own: what this partner shows, and how the other answers: records or a table by second, with
            the fields of `dyad.state.TRACE_DTYPE`.
        other: the same of the other partner.
    """
    return np.asarray((own["infant_engagement"] >= GAZE) | (other["attending"] == 1.0), bool)


def demanding(own: Any, other: Any) -> Flags:
    """Seconds in which a partner is upset for all to see and the other has turned away.

    Args:
        own: as for `turned`.
        other: as for `turned`.
    """
    return np.asarray((own["display"] > FUSSING) & ~turned(other, own), bool)


def _one(own: Records, other: Records) -> dict[str, Floats]:
    """The same of one partner."""
    both = own["infant_engagement"], own["caregiver_engagement"]
    mask, coded = attuned(*both, TOLERANCE), both_coded(*both)
    last = own["display"].shape[1] * 2 // 3
    return {
        "attuned_share": attuned_share(*both, TOLERANCE),
        "attuned_share_surrogate": surrogate_share(*both, TOLERANCE),
        "ruptures_per_min": ruptures_per_min(mask, coded),
        "repair_latency_s": repair_latency_s(mask, coded),
        "demand_withdraw": demanding(own, other).mean(axis=1),
        "flooded_share": (own["distress"] > FLOODED).mean(axis=1),
        "distress": own["display"].mean(axis=1),
        "positive_share": (own["affect"] >= SMILING).mean(axis=1),
        "negative_share": (own["display"] >= UPSET).mean(axis=1),
        "late_distress": own["display"][:, last:].mean(axis=1),
    }


def units(film: CoupleFilm) -> tuple[Floats, Floats]:
    """Each partner's score in every unit of UNIT_S seconds, (couples, units): joy less upset."""

    def scored(own: Records) -> Floats:
        score = own["affect"] - own["display"]
        count = score.shape[1] // UNIT_S
        return score[:, : count * UNIT_S].reshape(len(score), count, UNIT_S).mean(axis=2)

    return scored(film.one), scored(film.other)

"""A conversation of one couple, ready for the stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from attune_dashboard.compute.moments import Moment
from attune_dashboard.compute.stage import LINES, camera
from attune_dashboard.narration import Event, tally
from attune_dashboard.state.couples import CoupleChoice
from attune_sim.couples.conversations import TOLERANCE, code, demanding, record, turned
from attune_sim.couples.pairs import Couples
from attune_sim.figures.couples.conversation import (
    bouts,
    conversation_draft,
)

HUSH_S = 5
"""Seconds between two stretches of demanding below which they are told as one."""


@dataclass(frozen=True)
class CoupleMoment:
    """A conversation.

    Attributes:
        day: of the look; an earlier one than was asked for where the couple had parted by then.
        moment: picture, words and running counts.
        one, other: what each partner shows and how the other answers, a row per second.
        on_stage: what the stage shows of it.
    """

    day: int
    moment: Moment
    one: pd.DataFrame
    other: pd.DataFrame
    on_stage: dict[str, Any]


def conversation(looks: Mapping[int, Couples], wanted: CoupleChoice) -> CoupleMoment:
    """Film the couple that is asked for.

    Args:
        looks: the couples, by the day of each look.
        wanted: which couple, which conversation, which day.
    """
    day, couples, at = found(looks, wanted)
    film = record(couples, wanted.conversation, day=day)
    one, other = (pd.DataFrame(part[at]) for part in film.both)
    return shown(one, other, wanted.names, f"{wanted.title} of couple {wanted.pair + 1}", day)


def usual(couples: Couples) -> int:
    """Number of the couple whose first partner demands about as much as on average.

    Args:
        couples: on their first day, when all are together.
    """
    demands = code(record(couples, "conflict", day=0))["demand_withdraw_one"]
    return int(np.abs(demands - demands.mean()).argmin())


def found(looks: Mapping[int, Couples], wanted: CoupleChoice) -> tuple[int, Couples, int]:
    """The last look at which this couple was together: its day, all couples, and its number there.

    Args:
        looks: the couples, by the day of each look.
        wanted: which couple, and the last day.
    """
    day = max(d for d in looks if d <= wanted.day and (not d or looks[d].parted[wanted.pair] < 0))
    couples = looks[day]
    return day, couples, int((couples.parted[: wanted.pair] < 0).sum())


def shown(
    one: pd.DataFrame, other: pd.DataFrame, names: tuple[str, str], title: str, day: int
) -> CoupleMoment:
    """Two partners' records as pages show them.

    Args:
        one: the first partner's; NaN: no value yet.
        other: the second partner's.
        names: of the two.
        title: of the picture.
        day: of the look.
    """
    moment = Moment(
        conversation_draft(one, other, names, title=title),
        one,
        told(one, other, names),
        counts(one, other),
    )
    on_stage = {
        **cameras(one, other),
        "lines": LINES,
        "room": "home",
        "names": list(names),
        "episodes": [],
    }
    return CoupleMoment(day, moment, one, other, on_stage)


def cameras(one: pd.DataFrame, other: pd.DataFrame) -> dict[str, Any]:
    """What a camera sees of both, second by second, as the stage needs it.

    Args:
        one: the first partner's record.
        other: the second partner's.
    """
    return {"camera": camera(one), "other": camera(other)}


def told(one: pd.DataFrame, other: pd.DataFrame, names: tuple[str, str]) -> tuple[Event, ...]:
    """What happens, in words: who is upset while the other has turned away, and how that ends.

    Args:
        one: the first partner's record.
        other: the second partner's.
        names: of the two.
    """
    out = []
    for k, (own, theirs) in enumerate(((one, other), (other, one))):
        back = turned(theirs, own)
        for start, end in _joined(bouts(demanding(own, theirs))):
            who, whom = names[k], names[1 - k]
            out.append(Event(start, "distress", f"{who} is upset, {whom} has turned away"))
            if end == len(own):
                continue
            if back[end]:
                out.append(Event(end, "repair", f"{whom} turns back after {end - start} s"))
            else:
                out.append(Event(end, "distress", f"{who} shows it no more after {end - start} s"))
    return tuple(sorted(out, key=lambda event: event.second))


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in stretches:
        if out and start - out[-1][1] < HUSH_S:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def counts(one: pd.DataFrame, other: pd.DataFrame) -> dict[str, Any]:
    """Running counts of both directions together, as `narration.tally` gives them of one."""
    both = [tally(each, TOLERANCE) for each in (one, other)]
    sums = {
        key: np.add(*(each[key] for each in both)).tolist() for key in both[0] if key != "chance"
    }
    chances = [each["chance"] for each in both]
    known = [c for c in chances if c is not None]
    return {**sums, "chance": sum(known) / len(known) if known else None}

"""A person as a plain object, and the random numbers of an episode."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

Draw = Sequence[float]
"""The eight random numbers of a second, in the order of `noise`."""


def clip(x: float) -> float:
    """Hold x in [0, 1]."""
    return min(1.0, max(0.0, x))


class Person:
    """Rows of the engine's arrays as one plain object with an attribute per column."""

    __slots__: tuple[str, ...] = ()

    def __init__(self, *rows: Any) -> None:
        for row in rows:
            for name in row.dtype.names:
                setattr(self, name, row[name].item())

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> float: ...
        def __setattr__(self, name: str, value: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Morning:
    """The random numbers with which a day begins.

    Attributes:
        z_infant: how hard a day it is for the infant.
        caregivers: of each: z_slow, z_day and z_drift of responsiveness, u_phase, and z_pressure.
    """

    z_infant: float
    caregivers: Sequence[tuple[float, float, float, float, float]]


@dataclass(frozen=True, slots=True)
class Luck:
    """The random numbers of one episode.

    Attributes:
        beta: draws from a Beta distribution, given the caregiver's number, mean and concentration.
        draws: the seconds' numbers, given the caregiver's number.
        u_who, u_distress, u_need, u_available: with whom, play or distress, need, availability.
        u_random, u_gain, u_away: whether and which policy is drawn at random.
        u_attending, u_toward: whether the two are turned to each other at the start.
        z_gain, z_away: deviation of the policy.
    """

    beta: Callable[[int, float, float], float]
    draws: Callable[[int], Iterable[Draw]]
    u_who: float
    u_distress: float
    u_need: float
    u_available: float
    u_random: float
    u_gain: float
    u_away: float
    u_attending: float
    u_toward: float
    z_gain: float
    z_away: float

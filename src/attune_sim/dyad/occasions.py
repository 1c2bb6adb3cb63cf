"""Occasions of observation: each has its own random numbers, apart from every other and every day.

Luck belongs to a time (dyad.noise). Times below FIRST are days of life; from there on each occasion
has ROOM times, for its repetitions, coders or episodes. A new occasion takes a number that no other
has had: the number decides what is drawn.
"""

from __future__ import annotations

from enum import IntEnum, unique

FIRST = 2**31
ROOM = 1 << 24
CODERS = 64  # of one Strange Situation
EPISODES = 8192  # of one film of everyday life


@unique
class Occasion(IntEnum):
    """What random numbers are drawn for, outside an infant's days."""

    FREE_PLAY = 1
    STILL_FACE = 2
    STRANGE_SITUATION = 3
    HOME = 4
    EVENT = 5  # whom an event befalls
    RATED_TRAIT = 6  # error in rating a trait
    ELECTRODES = 7
    WATCHED = 8  # everyday life as it is shown to people
    CONVERSATION = 9  # of a couple
    BREAKUP = 10  # whether a couple parts, week by week
    PROBLEM_SOLVING = 11
    PEER_PLAY = 12

    def at(self, number: int = 0) -> int:
        """One of its times, counted from FIRST.

        Args:
            number: of the repetition, coder or episode, below ROOM.

        Raises:
            ValueError: the number is out of range and would share another occasion's numbers.
        """
        if not 0 <= number < ROOM:
            raise ValueError(f"{self.name} has no {number}: 0 to {ROOM - 1} are its own")
        return self * ROOM + number

"""The caregiver's place for three minutes: what a person does, and how much engagement that is.

A person acts by what one would do with an infant. Each act sets a level of engagement, which is
reached within a few seconds, as by anyone who moves; what comes of it is up to the infant. After a
minute the infant becomes hungry, so that there is distress to answer, too.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from attune_dashboard.compute import moments
from attune_dashboard.compute.cache import FEW, kept
from attune_dashboard.state.choice import Choice
from attune_sim.procedures.live_caregiver import Seat

LEVELS = {"play": 0.7, "soothe": 0.6, "wait": 0.25}
"""The engagement at which an act aims: play fits who looks, waiting who has turned away. Who
soothes goes along with an infant who wants more, and holds one who wants less."""
STEPS = {"closer": 0.15, "back": -0.15}
"""By how much other acts change that aim."""
ACTS = ("closer", "back", "soothe", "play", "wait")
"""All acts, by the names that the browser knows (static/view/seat.js)."""
BEGIN = 0.5
"""Engagement at the start, as when the two meet in free play."""
PACE = 0.5
"""Share of the way to its aim that engagement goes in a second."""
LASTS = 120
"""Seconds that it takes."""
HUNGRY_AT, HUNGER, UPSET = 40, 0.3, 0.7
"""The second in which the infant becomes hungry; how hungry, and distress then, from 0 to 1."""
CRIED_OUT = 0.8
"""Share of this distress that is displayed by an infant whose signals are clear."""


class Visit(Seat):
    """One infant's play and distress, with whoever takes the caregiver's place."""

    def __init__(self, choice: Choice, hungry_at: int = HUNGRY_AT) -> None:
        """With the infant of a choice, who becomes hungry in second `hungry_at`."""
        key = replace(choice.bare(), view="play")
        super().__init__(moments.dyad(key), age=choice.age, which=choice.caregiver)
        self.hungry_at = hungry_at
        self.aim = self.engagement = BEGIN
        self.soothing = False

    @property
    def over(self) -> bool:
        """Whether it has come to its end."""
        return self.elapsed >= LASTS

    @property
    def seen(self) -> pd.DataFrame:
        """The record, a row for each of LASTS seconds; NaN in those that have not been."""
        return pd.DataFrame(self.trace[:LASTS])

    def act(self, name: str) -> None:
        """Let a second pass in which the person does, or goes on doing, something.

        Args:
            name: of the act; what is none of ACTS changes nothing.
        """
        if name in LEVELS:
            self.aim = LEVELS[name]
        elif name in STEPS:
            self.aim = min(1.0, max(0.0, self.aim + STEPS[name]))
        if name in ACTS:
            self.soothing = name == "soothe" or (self.soothing and name in STEPS)
        aim = max(self.aim, self._wanted()) if self.soothing else self.aim
        self.engagement += PACE * (aim - self.engagement)
        self._hunger()
        self.second(self.engagement)

    def own(self) -> None:
        """Let a second pass with the infant's own caregiver."""
        if self.over:
            return
        self._hunger()
        self.own_second()

    def _wanted(self) -> float:
        """The engagement that the infant showed a second ago."""
        return float(self.infant["shown"][0]) if self.elapsed else BEGIN

    def _hunger(self) -> None:
        if self.elapsed == self.hungry_at:
            infant = self.infant
            infant["need"] = HUNGER
            infant["distress"] = np.maximum(UPSET, infant["distress"])
            # Hunger is cried out, also by an infant who has learnt to keep other distress in.
            infant["display_gain_now"] = np.maximum(CRIED_OUT, infant["display_gain_now"])


def with_own(choice: Choice, hungry_at: int = HUNGRY_AT) -> pd.DataFrame:
    """The same minutes of the same infant with their own caregiver: a row per second."""
    return _with_own(replace(choice.bare(), view="play"), hungry_at)


@kept(FEW)
def _with_own(choice: Choice, hungry_at: int) -> pd.DataFrame:
    visit = Visit(choice, hungry_at)
    while not visit.over:
        visit.own()
    return visit.seen


def acting(choice: Choice, name: str, hungry_at: int) -> pd.DataFrame:
    """The same with someone who does one thing all the time."""
    return _acting(replace(choice.bare(), view="play"), name, hungry_at)


@kept(FEW)
def _acting(choice: Choice, name: str, hungry_at: int) -> pd.DataFrame:
    visit = Visit(choice, hungry_at)
    while not visit.over:
        visit.act(name)
    return visit.seen

"""Settings of single pages that stand in a link beside the choice of a dyad; all are checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from attune_sim.couples.conversations import CONVERSATIONS
from attune_sim.couples.scenario import couple_scenarios
from attune_sim.errors import near
from attune_sim.evidence.verdicts import VERDICTS
from attune_sim.scenario import MOST_EVENTS

POPULATIONS = ("mixed", "low-risk", "high-risk", "depressed", "maltreating")
"""Populations that come with the evidence, with one caregiver."""

ORIGINS = ("mixed-population", "low-risk", "high-risk", "two-caregivers")
"""Scenarios whose families are followed over generations."""


@dataclass(frozen=True)
class Setting:
    """One setting.

    Attributes:
        usual: its value where the link has none; it may be empty.
        names: the values that it may have, or none if it is a number.
        low, high: of a number.
        whole: whether the number is whole.
    """

    usual: str
    names: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    whole: bool = True

    def problem(self, text: str) -> str:
        """Why a text cannot be its value, as the end of a sentence; empty if it can."""
        if text == self.usual:
            return ""
        if self.names:
            return "" if text in self.names else f"is not known; {near(text[:40], self.names)}"
        try:
            value = float(text) if len(text) < 12 and text.isascii() else math.nan
        except ValueError:
            value = math.nan
        fits = self.low <= value <= self.high
        if fits and not (self.whole and value != int(value)):
            return ""
        what = "a whole number" if self.whole else "a number"
        return f"is not {what} from {self.low:g} to {self.high:g}."


SETTINGS: Mapping[str, Setting] = {
    "scene": Setting("0", low=0, high=5),
    "step": Setting("0", low=0, high=5),
    "said": Setting("", low=1, high=20),
    "bench": Setting("0", ("0", "1")),
    "without": Setting("0", low=0, high=MOST_EVENTS),
    "families": Setting("100", low=10, high=400),
    "infants": Setting("12", low=4, high=200),
    "cell": Setting("4", low=1, high=20),
    "cells": Setting("9", low=3, high=17),
    **{
        f"{axis}_{end}": Setting("", low=-1e9, high=1e9, whole=False)
        for axis in ("x", "y")
        for end in ("from", "to")
    },
    "population": Setting("mixed", POPULATIONS),
    "sample": Setting("30", low=10, high=200),
    "noise": Setting("1", low=0, high=3, whole=False),
    "draw": Setting("1", low=1, high=9999),
    "couple": Setting("anxious-avoidant", tuple(couple_scenarios())),
    "pair": Setting("1", low=1, high=8),
    "conversation": Setting("conflict", tuple(CONVERSATIONS)),
    "year": Setting("1", low=0, high=10),
    "place": Setting("2", ("1", "2")),
    "origin": Setting("mixed-population", ORIGINS),
    "passing": Setting("0.5", low=0, high=1, whole=False),
    "family": Setting("1", low=1, high=20),
    "show": Setting("findings", ("findings", "claims")),
    "topic": Setting("0", low=0, high=40),
    "verdict": Setting("all", ("all", *(name.replace(" ", "-") for name in VERDICTS))),
}
"""By their key in a link."""


def value(chosen: tuple[tuple[str, str], ...], key: str) -> str:
    """The value of a setting."""
    return dict(chosen).get(key, SETTINGS[key].usual)


def with_value(
    chosen: tuple[tuple[str, str], ...], key: str, text: str
) -> tuple[tuple[str, str], ...]:
    """The same with another value; one that is not allowed is left out."""
    if key not in SETTINGS or SETTINGS[key].problem(text):
        return chosen
    rest = {k: v for k, v in chosen if k != key}
    if text != SETTINGS[key].usual:
        rest[key] = text
    return tuple(sorted(rest.items()))

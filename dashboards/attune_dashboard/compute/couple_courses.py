"""Couples followed over years, with and without what happens to them; more and more of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from attune_dashboard.compute.cache import kept
from attune_dashboard.compute.first_years import THREADS
from attune_dashboard.state.couples import years
from attune_sim.couples.conversations import code, record
from attune_sim.couples.course import live_couples
from attune_sim.couples.pairs import Couples, form
from attune_sim.couples.scenario import CoupleScenario, load
from attune_sim.figures.couples.course import summary
from attune_sim.life.course import Cancelled, Progress

PART, COUPLES = 8, 40
"""Couples in each part that is shown as it comes, and all of them."""
QUARTERS = (0, 91, 182, 273)
"""Days of a year on which a course has a point."""
APART_S = 0.4
"""Between two pictures, so that a page keeps up where parts had been computed before."""


@dataclass(frozen=True)
class Part:
    """Some couples.

    Attributes:
        lines: a row per day, couple and partner: `quality`, `expected_relief`, `demands`,
            `attuned` and `chance` in a conflict, `together`.
        looks: the couples as they were, by the day of each look; they are not to be changed.
    """

    lines: pd.DataFrame
    looks: dict[int, Couples]


@dataclass(frozen=True)
class Course:
    """Couples over years.

    Attributes:
        lines: as of a part.
        drawn: what is drawn of them.
        without: the same two without what happens; None where nothing does.
        first: those that may be filmed, by the day of each look.
    """

    lines: pd.DataFrame
    drawn: pd.DataFrame
    without: tuple[pd.DataFrame, pd.DataFrame] | None
    first: dict[int, Couples]

    @property
    def couples(self) -> int:
        """How many there are."""
        return int(self.lines["couple"].nunique())


def courses(name: str, seed: int, cancelled: Callable[[], bool]) -> Iterator[Course]:
    """The couples of a shipped scenario, more and more of them.

    Args:
        name: of the scenario.
        seed: of their random numbers.
        cancelled: asked now and then.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    happens = bool(load(name).events)
    parts: tuple[list[Part], list[Part]] = ([], [])
    shown = 0.0
    for first in range(0, COUPLES, PART):
        for bare in (False, True)[: 1 + happens]:
            if cancelled():
                raise Cancelled
            parts[bare].append(_part(name, seed, bare, first, cancelled))
        if first + PART >= COUPLES or time.monotonic() - shown > APART_S:
            shown = time.monotonic()
            lines, bare_lines = (_joined(some) for some in parts)
            yield Course(
                lines,
                summary(lines),
                (bare_lines, summary(bare_lines)) if happens else None,
                parts[0][0].looks,
            )


def _joined(parts: list[Part]) -> pd.DataFrame:
    return pd.concat([p.lines for p in parts], ignore_index=True) if parts else pd.DataFrame()


@kept(120, key=lambda name, seed, bare, first, _: (name, seed, bare, first))
def _part(name: str, seed: int, bare: bool, first: int, cancelled: Callable[[], bool]) -> Part:
    scenario = load(name).with_(seed=seed)
    if bare:
        scenario = replace(scenario, events=())
    progress = Progress(cancelled=cancelled)
    couples = form(scenario, range(first, first + PART), threads=THREADS, progress=progress)
    seen = set(years(scenario)) if not (first or bare) else set()
    stops = {year + day for year in years(scenario) for day in QUARTERS}
    stops = {day for day in stops if day < scenario.days} | {scenario.days}
    tables, looks = [], {}
    for day in live_couples(couples, scenario, stops, threads=THREADS, progress=progress):
        tables.append(_lines(couples, day))
        if day in seen:
            looks[day] = couples.copy()
    return Part(pd.concat(tables, ignore_index=True), looks)


def _lines(couples: Couples, day: int) -> pd.DataFrame:
    coded = code(record(couples, "conflict", day=day))
    firsts = couples.firsts()
    seen = {name: np.full(2 * len(couples), np.nan) for name in ("demands", "attuned", "chance")}
    for side, demands in enumerate(("demand_withdraw_one", "demand_withdraw_other")):
        seen["demands"][firsts + side] = coded[demands]
        seen["attuned"][firsts + side] = coded["attuned_share"]
        seen["chance"][firsts + side] = coded["attuned_share_surrogate"]
    return pd.DataFrame(
        {
            "day": day,
            "couple": np.repeat(couples.numbers, 2),
            "partner": np.tile([0, 1], len(couples)),
            "together": np.repeat(couples.parted < 0, 2),
            "quality": couples.quality,
            "expected_relief": couples.people.bonds["expected_relief"],
            **seen,
        }
    )


def events(scenario: CoupleScenario) -> list[int]:
    """Days on which something begins, after the first one."""
    return sorted({e.day for e in scenario.events if 0 < e.day <= scenario.days})

"""Years of couples: their days, what happens to them, and whether they part."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from attune_sim.couples.pairs import ADULT, Couples, Floats, Numbers, days_of
from attune_sim.couples.scenario import CoupleScenario
from attune_sim.dyad import noise
from attune_sim.dyad.couple import live_together
from attune_sim.dyad.group import new_group
from attune_sim.dyad.lanes import WIDTH
from attune_sim.dyad.numba_cache import compiled
from attune_sim.dyad.occasions import FIRST, Occasion
from attune_sim.life.course import Cancelled, Progress
from attune_sim.life.events import change_days, take_hold

A_WEEK = 7
A_YEAR = 365.25


def live_couples(
    couples: Couples,
    scenario: CoupleScenario,
    stops: Iterable[int],
    *,
    threads: int = 1,
    progress: Progress | None = None,
    weight: float = 1.0,
) -> Iterator[int]:
    """Let couples live from their first day, and yield each stop when it has been reached.

    Args:
        couples: changed in place.
        scenario: of break-ups.
        stops: days from the first one together, in any order.
        threads: changes no number.
        progress: who is told.
        weight: of this work in the whole that is reported.

    Raises:
        Cancelled: if progress.cancelled says so.
        InputError: a stop is not a day.
    """
    progress = progress or Progress()
    ordered = sorted(days_of(stops))
    span = max(1, ordered[-1]) if ordered else 1
    take_hold(couples.people, 0)
    changes = set(change_days(couples.people, 0, ordered[-1])) if ordered else set()
    weeks = set(range(A_WEEK, ordered[-1] + 1, A_WEEK)) if ordered else set()
    day = 0
    for stop in sorted({*ordered, *changes, *weeks}):
        if progress.cancelled is not None and progress.cancelled():
            raise Cancelled
        if stop > day:
            _live(couples, day, stop - day, threads)
            if progress.report is not None:
                progress.report(weight * (stop - day) / span)
        day = stop
        if day in changes:
            take_hold(couples.people, day)
        if day in weeks:
            _part(couples, scenario, day)
        if day in ordered:
            yield day


def _live(couples: Couples, day: int, days: int, threads: int) -> None:
    firsts = couples.firsts()
    who = couples.people.rows, couples.quality, couples.together

    def live(some: Numbers) -> None:
        live_together(new_group(), new_group(), *who, some, ADULT + day, days)

    size = WIDTH * max(1, -(-len(firsts) // (WIDTH * threads)))
    blocks = [firsts[at : at + size] for at in range(0, len(firsts), size)]
    if len(blocks) < 2:
        for one in blocks:
            live(one)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(live, blocks))


@compiled
def _uniform(infants, time, out):  # type: ignore[no-untyped-def]
    for i in range(infants.shape[0]):
        a, _, _, _ = noise.words(infants[i], 0, noise.EPISODE, time, 0)
        out[i] = noise.uniform(a)


def breakups_a_year(quality: Floats, scenario: CoupleScenario) -> Floats:
    """How often a year couples part whose partners, in turn, feel this quality."""
    rate, slope = scenario.value("breakup_rate"), scenario.value("breakup_by_quality")
    per_year: Floats = rate * np.exp(-slope * quality).reshape(-1, 2).mean(axis=1)
    return per_year


def _part(couples: Couples, scenario: CoupleScenario, day: int) -> None:
    """A week is over: some couples part, more often the worse it is for one of them."""
    chance = 1.0 - np.exp(-breakups_a_year(couples.quality, scenario) * A_WEEK / A_YEAR)
    drawn = np.empty(len(couples))
    _uniform(couples.people.infants[::2], FIRST + Occasion.BREAKUP.at(day), drawn)
    couples.parted[(couples.parted < 0) & (drawn < chance)] = day


def usual_days(scenario: CoupleScenario) -> list[int]:
    """The first day, every year, and the last day."""
    years = range(0, scenario.days, math.floor(A_YEAR))
    return sorted({*years, scenario.days})

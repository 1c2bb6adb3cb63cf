"""The course of life: live to a day, stop, look, continue. Written once and called by all.

for day in live_through(population, [180, 365]):
table = observe(population, day)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from attune_sim.dyad import days
from attune_sim.life.events import change_days, take_hold
from attune_sim.population import Population


@dataclass(frozen=True)
class Progress:
    """Callbacks that report progress and may stop the work.

    Attributes:
        report: called with the share of the whole work that has been done since the last call.
        cancelled: asked now and then; True stops the work.
    """

    report: Callable[[float], None] | None = None
    cancelled: Callable[[], bool] | None = None


class Cancelled(Exception):  # noqa: N818 - it is no error
    """The work was stopped from outside."""


def live(
    population: Population,
    until: int,
    *,
    from_day: int = 0,
    begun: bool = False,
    threads: int = 1,
    progress: Progress | None = None,
    weight: float = 1.0,
) -> None:
    """Let families live from one day of age to another, with all that happens to them, in place.

    An event of the last day has taken hold when they are looked at on that day.

    Args:
        population: changed in place.
        until: age in days to which they live.
        from_day: age in days from which.
        begun: whether the caregivers have begun the first day; then it is the only one.
        threads: how many blocks of families at once; changes no number.
        progress: who is told.
        weight: of this work in the whole that is reported.

    Raises:
        Cancelled: if progress.cancelled says so; each family is then between two days.
    """
    progress = progress or Progress()
    whole = len(population) * max(1, until - from_day)
    report = progress.report
    if from_day == 0:
        take_hold(population, 0)
    day = from_day
    for stop in [*change_days(population, from_day, until), until]:
        done = days.live(
            population.rows,
            day,
            stop - day,
            threads=threads,
            begin=not begun,
            report=(lambda lived: report(weight * lived / whole)) if report else None,
            cancelled=progress.cancelled,
        )
        if not done:
            raise Cancelled
        if stop > day:
            take_hold(population, stop)
        day = stop


def live_through(
    population: Population,
    stops: Iterable[int],
    *,
    from_day: int = 0,
    threads: int = 1,
    progress: Progress | None = None,
    weight: float = 1.0,
) -> Iterator[int]:
    """Live from stop to stop, and yield each day (age) when it has been reached.

    Args:
        population: changed in place, between one stop and the next.
        stops: days of age, in any order.
        from_day: as for `live`.
        threads: as for `live`.
        progress: as for `live`.
        weight: of all this work in the whole that is reported.

    Raises:
        Cancelled: if progress.cancelled says so.
    """
    ordered = sorted(set(stops))
    span = max(1, ordered[-1] - from_day) if ordered else 1
    day = from_day
    for stop in ordered:
        share = weight * (stop - day) / span
        live(population, stop, from_day=day, threads=threads, progress=progress, weight=share)
        day = stop
        yield day

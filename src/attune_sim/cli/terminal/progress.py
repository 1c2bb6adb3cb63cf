"""Progress with the time left, on standard error, for whatever takes more than two seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from attune_sim.cli.terminal.console import messages

PATIENCE_S = 2.0  # shorter work shows nothing
LINE_EVERY_S = 10.0  # between lines where there is no terminal


@contextmanager
def progress(what: str, quiet: bool = False) -> Iterator[Callable[[float], None]]:
    """Show how far the work has come: a bar on a terminal, otherwise a line now and then.

    Args:
        what: is being done.
        quiet: show nothing.

    Yields:
        A function to call with the share of the whole done since the last call, from any thread.
    """
    if quiet:
        yield lambda share: None
    elif messages().is_terminal:
        with _bar(what) as report:
            yield report
    else:
        yield _lines(what)


@contextmanager
def _bar(what: str) -> Iterator[Callable[[float], None]]:
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(complete_style="cyan"),
        TextColumn("{task.percentage:3.0f}%"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=messages(),
        transient=True,
    )
    task = bar.add_task(what, total=1.0)
    begun = time.monotonic()

    def report(share: float) -> None:
        bar.advance(task, share)
        if time.monotonic() - begun > PATIENCE_S:
            bar.start()  # does nothing the second time

    try:
        yield report
    finally:
        bar.stop()


def _lines(what: str) -> Callable[[float], None]:
    console, lock = messages(), threading.Lock()
    due = time.monotonic() + PATIENCE_S
    done = 0.0
    begun: tuple[float, float] | None = None  # time and share of the first report

    def report(share: float) -> None:
        nonlocal done, due, begun
        with lock:
            now = time.monotonic()
            done += share
            if begun is None:  # may tell of earlier work, so it says nothing about the pace
                begun = now, done
            elif now >= due and begun[1] < done < 1.0:
                left = (now - begun[0]) * (1.0 - done) / (done - begun[1])
                console.print(
                    f"{what}: {100 * done:.0f}% done, about {spoken(left)} left", soft_wrap=True
                )
                due = now + LINE_EVERY_S

    return report


def spoken(seconds: float) -> str:
    """A length of time for people: 8 s, 3 min, 2 h 5 min."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"

"""What a coded file holds, whatever its format: stretches of time with a code, in seconds."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from attune_sim.errors import InputError


class Stretch(NamedTuple):
    """Something coded, from a beginning to an end; there are many, and tuples are made quickly.

    Attributes:
        track: who or what was coded: a column, a subject or a tier, as the file calls it.
        code: as the file writes it, without blanks around it.
        start: seconds on the file's own clock.
        end: seconds; equal to `start` for a point, before it if the file says so, NaN if the
            file never ends it.
        row: where it stands in the file, counted from 1; 0 where a format has no rows.
    """

    track: str
    code: str
    start: float
    end: float
    row: int = 0


@dataclass(frozen=True, slots=True)
class Observation:
    """What was coded of one dyad on one occasion.

    Attributes:
        name: the file's own name for it; it may hold a person's name, so it is never written out.
        stretches: in the order of the file.
        start: when the film begins, seconds on the file's clock; None if the file does not say.
        end: when it ends.
    """

    name: str
    stretches: tuple[Stretch, ...]
    start: float | None = None
    end: float | None = None

    def film(self) -> tuple[float, float]:
        """Beginning and end: of the film where the file says so, otherwise of what was coded."""
        times = [
            t for s in self.stretches for t in (s.start, s.end) if math.isfinite(t)
        ]  # a stretch that ends before it begins still lies on the film
        start = self.start if self.start is not None else min(times, default=0.0)
        return start, self.end if self.end is not None else max(times, default=start)

    def codes(self) -> dict[str, Counter[str]]:
        """How often each track has each code, tracks in the order of the file."""
        found: dict[str, Counter[str]] = {}
        for stretch in self.stretches:
            found.setdefault(stretch.track, Counter())[stretch.code] += 1
        return found


@dataclass(frozen=True, slots=True)
class Recording:
    """A file's observations.

    Attributes:
        format: what the file was recognised as.
        observations: at least one.
        told: what a person should know about how it was read; one sentence each.
    """

    format: str
    observations: tuple[Observation, ...]
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table cannot say about itself.

    Attributes:
        dyad: the columns whose values tell one dyad from another.
        where: only rows with these values in these columns.
        time: the unit of times that are plain numbers: 's', 'ms', 'min' or 'frames'; empty to
            take it from the column's heading, or seconds.
        fps: frames a second, for times in frames.
        step: seconds from one row to the next, where rows have no times.
    """

    dyad: tuple[str, ...] = ()
    where: dict[str, str] = field(default_factory=dict)
    time: str = ""
    fps: float | None = None
    step: float | None = None


PLAIN = Layout()


def within(text: str, row: int) -> InputError:
    """A fault in a row of a file; whoever knows the file's name puts it before this."""
    return InputError(f"row {row}: {text}" if row else text)

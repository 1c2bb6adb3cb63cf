"""A person takes the caregiver's place: free play, one second at a time.

The infant arrives as in `free_play`, with the same random numbers: a person's record and that with
the infant's own caregiver begin alike and differ by what the caregiver does.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from attune_sim.dyad.interaction import NEVER, THERE, seconds
from attune_sim.dyad.noise import CHANNELS, fill
from attune_sim.dyad.numba_cache import compiled
from attune_sim.dyad.occasions import FIRST, Occasion
from attune_sim.dyad.state import TRACE_DTYPE
from attune_sim.errors import InputError
from attune_sim.population import Population
from attune_sim.procedures import free_play
from attune_sim.procedures.camera import CALM, all_arrive, all_wake, at_visit

OWN = math.nan
"""As an engagement: none is set from outside."""
SECONDS = sum(episode.seconds for episode in free_play.SCRIPT)


@compiled
def _go_on(rows, which, time, at, imposed, trace):
    """As many seconds as there are values in `imposed`, from second `at` of the record."""
    infant, mechanism = rows.infants[0], rows.mechanisms[0]
    draw = np.empty((CHANNELS, imposed.size))
    scratch = np.empty((4, imposed.size), np.uint32)
    fill(draw, scratch, infant, which, time, at, imposed.size)
    bond = rows.bonds[infant.first_bond + which]
    caregiver = rows.caregivers[bond.caregiver]
    seconds(
        infant, bond, caregiver, mechanism, draw, imposed.size, THERE, 0.0, imposed,
        NEVER, trace, at,
    )  # fmt: skip


class Seat:
    """The caregiver's place at one infant's free play.

    Args:
        population: its first infant plays; not changed.
        age: of the infant, in days.
        which: number of the caregiver whose place is taken.
        repetition: another repetition has other random numbers, as in `free_play.record`.
    """

    def __init__(
        self, population: Population, *, age: int, which: int = 0, repetition: int = 0
    ) -> None:
        self._rows = at_visit(population.only(np.arange(1)), age)
        self._which = which
        self._time = FIRST + Occasion.FREE_PLAY.at(repetition)
        self._trace = np.full(SECONDS, np.nan, TRACE_DTYPE)
        self.elapsed = 0
        in_play, not_told = True, np.zeros(1)
        all_wake(self._rows, which, self._time, age)
        all_arrive(self._rows, which, self._time, in_play, not_told, CALM)

    @property
    def trace(self) -> npt.NDArray[np.void]:
        """The record, (SECONDS,) of TRACE_DTYPE; NaN in the seconds that have not been."""
        return self._trace.copy()

    @property
    def over(self) -> bool:
        """Whether the play has come to its end."""
        return self.elapsed >= SECONDS

    def second(self, engagement: float) -> None:
        """Let one second pass in which the person shows this engagement; none after the end.

        Args:
            engagement: 0 none to 1 full.

        Raises:
            InputError: the engagement is not a number from 0 to 1.
        """
        if not (math.isfinite(engagement) and 0.0 <= engagement <= 1.0):
            raise InputError(f"engagement = {engagement!r} is not a number from 0 to 1")
        self._go_on(float(engagement))

    def own_second(self) -> None:
        """Let one second pass in which the infant's own caregiver does what they do."""
        self._go_on(OWN)

    @property
    def infant(self) -> npt.NDArray[np.void]:
        """The infant as they are now, (1,) of the engine's infants.

        What is written into it (hunger, say) holds from the next second on.
        """
        return self._rows.infants[:1]

    def _go_on(self, engagement: float) -> None:
        if self.over:
            return
        imposed = np.array([engagement])
        _go_on(self._rows, self._which, self._time, self.elapsed, imposed, self._trace)
        self.elapsed += 1

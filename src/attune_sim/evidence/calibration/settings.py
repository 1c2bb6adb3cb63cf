"""How a calibration is done: each setting with its default, its bounds and its meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from attune_sim.errors import InputError


def _whole(default: int, low: int, high: int, meaning: str) -> Any:
    return field(default=default, metadata={"low": low, "high": high, "meaning": meaning})


@dataclass(frozen=True, slots=True)
class Settings:
    """How a calibration is done. Bounds are those of the command line."""

    points: int = _whole(512, 40, 1_000_000, "Points simulated over the whole range.")
    rounds: int = _whole(3, 0, 100, "Rounds of more points where the constants are plausible.")
    more_points: int = _whole(96, 16, 1_000_000, "Points in each round.")
    families: int = _whole(120, 20, 100_000, "Families in each group at a point.")
    recovered: int = _whole(
        40,
        0,
        10_000,
        "Points kept out of the first emulators, to be recovered.",
    )
    draws: int = _whole(400, 2, 100_000, "Draws of the posterior to keep.")
    steps: int = _whole(4000, 20, 1_000_000, "Steps of each chain.")
    tried: int = _whole(24, 1, 10_000, "Likeliest draws that are simulated once more.")
    trial_families: int = _whole(600, 20, 100_000, "Families in each group for those draws.")
    seed: int = _whole(1, 0, 2**31, "Random seed of designs, families and chains.")

    def check(self) -> None:
        """Refuse settings that do not go together.

        Raises:
            InputError: names both.
        """
        if self.tried > self.draws:
            raise InputError(f"tried = {self.tried} is more than draws = {self.draws}")
        if self.recovered > self.points // 2:
            raise InputError(
                f"recovered = {self.recovered} is more than half of points = {self.points}"
            )

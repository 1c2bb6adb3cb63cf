"""Simulated procedures: each films copies of infants at any age, and codes what the camera saw.

Every procedure module has `record(population, age=…) -> Film` and `code(film, population)` with
codes per infant. Instruments see behaviour, never distress, policy, fear or traits; where a study
measured physiology beside behaviour, both are reported.
"""

from __future__ import annotations

from types import ModuleType

from attune_sim.procedures import free_play, home, still_face, strange_situation

PROCEDURES: dict[str, ModuleType] = {
    "free-play": free_play,
    "still-face": still_face,
    "strange-situation": strange_situation,
    "home": home,
}
"""Procedures by the name that people type."""

"""Simulated procedures: each films copies of infants at any age, and codes what the camera saw.

Every procedure module has `SCRIPT` (its episodes), `record(population, age=…) -> Film` and
`code(film, population)` with codes per infant. Instruments see behaviour, never distress, policy,
fear or traits; where a study measured physiology beside behaviour, both are reported.
"""

from __future__ import annotations

from types import ModuleType

from attune_sim.outcomes import FACE, HOME, PEERS, PLAY, PROBLEMS, SSP
from attune_sim.procedures import (
    free_play,
    home,
    peer_play,
    problem_solving,
    still_face,
    strange_situation,
)

PROCEDURES: dict[str, ModuleType] = {
    PLAY: free_play,
    FACE: still_face,
    SSP: strange_situation,
    HOME: home,
    PROBLEMS: problem_solving,
    PEERS: peer_play,
}
"""Procedures by the name that people type."""

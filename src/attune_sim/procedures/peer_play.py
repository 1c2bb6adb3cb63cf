"""Two children at play, who want the same toy now and then; neither has a caregiver's duties.

Each child plays with the same peer, who has learnt what others of two years have learnt on
average, so that what differs is what this child does. A second passes as between two adults
(`dyad.couple`): each is to the other what an infant and what a caregiver is, and both answer as a
caregiver with the usual traits does.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from attune_sim import measures
from attune_sim.dyad import noise
from attune_sim.dyad.couple import Together, all_sit_down, film_together
from attune_sim.dyad.group import new_group
from attune_sim.dyad.morning import grow
from attune_sim.dyad.numba_cache import compiled
from attune_sim.dyad.occasions import FIRST, Occasion
from attune_sim.dyad.state import BOND_DTYPE, CAREGIVER_DTYPE, TRACE_DTYPE, TURNING, Rows
from attune_sim.parameters import CAREGIVER, PARAMETERS, TEMPERAMENT
from attune_sim.parameters.couple import COUPLE
from attune_sim.population import PROTOTYPE, Population
from attune_sim.procedures.camera import Episode, Film, Floats
from attune_sim.procedures.care_scales import rated
from attune_sim.procedures.coders import errors
from attune_sim.procedures.thresholds import FUSSING, SMILING

SCRIPT = tuple(Episode(f"toy {number}", 120) for number in (1, 2, 3))
WANTED = 0.4
"""Need of both at the beginning of an episode: only one can have the toy."""
PEER = {
    "turning_away": 0.24,
    "log_display_gain": -1.1,
    "prototype_relief": 0.47,
    "prototype_variance": 0.015,
    "prototype_alarm": 0.31,
    "self_regulation": 0.025,
}
"""What the peer has learnt: the means of 600 mixed families at two years, measured with seed 1."""
TOLERANCE = 0.15
"""How far two children's engagement may differ and still match."""
_ANOTHER = np.uint32(1 << 31)  # apart from any child's own number


def record(population: Population, *, age: int, which: int = 0, repetition: int = 0) -> Film:
    """Film each child with a peer; no caregiver is there, so that `which` changes nothing.

    The film holds what the child shows, and how the peer answers.
    """
    del which
    rows, firsts = _with_peers(population), 2 * np.arange(len(population))
    for people in (rows.infants, rows.caregivers):
        noise.visit(people, age)
    _all_grow(rows, age)
    n, lengths = len(population), [episode.seconds for episode in SCRIPT]
    trace = np.zeros((n, sum(lengths)), TRACE_DTYPE)
    starts = np.cumsum([0, *lengths[:-1]])
    together = Together(*(float(COUPLE[name].default or 0.0) for name in Together._fields))
    wanted = np.full(n, WANTED)
    for k, (start, length) in enumerate(zip(starts, lengths, strict=True)):
        time = FIRST + Occasion.PEER_PLAY.at(len(SCRIPT) * repetition + k)
        all_sit_down(rows, firsts, time, wanted, wanted)
        part, peers = np.zeros((2, n, length), TRACE_DTYPE)  # what the peers show is not kept
        film_together(new_group(), new_group(), rows, together, firsts, time, length, part, peers)
        trace[:, start : start + length] = part
    return Film(trace, np.tile(starts, (n, 1)), np.tile(lengths, (n, 1)), age)


@compiled
def _all_grow(rows, age):
    for i in range(rows.infants.size):
        grow(rows.infants[i], rows.mechanisms[i], age)


def _with_peers(population: Population) -> Rows:
    """Rows of the children, each followed by their peer: see `dyad.couple`."""
    n = len(population)
    infants = np.repeat(population.infants, 2)
    peers = infants[1::2]
    peers["number"] ^= _ANOTHER
    for name in TEMPERAMENT:
        peers[name] = PARAMETERS[name].default
    for name, value in PEER.items():
        peers[name] = value
    infants["reactivity_today"] = infants["reactivity"]
    infants["bonds"], infants["first_bond"] = 1, np.arange(2 * n)
    bonds, caregivers = np.zeros(2 * n, BOND_DTYPE), np.zeros(2 * n, CAREGIVER_DTYPE)
    bonds["caregiver"], bonds["share"] = np.arange(2 * n) ^ 1, 1.0
    for name, of_bond in PROTOTYPE.items():
        bonds[of_bond] = infants[name]
    for name in ("number", "key_low", "key_high"):
        caregivers[name] = infants[name]
    for name in CAREGIVER:
        spec = PARAMETERS[name]
        caregivers[name] = PARAMETERS[spec.default_from or name].default
    for name in ("responsiveness", "repair_rate", *TURNING):
        caregivers[f"{name}_today"] = caregivers[name]
    caregivers["undivided"] = 1.0
    return Rows(infants, bonds, caregivers, np.repeat(population.mechanisms, 2))


def code(
    film: Film, population: Population, *, which: int = 0, repetition: int = 0
) -> dict[str, Floats]:
    """What an observer makes of each child with the peer.

    Keys: `peer_attuned_share` and `peer_attuned_share_surrogate` (share of seconds in which the two
    match, and by chance), `peer_joy` (share of seconds in which the child smiles), `peer_upset`
    (share of seconds in which they fuss or cry) and `peer_competence_rating` (1-7, with
    `observer_error`: the mean of matching, joy and not being upset).
    """
    del which
    found = [_scene(film, k) for k in range(len(SCRIPT))]
    out = {name: np.mean([one[name] for one in found], axis=0) for name in found[0]}
    error = errors(population, 1, occasion=Occasion.PEER_PLAY.at(repetition), age=film.age)[:, 0]
    competence = (out["peer_attuned_share"] + out["peer_joy"] + 1.0 - out["peer_upset"]) / 3.0
    error = error * population.settings["observer_error"]
    return out | {"peer_competence_rating": rated(competence, error)}


def _scene(film: Film, k: int) -> dict[str, npt.NDArray[np.float64]]:
    child, peer = film.camera("infant_engagement", k), film.camera("caregiver_engagement", k)
    found: dict[str, Floats] = {
        "peer_attuned_share": measures.attuned_share(child, peer, TOLERANCE),
        "peer_attuned_share_surrogate": measures.surrogate_share(child, peer, TOLERANCE),
        "peer_joy": (film.camera("affect", k) >= SMILING).mean(axis=1),
        "peer_upset": (film.camera("display", k) > FUSSING).mean(axis=1),
    }
    return found

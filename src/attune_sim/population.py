"""From a scenario to infants and their caregivers: rows of structured arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from attune_sim.dyad import noise
from attune_sim.dyad.numba_cache import compiled
from attune_sim.dyad.state import BOND_DTYPE, INFANT_DTYPE, SETTINGS_DTYPE
from attune_sim.parameters import CAREGIVER, INFANT, OBSERVATION, PARAMETERS
from attune_sim.scenario import Distribution, Scenario

Rows = npt.NDArray[np.void]
Floats = npt.NDArray[np.float64]

# What an infant is born with (calibrated): it signals as it feels and hardly turns away, and it has
# no strong expectation yet.
AT_BIRTH = {
    "turning_away": 0.1,
    "usual_distress": 0.4,
    "usual_play_distress": 0.1,
    "no_turning_paid": 0.01,  # a bandit begins without
}
NO_EXPECTATION = {"expected_relief": 0.4, "relief_variance": 0.02, "vigilance": 0.3}


@dataclass(frozen=True)
class Population:
    """Families in a block: infants, their bonds, and the settings of the study they are in.

    Attributes:
        infants: one row an infant.
        bonds: one row a bond; an infant's bonds lie together, from infants['first_bond'].
        settings: one row an infant: parameters of observation, which the dyad does not know.
    """

    infants: Rows
    bonds: Rows
    settings: Rows

    def __len__(self) -> int:
        """How many infants."""
        return len(self.infants)

    def copy(self) -> Population:
        """A copy that lives on its own."""
        return Population(self.infants.copy(), self.bonds.copy(), self.settings.copy())

    def with_settings(self, **values: npt.ArrayLike) -> Population:
        """The same families in a study with other settings: numbers, or one for each infant."""
        settings = self.settings.copy()
        for name, value in values.items():
            settings[name] = value
        return Population(self.infants, self.bonds, settings)

    def parts(self, size: int) -> Iterator[Population]:
        """The population in parts of at most `size` infants, because films need memory."""
        for first in range(0, len(self), size):
            rows = slice(first, first + size)
            infants = self.infants[rows].copy()
            start, last = infants["first_bond"][0], infants[-1]
            bonds = self.bonds[start : last["first_bond"] + last["bonds"]]
            infants["first_bond"] -= start
            yield Population(infants, bonds, self.settings[rows])

    def having(self, caregiver: int) -> Population:
        """Those of the population that have a caregiver of this number; itself if all have."""
        has = self.infants["bonds"] > caregiver
        if has.all():
            return self
        infants = self.infants[has].copy()
        bonds = self.bonds[np.repeat(has, self.infants["bonds"])]
        infants["first_bond"] = np.cumsum(infants["bonds"]) - infants["bonds"]
        return Population(infants, bonds, self.settings[has])

    def bond_rows(self, caregiver: int = 0) -> npt.NDArray[np.int64]:
        """Rows of the bonds with each infant's caregiver of this number."""
        return self.infants["first_bond"] + caregiver


def populate(
    scenario: Scenario, *, seed: int | None = None, numbers: Sequence[int] | range | None = None
) -> Population:
    """The newborn infants of a scenario and their caregivers.

    Args:
        scenario: what is simulated.
        seed: of the replication; the scenario's if None.
        numbers: which infants; all if None. An infant's luck depends on its number, not on who else
            is there.
    """
    numbers = range(scenario.infants) if numbers is None else numbers
    n, k = len(numbers), len(scenario.caregivers)
    infants = np.zeros(n, INFANT_DTYPE)
    bonds = np.zeros(n * k, BOND_DTYPE)
    settings = np.zeros(n, SETTINGS_DTYPE)
    infants["number"] = numbers
    infants["key_low"], infants["key_high"] = noise.key(scenario.seed if seed is None else seed)
    infants["bonds"] = k
    infants["first_bond"] = np.arange(n) * k
    scores = _scores(scenario, infants)
    for name in INFANT:
        infants[name] = _values(name, scenario.value(name), scores[0].get(name))
    for name in OBSERVATION:
        settings[name] = _values(name, scenario.value(name), scores[0].get(name))
    for c, spec in enumerate(scenario.caregivers):
        rows = slice(c, None, k)
        bonds["share"][rows] = spec.share
        for name in CAREGIVER:
            drawn = scores[c].get(scenario.follows(name, c) or name)
            bonds[name][rows] = _values(name, scenario.value(name, c), drawn)
    _be_born(infants, bonds)
    return Population(infants, bonds, settings)


def _be_born(infants: Rows, bonds: Rows) -> None:
    for name, value in AT_BIRTH.items():
        infants[name] = value
    for name, value in NO_EXPECTATION.items():
        bonds[name] = value
    infants["self_regulation"] = infants["self_regulation_start"]
    bonds["responsiveness_today"] = bonds["responsiveness"]


def join(populations: Sequence[Population]) -> Population:
    """One block of several populations, for instance of many short runs."""
    infants = np.concatenate([p.infants for p in populations])
    first, at = 0, 0
    for p in populations:
        infants["first_bond"][at : at + len(p)] += first
        first += len(p.bonds)
        at += len(p)
    return Population(
        infants,
        np.concatenate([p.bonds for p in populations]),
        np.concatenate([p.settings for p in populations]),
    )


def settled(scenario: Scenario, number: int = 0) -> Scenario:
    """A scenario whose infants and caregivers all have the traits drawn for one infant of this one.

    They differ by their luck only; the infant of this number is the same in both.
    """
    one = populate(scenario, numbers=[number])

    def drawn(values: Mapping[str, float | Distribution], row: Any) -> dict[str, Any]:
        return {
            name: row[name].item() if isinstance(value, Distribution) else value
            for name, value in values.items()
        }

    common = {n: v for n, v in scenario.parameters.items() if n in CAREGIVER}
    caregivers = [
        replace(caregiver, parameters=drawn({**common, **caregiver.parameters}, bond))
        for caregiver, bond in zip(scenario.caregivers, one.bonds, strict=True)
    ]
    others = {n: v for n, v in scenario.parameters.items() if n not in CAREGIVER}
    of_infant = {n: v for n, v in others.items() if n in INFANT}
    of_study = {n: v for n, v in others.items() if n not in INFANT}
    fixed = drawn(of_infant, one.infants[0]) | drawn(of_study, one.settings[0])
    return replace(scenario, parameters=fixed, caregivers=tuple(caregivers), correlations=())


# --- traits drawn from distributions ------------------------------------------------------------


@compiled
def _raw_scores(infants, bond, indices, out):
    for i in range(infants.shape[0]):
        for j in range(indices.shape[0]):
            a, b, _, _ = noise.words(infants[i], bond, noise.TRAITS, 0, indices[j])
            out[i, j], _ = noise.normal_pair(a, b)


def _scores(scenario: Scenario, infants: Rows) -> list[dict[str, Floats]]:
    """For each caregiver the standard normal scores of all traits that have a distribution.

    Infants' traits come first, so that they are the same beside every caregiver.
    """
    order = list(PARAMETERS)
    out = []
    for c in range(len(scenario.caregivers)):
        drawn = [
            name
            for name in (*INFANT, *OBSERVATION, *CAREGIVER)
            if isinstance(scenario.value(name, c), Distribution) and not scenario.follows(name, c)
        ]
        z = np.zeros((len(infants), len(drawn)))
        for bond, of in ((0, lambda n: n not in CAREGIVER), (c, lambda n: n in CAREGIVER)):
            columns = [j for j, name in enumerate(drawn) if of(name)]
            if columns:
                part = np.empty((len(infants), len(columns)))
                _raw_scores(infants, bond, np.array([order.index(drawn[j]) for j in columns]), part)
                z[:, columns] = part
        out.append(dict(zip(drawn, (z @ _cholesky(scenario, drawn).T).T, strict=True)))
    return out


def _cholesky(scenario: Scenario, names: list[str]) -> Floats:
    matrix = np.eye(len(names))
    for c in scenario.correlations:
        if all(name in names for name in c.between):
            i, j = (names.index(name) for name in c.between)
            matrix[i, j] = matrix[j, i] = c.r
    return np.linalg.cholesky(matrix).astype(np.float64)


def _values(name: str, value: float | Distribution, scores: Floats | None) -> float | Floats:
    if not isinstance(value, Distribution):
        return value
    assert scores is not None
    low, high = PARAMETERS[name].low, PARAMETERS[name].high
    drawn: Floats = np.clip(_quantiles(value, low, high, scores), low, high)
    return drawn


def _quantiles(d: Distribution, low: float, high: float, z: Floats) -> Floats:
    from scipy import special

    if d.shape == "choice":
        assert d.shares is not None
        edges = np.cumsum(d.shares) / np.sum(d.shares)
        return np.asarray(d.values, float)[
            np.minimum(np.searchsorted(edges, special.ndtr(z)), len(edges) - 1)
        ]
    if d.shape == "uniform":
        return d.low + (d.high - d.low) * special.ndtr(z)  # type: ignore[operator]
    mean, sd = float(d.mean), float(d.sd)  # type: ignore[arg-type]
    if sd == 0:
        return np.full_like(z, mean)
    if d.shape == "lognormal":
        sigma = np.sqrt(np.log1p((sd / mean) ** 2))
        return mean * np.exp(sigma * z - sigma**2 / 2)
    if d.shape == "normal":
        ends = special.ndtr((np.array([low, high]) - mean) / sd)
        return mean + sd * special.ndtri(ends[0] + (ends[1] - ends[0]) * special.ndtr(z))
    m, s = (mean - low) / (high - low), sd / (high - low)
    k = m * (1 - m) / s**2 - 1
    return low + (high - low) * special.betaincinv(m * k, (1 - m) * k, special.ndtr(z))

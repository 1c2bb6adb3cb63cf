"""Traits drawn from distributions, with their correlations: the same for an infant in any crowd."""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

from attune_sim.dyad import noise
from attune_sim.dyad.numba_cache import compiled
from attune_sim.parameters import (
    CAREGIVER,
    FAMILY_WIDE,
    MECHANISMS,
    OBSERVATION,
    PARAMETERS,
    TEMPERAMENT,
)
from attune_sim.scenario import Distribution, Scenario

Records = npt.NDArray[np.void]
Floats = npt.NDArray[np.float64]


@compiled
def _raw_scores(infants, bond, draw, indices, out):
    for i in range(infants.shape[0]):
        for j in range(indices.shape[0]):
            a, b, _, _ = noise.words(infants[i], bond, noise.TRAITS, draw, indices[j])
            out[i, j], _ = noise.normal_pair(a, b)


def scores(scenario: Scenario, infants: Records, draw: int = 0) -> list[dict[str, Floats]]:
    """For each caregiver the standard normal scores of all traits that have a distribution.

    Random numbers belong to a trait's name; infants' traits come first, so that they are the same
    beside every caregiver, as are circumstances of the whole family. Another `draw` is another one
    for the same people.
    """

    def is_common(name: str, caregiver: int) -> bool:
        own = scenario.caregivers[caregiver].parameters
        return name not in CAREGIVER or (name in FAMILY_WIDE and name not in own)

    out = []
    for c in range(len(scenario.caregivers)):
        drawn = [
            name
            for name in (*TEMPERAMENT, *MECHANISMS, *OBSERVATION, *CAREGIVER)
            if isinstance(scenario.value(name, c), Distribution) and not scenario.follows(name, c)
        ]
        z = np.zeros((len(infants), len(drawn)))
        for bond, common in ((0, True), (c, False)):
            columns = [j for j, name in enumerate(drawn) if is_common(name, c) == common]
            if columns:
                part = np.empty((len(infants), len(columns)))
                indices = np.array([zlib.crc32(drawn[j].encode()) for j in columns])
                _raw_scores(infants, bond, draw, indices, part)
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


def values(name: str, value: float | Distribution, scores: Floats | None) -> float | Floats:
    """Values of a parameter: a number is the same for all, a distribution gives each their own.

    Args:
        name: of the parameter.
        value: in the scenario.
        scores: standard normal, one for each; only for distributions.
    """
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

"""Which values of the constants are plausible: Markov chains on the emulated likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from attune_sim.evidence.calibration.constants import Floats
from attune_sim.evidence.calibration.emulator import Emulator, predict
from attune_sim.evidence.calibration.targets import Target, log_likelihood

WALKERS = 64


@dataclass(frozen=True, slots=True)
class Chains:
    """What chains gave.

    Attributes:
        draws: from the posterior, (draws, constants), points of the unit cube.
        kept: all steps that were not left out, (steps, chains, constants).
    """

    draws: Floats
    kept: Floats

    @property
    def effective(self) -> float:
        """Independent draws that all kept steps are worth, for the constant that mixes worst."""
        from emcee.autocorr import integrated_time

        with np.errstate(invalid="ignore"):  # a chain that never moved
            slowest = float(np.max(integrated_time(self.kept, tol=0)))
        steps, chains, _ = self.kept.shape
        return steps * chains / slowest if np.isfinite(slowest) else 0.0


def sample(
    targets: Sequence[Target],
    emulators: list[Emulator],
    dimensions: int,
    *,
    draws: int,
    steps: int,
    seed: int,
) -> Chains:
    """Draws from the posterior.

    An ensemble of chains (Goodman & Weare 2010; emcee, Foreman-Mackey et al. 2013); the prior is
    even over the cube. The first half of the steps is left out.

    Args:
        targets: what was published.
        emulators: of the same statistics, in the same order.
        dimensions: of the cube, one for each constant.
        draws: how many are returned, spread over the chains.
        steps: of each chain.
        seed: of the chains.
    """
    import emcee

    def log_probability(points: Floats) -> Floats:
        inside = ((points >= 0) & (points <= 1)).all(axis=1)
        out = np.full(len(points), -np.inf)
        if inside.any():
            mean, sd = predict(emulators, points[inside])
            out[inside] = log_likelihood(targets, mean, sd)
        return out

    rng = np.random.default_rng(seed)
    trial = rng.random((40 * WALKERS, dimensions))
    best = np.argsort(log_probability(trial))[-WALKERS:]  # begin where it is not hopeless
    state = np.random.RandomState(seed).get_state()
    sampler = emcee.EnsembleSampler(
        WALKERS,
        dimensions,
        log_probability,
        vectorize=True,
        moves=[(emcee.moves.DEMove(), 0.8), (emcee.moves.DESnookerMove(), 0.2)],
    )
    sampler.random_state = state
    sampler.run_mcmc(trial[best], steps)
    kept = sampler.get_chain(discard=steps // 2)
    chain = kept.reshape(-1, dimensions)
    drawn = chain[rng.choice(len(chain), draws, replace=len(chain) < draws)]
    return Chains(np.clip(drawn, 0.0, 1.0), kept)

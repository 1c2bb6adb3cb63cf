"""Conditions under which each conclusion is tested: what replaces the defaults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from attune_sim.evidence.calibration.constants import DYAD
from attune_sim.evidence.robustness.alternatives import Alternative
from attune_sim.evidence.robustness.conclusions import Conclusion
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import Value

DEFAULT, DRAW, DISTURBED, ALTERNATIVE = "default", "draw", "disturbed", "alternative"
WIDTH = 0.2  # of a disturbance, as a share of the constant
DISTURBED_GROUPS = (
    "interaction",
    "distress",
    "learning",
    "memory",
    "approach and fear",
    "alarm",
    "the infant's day",
    "everyday life",
    "fixed",
)
SWITCHES = ("learns_in_distress", "learns_in_play", "random_policy", "crying_curve", "maturation")


@dataclass(frozen=True, slots=True)
class Condition:
    """What replaces the defaults.

    Attributes:
        kind: DEFAULT, DRAW, DISTURBED or ALTERNATIVE.
        name: among those of its kind.
        values: parameter values.
        alternative: where it is one.
    """

    kind: str
    name: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    alternative: Alternative | None = None

    @property
    def instead(self) -> Mapping[str, str]:
        """Outcomes that replace others."""
        return {} if self.alternative is None else self.alternative.instead

    def concerns(self, conclusion: Conclusion) -> bool:
        """Whether the conclusion is asked under it."""
        return self.alternative is None or self.alternative.concerns(conclusion)


def constants_of_the_dyad() -> list[str]:
    """Names of the constants that are disturbed: no traits, no counts, no switches."""
    return [
        p.name
        for p in PARAMETERS.values()
        if p.group in DISTURBED_GROUPS and not p.whole and p.name not in SWITCHES
    ]


def disturbances(count: int, seed: int) -> list[dict[str, Value]]:
    """Values of the constants of the dyad, each multiplied by a factor of its own.

    Factors are uniform from .8 to 1.2, spread evenly (Latin hypercube); values stay within their
    bounds, and a constant of 0 stays 0.
    """
    from scipy.stats import qmc

    names = constants_of_the_dyad()
    sampler = qmc.LatinHypercube(len(names), rng=np.random.default_rng(seed))
    factors = 1.0 + WIDTH * (2.0 * sampler.random(count) - 1.0)
    out: list[dict[str, Value]] = []
    for row in factors:
        values = {}
        for name, factor in zip(names, row, strict=True):
            p = PARAMETERS[name]
            assert p.default is not None
            values[name] = float(np.clip(p.default * factor, p.low, p.high))
        out.append(dict(values))
    return out


def conditions(
    draws: pd.DataFrame | None,
    disturbed: int,
    alternatives: Sequence[Alternative],
    *,
    seed: int,
) -> list[Condition]:
    """All conditions, the defaults first.

    Args:
        draws: of the posterior, a row a draw; None for none. Constants of populations stay out:
            conclusions are about single kinds of care or a population with widths of its own.
        disturbed: how many disturbances of the constants.
        alternatives: one at a time.
        seed: of the disturbances.
    """
    out = [Condition(DEFAULT)]
    if draws is not None:
        of_populations = {c.name for c in DYAD.members if c.of_populations}
        for number, (_, row) in enumerate(draws.iterrows(), start=1):
            values = {str(k): float(v) for k, v in row.items() if k not in of_populations}
            out.append(Condition(DRAW, str(number), values))
    for number, found in enumerate(disturbances(disturbed, seed) if disturbed else (), start=1):
        out.append(Condition(DISTURBED, str(number), found))
    out += [Condition(ALTERNATIVE, a.id, dict(a.parameters), a) for a in alternatives]
    return out

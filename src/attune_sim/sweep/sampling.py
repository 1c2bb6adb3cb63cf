"""Points drawn in the unit cube, by scipy and SALib, for designs that are sampled.

Numbers are rounded to twelve digits, so that they do not depend on the machine.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from attune_sim.sweep.vocabulary import Design

Floats = npt.NDArray[np.float64]


def problem(names: list[str] | int) -> dict[str, Any]:
    """What SALib calls a problem: parameters that each go from 0 to 1."""
    names = [f"x{k}" for k in range(names)] if isinstance(names, int) else names
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


@lru_cache(maxsize=4)
def unit(design: Design, dimensions: int, seed: int) -> Floats:
    """The points of a sampled design: a row a point, a column a parameter, from 0 to 1."""
    if design.kind == "latin-hypercube":
        from scipy.stats import qmc

        drawn = qmc.LatinHypercube(dimensions, rng=np.random.default_rng(seed)).random(
            design.points
        )
    elif design.kind == "sobol":
        from SALib.sample import sobol

        drawn = sobol.sample(
            problem(dimensions),
            design.samples,
            calc_second_order=design.second_order,
            seed=np.random.default_rng(seed),
        )
    else:
        from SALib.sample import morris

        drawn = morris.sample(
            problem(dimensions),
            design.trajectories,
            num_levels=design.levels,
            seed=np.random.default_rng(seed),
        )
    out = np.round(np.asarray(drawn, float), 12)
    out.flags.writeable = False
    return out


def sobol_rows(dimensions: int, second_order: bool) -> int:
    """How many points a sobol design has for each sample."""
    return 2 * dimensions + 2 if second_order else dimensions + 2


def digest(design: Design, dimensions: int, seed: int) -> str:
    """A short name of these very points: another version of a library might draw others."""
    return hashlib.sha256(unit(design, dimensions, seed).astype("<f8").tobytes()).hexdigest()[:16]

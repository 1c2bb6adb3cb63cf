"""How a conversation moves: each partner's set-point, inertia, and what the other does to it.

The linear form of the equations that Gottman, Murray and colleagues fit to conversations in units
of six seconds (Cook et al. 1995): this unit's score is a line on one's own last score and the
other's. By least squares for each partner; where somebody's score never moves, the smallest
solution is taken.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def equations(own: Floats, other: Floats) -> dict[str, Floats]:
    """What moves one partner, (couples,).

    Args:
        own: scores, (couples, units).
        other: the other partner's.

    Returns:
        `set_point`, to which the score tends by itself, were the other at zero; `inertia`, the
        weight of one's own last score; `influence`, that of the other's.
    """
    now, before, theirs = own[:, 1:], own[:, :-1], other[:, :-1]
    known = np.stack([np.ones_like(before), before, theirs], axis=2)
    constant, inertia, influence = (np.linalg.pinv(known) @ now[:, :, None])[:, :, 0].T
    left = 1.0 - inertia
    set_point = np.where(np.abs(left) > 0.01, constant / np.where(left == 0, 1.0, left), np.nan)
    return {"set_point": set_point, "inertia": inertia, "influence": influence}


def coupling(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """How closely two partners' scores go together, and by chance: Pearson's r, (couples,).

    By chance: one's scores with the other's of half a conversation later, in a circle.
    """
    return _r(one, other), _r(one, np.roll(other, other.shape[1] // 2, axis=1))


def _r(one: Floats, other: Floats) -> Floats:
    a, b = (x - x.mean(axis=1, keepdims=True) for x in (one, other))
    size = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    return np.asarray((a * b).sum(axis=1) / np.where(size > 0, size, np.nan))

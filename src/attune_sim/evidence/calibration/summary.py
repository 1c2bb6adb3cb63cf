"""The summary of a calibration."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from attune_sim.evidence.calibration import emulator
from attune_sim.evidence.calibration.constants import Constants, Floats
from attune_sim.evidence.calibration.mcmc import Chains
from attune_sim.evidence.calibration.posterior import fixed_defaults
from attune_sim.evidence.calibration.targets import Target
from attune_sim.identity import MODEL
from attune_sim.provenance import provenance

PINNED = 0.6  # an interval narrower than this share of the prior's says something


def summarize(
    free: Constants,
    targets: Sequence[Target],
    emulators: list[emulator.Emulator],
    chains: Chains,
    recovered: pd.DataFrame,
    tried: pd.DataFrame,
    settings: dict[str, Any],
) -> dict[str, Any]:
    """What was asked, what came out, and what the evidence does not pin down.

    Args:
        free: the constants that were fitted.
        targets: what was published.
        emulators: of the same statistics, in the same order.
        chains: of the posterior.
        recovered: what recovery gave; empty if it was left out.
        tried: the likeliest draws as simulated.
        settings: how it was done.
    """
    posterior = chains.draws
    low, middle, high = np.quantile(posterior, [0.05, 0.5, 0.95], axis=0)
    by_constant: dict[str, float] = {}
    if len(recovered):
        shares = recovered.groupby("constant")["inside"].mean()
        by_constant = {str(name): round(float(x), 3) for name, x in shares.items()}
    constants = []
    for k, constant in enumerate(free.members):
        at = [round(float(constant.value(np.array(q[k]))), 6) for q in (low, middle, high)]
        width = float(high[k] - low[k]) / 0.9
        constants.append(
            {
                "name": constant.name,
                "prior": [constant.low, constant.high],
                "log": constant.log,
                "low": at[0],
                "median": at[1],
                "high": at[2],
                "width": round(width, 3),
                "pinned_down": width < PINNED,
                "recovered": by_constant.get(constant.name),
            }
        )
    mean, _ = emulator.predict(emulators, posterior)
    fits = []
    for k, aim in enumerate(targets):
        a, b, c = map(aim.back, np.quantile(mean[:, k], [0.05, 0.5, 0.95]))
        fits.append(
            {
                "id": aim.id,
                "target": None if aim.direction is not None else aim.back(aim.value),
                "sd": aim.sd,
                "relative": aim.log,
                "direction": aim.direction,
                "low": a,
                "median": b,
                "high": c,
                "luck": emulators[k].noise,
                "explained": round(emulators[k].explained, 3),
            }
        )
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "model": MODEL,
        "settings": settings,
        "coverage": round(float(recovered["inside"].mean()), 3) if len(recovered) else None,
        "cases": int(recovered["case"].nunique()) if len(recovered) else 0,
        "constants": constants,
        "fits": fits,
        "fixed": fixed_defaults(free),
        "correlations": _strongest(free.names, posterior),
        "effective": round(chains.effective),
        "best": {
            "values": {name: float(tried[name].iloc[1]) for name in free.names},
            "log_likelihood": _finite(tried["log_likelihood"].iloc[1]),
            "of_defaults": _finite(tried["log_likelihood"].iloc[0]),
        },
        "provenance": provenance(settings, settings["seed"]),
    }


def _strongest(names: Sequence[str], posterior: Floats, least: float = 0.4) -> list[dict[str, Any]]:
    """Pairs of constants that only a combination of is known, strongest first."""
    r = np.asarray(np.corrcoef(posterior.T))
    pairs = [
        {"between": [names[i], names[j]], "r": round(float(r[i, j]), 2)}
        for i in range(len(names))
        for j in range(i)
        if abs(r[i, j]) >= least
    ]
    return sorted(pairs, key=lambda pair: -abs(pair["r"]))


def _finite(value: float) -> float | None:
    return round(float(value), 2) if math.isfinite(value) else None

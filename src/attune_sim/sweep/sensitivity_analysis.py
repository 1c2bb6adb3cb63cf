"""Which parameters matter: elementary effects (Morris) and shares of variance (Sobol), by SALib.

The response that is analysed is the mean over replications at each point. With common random
numbers it is a function of the parameters alone, so chance does not pass for an effect; where every
run has its own, it does, the more the fewer infants and replications there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from attune_sim.errors import InputError
from attune_sim.intervals import CONFIDENCE
from attune_sim.sweep.sampling import problem, sobol_rows, unit
from attune_sim.sweep.spec import SweepSpec
from attune_sim.sweep.vocabulary import BY

RESAMPLES = 1_000
MOST_DRAWN = 8_000_000  # values of a measure that the bootstrap of a sobol design holds at once
FEWEST = 4  # trajectories, or samples, that an interval can be made of
CONSTANT, UNDEFINED, WIDE = "constant", "mostly undefined", "interval wider than effect"
"""Remarks on an effect."""

SECOND = "second_order"
"""A statistic of two parameters, in sobol designs that ask for it."""

Floats = npt.NDArray[np.float64]
ANALYSES = {"morris": ("mu_star", "mu", "sigma"), "sobol": ("first_order", "total_order")}
"""Designs that can be analysed, and the statistics of each."""
STATISTICS = {
    "mu_star": "Mean absolute effect (μ*)",
    "mu": "Mean effect (μ)",
    "sigma": "Spread of effects (σ)",
    "first_order": "First-order share of variance",
    "total_order": "Total-order share of variance",
    "second_order": "Second-order share of variance",
}
"""What each statistic is called."""


def sensitivity(spec: SweepSpec, rows: pd.DataFrame) -> pd.DataFrame:
    """How much each measure depends on each varied parameter.

    For a morris design (Morris 1991; Campolongo et al. 2007) an effect is the change of the measure
    for a step in the parameter, per whole range of the parameter: `mu_star` is the mean of its
    absolute values over trajectories, `mu` the mean, `sigma` the standard deviation (large where
    the parameter acts differently at different places: curves or interactions). For a sobol design
    (Saltelli et al. 2010) `first_order` is the share of the measure's variance over the design that
    the parameter explains alone, `total_order` with all its interactions; with second_order in
    the design, `second_order` is that of two parameters' interaction, named 'a × b'. Intervals are
    95%, from bootstrap samples.

    Args:
        spec: with a morris or sobol design.
        rows: of all its runs, as `read` returns them. Points at which a measure is undefined, or at
            which runs failed, are left out together with their trajectory or sample.

    Returns:
        A long table: scenario and level where there are several, measure, parameter, statistic,
        value, low, high, used (share of the trajectories or samples), remark (empty; the output is
        constant; mostly undefined; the interval is wider than the effect).

    Raises:
        InputError: another design, too small a one, or a sweep that is not finished.
    """
    check_design(spec)
    drawn = unit(spec.design, len(spec.vary), spec.seed)
    means = rows.groupby("point", sort=True)[list(spec.measures)].mean()
    wanted = len(drawn) * len(spec.scenarios) * max(1, len(spec.levels))
    if len(means) != wanted:
        raise InputError(
            f"{len(means):,} of {wanted:,} points are there: the sweep is not finished"
        )
    parts = []
    for group, values in _groups(spec, means, len(drawn)):
        for measure in spec.measures:
            found = _analyse(spec, drawn, values[measure].to_numpy(float))
            parts.append(found.assign(**group, measure=measure))
    table = pd.concat(parts, ignore_index=True)
    order = [*spec.groups, "measure", "parameter", "statistic", "value", "low", "high", "used",
             "remark"]  # fmt: skip
    return table[order]


def check_design(spec: SweepSpec) -> None:
    """Refuse a design that cannot be analysed, by its kind or by its size."""
    if spec.design.kind not in ANALYSES:
        raise InputError(
            f"a {spec.design.kind} design has no sensitivity analysis; write [design] with kind ="
            ' "morris" (which parameters matter, few runs) or kind = "sobol" (how much, many runs)'
        )
    for key in ("trajectories", "samples"):
        size = getattr(spec.design, key)
        if size is not None and size < FEWEST:
            raise InputError(
                f"[design] {key} = {size} is too few for a sensitivity analysis; an interval takes"
                f" {FEWEST} {key} or more"
            )


def _groups(
    spec: SweepSpec, means: pd.DataFrame, size: int
) -> list[tuple[dict[str, Any], pd.DataFrame]]:
    """The design's points for each scenario and level, in the order of their numbers."""
    labels: list[Any] = [level.label for level in spec.levels] or [None]
    pairs = [(s.name, label) for s in spec.scenarios for label in labels]
    out = []
    for k, (scenario, level) in enumerate(pairs):
        keys = {"scenario": scenario, "level": level}
        own = {name: keys[name] for name in spec.groups}
        out.append((own, means.iloc[k * size : (k + 1) * size]))
    return out


def _analyse(spec: SweepSpec, drawn: Floats, response: Floats) -> pd.DataFrame:
    """A row per parameter and statistic."""
    d = len(spec.vary)
    size = d + 1 if spec.design.kind == "morris" else sobol_rows(d, spec.design.second_order)
    whole = np.isfinite(response).reshape(-1, size).all(axis=1)
    used = float(whole.mean())
    keep = np.repeat(whole, size)
    if whole.sum() < FEWEST:
        return _nothing(spec, np.nan).assign(used=used, remark=UNDEFINED)
    y = response[keep]
    if np.ptp(y) <= 1e-12 * max(1.0, float(np.abs(y).max())):
        # No effects at all; shares of no variance are not defined.
        none = 0.0 if spec.design.kind == "morris" else np.nan
        return _nothing(spec, none).assign(used=used, remark=CONSTANT)
    analyse = _morris if spec.design.kind == "morris" else _sobol
    table = analyse(spec, drawn[keep], y).assign(used=used)
    width = table["high"] - table["low"]
    wide = ~(width <= table["value"].abs()) & (table["statistic"] != "mu")
    return table.assign(remark=np.where(wide, WIDE, ""))


def _morris(spec: SweepSpec, x: Floats, y: Floats) -> pd.DataFrame:
    from SALib.analyze import morris

    found = morris.analyze(
        problem(list(spec.vary)),
        x,
        y,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=spec.design.levels,
        seed=spec.seed % 2**32,
    )
    effects = _effects(x, y, len(spec.vary))
    intervals = {
        "mu_star": _bootstrap(np.abs(effects), lambda e: e.mean(axis=0), spec.seed),
        "mu": _bootstrap(effects, lambda e: e.mean(axis=0), spec.seed),
        "sigma": _bootstrap(effects, lambda e: e.std(axis=0, ddof=1), spec.seed),
    }
    return _table(
        list(spec.vary),
        {name: (np.asarray(found[name], float), *intervals[name]) for name in intervals},
    )


def _effects(x: Floats, y: Floats, d: int) -> Floats:
    """Elementary effects, a row per trajectory: change of the response per range of the factor."""
    steps = np.diff(x.reshape(-1, d + 1, d), axis=1)
    rise = np.diff(y.reshape(-1, d + 1), axis=1)
    moved = np.abs(steps).argmax(axis=2)
    size = np.take_along_axis(steps, moved[..., None], axis=2)[..., 0]
    out = np.empty_like(rise)
    np.put_along_axis(out, moved, rise / size, axis=1)
    return out


def _bootstrap(
    effects: Floats, statistic: Callable[[Floats], Floats], seed: int
) -> tuple[Floats, Floats]:
    """Ends of the 95% interval: percentiles over trajectories drawn with replacement."""
    rng = np.random.default_rng(seed)
    n = len(effects)
    values = np.stack([statistic(effects[rng.integers(0, n, n)]) for _ in range(RESAMPLES)])
    low, high = np.quantile(values, [0.5 - CONFIDENCE / 2, 0.5 + CONFIDENCE / 2], axis=0)
    return low, high


def _sobol(spec: SweepSpec, _: Floats, y: Floats) -> pd.DataFrame:
    from SALib.analyze import sobol

    found = sobol.analyze(
        problem(list(spec.vary)),
        y,
        calc_second_order=spec.design.second_order,
        num_resamples=max(100, min(RESAMPLES, MOST_DRAWN // len(y))),
        conf_level=CONFIDENCE,
        seed=spec.seed % 2**32,
    )
    values = {}
    for name, key in (("first_order", "S1"), ("total_order", "ST")):
        value, half = np.asarray(found[key], float), np.asarray(found[f"{key}_conf"], float)
        values[name] = (value, value - half, value + half)
    table = _table(list(spec.vary), values)
    if not spec.design.second_order:
        return table
    pairs = np.triu_indices(len(spec.vary), 1)
    value, half = (np.asarray(found[key], float)[pairs] for key in ("S2", "S2_conf"))
    return _with_pairs(spec, table, value, half)


def _with_pairs(spec: SweepSpec, table: pd.DataFrame, value: Floats, half: Floats) -> pd.DataFrame:
    names = [f"{a}{BY}{b}" for a, b in combinations(spec.vary, 2)]
    second = _table(names, {SECOND: (value, value - half, value + half)})
    return pd.concat([table, second], ignore_index=True)


def _table(names: Sequence[str], values: dict[str, tuple[Floats, Floats, Floats]]) -> pd.DataFrame:
    return pd.concat(
        [
            pd.DataFrame(
                {"parameter": names, "statistic": name, "value": value, "low": low, "high": high}
            )
            for name, (value, low, high) in values.items()
        ],
        ignore_index=True,
    )


def _nothing(spec: SweepSpec, value: float) -> pd.DataFrame:
    """The table where nothing was to be computed."""
    same = np.full(len(spec.vary), value)
    table = _table(list(spec.vary), dict.fromkeys(ANALYSES[spec.design.kind], (same, same, same)))
    if not spec.design.second_order:
        return table
    count = len(spec.vary) * (len(spec.vary) - 1) // 2
    return _with_pairs(spec, table, np.full(count, value), np.zeros(count))

"""Where real films lie among films of simulated families that are coded by the same rule.

Nothing here is a norm: simulated families are not real ones, and a scenario is an assumption. That
a film lies at an end, or outside, says as much about the model as about the film.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from attune_sim.codes import Floats
from attune_sim.errors import InputError
from attune_sim.life.course import Progress
from attune_sim.observations.codebook import BESIDE, COMPATIBLE, SAMPLE
from attune_sim.observations.compatible_traits import (
    Compatible,
    compatible,
    summaries,
    with_even_traits,
)
from attune_sim.observations.dyads import Result, values_of
from attune_sim.observations.mapping import Mapping
from attune_sim.observations.simulated import check, coded, seen
from attune_sim.scenario import Scenario

LEAST_FAMILIES, MOST_FAMILIES = 100, 5000
LEAST_DRAWS, MOST_DRAWS = 1000, 50_000
MOST_DYADS = 200
DRAWS = 2000
SEED = 19_930_204
EVEN_SEED = 104_729  # added to the seed of families whose traits are even


class Beside(NamedTuple):
    """What was found.

    Attributes:
        table: a row for each dyad and measure.
        sample: a row for each measure, of the dyads together; empty for a single one.
        traits: a row for each dyad and trait; empty where none was asked about.
    """

    table: pd.DataFrame
    sample: pd.DataFrame
    traits: pd.DataFrame


def beside(
    result: Result,
    mapping: Mapping,
    scenario: Scenario,
    *,
    families: int,
    traits: tuple[str, ...] = (),
    draws: int = 2000,
    threads: int = 1,
    progress: Progress | None = None,
) -> Beside:
    """Lay measured films beside simulated ones.

    Args:
        result: what was measured of the real films.
        mapping: by which.
        scenario: whose families are beside; its days are their age.
        families: simulated.
        traits: asked about; see `compatible_traits.checked`.
        draws: families simulated for these.
        threads: changes no number.
        progress: who is told.

    Raises:
        InputError: films that cannot be compared with simulated ones.
    """
    check_films(result, mapping)
    seconds = int(np.ceil(_longest(result) * mapping.unit))
    share = 1.0 if not traits else families / (families + draws)
    usual = seen(
        scenario.with_(infants=families), seconds,
        threads=threads, progress=progress, weight=share,
    )  # fmt: skip
    rows: list[dict[str, Any]] = []
    simulated: list[dict[str, Floats]] = []
    records = [{str(k): v for k, v in row.items()} for row in result.table.to_dict("records")]
    for row, real in zip(records, result.series, strict=True):
        simulated.append(values_of(*coded(usual, mapping, real), mapping.tolerance, mapping.unit))
        rows += [_place(row, name, values) for name, values in simulated[-1].items()]
    asked: list[pd.DataFrame] = []
    if traits:
        even = seen(
            with_even_traits(scenario, traits).with_(infants=draws, seed=scenario.seed + EVEN_SEED),
            seconds,
            traits=traits,
            threads=threads,
            progress=progress,
            weight=1 - share,
        )
        for row, real in zip(records, result.series, strict=True):
            films = summaries(*coded(even, mapping, real), mapping.tolerance, mapping.unit)
            one = real[0][None], real[1][None]
            own = summaries(*one, mapping.tolerance, mapping.unit)[0]
            found: Compatible = compatible(films, even.traits, own)
            asked.append(found.table.assign(dyad=row["dyad"], as_far_out=found.unlike))
    return Beside(
        _table(rows, BESIDE),
        _table(_sample(records, simulated), SAMPLE),
        pd.concat(asked, ignore_index=True)[[entry.column for entry in COMPATIBLE]]
        if asked
        else _table([], COMPATIBLE),
    )


def check_films(result: Result, mapping: Mapping) -> None:
    """Refuse films that cannot be compared with simulated ones, before any work.

    Raises:
        InputError: that says why.
    """
    check(mapping, _longest(result))
    if not result.table["coded_both_s"].any():
        raise InputError(
            "in no unit of any film are both people coded, so there is nothing to lay beside others"
        )
    if len(result.series) > MOST_DYADS:
        raise InputError(f"{len(result.series)} dyads are too many; at most {MOST_DYADS} at once")


def _longest(result: Result) -> int:
    return max(len(infant) for infant, _ in result.series)


def _table(rows: Sequence[dict[str, Any]], entries: Sequence[Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[entry.column for entry in entries])


def _place(row: dict[str, Any], name: str, values: Floats) -> dict[str, Any]:
    """Where one measure of one film lies among the simulated ones."""
    known = values[np.isfinite(values)]
    low, middle, high = np.quantile(known, [0.05, 0.5, 0.95]) if len(known) else [np.nan] * 3
    own = row[name]
    return {
        "dyad": row["dyad"], "measure": name, "value": own,
        "families_low": low, "families_median": middle, "families_high": high,
        "below": below(known, own),
        "below_low": below(known, row.get(f"{name}_low", np.nan)),
        "below_high": below(known, row.get(f"{name}_high", np.nan)),
        "families": len(known),
    }  # fmt: skip


def below(simulated: Floats, value: float) -> float:
    """Share of the simulated values that are lower; equal ones count half. NaN if undefined."""
    if not len(simulated) or not np.isfinite(value):
        return float("nan")
    equal = np.isclose(simulated, value, rtol=0, atol=1e-9)
    return float(((simulated < value) & ~equal).mean() + equal.mean() / 2)


def _sample(
    records: Sequence[dict[str, Any]], simulated: Sequence[dict[str, Floats]]
) -> list[dict[str, Any]]:
    """The mean over dyads beside means over as many simulated families, filmed as they were."""
    if len(records) < 2:
        return []
    rows = []
    for name in simulated[0]:
        random = np.random.default_rng(SEED)
        own = np.array([row[name] for row in records], float)
        known = [k for k in range(len(own)) if np.isfinite(own[k])]
        pools = [values[name][np.isfinite(values[name])] for values in simulated]
        known = [k for k in known if len(pools[k])]
        if len(known) < 2:
            continue
        drawn = np.stack([random.choice(pools[k], DRAWS) for k in known])
        means = drawn.mean(axis=0)
        low, high = np.quantile(means, [0.025, 0.975])
        rows.append(
            {
                "measure": name, "dyads": len(known), "mean": own[known].mean(),
                "sd": own[known].std(ddof=1), "families_low": low, "families_high": high,
                "families_sd": float(np.mean([pools[k].std(ddof=1) for k in known])),
                "below": below(means, float(own[known].mean())),
            }
        )  # fmt: skip
    return rows

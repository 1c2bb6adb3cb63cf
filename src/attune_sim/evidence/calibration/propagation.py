"""How far outcomes of a scenario depend on constants that the evidence leaves open."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from attune_sim.ages import outcomes_at
from attune_sim.evidence.calibration.constants import DYAD
from attune_sim.life.course import Progress
from attune_sim.run import infants, summarise
from attune_sim.scenario import Scenario

LEVEL = 0.9


def spread_over(stored: pd.DataFrame, count: int) -> pd.DataFrame:
    """That many draws (2 or more, as many as are stored at most), spread evenly over those."""
    return stored.iloc[np.linspace(0, len(stored) - 1, count).round().astype(int)]


def over_posterior(
    scenario: Scenario,
    draws: pd.DataFrame,
    *,
    threads: int = 1,
    report: Callable[[float], None] | None = None,
) -> pd.DataFrame:
    """A scenario's outcomes with each draw of the constants and the same random numbers.

    A constant that the scenario itself sets stays as it sets it; those of populations stay out.

    Args:
        scenario: what is simulated.
        draws: a row a draw, a column a constant.
        threads: for the engine.
        report: called with the share of work done since the last call.

    Returns:
        A row a draw, a column an outcome that suits the age.
    """
    own = {*scenario.parameters, *(c.name for c in DYAD.members if c.of_populations)}
    measures = outcomes_at(scenario, scenario.days)
    rows = []
    for _, draw in draws.iterrows():
        change = {str(name): float(x) for name, x in draw.items() if name not in own}
        changed = scenario.with_(**change)
        table, _ = infants(changed, measures=measures, threads=threads, progress=Progress())
        rows.append(summarise(table, measures))
        if report is not None:
            report(1 / len(draws))
    return pd.DataFrame(rows)


def limits(outcomes: pd.DataFrame) -> tuple[dict[str, float], dict[str, float]]:
    """Lower and upper limit of 90% of the draws, by outcome; NaN where undefined."""
    low, high = (outcomes.quantile(q) for q in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return dict(low.items()), dict(high.items())  # type: ignore[arg-type]

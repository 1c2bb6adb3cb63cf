"""How often a difference and an interaction are found that replications were planned for."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from attune_sim.scenario import Scenario
from attune_sim.sweep import SweepSpec, effects, needed
from attune_sim.sweep.sample_size import detectable


def test_the_detectable_difference_is_found_four_times_in_five():
    rng = np.random.default_rng(3)
    n, sd = 6, 0.05
    shift = detectable(sd, 2 * (n - 1), n)
    a, b = rng.normal(0, sd, (4000, n)), rng.normal(shift, sd, (4000, n))
    seen = (stats.ttest_ind(b, a, axis=1).pvalue < 0.05).mean()
    assert seen == pytest.approx(0.8, abs=0.03)


def crossed(replications, seed, interaction=0.0, sd=0.05):
    """Rows of a 2 x 2 grid in which the interaction differs from replication to replication."""
    spec = SweepSpec(
        "x", (Scenario(infants=20),), replications=replications, measures=("felt_security",),
        vary={"responsiveness": (0.2, 0.8), "repair_rate": (0.1, 0.5)},
    )  # fmt: skip
    rng = np.random.default_rng(seed)
    here = rng.normal(interaction, sd, replications)
    rows = [
        {"point": point, "replication": replication, "infants": 20, "responsiveness": a,
         "repair_rate": b, "felt_security": 0.3 * a + (a == 0.8) * (b == 0.5) * here[replication]}
        for point, (a, b) in enumerate([(0.2, 0.1), (0.2, 0.5), (0.8, 0.1), (0.8, 0.5)])
        for replication in range(replications)
    ]  # fmt: skip
    return spec, pd.DataFrame(rows)


def test_an_interaction_is_found_as_often_as_planned():
    spec, rows = crossed(400, seed=1)
    (row,) = needed(spec, rows, interaction=0.05).to_dict("records")
    assert row["sd"] * 2**0.5 == pytest.approx(0.05, rel=0.1)
    n = int(row["replications"])
    told = []
    for seed in range(300):
        found = effects(*crossed(n, seed=seed + 2, interaction=0.05)).iloc[-1]
        assert found["kind"] == "interaction"
        told.append(found["low"] > 0)
    assert 0.74 < np.mean(told) < 0.93  # 80%, and a little more because n is whole

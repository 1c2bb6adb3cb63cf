"""How many runs it takes, against textbook figures and by trying."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from attune_sim.errors import InputError
from attune_sim.scenario import Scenario
from attune_sim.sweep import SweepSpec, comparisons, needed
from attune_sim.sweep.sample_size import detectable, spread


def made(
    points=4, replications=5, shift=0.0, random_numbers="common", noise=0.01, common=0.2, seed=1
):
    """Rows of a sweep whose replications share most of their random numbers."""
    spec = SweepSpec(
        "x", (Scenario(infants=20),), replications=replications, random_numbers=random_numbers,
        measures=("felt_security",),
        vary={"responsiveness": tuple(0.01 * k for k in range(points))},
    )  # fmt: skip
    rng = np.random.default_rng(seed)
    shared = rng.normal(0, common, replications)
    values = (
        shift * np.arange(points)[:, None] + shared + rng.normal(0, noise, (points, replications))
    )
    point, replication = np.indices(values.shape)
    rows = pd.DataFrame(
        {"point": point.ravel(), "replication": replication.ravel(), "infants": 20,
         "felt_security": values.ravel()}
    )  # fmt: skip
    return spec, rows


def test_cohens_table():
    # Cohen (1988, table 2.4.1): n = 17 in each of two groups finds d = 1 with a power of .80.
    assert detectable(1.0, 2 * (17 - 1), 17) == pytest.approx(1.0, abs=0.01)
    assert detectable(1.0, 2 * (64 - 1), 64) == pytest.approx(0.5, abs=0.005)


def test_common_luck_is_taken_out_of_comparisons_but_not_of_means():
    spec, rows = made(points=40, replications=30)
    found = spread(spec, rows, "felt_security")
    assert found.pair_sd == pytest.approx(0.01, rel=0.1)
    assert found.mean_sd > 0.1
    assert (found.mean_df, found.pair_df) == (40 * 29, 39 * 29)
    spec, rows = made(points=40, replications=30, random_numbers="own")
    found = spread(spec, rows, "felt_security")
    assert found.pair_sd == found.mean_sd


def test_an_underpowered_comparison_is_told_from_one_that_is_not():
    assert not comparisons(*made(shift=0.1))["underpowered"][0]
    assert comparisons(*made(shift=0.0, random_numbers="own"))["underpowered"][0]
    # One replication shows nothing of chance, so nothing is said either way.
    alone = comparisons(*made(replications=1))
    assert np.isnan(alone["detectable"][0])
    assert not alone["underpowered"][0]


def test_as_many_replications_as_the_interval_needs_and_not_one_more():
    spec, rows = made(replications=50)
    (row,) = needed(spec, rows, within=0.05).to_dict("records")
    n = int(row["replications"])
    assert row["infants"] == n * 20
    assert row["sd_infant"] == pytest.approx(row["sd"] * 20**0.5)
    assert row["planned_sd"] > row["sd"]

    def half(k):
        return stats.t.ppf(0.975, k - 1) * row["planned_sd"] / k**0.5

    assert half(n) <= 0.05 < half(n - 1)


def test_a_smaller_difference_needs_more():
    spec, rows = made(noise=0.05)
    counts = [needed(spec, rows, difference=d)["replications"][0] for d in (0.2, 0.1, 0.05, 0.02)]
    assert counts == sorted(counts)
    assert counts[-1] > 10 * counts[0] / 2


def test_a_measure_that_is_nowhere_defined_cannot_be_planned():
    spec, rows = made()
    (row,) = needed(spec, rows.assign(felt_security=np.nan), within=0.1).to_dict("records")
    assert np.isnan(row["replications"])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "one of within, difference and interaction"),
        ({"within": 0.1, "difference": 0.1}, "one of within, difference and interaction"),
        ({"within": 0.0}, "not above 0"),
        ({"within": float("nan")}, "not above 0"),
        ({"difference": 0.1, "power": 1.0}, "power = 1.0"),
    ],
)
def test_what_cannot_be_asked(asked, said):
    with pytest.raises(InputError, match=said):
        needed(*made(), **asked)


def test_a_pilot_of_one_replication_tells_nothing():
    with pytest.raises(InputError, match="at least two replications"):
        needed(*made(replications=1), within=0.1)


def test_a_design_that_tells_no_interaction_says_nothing_about_it():
    spec, rows = made()
    rows["responsiveness"] = 0.01 * rows["point"]
    (row,) = needed(spec, rows, interaction=0.05).to_dict("records")
    assert np.isnan(row["replications"])

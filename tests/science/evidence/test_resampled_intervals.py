"""How often an interval for a simulated study holds what is true."""

from dataclasses import replace

import pytest

from attune_sim.evidence.validation.comparison import resampled


@pytest.mark.parametrize(("name", "truth"), [("share", 0.3), ("link", 0.5)])
def test_resampled_intervals_cover_the_truth_in_about_95_of_100(small, rng, name, truth):
    """Percentile intervals of 80 families; 250 trials have a standard error of 1.4 points."""
    finding = replace(small[name], reliability={})
    covered = 0
    for trial in range(250):
        if name == "share":
            table = (rng.random((80, 1)) < truth).astype(float)
        else:
            table = rng.multivariate_normal([0, 0], [[1, truth], [truth, 1]], 80)
        low, high = resampled(finding, [table], 80, trial)
        covered += low <= truth <= high
    assert 0.90 <= covered / 250 <= 0.99

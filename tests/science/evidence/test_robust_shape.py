"""The shape of a share over a measure, from families whose shape is known."""

import numpy as np
import pytest

from attune_sim.evidence.robustness.thirty_percent.shape import bend_interval, best, fit_all


def families(p, count, seed):
    """A measure between 0 and 1, and 0 or 1 with probability p of the measure."""
    rng = np.random.default_rng(seed)
    x = rng.random(count)
    return x, (rng.random(count) < p(x)).astype(float)


def bent(x):
    return np.interp(x, [0.0, 0.35, 1.0], [0.05, 0.75, 0.8])


def even(x):
    return np.full(len(x), 0.6)


def straight(x):
    return 0.02 + 0.96 * x


def steep(x):
    return 1 / (1 + np.exp(-14 * (x - 0.4)))


@pytest.mark.parametrize(
    ("p", "model"),
    [(even, "constant"), (straight, "linear"), (steep, "logistic"), (bent, "segmented")],
)
def test_the_shape_that_is_there_is_found(p, model):
    fits = fit_all(*families(p, 3000, 1))
    assert best(fits, "bic") == model
    assert best(fits, "aic") == model
    assert all(0 < value < 1 for fit in fits.values() for value in fit.p)


def test_a_known_bend_is_found_and_lies_in_its_interval():
    x, y = families(bent, 1500, 2)
    assert fit_all(x, y)["segmented"].bend == pytest.approx(0.35, abs=0.06)
    low, high = bend_interval(x, y, resamples=25, seed=2)
    assert low < 0.35 < high
    assert high - low < 0.2


def test_without_a_bend_the_interval_is_wide():
    x, y = families(even, 600, 3)
    low, high = bend_interval(x, y, resamples=25, seed=3)
    inner = np.quantile(x, [0.05, 0.95])
    assert high - low > 0.5 * (inner[1] - inner[0])


def test_a_model_that_holds_another_fits_no_worse():
    fits = fit_all(*families(straight, 400, 4))
    likelihood = {name: fit.log_likelihood for name, fit in fits.items()}
    assert likelihood["constant"] < likelihood["linear"] <= likelihood["segmented"] + 1e-3
    assert likelihood["constant"] < likelihood["logistic"]


def test_criteria_count_parameters_and_families():
    fit = fit_all(*families(straight, 400, 5))["segmented"]
    assert fit.aic == pytest.approx(8 - 2 * fit.log_likelihood)
    assert fit.bic == pytest.approx(4 * np.log(400) - 2 * fit.log_likelihood)


def test_too_few_different_values_are_refused():
    with pytest.raises(ValueError, match="20"):
        fit_all(np.tile([0.1, 0.2], 50), np.tile([0.0, 1.0], 50))


def test_the_interval_of_the_bend_covers_it_about_as_often_as_it_says():
    inside = 0
    for case in range(20):
        low, high = bend_interval(*families(bent, 500, [6, case]), resamples=30, seed=case)
        inside += low <= 0.35 <= high
    assert 15 <= inside <= 20  # 18 are expected

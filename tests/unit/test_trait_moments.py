"""A distribution that is cut off at a trait's range says what it really has."""

import numpy as np
import pytest
from scipy import stats

from attune_sim import codebook
from attune_sim.population import populate
from attune_sim.scenario import CaregiverSpec, Distribution, Scenario
from attune_sim.trait_moments import differences, notes, realised

CUT = Distribution("normal", mean=0.9, sd=0.5)  # of a share from 0 to 1
WHOLE = Distribution("normal", mean=0.5, sd=0.05)


def test_moments_are_those_of_the_truncated_normal():
    exact = stats.truncnorm((0 - 0.9) / 0.5, (1 - 0.9) / 0.5, loc=0.9, scale=0.5)
    assert realised("responsiveness", CUT) == pytest.approx((exact.mean(), exact.std()), rel=1e-4)


def test_and_those_of_a_population():
    scenario = Scenario(infants=4000, days=0, parameters={"responsiveness": CUT})
    drawn = populate(scenario, seed=1).caregivers["responsiveness"]
    mean, sd = realised("responsiveness", CUT)
    assert np.mean(drawn) == pytest.approx(mean, abs=4 * sd / 4000**0.5)
    assert np.std(drawn) == pytest.approx(sd, rel=0.05)


def test_only_what_differs_is_told_and_of_whom():
    scenario = Scenario(
        parameters={"consistency": WHOLE, "repair_rate": 0.3},
        caregivers=(
            CaregiverSpec(name="one", share=0.5, parameters={"responsiveness": CUT}),
            CaregiverSpec(name="two", share=0.5, parameters={"responsiveness": WHOLE}),
        ),
    )
    ((name, whose, said),) = differences(scenario)
    assert (name, whose) == ("responsiveness", "one")
    mean, sd = realised("responsiveness", CUT)
    assert "normal with mean 0.9 and SD 0.5, cut off at its range (0 to 1)" in said
    assert f"really mean {mean:.2f}, SD {sd:.2f}." in said
    (entry,) = codebook.entries_of(["responsiveness"], notes(scenario))
    assert "In this run (one): normal with mean 0.9" in entry.meaning


def test_other_shapes_have_what_they_name():
    scenario = Scenario(
        parameters={
            "responsiveness": Distribution("beta", mean=0.55, sd=0.2),
            "consistency": Distribution("uniform", low=0.2, high=0.8),
            "rejection": Distribution("choice", values=(0.0, 0.4), shares=(0.8, 0.2)),
        }
    )
    assert not list(differences(scenario))
    beta = Distribution("beta", mean=0.1, sd=0.2)  # close to an end, and cut off nowhere
    assert realised("responsiveness", beta) == pytest.approx((0.1, 0.2), rel=1e-3)

"""The day of the infant and of the caregiver: what differs by day, over years, and in phases."""

import numpy as np
import pytest
from scipy import stats

from attune_sim.dyad import days, morning
from attune_sim.dyad import load as load_of_days
from attune_sim.dyad.noise import normal_pair, words
from attune_sim.dyad.state import TURNING
from attune_sim.population import populate, settled
from attune_sim.procedures import strange_situation
from attune_sim.scenario import Distribution, load

FAR = 4.5  # standard errors; the draws are the same every time, so a test passes or fails for good


def ordinary(count=200, **parameters):
    return populate(load("good-enough").with_(infants=count, **parameters))


def mornings(population, first, count):
    """The caregivers' rows as each of these days begins."""
    for day in range(first, first + count):
        days.begin_days(population.rows, day)
        yield population.caregivers.copy()


def waking(population, first, count):
    """The infants' rows as each of these days begins."""
    rows = population.rows
    for day in range(first, first + count):
        for infant, mechanism in zip(rows.infants, rows.mechanisms, strict=True):
            morning.wake(infant, mechanism, day)
        yield population.infants.copy()


# --- the infant's day -----------------------------------------------------------------------------


def test_an_infant_is_more_reactive_on_some_days_than_on_others():
    population = ordinary(100, daily_reactivity=0.4)
    factors = np.array([i["reactivity_today"] / i["reactivity"] for i in waking(population, 0, 40)])
    logs = np.log(factors)
    assert abs(logs.mean()) < FAR * 0.4 / np.sqrt(logs.size)
    assert logs.std() == pytest.approx(0.4, rel=0.05)
    assert stats.kstest(logs.ravel() / 0.4, "norm").pvalue > 1e-3
    within = np.corrcoef(logs[:-1].ravel(), logs[1:].ravel())[0, 1]
    assert abs(within) < FAR / np.sqrt(logs[1:].size)  # another day, another draw


def test_every_day_is_alike_where_none_is_hard():
    population = ordinary(5, daily_reactivity=0.0, arrival_distress=0.0)
    for infants in waking(population, 0, 3):
        assert (infants["reactivity_today"] == infants["reactivity"]).all()
        assert (infants["strain_today"] == 0.0).all()


def test_on_a_bad_day_an_infant_arrives_more_distressed():
    population = ordinary(300, arrival_distress=0.2)
    arrived = [
        strange_situation.record(population, age=365, repetition=k).trace["distress"][:, 0]
        for k in (0, 1)
    ]
    calm = strange_situation.record(ordinary(300, arrival_distress=0.0), age=365).trace["distress"][
        :, 0
    ]
    for first in arrived:
        assert (first >= calm.min() - 1e-12).all()
        assert 0.3 < np.mean(first > calm.max()) < 0.5  # about half of the days are bad ones
    assert abs(np.corrcoef(*arrived)[0, 1]) < FAR / np.sqrt(300)


# --- the caregiver's year -------------------------------------------------------------------------


def test_responsiveness_drifts_over_years():
    sd, population = 0.1, ordinary(400, care_drift=0.1, daily_variation=0.0, slow_variation=0.0)
    drift = np.array([c["drift_now"] for c in mornings(population, 0, 1_500)])
    later = drift[1_000]
    expected = sd * np.sqrt(1.0 - np.exp(-2.0 * 1_001 / morning.DRIFT_DAYS))
    assert later.std() == pytest.approx(expected, rel=FAR / np.sqrt(2 * 400))
    for apart in (90, 365):
        r = np.corrcoef(later, drift[1_000 + apart])[0, 1]
        assert abs(r - np.exp(-apart / morning.DRIFT_DAYS)) < FAR / np.sqrt(400)
    today = np.clip(population.caregivers["responsiveness"] + drift[-1], 0.0, 1.0)
    assert population.caregivers["responsiveness_today"] == pytest.approx(today)


def test_phases_of_life_bring_a_second_draw_of_the_same_families():
    spread = {
        "rejection": Distribution(shape="beta", mean=0.3, sd=0.1),
        "alarming_moments": Distribution(shape="choice", values=(0.0, 2.0), shares=(0.5, 0.5)),
    }
    population = ordinary(600, phase_changes=6.0, **spread)
    first = population.caregivers["rejection"].copy()
    seen = list(mornings(population, 0, 365))
    phases = np.array([c["phase"] for c in seen])
    changes = np.abs(np.diff(phases, axis=0)).sum()
    assert changes / 600 == pytest.approx(6.0 * 364 / 365.25, rel=0.05)
    caregivers = seen[-1]
    other = caregivers["phase"] == 1.0
    assert 0.35 < other.mean() < 0.65
    assert (caregivers["rejection_today"][~other] == first[~other]).all()
    assert abs(np.corrcoef(caregivers["rejection_today"][other], first[other])[0, 1]) < 0.3
    assert caregivers["rejection_today"].mean() == pytest.approx(0.3, abs=FAR * 0.1 / np.sqrt(600))
    assert set(caregivers["alarming_moments_today"]) == {0.0, 2.0}
    assert (caregivers["rejection"] == first).all()  # an event changes what is usual, for good


def test_one_exact_dyad_has_no_phases():
    scenario = load("mixed-population").with_(infants=30, phase_changes=12.0)
    exact = populate(settled(scenario, 3))
    assert (exact.caregivers["phase_changes"] == 12.0).all()
    for caregivers in mornings(exact, 0, 100):
        for name in TURNING:
            assert (caregivers[f"{name}_today"] == exact.caregivers[name]).all()
    assert exact.caregivers["phase"].any()


def test_what_a_day_is_drawn_from_is_drawn_for_nothing_else():
    """Streams of the infant's day, the caregiver's, the phase's and load's do not meet."""
    population = ordinary(2_000)
    day = morning.DAY
    scores = np.array(
        [
            [
                normal_pair(*words(infant, 0, day, 7, index)[:2])[0]
                for index in (0, morning.INFANT, morning.PHASE, load_of_days.PRESSURE)
            ]
            for infant in population.infants
        ]
    )
    off = np.corrcoef(scores.T)[np.triu_indices(4, 1)]
    assert (np.abs(off) < FAR / np.sqrt(2_000)).all()

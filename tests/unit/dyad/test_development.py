"""What changes by age alone."""

import numpy as np
import pytest

from attune_sim.dyad.maturation import capacity, crying, crying_minutes, mobility
from attune_sim.dyad.morning import grow

DAYS = range(3_651)
WEEK = 7


def test_crying_passes_through_the_published_minutes_a_day():
    """Pooled by Wolke, Bilgin & Samara 2017, at ages of 1 to 6 and of 10 to 12 weeks."""
    assert np.mean([crying_minutes(w * WEEK) for w in range(1, 7)]) == pytest.approx(125, abs=4)
    assert np.mean([crying_minutes(w * WEEK) for w in range(10, 13)]) == pytest.approx(68, abs=4)


def test_crying_rises_to_one_peak_in_the_second_month_and_falls_to_a_floor():
    minutes = np.array([crying_minutes(d) for d in DAYS])
    peak = int(minutes.argmax())
    assert 4 * WEEK <= peak <= 7 * WEEK
    assert (np.diff(minutes[: peak + 1]) >= 0).all()
    assert (np.diff(minutes[peak:]) <= 0).all()
    assert minutes.min() > 0


def test_crying_is_told_in_units_of_that_at_one_year():
    assert crying(365) == pytest.approx(1.0, abs=0.01)
    assert crying(5 * WEEK) > 2.0


@pytest.mark.parametrize("ability", [capacity, mobility])
def test_abilities_grow_steadily_from_little_to_all(ability):
    grown = np.array([ability(d) for d in DAYS])
    assert (np.diff(grown) >= 0).all()
    assert grown.min() >= 0
    assert grown.max() <= 1
    assert grown[0] < 0.5
    assert grown[365] > 0.95


def test_half_of_all_infants_crawl_at_eight_months():
    """Median of hands-and-knees crawling: 8.3 months (WHO 2006)."""
    assert mobility(0) < 0.01
    assert mobility(8.3 * 30.44) == pytest.approx(0.5, abs=0.05)


def test_without_maturation_a_newborn_is_as_able_as_a_one_year_old(families):
    for maturation in (0.0, 0.5, 1.0):
        population = families(maturation=maturation)
        infant = population.infants[0]
        grow(infant, population.mechanisms[0], 0)
        assert infant["capacity"] == pytest.approx(1 - maturation * (1 - capacity(0)))
        assert infant["mobility"] == pytest.approx(1 - maturation * (1 - mobility(0)))

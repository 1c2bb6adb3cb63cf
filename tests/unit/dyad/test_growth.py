"""What comes with age after the first birthday, and that nothing does without `growth`."""

import itertools

import numpy as np
import pytest

from attune_sim.dyad import morning
from attune_sim.dyad.maturation import control, grown, holding_in_mind, talk
from attune_sim.life.course import live
from attune_sim.population import populate
from attune_sim.scenario import CaregiverSpec, Scenario

AGES = (90, 365, 730, 1095, 1825, 3650, 6570)
FIELDS = ("clarity", "closeness", "plasticity", "foresight_now", "capacity", "crying")


def at(age, **values):
    """What a child has at this age, by field."""
    population = populate(Scenario(infants=1, parameters={"signal_clarity": 0.6, **values}))
    morning.grow(population.rows.infants[0], population.rows.mechanisms[0], age)
    return {name: float(population.infants[name][0]) for name in FIELDS}


@pytest.mark.parametrize("share", [talk, control, holding_in_mind, grown])
def test_abilities_rise_from_nothing_to_all_with_age(share):
    values = [share(float(day)) for day in range(0, 9_000, 30)]
    assert values[0] < 0.01
    assert all(0 <= a <= b <= 1 for a, b in itertools.pairwise(values))
    assert values[-1] > 0.95


def test_words_pass_through_the_published_medians():
    assert 2_500 * talk(365.0) == pytest.approx(8, rel=0.1)
    assert 2_500 * talk(730.0) == pytest.approx(300, rel=0.1)


def test_without_growth_a_child_stays_as_at_one_year():
    first = at(400)
    assert first["clarity"] == 0.6
    assert (first["closeness"], first["plasticity"], first["foresight_now"]) == (1, 1, 0)
    assert at(6_570) == pytest.approx(first, abs=0.01)


def test_with_growth_a_child_changes_with_age():
    course = [at(age, growth=1) for age in AGES]
    for name, rises in (("clarity", True), ("foresight_now", True), ("capacity", True),
                        ("closeness", False), ("plasticity", False)):  # fmt: skip
        values = [one[name] for one in course]
        assert values == sorted(values, reverse=not rises)
        assert values[0] != values[-1]
    assert course[-1]["clarity"] == pytest.approx(0.8, abs=0.01)
    assert course[-1]["closeness"] == pytest.approx(0.5, abs=0.01)
    assert course[-1]["plasticity"] == pytest.approx(0.2, abs=0.02)
    assert course[-1]["crying"] == pytest.approx(0.18, abs=0.02)


@pytest.mark.parametrize(
    ("name", "off", "field"),
    [
        ("talk_clarity", 0.0, "clarity"),
        ("talk_reach", 0.0, "closeness"),
        ("foresight", 0.0, "foresight_now"),
        ("effortful_control", 0.0, "capacity"),
        ("grown_needs", 1.0, "crying"),
        ("grown_learning", 1.0, "plasticity"),
    ],
)
def test_each_part_can_be_switched_off(name, off, field):
    for age in AGES:
        without = at(age)[field]
        assert at(age, **{"growth": 1, name: off})[field] == pytest.approx(without, abs=1e-12)
    assert at(6_570, growth=1)[field] != pytest.approx(at(6_570)[field], abs=0.01)


def test_what_is_clearer_than_clear_stays_so():
    assert at(3_650, growth=1, signal_clarity=1.5)["clarity"] == 1.5


def test_a_caregiver_learns_whom_to_answer():
    def seen(learning):
        teacher = CaregiverSpec(parameters={"answer_learning": learning, "responsiveness": 0.5})
        scenario = Scenario(infants=200, caregivers=(teacher,))
        population = populate(scenario)
        population.infants["soothability"][:100] = 2.0  # easily comforted
        population.infants["soothability"][100:] = 0.4
        live(population, 120, threads=2)
        bonds = population.bonds
        return [bonds["relief_seen"][half].mean() for half in (slice(100), slice(100, None))]

    easy, hard = seen(0.0)
    easy_learnt, hard_learnt = seen(8.0)
    assert easy > hard
    assert easy_learnt - hard_learnt > 1.2 * (easy - hard)
    assert np.isfinite([easy, hard, easy_learnt, hard_learnt]).all()

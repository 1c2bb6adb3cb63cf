"""A person in the caregiver's place: the same infant and luck, other engagement."""

import numpy as np
import pytest

from attune_sim.errors import InputError
from attune_sim.procedures import free_play
from attune_sim.procedures.live_caregiver import SECONDS, Seat

AGE = 30


@pytest.fixture(scope="module")
def one(families):
    return families(1, days=AGE)


def sit(population, engagements):
    seat = Seat(population, age=AGE)
    for engagement in engagements:
        seat.second(engagement)
    return seat


def test_what_the_person_shows_is_recorded_second_by_second(one):
    given = [0.0, 0.25, 1.0]
    seat = sit(one, given)
    assert seat.elapsed == 3
    np.testing.assert_array_equal(seat.trace["caregiver_engagement"][:3], given)
    assert np.isfinite(seat.trace["infant_engagement"][:3]).all()
    assert np.isnan(seat.trace["infant_engagement"][3:]).all()


def test_infant_begins_as_with_its_own_caregiver(one):
    own = free_play.record(one, age=AGE).trace[0]
    first = sit(one, [0.5]).trace[0]
    assert first["infant_engagement"] == own["infant_engagement"][0]


def test_own_caregivers_engagement_gives_the_own_record(one, same):
    own = free_play.record(one, age=AGE).trace[0]
    if (own["attending"] != (own["caregiver_engagement"] > 0.15)).any():
        # Imposed engagement counts as attention; up to the first difference all is the same.
        last = int(np.argmax(own["attending"] != (own["caregiver_engagement"] > 0.15)))
    else:
        last = SECONDS
    assert last > 0
    seat = sit(one, own["caregiver_engagement"][:last])
    same(seat.trace["infant_engagement"][:last], own["infant_engagement"][:last])


def test_seconds_of_the_own_caregiver_are_the_own_record(one, same):
    seat = Seat(one, age=AGE)
    while not seat.over:
        seat.own_second()
    same(seat.trace, free_play.record(one, age=AGE).trace[0])
    seat.own_second()
    assert seat.elapsed == SECONDS


def test_what_is_written_into_the_infant_holds_from_the_next_second(one):
    calm, upset = Seat(one, age=AGE), Seat(one, age=AGE)
    upset.infant["distress"] = 1.0
    for seat in (calm, upset):
        seat.own_second()
    assert upset.trace["distress"][0] > calm.trace["distress"][0]
    assert one.infants["distress"][0] != 1.0


def test_same_hand_same_record_and_another_hand_another(one, same):
    same(sit(one, [0.5] * 20).trace, sit(one, [0.5] * 20).trace)
    calm, loud = sit(one, [0.5] * 20).trace, sit(one, [1.0] * 20).trace
    assert (calm["distress"][:20] != loud["distress"][:20]).any()


def test_population_is_not_changed(one, same):
    before = one.copy()
    sit(one, [1.0] * 5)
    same(one.infants, before.infants)
    same(one.bonds, before.bonds)


def test_play_ends(one):
    seat = sit(one, [0.5] * (SECONDS + 3))
    assert seat.over
    assert seat.elapsed == SECONDS


@pytest.mark.parametrize("engagement", [-0.1, 1.1, float("nan"), float("inf")])
def test_other_engagement_is_refused(one, engagement):
    with pytest.raises(InputError, match="is not a number from 0 to 1"):
        Seat(one, age=AGE).second(engagement)

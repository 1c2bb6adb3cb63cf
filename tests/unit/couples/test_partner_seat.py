"""A person in one partner's place."""

import numpy as np
import pytest

from attune_sim.couples.conversations import record
from attune_sim.couples.pairs import form
from attune_sim.couples.scenario import CoupleScenario, Partner
from attune_sim.couples.seat import ACTS, REPAIR, PartnerSeat
from attune_sim.errors import InputError

SCENARIO = CoupleScenario(
    partners=(Partner("Alex", "erratic"), Partner("Sam", "rejecting")), couples=12
)


@pytest.fixture(scope="module")
def formed():
    return form(SCENARIO)


def played(formed, act, seconds=120, **place):
    seats = [PartnerSeat(formed, k, day=0, **place) for k in range(12)]
    for seat in seats:
        for _ in range(seconds):
            seat.act(act)
    return seats


def test_the_other_begins_as_in_the_couples_own_conversation(formed):
    own = record(formed, "conflict", day=0).one
    seat = PartnerSeat(formed, 3, day=0)
    seat.act("toward")
    assert seat.partner["infant_engagement"][0] == own["infant_engagement"][3, 0]
    assert np.isnan(seat.partner["display"][1:]).all()
    assert seat.elapsed == 1


def test_the_same_acts_give_the_same_conversation_and_change_nobody(formed):
    before = formed.people.infants.copy()
    one, other = (PartnerSeat(formed, 2, day=5, side=0) for _ in range(2))
    for act in ("ask", "pause", REPAIR, "complain", "toward") * 5:
        one.act(act)
        other.act(act)
    np.testing.assert_array_equal(one.partner[:25], other.partner[:25])
    np.testing.assert_array_equal(before, formed.people.infants)


def test_whoever_repairs_calms_the_other_sooner_than_whoever_pauses(formed):
    distress = {
        act: np.mean([seat.partner["display"][60:120].mean() for seat in played(formed, act)])
        for act in (REPAIR, "pause", "complain")
    }
    assert distress[REPAIR] < distress["pause"]
    assert distress[REPAIR] < distress["complain"]


def test_whoever_asks_is_attended_to_more_than_whoever_pauses(formed):
    attended = {
        act: np.mean([seat.person["attending"][:120].mean() for seat in played(formed, act)])
        for act in ("complain", "pause")
    }
    assert attended["complain"] > attended["pause"]


def test_it_ends(formed):
    seat = PartnerSeat(formed, 0, kind="support", day=0)
    for _ in range(601):
        seat.act("toward")
    assert seat.over
    assert seat.elapsed == 600


def test_what_nobody_can_do_is_refused(formed):
    seat = PartnerSeat(formed, 0, day=0)
    with pytest.raises(InputError, match="'shout' is none of toward"):
        seat.act("shout")
    with pytest.raises(InputError, match=r"display = 2\.0"):
        seat.second(0.5, 2.0)
    with pytest.raises(IndexError):
        PartnerSeat(formed, 12, day=0)
    assert all(0 <= act.engagement <= 1 for act in ACTS.values())


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"kind": "quarrel"}, "no conversation 'quarrel'"),
        ({"side": 2}, "side = 2"),
        ({"day": -1}, "day = -1"),
        ({"day": 0.5}, "day = 0.5"),
    ],
)
def test_there_is_no_such_place(formed, place, told):
    with pytest.raises(InputError, match=told):
        PartnerSeat(formed, 0, **{"day": 0, **place})


def test_nothing_but_numbers_can_be_shown(formed):
    seat = PartnerSeat(formed, 0, day=0)
    for value in (float("nan"), float("inf"), -0.1, "loud"):
        with pytest.raises(InputError, match="display"):
            seat.second(0.5, value)
    assert seat.elapsed == 0

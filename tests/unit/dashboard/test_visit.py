"""The caregiver's place: what acts do, and hunger."""

import numpy as np
import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.compute import visit
from attune_dashboard.compute.visit import HUNGRY_AT, LASTS, Visit
from attune_dashboard.state.choice import Choice

YOUNG = Choice(age=30).with_changes({"responsiveness": 0.65, "consistency": 0.75})


def shown(*acts):
    """The caregiver's engagement, second by second, in a visit with these acts."""
    here = Visit(YOUNG)
    for act in acts:
        here.act(act)
    return here.seen["caregiver_engagement"].to_numpy()[: len(acts)]


@pytest.mark.parametrize(("act", "level"), [("play", 0.7), ("wait", 0.25)])
def test_an_act_goes_on_and_its_engagement_is_reached_within_seconds(act, level):
    found = shown(act, *[""] * 9)
    assert abs(found[0] - level) < abs(0.5 - level)
    assert found[-1] == pytest.approx(level, abs=0.001)


def test_coming_closer_and_backing_off_change_what_is_aimed_at():
    found = shown(*[""] * 5, "closer", *[""] * 9, "back", "back", *[""] * 9)
    assert found[4] == pytest.approx(0.5)
    assert found[14] == pytest.approx(0.65, abs=0.001)
    assert found[-1] == pytest.approx(0.35, abs=0.001)
    assert shown(*["closer"] * 30).max() <= 1.0
    assert shown(*["back"] * 30).min() >= 0.0


def test_who_soothes_goes_along_with_the_infant_and_does_not_let_go():
    here = Visit(YOUNG)
    for _ in range(LASTS):
        here.act("soothe")
    trace = here.seen
    wanted = np.maximum(0.6, trace["infant_engagement"].to_numpy()[:-1])
    engaged = trace["caregiver_engagement"].to_numpy()
    assert engaged[1:] == pytest.approx((engaged[:-1] + wanted) / 2)


def test_the_infant_gets_hungry_whoever_is_there():
    for trace in (visit.with_own(YOUNG), visit.acting(YOUNG, "wait", HUNGRY_AT)):
        assert len(trace) == LASTS
        distress = trace["distress"].to_numpy()
        assert distress[HUNGRY_AT] > 0.6 > distress[HUNGRY_AT - 1]
        assert trace["display"][HUNGRY_AT] > 0.25


def test_hunger_lasts_longer_where_nobody_soothes():
    soothed, left = (
        visit.acting(YOUNG, act, 5)["distress"][40:].mean() for act in ("soothe", "wait")
    )
    assert soothed < left / 2


def test_after_the_end_nothing_more_happens():
    here = Visit(YOUNG)
    for _ in range(LASTS + 5):
        here.act("play")
    assert here.over
    before = here.seen
    here.own()
    assert here.elapsed == LASTS
    assert before.equals(here.seen)
